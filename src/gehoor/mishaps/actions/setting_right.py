"""Setting right what went wrong with a message: withdrawn, or moved, with the original kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gehoor.complaints.access import complaint_for
from gehoor.complaints.actions.moving import hold, require_handler_or_coordinator
from gehoor.complaints.procedure import Step
from gehoor.correspondence.actions.withdrawing import copy_to, files_of, withdraw, withdraw_files
from gehoor.correspondence.models import Direction, Message
from gehoor.correspondence.personal import said_in as words_in
from gehoor.dossiers.access import dossier_for
from gehoor.dossiers.actions.messages import count_message, heard_back, written
from gehoor.dossiers.actions.moving import require_work
from gehoor.dossiers.actions.unsent import put_back
from gehoor.dossiers.actions.withdrawing import nothing_waits_for, typed_words
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.files.models import StoredFile
from gehoor.journal.entries import EntryType, dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import Conflict, InvalidInput, RuleViolation
from gehoor.mailroom.actions.following import follow
from gehoor.mishaps import entries
from gehoor.mishaps.access import is_formal, said_in
from gehoor.mishaps.actions.reporting import Question, ask_dpo
from gehoor.mishaps.models import Mishap
from gehoor.mishaps.rules import TOLD_OUTSIDE, Wrong, possible, withdraws

NO_SUCH_TARGET = "We vinden geen ander dossier met dit nummer waarin jij mag schrijven."
DONE_ALREADY = "Dit bericht is al ingetrokken, of het vertrok nog niet. Vertrekt het zo? Haal het dan terug."
NOTHING = "Deze brief blijft staan. Vraag je ook de DPO niet om te kijken, dan verandert er niets."


@dataclass(frozen=True)
class Correction:
    """What went wrong and what has to happen. ``target``: the number of where it belongs; ``breach``: the question to the DPO;
    ``again``: the text has to stand ready to be written better.
    """

    wrong: Wrong
    reason: str
    files: Sequence[UUID] = ()
    target: str = ""
    breach: Question | None = None
    again: bool = False


@transaction.atomic
def set_right(reference: str, message_id: UUID, asked: Correction, *, by: Actor, at: datetime) -> Mishap:
    """Withdraw the message (or files), move it, ask the DPO: all of it or nothing. For who may write in the dossier (and in the one
    it goes to), open or closed. Raises NotFound, NotAllowed, InvalidInput; Conflict when it was done already.
    """
    reason = written(asked.reason, field="reason", sentence="Schrijf kort wat er misging.")
    dossier, target = _both(reference, asked.target, by=by, at=at)
    said = said_in(dossier, message_id)
    message, formal = said.message, is_formal(said.message)
    if asked.wrong not in possible(message.direction, formal=formal, files=len(said.files)):
        raise InvalidInput("Dit kan niet bij dit bericht.", field="wrong")
    if asked.wrong is Wrong.DOSSIER and target is None:
        raise InvalidInput("Schrijf het nummer van het dossier waar het hoort.", field="target")
    mishap = Mishap.objects.create(
        dossier=dossier, message=message, kind=asked.wrong.value, reason=reason, by_id=by.staff_id, at=at
    )
    if asked.wrong is Wrong.FILE:
        _withdraw_files(mishap, asked.files, by=by, at=at)
    elif withdraws(asked.wrong, formal=formal):
        _withdraw(mishap, by=by, at=at)
    elif asked.breach is None:
        raise InvalidInput(NOTHING)
    else:
        _note(entries.FOUND_WRONG, mishap, by=by, at=at, wrong=mishap.kind)
    if target is not None and not formal:
        _move(mishap, target, by=by, at=at)
    elif asked.again and not formal and dossier.is_open:
        put_back(dossier, text=_words(message), files=_left(message, asked), by=by, at=at)
    if asked.breach is not None:
        ask_dpo(mishap, asked.breach, by=by, at=at)
    return mishap


def where_one_may_write(reference: str, *, by: Actor, at: datetime) -> Dossier:
    """The dossier one may write in, for good of this transaction. A complaint is held: nobody else changes it meanwhile."""
    found = dossier_for(by, reference)
    if found.kind != Kind.COMPLAINT:
        require_work(by, found)
        return found
    complaint = complaint_for(by, reference, at=at, why="vergissing")
    hold(complaint, frozenset(Step))
    require_handler_or_coordinator(by, complaint)
    return complaint.dossier


def require_writing(reference: str, *, by: Actor, at: datetime) -> None:
    """Raise NotFound or NotAllowed for who may not set right anything in this dossier. Looks only."""
    found = dossier_for(by, reference)
    if found.kind != Kind.COMPLAINT:
        require_work(by, found)
    else:
        require_handler_or_coordinator(by, complaint_for(by, reference, at=at, why="vergissing"))


def _both(reference: str, target: str, *, by: Actor, at: datetime) -> tuple[Dossier, Dossier | None]:
    """Here, and there. What does not exist and what is closed to this person are refused in one sentence."""
    here = where_one_may_write(reference, by=by, at=at)
    if not target.strip():
        return here, None
    try:
        there = where_one_may_write(target, by=by, at=at)
    except RuleViolation:
        raise InvalidInput(NO_SUCH_TARGET, field="target") from None
    if there.pk == here.pk:
        raise InvalidInput("Dat is dit dossier. Schrijf het nummer van een ander.", field="target")
    return here, there


def check_target(reference: str, target: str, *, by: Actor, at: datetime) -> str:
    """The number as we write it, of a dossier a message may go to. Raises InvalidInput."""
    with transaction.atomic():
        there = _both(reference, target, by=by, at=at)[1]
    return there.reference if there is not None else ""


def _withdraw(mishap: Mishap, *, by: Actor, at: datetime) -> None:
    why = TOLD_OUTSIDE[Wrong(mishap.kind)]
    before = withdraw(mishap.message_id, why=why, at=at)
    if before is None:
        raise Conflict(DONE_ALREADY)
    mishap.was = before.delivery
    mishap.save(update_fields=["was"])
    if before.direction == Direction.NOTE:
        _note(entries.NOTE_MOVED, mishap, by=by, at=at)
        return
    nothing_waits_for(mishap.dossier, before, by=by, at=at)
    _note(entries.WITHDRAWN, mishap, by=by, at=at, wrong=mishap.kind, was=before.delivery)


def _withdraw_files(mishap: Mishap, files: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    if not files:
        raise InvalidInput("Kies minstens één bestand.", field="files")
    found = withdraw_files(mishap.message, files, why=TOLD_OUTSIDE[Wrong.FILE], at=at)
    if not found:
        raise Conflict("Dit bestand is al ingetrokken.")
    mishap.files.set(found)
    _note(entries.FILES_WITHDRAWN, mishap, by=by, at=at, files=len(found))


def _move(mishap: Mishap, target: Dossier, *, by: Actor, at: datetime) -> None:
    """What came in, and a note, stand there too from now on. What we wrote stands ready there: somebody sends it again."""
    message = mishap.message
    mishap.moved_to = target
    if message.direction == Direction.OUT:
        put_back(target, text=_words(message), files=files_of(message), by=by, at=at)
    else:
        mishap.moved_as = _copied(message, target, by=by, at=at)
    mishap.save(update_fields=["moved_to", "moved_as"])
    there = mishap.moved_as_id or message.pk
    record(entries.CAME_FROM_ELSEWHERE, dossier_chain(target.pk), by=by, at=at, mishap=mishap.pk, message=there)


def _copied(message: Message, target: Dossier, *, by: Actor, at: datetime) -> Message:
    there = copy_to(target.thread, message)
    follow(message, there, target)
    count_message(target)
    if message.direction == Direction.IN:
        target.refresh_from_db(fields=["step"])
        heard_back(target, by=by, at=at)
    return there


def _words(message: Message) -> str:
    return typed_words(message) or words_in(message)


def _left(message: Message, asked: Correction) -> list[StoredFile]:
    """The files that may go along again: not those that were wrong, and none when it is not sure which was."""
    return [file for file in files_of(message) if asked.wrong is Wrong.CONTENT]


def _note(entry: EntryType, mishap: Mishap, *, by: Actor, at: datetime, **values: str | int) -> None:
    record(entry, dossier_chain(mishap.dossier_id), by=by, at=at, mishap=mishap.pk, message=mishap.message_id, **values)
