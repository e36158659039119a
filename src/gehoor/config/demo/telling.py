"""Telling the stories: everything in the order in which it happened, through the real actions."""

import gc
import heapq
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import F
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app

from gehoor.complaints import actions as complaints
from gehoor.complaints.actions.committing import tell_late_commitments
from gehoor.complaints.actions.forwarding import Forwarded
from gehoor.complaints.actions.reminding import remind_of_proposals
from gehoor.complaints.actions.sweeping import hand_back_silences, tell_late_complaints
from gehoor.complaints.promised import Commitment
from gehoor.config.demo import complaint_verbs, verbs
from gehoor.config.demo.matter import STRANGER, Matter, Town, Verb, in_office, key_of, reporter_of
from gehoor.config.demo.moments import dated, moments, mornings, received_on
from gehoor.config.demo.paper_mail import post_what_lies_ready
from gehoor.config.demo.papers import stored
from gehoor.config.demo.script import Story, StoryError, stories
from gehoor.correspondence.models import Delivery, Medium, Message
from gehoor.dossiers.actions import intake
from gehoor.dossiers.actions.contacts import Question, register_contact
from gehoor.dossiers.actions.intake import TERM_OF_KIND, Receipt, Submission
from gehoor.dossiers.actions.sweeping import tell_silences
from gehoor.dossiers.actions.warning import warn_of_deadlines
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Deadline
from gehoor.dossiers.models.contact import Route
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import RuleViolation
from gehoor.organisation.queries import contact_point
from gehoor.regulations.calendar import Calendar
from gehoor.regulations.queries import calendar_of, content_of, version_on
from gehoor.regulations.terms import Term

VERBS: dict[str, Verb] = verbs.VERBS | complaint_verbs.VERBS
STILL_QUEUED = 8
"""How many of the latest mails still have to leave, so that the local outbox shows some."""

_REMINDED_DAYS = 3
"""How long before the last day the regulation of the city reminds of a proposal."""

_Happening: TypeAlias = tuple[datetime, int, int]


@dataclass
class Telling:
    """One telling of all stories, seen from a moment."""

    now: datetime
    told: list[Story]
    town: Town = field(default_factory=Town)
    matters: dict[str, Matter] = field(default_factory=dict)
    received: dict[str, date] = field(default_factory=dict)

    def tell(self) -> None:
        """Let everything happen, one thing after another; each night the sweepers do their work."""
        happenings = sorted(self._happenings())
        nights = mornings(happenings[0][0], self.now)
        for moment, index, number in heapq.merge(happenings, ((night, -1, 0) for night in nights)):
            if index < 0:
                post_what_lies_ready(self.town, at=moment)
                _sweep(moment)
            else:
                self._happen(self.told[index], number, moment)

    def _happenings(self) -> Iterator[_Happening]:
        point = contact_point()
        calendar = calendar_of(point.body_id)
        together = {story.name: story for story in self.told}
        for index, story in enumerate(self.told):
            leader = together.get(story.same_contact_as, story)
            when = self._moments(leader, story, calendar, point.body_id)
            yield from ((moment, index, number) for number, moment in enumerate(when))

    def _moments(self, leader: Story, story: Story, calendar: Calendar, body_id: int) -> list[datetime]:
        """When it came in (with the leader of its contact), and when each of its lines happened."""
        today = local_date(self.now)
        terms = content_of(version_on(body_id, today).pk).terms
        received = received_on(leader, _term_of(leader, terms), calendar, today=today)
        self.received[story.name] = received
        timed = [(line, in_office(line, self.town)) for line in story.lines]
        return moments(leader, received, timed, calendar, now=self.now)

    def _happen(self, story: Story, number: int, at: datetime) -> None:
        line = story.lines[number - 1] if number else None
        try:
            if line is None:
                self._receive(story, at)
            else:
                matter = self.matters[story.name]
                said = dated(line.said, self.received[story.name])
                VERBS[line.verb](matter, matter.actor(line.who), at, said)
        except (RuleViolation, LookupError, TypeError, ValueError) as error:
            what = "the receipt" if line is None else f"{line.day} {line.time:%H:%M} {line.who} {line.verb}"
            raise StoryError(f"{story.name}, {what}: {error}") from error

    def _receive(self, story: Story, at: datetime) -> None:
        if story.name in self.matters:
            return  # came with another one
        who = story.registered_by
        by = self.town.actor(self.town.person(who).pk) if who else STRANGER
        together = [story, *(other for other in self.told if other.same_contact_as == story.name)]
        if story.kind is Kind.COMPLAINT:
            receipt = self._lodge(story, by=by, at=at)
            self.matters[story.name] = Matter(story, self.town, receipt.dossier.pk, receipt.dossier.pk)
        elif who:
            questions = [self._question(each, by=by, at=at) for each in together]
            for each, dossier in zip(together, register_contact(questions, by=by, at=at), strict=True):
                self.matters[each.name] = Matter(each, self.town, dossier.pk)
        else:
            receipt = intake.receive(self._submission(story, by=by, at=at), by=by, at=at)
            self.matters[story.name] = Matter(story, self.town, receipt.dossier.pk)

    def _lodge(self, story: Story, *, by: Actor, at: datetime) -> Receipt:
        submission = self._submission(story, by=by, at=at)
        if "forwarded" not in story.told:
            return complaints.lodge(submission, by=by, at=at)
        told = Forwarded(local_date(at), consent=True, their_reference=story.told["forwarded"])
        return complaints.forward(submission, told, by=by, at=at)

    def _question(self, story: Story, *, by: Actor, at: datetime) -> Question:
        answer = dated(story.told.get("answered", ""), self.received[story.name])
        return Question(
            self._submission(story, by=by, at=at), answer=answer, call_back=story.told.get("call_back", False)
        )

    def _submission(self, story: Story, *, by: Actor, at: datetime) -> Submission:
        told = dated(story.told, self.received[story.name])
        concerned = self.town.department(told["department"]).pk if "department" in told else None
        return Submission(
            kind=story.kind,
            text=dated(story.text, self.received[story.name]).strip(),
            reporter=reporter_of(story.by),
            medium=told.get("medium", Medium.PHONE if story.registered_by else Medium.WEB),
            route=told.get("route", Route.CITIZEN),
            is_first_line=told.get("first_line", False),
            title=told.get("title", ""),
            place=told.get("place", ""),
            occurred=told.get("occurred", ""),
            wished_outcome=told.get("wished_outcome", ""),
            named=tuple(told.get("named", ())),
            represented=reporter_of(told["represents"]) if "represents" in told else None,
            concerned_department_id=concerned,
            files=stored(told.get("files", ()), by=by, at=at),
            key=key_of(story.name),
        )


def _term_of(story: Story, terms: Mapping[str, Term]) -> Term | None:
    usual = "answer" if story.kind is Kind.COMPLAINT else TERM_OF_KIND.get(story.kind, "")
    return terms.get(story.term or ("first_line" if story.told.get("first_line") else usual))


def _sweep(at: datetime) -> None:
    today = local_date(at)
    if Commitment.objects.filter(due_on__range=(today - timedelta(days=4), today - timedelta(days=1))).exists():
        tell_late_commitments(at=at)
    running = Deadline.objects.filter(met_on=None, ended_on=None)
    near = running.filter(due_on__range=(today - timedelta(days=1), today + timedelta(days=_REMINDED_DAYS)))
    days = list(near.exclude(due_on=None).values_list("term", "due_on"))
    if any(term == "reaction" for term, _ in days):
        remind_of_proposals(at=at)
    if not any(due_on is not None and due_on < today for _, due_on in days):
        return  # no term ended without an answer: nothing to tell anybody
    tell_silences(at=at)
    tell_late_complaints(at=at)
    hand_back_silences(at=at)


class _Forgotten(BaseConnector):
    """Takes every job and keeps none: what the acts of the past asked for lies in the past."""

    def get_sync_connector(self) -> BaseConnector:
        return self

    def execute_query_all(self, query: str, **arguments: Any) -> list[dict[str, Any]]:
        return [{"id": number} for number, _ in enumerate(arguments["jobs"], 1)]


@transaction.atomic
def tell_all(*, now: datetime) -> int:
    """Tell all stories; returns how many. The mails of the past count as sent; jobs that followed are not queued again."""
    told = stories(VERBS)
    with app.replace_connector(_Forgotten()), _no_litter_picked_up():
        Telling(now, told).tell()
        warn_of_deadlines(at=now)
    _mail_has_left()
    return len(told)


@contextmanager
def _no_litter_picked_up() -> Iterator[None]:
    """A thousand acts make much that lives on for the moment; looking through it all, again and again, takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _mail_has_left() -> None:
    waiting = Message.objects.filter(delivery=Delivery.QUEUED)
    latest = list(waiting.order_by("-at", "-pk").values_list("pk", flat=True)[:STILL_QUEUED])
    waiting.exclude(pk__in=latest).update(delivery=Delivery.SENT, sent_at=F("at"), attempts=1, retry_at=None)
