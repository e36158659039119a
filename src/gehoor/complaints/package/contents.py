"""All that goes along in the package, as plain values: what ``dossier.json`` holds and what the index is drawn from."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from gehoor.complaints.models import Complaint
from gehoor.complaints.package.enclosed import Enclosed, Values, exhibits_of, files_of_answers
from gehoor.complaints.package.gained import gained
from gehoor.complaints.package.outside import asked_outside
from gehoor.complaints.pages import ComplaintPage
from gehoor.complaints.procedure import OUTCOME_LABELS, STEP_LABELS, Outcome, Step
from gehoor.complaints.queries import complaint_page
from gehoor.complaints.questions import Asked, questions_of
from gehoor.complaints.wording import finding_label, norm_labels, rules_of, second_line_name
from gehoor.correspondence.models import Delivery, Direction, Medium
from gehoor.correspondence.queries import Said, shown_body, whole_public_conversation
from gehoor.dossiers.queries import Clock
from gehoor.dossiers.wording import withdrawn_words
from gehoor.journal.entries import sentence_of
from gehoor.journal.models import Entry
from gehoor.journal.queries import seals_on
from gehoor.kernel.actors import SYSTEM, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.regulations.calendar import Calendar
from gehoor.regulations.models import RegulationVersion

FORMAT: Final = "gehoor-package/1"
_ACCOUNT = "department question asked_by asked_at due_on answer answered_by answered_at"
_HEARING = "number kind_label whom name held_on report by at correction checked_at"
_POINT = (
    "number text wished_outcome finding finding_label norms norm_labels measure reasons exhibits decided_by decided_at"
)
_DECISION = "move label grounds reason refer_to by at"
_JUDGEMENT = (
    "draft_finding draft_text drafted_by drafted_at differs other_finding other_text differed_by advice_text advised_by advised_at "
    "decided_finding decided_at"
)
_PROPOSAL = "text sent_at due_on reaction reaction_label reaction_text reacted_at"
_ANSWER = "summary remedy outstanding learnt written_by written_at approved_by approved_at"
_COMMITMENT = "number text department due_on state sentence told_at kept_at kept_by kept_text withdrawn_at"
_REFERRAL = "ground ground_label text by_citizen second_line at opened_at conclusion concluded_by concluded_at ended_at"
_COMMITMENT_CHANGE = "before_on after_on reason by at"
_CHANGE = "kind start until amount unit reason taken_back_on"
_A_SEASON = timedelta(days=120)


@dataclass(frozen=True)
class Gathered:
    """Everything of one complaint at one moment. ``enclosed``: every file that goes along; ``questions``: those of the ombudsman."""

    complaint: Complaint
    page: ComplaintPage
    values: Values
    enclosed: tuple[Enclosed, ...]
    questions: tuple[Asked, ...]
    entries: list[Entry]
    regulation: RegulationVersion
    at: datetime


def gather(complaint: Complaint, *, at: datetime) -> Gathered:
    """Everything that is handed over of this complaint, and nothing that colleagues wrote to each other."""
    page = complaint_page(complaint, SYSTEM, today=local_date(at))
    dossier = page.dossier
    threads = [dossier.thread_id] + ([] if dossier.arises_from is None else [dossier.arises_from.thread_id])
    exhibits = tuple(exhibits_of(page))
    questions = questions_of(complaint, today=local_date(at))
    by_file = {str(one.stored.public_id): one.number for one in exhibits}
    numbers = {one.anchor: one.number for one in page.evidence if one.anchor}
    said = whole_public_conversation(*threads, at=at)
    version = RegulationVersion.objects.get(pk=dossier.regulation_version_id)
    values: Values = {
        "format": FORMAT,
        "made_at": at,
        "city": {"name": dossier.body.name, "phone": dossier.body.phone, "email": dossier.body.email},
        "dossier": _dossier(page),
        "complainant": _complainant(page),
        "complaint": _complaint(complaint),
        "second_line": second_line_name(complaint, day=local_date(at)),
        "referrals": [_referral(one) for one in page.referrals],
        "account_of_complainant": next((one.message.body for one in said if _is_first(one, dossier.thread_id)), ""),
        "accounts_of_departments": [
            _only(one, _ACCOUNT) | {"exhibit": numbers.get(f"relaas-{one.pk}")} for one in page.accounts
        ],
        "hearings": [_only(one, _HEARING) | {"exhibit": numbers.get(f"gehoord-{one.number}")} for one in page.talks],
        "inquiries": asked_outside(page, by_file, numbers),
        "grievances": [_only(one, _POINT) for one in page.points],
        "decisions": [_only(one, _DECISION) for one in page.decisions],
        "judgements": [_only(one, _JUDGEMENT) for one in page.judgements],
        "proposals": [_only(one, _PROPOSAL) for one in page.proposals],
        "answer": _only(page.answer, _ANSWER) if page.answer.is_begun else None,
        "commitments": [
            _only(one, _COMMITMENT) | {"changes": [_only(change, _COMMITMENT_CHANGE) for change in one.changes]}
            for one in page.commitments
        ],
        **gained(complaint, page),
        "independence": _independence(page),
        "clocks": [_clock(one, page, at=at) for one in page.clocks],
        "chronology": [_event(entry, page) for entry in page.entries],
        "conversation": [_said(one, dossier.thread_id, by_file) for one in said],
        "regulation": {
            "path": "data/reglement.yaml",
            **{
                name: getattr(version, name)
                for name in ("code", "version", "title", "valid_from", "valid_to", "sha256")
            },
        },
        "journal": _journal(page.entries, complaint),
    }
    enclosed = (*exhibits, *files_of_answers(questions))
    return Gathered(complaint, page, values, enclosed, questions, page.entries, version, at)


def _is_first(said: Said, thread_id: int) -> bool:
    return said.message.thread_id == thread_id and said.message.direction == Direction.IN


def _without(row: Values, *names: str) -> Values:
    return {name: value for name, value in row.items() if name not in names}


def _only(row: Any, names: str) -> Values:
    """These fields of a value, for the package promises them: what a page shows more of it stays on the page."""
    return {name: getattr(row, name) for name in names.split()}


def _dossier(page: ComplaintPage) -> Values:
    dossier = page.dossier
    names = ("reference", "title", "place", "occurred", "received_at", "registered_at", "closed_at")
    first = page.first_line
    return {
        **{name: getattr(dossier, name) for name in names},
        "medium": dossier.medium,
        "medium_label": Medium(dossier.medium).label,
        "category": "" if dossier.category is None else dossier.category.name,
        "department": dossier.department.name,
        "arises_from": None if first is None else {name: first[name] for name in ("reference", "title")},
    }


def _complainant(page: ComplaintPage) -> Values | None:
    return None if page.reporter is None else _without(dict(page.reporter), "pk")


def _complaint(complaint: Complaint) -> Values:
    rules = rules_of(complaint)
    resolution = rules.resolutions.get(complaint.resolution)
    outcome = OUTCOME_LABELS[Outcome(complaint.outcome)] if complaint.outcome else ""
    people = {name: getattr(complaint, name) for name in ("concerned_department", "coordinator", "handler")}
    dated = {name: getattr(complaint, name) for name in ("acknowledged_at", "admitted_at", "closed_at")}
    return {
        "step": complaint.step,
        "step_label": STEP_LABELS[Step(complaint.step)],
        "outcome": complaint.outcome,
        "outcome_label": outcome,
        "wished_outcome": complaint.wished_outcome,
        **{name: "" if one is None else one.name for name, one in people.items()},
        **dated,
        "finding": complaint.finding,
        "finding_label": finding_label(complaint, complaint.finding) if complaint.finding else "",
        "resolution": complaint.resolution,
        "resolution_label": "" if resolution is None else resolution.label,
        "norms": list(norm_labels(complaint, complaint.norms)),
        "measures": complaint.measures,
        "learnt": complaint.learnt,
    }


def _referral(one: Any) -> Values:
    advised = [_only(advice, "number text done_at outcome") for advice in one.recommendations]
    return _only(one, _REFERRAL) | {"recommendations": advised}


def _independence(page: ComplaintPage) -> Values:
    return {
        "state": page.independence.state,
        "sentence": page.independence.sentence,
        "declarations": [_only(one, "staff kind text at") for one in page.declarations],
        "overrides": [_only(one, "staff text by at") for one in page.overrides],
        "refused": [_only(one, "staff code reason reading") for one in page.refused],
        "names": [_only(one, "text staff is_nobody") for one in page.names],
    }


def _clock(clock: Clock, page: ComplaintPage, *, at: datetime) -> Values:
    row, term = clock.deadline, clock.reckoning.term
    calendar = clock.reckoning.calendar
    until = max(day for day in (row.due_on, row.met_on, local_date(at)) if day is not None) + _A_SEASON
    return {
        "id": row.pk,
        **{
            name: getattr(row, name)
            for name in ("term", "label", "binding", "started_on", "due_on", "met_on", "ended_on")
        },
        "sentence": clock.reckoning.sentence(),
        "proof": [_only(line, "text date days") for line in clock.reckoning.lines],
        "rule": {
            "amount": term.amount,
            "unit": term.unit.value,
            "counts_day_zero": term.counts_day_zero,
            "shift": term.shift.value,
            "pauses_allowed": term.pauses.allowed,
            "extension_allowed": term.extension.allowed,
            "max_count": term.extension.max_count,
            "open_ended": term.extension.open_ended,
            "restarts_on": [event.value for event in term.restarts_on],
        },
        "changes": [{name: one[name] for name in _CHANGE.split()} for one in vars(row)["change_list"]],
        "weekend": sorted(calendar.weekend),
        "closing_days": _closed(calendar, row.started_on, until),
    }


def _closed(calendar: Calendar, first: date, last: date) -> dict[str, str]:
    found = sorted(calendar.closing_days.items())
    return {day.isoformat(): label for day, label in found if first <= day <= last}


def _event(entry: Entry, page: ComplaintPage) -> Values:
    stays = " (de notitie zelf blijft bij de stad)" if entry.verb == "dossiers.note_added" else ""
    return {
        "number": entry.sequence,
        "at": entry.at,
        "verb": entry.verb,
        "text": sentence_of(entry.verb, entry.payload) + stays,
        "who": _who(entry, page),
        "hash": bytes(entry.hash).hex(),
    }


def _who(entry: Entry, page: ComplaintPage) -> str:
    if entry.actor_kind == ActorKind.SYSTEM:
        return "Gehoor"
    if entry.actor_kind == ActorKind.CITIZEN:
        return page.dossier.reporter_name or "de klager"
    if entry.actor_kind == ActorKind.OUTSIDE:
        return "iemand buiten de stad"
    return page.people.get(entry.actor_id or 0, "een medewerker")


def _said(said: Said, thread_id: int, by_file: dict[str, int]) -> Values:
    message = said.message
    return {
        "about": "complaint" if message.thread_id == thread_id else "first_line",
        "at": message.at,
        "direction": message.direction,
        "medium": message.medium,
        "medium_label": Medium(message.medium).label,
        "author": message.author_name,
        "author_title": message.author_title,
        "to": message.to_name,
        "letter": message.letter,
        "subject": message.subject,
        "text": _text(said),
        "delivery": message.delivery,
        "delivery_label": Delivery(message.delivery).label if message.delivery else "",
        "sent_at": message.sent_at,
        "exhibits": [by_file[file.public_id] for file in said.files if file.public_id in by_file],
    }


def _text(said: Said) -> str:
    """What it says; of what was withdrawn that it was, when and why."""
    message = said.message
    if message.withdrawn_at is not None:
        return withdrawn_words("Bericht", message.withdrawn_at, message.withdrawn_why)
    gone = [withdrawn_words("Bestand", one.withdrawn_at, one.withdrawn_why) for one in said.gone if one.withdrawn_at]
    return "\n\n".join([shown_body(message).strip(), *gone])


def _journal(entries: list[Entry], complaint: Complaint) -> Values:
    last = entries[-1]
    return {
        "path": "data/logboek.jsonl",
        "chain": last.chain,
        "entries": len(entries),
        "last_hash": bytes(last.hash).hex(),
        "seals": [
            {"checkpoint": number, "sequence": sequence, "hash": digest.hex()}
            for number, sequence, digest in seals_on(last.chain)
            if sequence <= last.sequence
        ],
    }
