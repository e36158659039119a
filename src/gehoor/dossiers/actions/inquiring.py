"""Asking somebody outside the city, who answers through a link; hearing the answer; ending the question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from gehoor.correspondence.actions import Author, cut_off, open_thread_outside, queue_letter, take_in
from gehoor.correspondence.models import Direction, Medium, Message
from gehoor.dossiers import entries
from gehoor.dossiers.actions.inquiry_letters import PARTY, addressee, as_asked, longer
from gehoor.dossiers.actions.messages import author_of, optional, written
from gehoor.dossiers.actions.moving import require_work
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.actions.unsent import put_back
from gehoor.dossiers.inquiries import facts_of
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Bar, Dossier, Inquiry, Participant, WorkItem
from gehoor.dossiers.outside import may_answer, wrong_day
from gehoor.dossiers.wording import day_in_words
from gehoor.files.models import StoredFile
from gehoor.journal.entries import EntryType, Value, dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM, Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, MoveNotAllowed, NotAllowed
from gehoor.organisation.models import Staff

MOST_OPEN = 20
ENDED = "Deze vraag is afgesloten. Antwoorden kan niet meer."


@dataclass(frozen=True)
class Asking:
    """What is asked of whom. ``names_reporter``: they are told who reported it; else they read nothing but the question."""

    name: str
    organisation: str
    email: str
    question: str
    due_on: date
    names_reporter: bool = False


@transaction.atomic
def ask_outside(
    dossier: Dossier, asking: Asking, *, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> Inquiry:
    """Mail somebody outside the city a question with a personal link. They see the question and these files, and nothing else.

    Who works on the dossier; a complaint asks its own right (``complaints.actions.inquiring``). Raises InvalidInput with its field.
    """
    if dossier.kind != Kind.COMPLAINT:
        require_work(by, dossier)
        if not dossier.is_open:
            raise MoveNotAllowed("Dit dossier is afgesloten. Heropen het om nog iets te vragen.")
    Dossier.objects.select_for_update().get(pk=dossier.pk)
    asking = _checked(dossier, asking, at=at)
    number = Inquiry.objects.filter(dossier=dossier).count() + 1
    thread = open_thread_outside(at=at)
    inquiry = Inquiry(
        dossier=dossier,
        number=number,
        thread=thread,
        to_name=asking.name,
        organisation=asking.organisation,
        email=asking.email,
        question=asking.question,
        told_name=dossier.reporter_name if asking.names_reporter else "",
        asked_by_id=by.staff_id,
        asked_at=at,
        due_on=asking.due_on,
    )
    inquiry.work_item = _work(inquiry, f"Vraag {number} buiten de stad: volg het antwoord op", asking.due_on, at=at)
    inquiry.save()
    message = queue_letter(
        thread,
        "inquiry",
        as_asked(dossier, inquiry.question, inquiry.told_name, inquiry.due_on) | {"sender": _signature(by, dossier)},
        to=addressee(inquiry),
        at=at,
        author=author_of(by, dossier.department.name),
        files=files,
        body_id=dossier.body_id,
    )
    _note(inquiry, entries.INQUIRY_ASKED, by=by, at=at, due_on=asking.due_on, message=message.pk, files=len(files),
          named=bool(inquiry.told_name))  # fmt: skip
    return inquiry


def _signature(by: Actor, dossier: Dossier) -> str:
    return f"{by.name}\n{dossier.department.name}"


def _checked(dossier: Dossier, asking: Asking, *, at: datetime) -> Asking:
    email = asking.email.strip()
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput("Vul een volledig e-mailadres in, zoals naam@voorbeeld.be.", field="email") from None
    _check_addressee(dossier, email)
    name, organisation = _line(asking.name, "name"), _line(asking.organisation, "organisation")
    if not name and not organisation:
        raise InvalidInput("Schrijf aan wie je het vraagt: een naam of een organisatie.", field="name")
    wrong = wrong_day(asking.due_on, today=local_date(at))
    if wrong:
        raise InvalidInput(wrong, field="due_on")
    question = written(asking.question, field="question", sentence="Schrijf eerst je vraag.")
    if Inquiry.objects.filter(dossier=dossier, ending="").count() >= MOST_OPEN:
        raise InvalidInput(f"Er staan al {MOST_OPEN} vragen open. Sluit er eerst een af.", field="question")
    names = asking.names_reporter and bool(dossier.reporter_name)
    return Asking(name, organisation, email, question, asking.due_on, names)


def _line(text: str, field: str) -> str:
    line = " ".join(optional(text, field=field).split())
    if len(line) > 100:
        raise InvalidInput("Dit is te lang: hoogstens 100 tekens.", field=field)
    return line


def _check_addressee(dossier: Dossier, email: str) -> None:
    """Not the reporter, who has a page of their own; nor somebody who may not read this dossier."""
    if Participant.objects.filter(dossier=dossier, party__email__iexact=email).exists():
        raise InvalidInput("Dit is het adres van de melder. Schrijf de melder een bericht.", field="email")
    if Bar.objects.filter(dossier=dossier, staff__email__iexact=email, lifted_at=None).exists():
        raise InvalidInput(
            "Deze persoon is hierbij betrokken en mag dit dossier niet behandelen. Vraag het aan iemand anders.",
            field="email",
        )


@transaction.atomic
def answer_inquiry(
    inquiry: Inquiry,
    *,
    text: str,
    by: Actor,
    at: datetime,
    medium: str = Medium.WEB,
    files: Sequence[StoredFile] = (),
) -> Message:
    """Take in an answer. It may come again until the question ends; one that came by mail is never refused, however late."""
    _hold(inquiry, by)
    if medium == Medium.WEB and not may_answer(facts_of(inquiry), today=local_date(at)):
        raise Conflict(ENDED)
    message = _take(inquiry, text.strip() or ("(alleen bestanden)" if files else ""), medium, files, at=at)
    Inquiry.objects.filter(pk=inquiry.pk).update(answered_at=at, declined_at=None)
    _note(inquiry, entries.INQUIRY_ANSWERED, by=by, at=at, message=message.pk, files=len(files))
    _ask_to_read(inquiry, "er kwam een antwoord. Lees het", by=by, at=at)
    return message


@transaction.atomic
def decline_inquiry(inquiry: Inquiry, *, text: str, by: Actor, at: datetime) -> Message:
    """They say that it is not for them, and why or who it is for. They may still answer after all."""
    _hold(inquiry, by)
    if not may_answer(facts_of(inquiry), today=local_date(at)):
        raise Conflict(ENDED)
    message = _take(inquiry, text.strip() or "Deze vraag is niet voor ons.", Medium.WEB, (), at=at)
    Inquiry.objects.filter(pk=inquiry.pk).update(declined_at=at)
    _note(inquiry, entries.INQUIRY_DECLINED, by=by, at=at, message=message.pk)
    _ask_to_read(inquiry, "niet voor wie je het vroeg. Vraag het aan iemand anders", by=by, at=at)
    return message


def _hold(inquiry: Inquiry, by: Actor) -> None:
    """Lock it and see it as it is now. Raises NotAllowed for anybody but who was asked."""
    if by.kind is not ActorKind.OUTSIDE or by.id != inquiry.pk:
        raise NotAllowed("Deze vraag is niet aan jou gesteld.")
    _refresh(inquiry)


def _refresh(inquiry: Inquiry) -> None:
    row = Inquiry.objects.select_for_update().filter(pk=inquiry.pk).values().get()
    for name, value in row.items():
        setattr(inquiry, name, value)


def _take(inquiry: Inquiry, text: str, medium: str, files: Sequence[StoredFile], *, at: datetime) -> Message:
    message = take_in(
        inquiry.thread,
        text=written(text, sentence="Schrijf eerst je antwoord, of kies een bestand."),
        author=Author(inquiry.whom[:150], PARTY),
        medium=medium,
        at=at,
        files=files,
    )
    Dossier.objects.filter(pk=inquiry.dossier_id).update(version=F("version") + 1)
    return message


@transaction.atomic
def close_inquiry(inquiry: Inquiry, *, by: Actor, at: datetime) -> None:
    """The city has what it needs, or goes on without: nobody answers any more. Twice raises Conflict."""
    _end(inquiry, Inquiry.Ending.CLOSED, by=by, at=at)
    _note(inquiry, entries.INQUIRY_CLOSED, by=by, at=at)


@transaction.atomic
def withdraw_inquiry(inquiry: Inquiry, *, by: Actor, at: datetime) -> None:
    """It should not have been asked, or not of them: their link shows nothing any more. Twice raises Conflict."""
    _end(inquiry, Inquiry.Ending.WITHDRAWN, by=by, at=at)
    cut_off(inquiry.thread_id, at=at)
    _note(inquiry, entries.INQUIRY_WITHDRAWN, by=by, at=at)


def _end(inquiry: Inquiry, ending: Inquiry.Ending, *, by: Actor, at: datetime) -> None:
    _require_worker(inquiry, by)
    still = Inquiry.objects.filter(pk=inquiry.pk, ending="")
    if not still.update(ending=ending, ended_at=at, ended_by_id=by.staff_id):
        raise Conflict("Deze vraag was al afgesloten of ingetrokken.")
    _refresh(inquiry)
    _work_done(inquiry, f"De vraag is {ending.label}.", by=by, at=at)


@transaction.atomic
def give_more_time(inquiry: Inquiry, due_on: date, *, by: Actor, at: datetime) -> None:
    """A later last day, which they are told by mail. Raises InvalidInput, Conflict."""
    _require_worker(inquiry, by)
    _refresh(inquiry)
    if inquiry.ending:
        raise Conflict("Deze vraag was al afgesloten of ingetrokken.")
    wrong = wrong_day(due_on, today=local_date(at)) or (
        "" if due_on > inquiry.due_on else f"Kies een dag na {day_in_words(inquiry.due_on)}."
    )
    if wrong:
        raise InvalidInput(wrong, field="due_on")
    Inquiry.objects.filter(pk=inquiry.pk).update(due_on=due_on, reminded_at=None, chased_at=None)
    WorkItem.objects.filter(pk=inquiry.work_item_id, done_at=None).update(due_on=due_on)
    message = remind_by_mail(inquiry, longer(due_on), at=at)
    _note(inquiry, entries.INQUIRY_EXTENDED, by=by, at=at, due_on=due_on, message=message.pk)


def remind_by_mail(inquiry: Inquiry, note: str, *, at: datetime) -> Message:
    """Mail them that the question waits, with a fresh link. The question itself is not repeated."""
    dossier = inquiry.dossier
    fields = {
        "reference": dossier.reference,
        "sent_on": day_in_words(local_date(inquiry.asked_at)),
        "term_note": note,
        "sender": dossier.department.name,
    }
    return queue_letter(
        inquiry.thread, "inquiry_reminder", fields, to=addressee(inquiry), at=at, body_id=dossier.body_id
    )


@transaction.atomic
def share_answer(inquiry: Inquiry, *, by: Actor, at: datetime) -> None:
    """Put the latest answer in the message to the reporter that is being written. Nothing is sent, and no file goes along by itself.

    Raises Conflict when nothing came yet.
    """
    _require_worker(inquiry, by)
    answers = Message.objects.filter(thread=inquiry.thread_id, direction=Direction.IN).order_by("-pk")
    latest = answers.values_list("body", flat=True).first()
    if latest is None:
        raise Conflict("Er kwam nog geen antwoord.")
    put_back(inquiry.dossier, text=f"We vroegen het na. Het antwoord was:\n\n{latest}", files=(), by=by, at=at)


def _require_worker(inquiry: Inquiry, by: Actor) -> None:
    if inquiry.dossier.kind != Kind.COMPLAINT:
        require_work(by, inquiry.dossier)


def _note(inquiry: Inquiry, entry: EntryType, *, by: Actor, at: datetime, **values: Value) -> None:
    chain = dossier_chain(inquiry.dossier_id)
    record(entry, chain, by=by, at=at, inquiry=inquiry.pk, number=inquiry.number, **values)


# What the city has to do ---------------------------------------------------------------------------------------------------


def _work(inquiry: Inquiry, title: str, due_on: date, *, at: datetime) -> WorkItem:
    dossier = inquiry.dossier
    return add_work(
        dossier,
        kind=WorkItem.Kind.OUTSIDE,
        title=title,
        department=dossier.department,
        assignee=who_follows(inquiry),
        by=SYSTEM,
        at=at,
        due_on=due_on,
    )


def who_follows(inquiry: Inquiry) -> Staff | None:
    """Who asked; nobody when that person left, or may not see the dossier any more."""
    barred = Bar.objects.filter(dossier=inquiry.dossier_id, reading=True, lifted_at=None).values("staff")
    return Staff.objects.filter(pk=inquiry.asked_by_id, is_active=True).exclude(pk__in=barred).first()


def _ask_to_read(inquiry: Inquiry, what: str, *, by: Actor, at: datetime) -> None:
    """One task, however often they write before somebody reads it."""
    title = f"Vraag {inquiry.number} buiten de stad: {what}"
    if WorkItem.objects.filter(pk=inquiry.work_item_id, title=title, done_at=None).exists():
        return
    _work_done(inquiry, "Er kwam een antwoord.", by=by, at=at)
    inquiry.work_item = _work(inquiry, title, local_date(at), at=at)
    Inquiry.objects.filter(pk=inquiry.pk).update(work_item=inquiry.work_item)


def _work_done(inquiry: Inquiry, outcome: str, *, by: Actor, at: datetime) -> None:
    done_by = by.id if by.is_staff else None
    rows = WorkItem.objects.filter(pk=inquiry.work_item_id, done_at=None)
    if rows.update(done_at=at, done_by_id=done_by, outcome=outcome):
        record(entries.WORK_DONE, dossier_chain(inquiry.dossier_id), by=by, at=at, work_item=inquiry.work_item_id)
