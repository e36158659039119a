"""Hearing both sides: a conversation with its report, which the person heard can correct; the first talk; a solution found in it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app

from gehoor.complaints import entries
from gehoor.complaints.actions.barring import keep_independent, staff_member
from gehoor.complaints.actions.committing import begin_following
from gehoor.complaints.actions.exhibiting import number_exhibits
from gehoor.complaints.actions.first_talk import end_first_talk
from gehoor.complaints.actions.investigating import UNTIL_JUDGEMENT
from gehoor.complaints.actions.joining import part_all
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import (
    begin,
    hold,
    is_complainant,
    move,
    note,
    note_decision,
    note_move,
    require_handler_or_coordinator,
    staff_id_of,
    words,
)
from gehoor.complaints.actions.tidying import nothing_waits
from gehoor.complaints.answering_words import with_promises
from gehoor.complaints.commitments import lines_of
from gehoor.complaints.models import Complaint, Hearing
from gehoor.complaints.procedure import MEDIATE
from gehoor.complaints.wording import rules_of
from gehoor.dossiers.actions.deadlines import end, meet
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import Value
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from gehoor.organisation.models import Staff

MOST_HEARINGS = 100
_FOUND, _SOLVED = "bemiddeld", "opgelost"


@transaction.atomic
def note_hearing(
    complaint: Complaint,
    *,
    kind: str,
    whom: str,
    held_on: date,
    report: str,
    staff_id: int | None = None,
    name: str = "",
    by: Actor,
    at: datetime,
) -> Hearing:
    """Keep a conversation with its report. The complainant gets it by letter, a colleague reads it at the desk: both can correct it."""
    hold(complaint, UNTIL_JUDGEMENT)
    require_handler_or_coordinator(by, complaint)
    if kind not in Hearing.Kind.values:
        raise InvalidInput("Kies hoe jullie spraken.", field="kind")
    if held_on > local_date(at):
        raise InvalidInput("Die dag moet nog komen. Noteer een gesprek nadat het er was.", field="held_on")
    if held_on.year < complaint.dossier.received_at.year - 2:
        raise InvalidInput("Die dag ligt te lang voor de klacht.", field="held_on")
    heard, who = _who(complaint, whom, staff_id, name)
    last = Hearing.objects.filter(complaint=complaint).aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_HEARINGS:
        raise InvalidInput(f"Een klacht heeft hoogstens {MOST_HEARINGS} gesprekken.")
    hearing = Hearing.objects.create(
        complaint=complaint,
        number=last + 1,
        kind=kind,
        whom=whom,
        staff=heard,
        name=who,
        held_on=held_on,
        report=words(report, field="report", sentence="Schrijf het verslag."),
        by_id=staff_id_of(by),
        at=at,
    )
    _tell_who_was_heard(hearing, by=by, at=at)
    number_exhibits(complaint, by=by, at=at)
    return hearing


def _who(complaint: Complaint, whom: str, staff_id: int | None, name: str) -> tuple[Staff | None, str]:
    """The colleague who was heard, when it is one, and the name of whoever it is."""
    if whom == Hearing.Whom.COMPLAINANT:
        return None, complaint.dossier.reporter_name or "De klager"
    if whom == Hearing.Whom.COLLEAGUE:
        person = staff_member(staff_id) if staff_id else None
        if person is None:
            raise InvalidInput("Kies welke collega je hoorde.", field="staff")
        if person.pk in (complaint.handler_id, complaint.coordinator_id):
            raise InvalidInput(
                f"{person.name} behandelt of coördineert deze klacht en kan er niet in gehoord worden.", field="staff"
            )
        return person, person.name
    if whom == Hearing.Whom.OTHER:
        return None, words(name, field="name", sentence="Schrijf wie je hoorde.")[:150]
    raise InvalidInput("Kies wie je hoorde.", field="whom")


def _tell_who_was_heard(hearing: Hearing, *, by: Actor, at: datetime) -> None:
    complaint = hearing.complaint
    fact: dict[str, Value] = {
        "hearing": hearing.pk,
        "number": hearing.number,
        "kind": hearing.kind,
        "held_on": hearing.held_on,
    }
    if hearing.whom == Hearing.Whom.COMPLAINANT:
        end_first_talk(complaint, "De klager is gehoord.", by=by, at=at)
        message = send_letter(
            complaint,
            "hearing_report",
            by=by,
            at=at,
            kind=hearing.get_kind_display(),
            held_on=day_in_words(hearing.held_on),
            text=hearing.report,
        )
        note(complaint, entries.COMPLAINANT_HEARD, by=by, at=at, message=message.pk, **fact)
        return
    note(complaint, entries.HEARD, by=by, at=at, whom=hearing.whom, staff=hearing.staff_id, **fact)
    if hearing.staff_id is not None:
        keep_independent(complaint, by=by, at=at)
        app.configure_task("gehoor.complaints.jobs.ask_to_check", queue="mail").defer(staff_id=hearing.staff_id)


@transaction.atomic
def check_report(complaint: Complaint, number: int, *, correction: str, by: Actor, at: datetime) -> Hearing:
    """Who was heard says what the report has wrong, or nothing: then it is right. Once, while the complaint is open.

    The complainant on the tracking page; handler or coordinator for whoever says it to them. The report itself stays as it was.
    """
    hold(complaint)
    hearing = Hearing.objects.filter(complaint=complaint, number=number).first()
    if hearing is None:
        raise NotFound("We vinden dit gesprek niet bij deze klacht.")
    if by.kind is ActorKind.CITIZEN:
        if hearing.whom != Hearing.Whom.COMPLAINANT or not is_complainant(by, complaint):
            raise NotAllowed("Dit is geen verslag van een gesprek met jou.")
    else:
        require_handler_or_coordinator(by, complaint)
    return _check(hearing, correction, by=by, at=at)


@transaction.atomic
def check_own_report(hearing: Hearing, *, correction: str, by: Actor, at: datetime) -> Hearing:
    """A colleague who was heard says what the report has wrong, or nothing: then it is right."""
    hold(hearing.complaint)
    if not by.is_staff or by.id != hearing.staff_id:
        raise NotAllowed("Dit is geen verslag van een gesprek met jou.")
    return _check(hearing, correction, by=by, at=at)


def _check(hearing: Hearing, correction: str, *, by: Actor, at: datetime) -> Hearing:
    text = words(correction) if correction.strip() else ""
    if not Hearing.objects.filter(pk=hearing.pk, checked_at=None).update(correction=text, checked_at=at):
        raise Conflict("Dit verslag is al nagelezen.")
    hearing.correction, hearing.checked_at = text, at
    fact: dict[str, Value] = {"hearing": hearing.pk, "number": hearing.number, "corrected": bool(text)}
    note(hearing.complaint, entries.REPORT_CHECKED, by=by, at=at, **fact)
    return hearing


@transaction.atomic
def mediate(complaint: Complaint, *, agreed: str, by: Actor, at: datetime) -> None:
    """City and complainant found a solution together in a talk: it ends there. Letter ``mediated``, which names the second line."""
    begin(complaint, MEDIATE, by=by, at=at, reason=agreed)
    part_all(complaint, by=by, at=at)
    rules, text = rules_of(complaint), words(agreed, field="reason")
    kept = {
        "finding": _FOUND if _FOUND in rules.findings else "",
        "resolution": _SOLVED if _SOLVED in rules.resolutions else "",
    }
    move(complaint, MEDIATE, at=at, **kept, measures=text)
    meet(complaint.dossier, "answer", by=by, at=at)
    end(complaint.dossier, by=by, at=at)
    nothing_waits(complaint, by=by, at=at)
    begin_following(complaint, by=by, at=at)
    told = with_promises(text, lines_of(complaint.pk))
    message = send_letter(complaint, "mediated", by=by, at=at, text=told)
    decision = note_decision(complaint, MEDIATE, by=by, at=at, reason=text)
    note_move(complaint, entries.MEDIATED, by=by, at=at, message=message.pk, **kept, **decision)
