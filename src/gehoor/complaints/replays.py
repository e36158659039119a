"""The facts of past dossiers for a replay, some hundreds at a time, and what a replay found."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gehoor.complaints.conflicts import concerned_from, concerned_under, with_concerned
from gehoor.complaints.models import Complaint, Decision, Proposal, Replay, ReplayFinding
from gehoor.complaints.procedure import REJECT
from gehoor.complaints.replayed import FREED, HANDLER, HEARD, INADMISSIBLE, LATE, MAY_REFUSE, Clock, Facts, day_in
from gehoor.dossiers.clocks import moves_of, with_changes
from gehoor.dossiers.models import Bar, Deadline, Dossier, Participant
from gehoor.kernel.clock import BRUSSELS, local_date
from gehoor.parties.models import Party
from gehoor.regulations.schema import Content
from gehoor.regulations.terms import StartEvent

LABELS = {
    LATE: "te laat",
    INADMISSIBLE: "niet ontvankelijk (moet)",
    MAY_REFUSE: "niet ontvankelijk (mag)",
    HEARD: "geweigerd, grond bestaat niet meer",
    HANDLER: "behandelaar geweigerd",
    FREED: "behandelaar niet langer geweigerd",
}
AT_ONCE = 100


def past_dossiers(since: date, *, by_id: int) -> QuerySet[Dossier]:
    """The dossiers that came in since a day, but those this person is barred from."""
    start = datetime.combine(since, time(), tzinfo=BRUSSELS)
    barred = Bar.objects.filter(dossier=OuterRef("pk"), staff=by_id, lifted_at=None)
    return Dossier.objects.filter(~Exists(barred), received_at__gte=start)


def facts_of(rows: Sequence[Dossier], after: Content) -> Iterator[tuple[Dossier, Facts]]:
    """What is known of each of these dossiers. The same number of statements for one as for hundreds."""
    ids = [row.pk for row in rows]
    clocks = _clocks(ids)
    parties = {
        one.dossier_id: one.party
        for one in Participant.objects.filter(dossier__in=ids, role=Participant.Role.REPORTER).select_related("party")
    }
    complaints = {one.pk: one for one in with_concerned(Complaint.objects.filter(pk__in=ids).select_related("dossier"))}
    refused = {
        one.complaint_id: tuple(one.grounds)
        for one in Decision.objects.filter(complaint__in=ids, move=REJECT.name).order_by("pk")
    }
    proposed = {one.complaint_id: one for one in Proposal.objects.filter(complaint__in=ids).order_by("-pk")}
    for row in rows:
        complaint = complaints.get(row.pk)
        found = clocks[row.pk]
        yield (
            row,
            Facts(
                kind=row.kind,
                received_on=local_date(row.received_at),
                events=_events(row, complaint, proposed.get(row.pk), found),
                clocks=found,
                done=_done(row, complaint),
                known=_known(parties.get(row.pk)),
                occurred_on=day_in(row.occurred),
                first_line_tried=row.arises_from_id is not None or row.is_first_line,
                admitted=complaint is not None and complaint.admitted_at is not None,
                refused_for=refused.get(row.pk, ()),
                refuses_before=_refuses(complaint, None),
                refuses_after=_refuses(complaint, after),
            ),
        )


def _clocks(ids: Sequence[int]) -> dict[int, dict[str, Clock]]:
    found: dict[int, dict[str, Clock]] = defaultdict(dict)
    for row in with_changes(Deadline.objects.filter(dossier__in=ids)).order_by("pk"):
        moves = moves_of(row)
        found[row.dossier_id][row.term] = Clock(
            started_on=row.started_on,
            due_on=row.due_on,
            met_on=row.met_on,
            ended_on=row.ended_on,
            pauses=moves.pauses,
            extensions=moves.extensions,
            restarts=moves.restarts,
        )
    return found


def _events(
    row: Dossier, complaint: Complaint | None, proposal: Proposal | None, clocks: dict[str, Clock]
) -> dict[StartEvent, date]:
    received = local_date(row.received_at)
    found = {
        StartEvent.RECEIPT: received,
        StartEvent.FILING: received,
        StartEvent.REGISTRATION: local_date(row.registered_at),
    }
    moments = (
        (StartEvent.ACKNOWLEDGEMENT, complaint and complaint.acknowledged_at),
        (StartEvent.ADMISSIBLE, complaint and complaint.admitted_at),
        (StartEvent.PROPOSAL, proposal and proposal.sent_at),
        (StartEvent.REACTION, proposal and proposal.reacted_at),
    )
    found |= {event: local_date(moment) for event, moment in moments if moment}
    ends = [pause.end for clock in clocks.values() for pause in clock.pauses if pause.end is not None]
    found[StartEvent.CLARIFICATION] = max(ends, default=received)
    return found


def _done(row: Dossier, complaint: Complaint | None) -> dict[str, date]:
    """The day of the act that a term asks for, also when no clock ran for it."""
    closed = local_date(row.closed_at) if row.closed_at else None
    days: dict[str, date | None] = dict.fromkeys(
        ("answer", "question_answer", "melding_answer", "suggestion_answer"), closed
    )
    if complaint is not None:
        admitted = complaint.admitted_at
        days["acknowledgement"] = local_date(complaint.acknowledged_at) if complaint.acknowledged_at else closed
        days["admissibility"] = local_date(admitted) if admitted else closed
    return {code: day for code, day in days.items() if day is not None}


def _known(party: Party | None) -> frozenset[str]:
    if party is None:
        return frozenset()
    known = {name for name in ("name", "address", "email", "phone") if str(getattr(party, name)).strip()}
    return frozenset(known | {"email_or_phone"} if known & {"email", "phone"} else known)


def _refuses(complaint: Complaint | None, after: Content | None) -> tuple[str, ...]:
    if complaint is None or complaint.handler_id is None:
        return ()
    concerned = concerned_from(complaint) if after is None else concerned_under(after.assignment, complaint)
    return tuple(conflict.sentence for conflict in concerned.conflicts_of(complaint.handler_id))


@dataclass(frozen=True)
class Outcome:
    """How many dossiers one thing would have happened to, and for how many of them it was not so before."""

    what: str
    label: str
    dossiers: int
    new: int


def outcomes(replay: Replay) -> list[Outcome]:
    """The figures of a replay, each of its kinds. One statement."""
    counted = ReplayFinding.objects.filter(replay=replay).order_by().values("what")
    by_what = {
        row["what"]: row
        for row in counted.annotate(
            dossiers=Count("dossier", distinct=True), new=Count("dossier", distinct=True, filter=Q(is_new=True))
        )
    }
    none = {"dossiers": 0, "new": 0}
    return [
        Outcome(what, label, by_what.get(what, none)["dossiers"], by_what.get(what, none)["new"])
        for what, label in LABELS.items()
    ]


def findings(replay: Replay, *, what: str, only_new: bool, after: int) -> list[ReplayFinding]:
    """One more than a page of what a replay found of one kind, after a finding. One statement."""
    found = ReplayFinding.objects.filter(replay=replay, what=what, pk__gt=after).select_related("dossier")
    return list((found.filter(is_new=True) if only_new else found).order_by("pk")[: AT_ONCE + 1])


def replays_of(draft_id: int, *, by_id: int) -> list[Replay]:
    """The last replays of a draft by this person, newest first. One statement."""
    return list(Replay.objects.filter(draft=draft_id, by=by_id).defer("text")[:10])


def running_or_done(replay_id: int, *, by_id: int) -> Replay | None:
    """A replay of this person; None when there is none. One statement."""
    return Replay.objects.filter(pk=replay_id, by=by_id).select_related("draft").defer("text", "draft__text").first()
