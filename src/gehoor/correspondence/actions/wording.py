"""The city writes its own letters: a version is proposed, looked at, and put in force or laid aside. Nothing is overwritten."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from gehoor.correspondence import entries
from gehoor.correspondence.letters import letter
from gehoor.correspondence.letters.checking import problems
from gehoor.correspondence.models import Wording
from gehoor.correspondence.wordings import forget_wordings, needs_second_person
from gehoor.journal.entries import EntryType, room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed
from gehoor.organisation.access import require

MANAGE = "letters.manage"
_DECIDED = "Over dit voorstel is al beslist."
_MOST_WHY = 500


@transaction.atomic
def propose_wording(code: str, *, subject: str, body: str, why: str, by: Actor, at: datetime) -> Wording:
    """Keep a new version of a letter. Raises InvalidInput with every problem in words, by line."""
    require(by, MANAGE)
    subject, body = subject.strip(), "\n".join(body.split("\n")).replace("\r", "").strip() + "\n"
    found = problems(letter(code), subject, body)
    if found:
        raise InvalidInput("\n".join(one.sentence for one in found), field=found[0].place)
    return _keep(code, Wording(subject=subject, body=body, why=_reason(why)), by=by, at=at)


@transaction.atomic
def propose_original(code: str, *, why: str, by: Actor, at: datetime) -> Wording:
    """Propose to go back to the original of Gehoor, also as it will be after an update."""
    require(by, MANAGE)
    original = letter(code)
    row = Wording(subject=original.subject, body=original.body, why=_reason(why), is_original=True)
    return _keep(code, row, by=by, at=at)


@transaction.atomic
def put_in_force(wording: Wording, *, by: Actor, at: datetime) -> None:
    """From now on letters are written with this version. Twice raises Conflict; its writer raises NotAllowed where the regulation
    asks a second person; InvalidInput when it no longer fits.
    """
    require(by, MANAGE)
    if wording.written_by_id == by.id and needs_second_person(wording.code, day=local_date(at)):
        raise NotAllowed("Een collega moet deze tekst in gebruik nemen: je reglement vraagt een tweede persoon.")
    found = [] if wording.is_original else problems(letter(wording.code), wording.subject, wording.body)
    if found:
        raise InvalidInput("\n".join(one.sentence for one in found))
    in_force = Wording.objects.filter(code=wording.code, state=Wording.State.IN_FORCE)
    in_force.update(state=Wording.State.PAST, ended_at=at)
    _decide(wording, Wording.State.IN_FORCE, by=by, at=at)
    transaction.on_commit(forget_wordings)
    _record(entries.WORDING_IN_FORCE, wording, by=by, at=at)


@transaction.atomic
def lay_aside(wording: Wording, *, by: Actor, at: datetime) -> None:
    """Not this one. Twice raises Conflict."""
    require(by, MANAGE)
    _decide(wording, Wording.State.ASIDE, by=by, at=at)
    _record(entries.WORDING_ASIDE, wording, by=by, at=at)


def _keep(code: str, row: Wording, *, by: Actor, at: datetime) -> Wording:
    last = Wording.objects.filter(code=code).aggregate(last=Max("number"))["last"] or 0
    row.code, row.number, row.written_by_id, row.written_at = code, last + 1, by.staff_id or 0, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict("Iemand anders bewaarde net ook een tekst voor deze brief. Kijk daar eerst naar.") from None
    _record(entries.WORDING_PROPOSED, row, by=by, at=at)
    return row


def _decide(wording: Wording, state: Wording.State, *, by: Actor, at: datetime) -> None:
    proposed = Wording.objects.filter(pk=wording.pk, state=Wording.State.PROPOSED)
    try:
        with transaction.atomic():
            done = proposed.update(state=state, decided_by=by.staff_id, decided_at=at)
    except IntegrityError:
        done = 0
    if not done:
        raise Conflict(_DECIDED)


def _reason(why: str) -> str:
    why = " ".join(why.replace("\x00", "").split())
    if not why:
        raise InvalidInput("Schrijf waarom je de tekst verandert.", field="why")
    if len(why) > _MOST_WHY:
        raise InvalidInput(f"De reden mag hoogstens {_MOST_WHY} tekens hebben.", field="why")
    return why


def _record(entry: EntryType, wording: Wording, *, by: Actor, at: datetime) -> None:
    record(entry, room_chain(entries.ROOM), by=by, at=at, letter=wording.code, number=wording.number)
