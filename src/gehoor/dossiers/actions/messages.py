"""Writing with the citizen, and among ourselves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from gehoor.correspondence.actions import UNDO, Addressee, Author, note, take_in
from gehoor.correspondence.models import Medium, Message
from gehoor.dossiers import entries
from gehoor.dossiers.actions.clock_changes import note_notice, run_after_answer, stop_for_question
from gehoor.dossiers.actions.moving import move, require_work
from gehoor.dossiers.actions.posting import write_letter
from gehoor.dossiers.actions.tasks import ask_to_read
from gehoor.dossiers.lifecycle import ASK, HEAR_BACK, Kind, Step, WaitsFor
from gehoor.dossiers.models import Dossier, Held, Participant
from gehoor.dossiers.wording import clock_note
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import InvalidInput, MoveNotAllowed, NotAllowed

LONGEST_MESSAGE = 20_000


def addressee_of(dossier: Dossier) -> Addressee:
    """Who letters about this dossier go to: its reporter. One statement."""
    row = (
        Participant.objects.filter(dossier=dossier, role=Participant.Role.REPORTER)
        .values_list("party__name", "party__email", "party__address")
        .first()
    )
    return Addressee(*row) if row else Addressee("")


def author_of(actor: Actor, title: str = "") -> Author:
    """The author a reader sees for a member of staff."""
    return Author(actor.name, title, actor.id)


def written(text: str, *, field: str = "text", sentence: str = "Schrijf eerst een tekst.") -> str:
    """The text without surrounding white space; raises InvalidInput when it is empty (in that sentence) or too long."""
    text = optional(text, field=field)
    if not text:
        raise InvalidInput(sentence, field=field)
    return text


def optional(text: str, *, field: str = "text") -> str:
    """The same for what may be left empty. Nothing is ever cut off: too long raises InvalidInput."""
    text = text.replace("\x00", "").strip()
    if len(text) > LONGEST_MESSAGE:
        raise InvalidInput(f"Deze tekst is te lang. Hij mag hoogstens {LONGEST_MESSAGE} tekens hebben.", field=field)
    return text


def count_message(dossier: Dossier) -> None:
    """One more message on the dossier's row."""
    Dossier.objects.filter(pk=dossier.pk).update(message_count=F("message_count") + 1, version=F("version") + 1)


@transaction.atomic
def write_to_reporter(
    dossier: Dossier,
    *,
    text: str,
    by: Actor,
    at: datetime,
    asks: bool = False,
    files: Sequence[StoredFile] = (),
) -> Message:
    """Send the reporter a message; ``asks``: the dossier then waits for their answer.

    The clocks that the regulation lets stand still for a question do so until the answer; the message says it. It leaves a
    little later: until then :mod:`taking_back` can undo it.
    """
    require_work(by, dossier)
    if not dossier.is_open:
        raise MoveNotAllowed("Dit dossier is afgesloten. Heropen het om nog een bericht te sturen.")
    typed, paused = written(text), []
    text, before = typed, (dossier.step, dossier.waits_for) if asks else ("", "")
    if asks:
        move(dossier, ASK, waits_for=WaitsFor.REPORTER)
        paused = stop_for_question(dossier, by=by, at=at)
        text = f"{text}\n\n{clock_note(paused=True)}" if paused else text
    message = write_letter(
        dossier,
        "message",
        {"reference": dossier.reference, "text": text},
        to=addressee_of(dossier),
        at=at,
        author=author_of(by, dossier.department.name),
        files=files,
        held_until=at + UNDO,
    )
    Held.objects.create(message=message, dossier=dossier, text=typed, step_before=before[0], waits_before=before[1])
    note_notice(paused, message)
    count_message(dossier)
    record(entries.MESSAGE_SENT, dossier_chain(dossier.pk), by=by, at=at, message=message.pk, asks=asks)
    return message


@transaction.atomic
def add_note(dossier: Dossier, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()) -> Message:
    """Write a note that only colleagues see. For who may work on the dossier; complaints check their own right."""
    if dossier.kind != Kind.COMPLAINT:
        require_work(by, dossier)
    message = note(dossier.thread, text=written(text), author=author_of(by, by.name), at=at, files=files)
    record(entries.NOTE_ADDED, dossier_chain(dossier.pk), by=by, at=at, message=message.pk)
    return message


@transaction.atomic
def hear_reporter(
    dossier: Dossier,
    *,
    text: str,
    by: Actor,
    at: datetime,
    medium: str = Medium.WEB,
    files: Sequence[StoredFile] = (),
) -> Message:
    """Take in what the reporter adds on the tracking page (or says by phone to somebody of the city).

    Nothing that a citizen says is lost or unseen: a dossier that waited for the reporter, or was answered, goes back to its
    department; where no step waits for it (closed, or a complaint) somebody gets the task to read it.
    """
    require_own_or_work(by, dossier)
    text = text.strip() or ("(alleen bestanden)" if files else "")
    author = Author(dossier.reporter_name or "Anoniem")
    message = take_in(dossier.thread, text=written(text), author=author, medium=medium, at=at, files=files)
    count_message(dossier)
    dossier.refresh_from_db(fields=["step", "handler"])  # as it is, now that nobody else can move it
    record(entries.MESSAGE_RECEIVED, dossier_chain(dossier.pk), by=by, at=at, message=message.pk, files=len(files))
    if (
        not heard_back(dossier, by=by, at=at)
        and by.kind is ActorKind.CITIZEN
        and dossier.step in (Step.CLOSED, Step.PROCEDURE)
    ):
        ask_to_read(dossier, at=at)
    return message


def heard_back(dossier: Dossier, *, by: Actor, at: datetime) -> bool:
    """The reporter said something: clocks that waited for it run, and so does the dossier. Whether a step waited for it."""
    if dossier.kind != Kind.COMPLAINT:
        run_after_answer(dossier, by=by, at=at)
    if dossier.step not in HEAR_BACK.from_steps:
        return False
    move(dossier, HEAR_BACK, waits_for=WaitsFor.DEPARTMENT)
    return True


def require_own_or_work(by: Actor, dossier: Dossier) -> None:
    """Raise NotAllowed unless it is the citizen whose link opens this dossier, or somebody who may work on it."""
    if by.kind is ActorKind.CITIZEN:
        if dossier.pk not in by.dossier_ids:
            raise NotAllowed("Dit is niet jouw dossier.")
        return
    if dossier.kind != Kind.COMPLAINT:
        require_work(by, dossier)
