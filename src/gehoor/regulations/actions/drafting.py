"""Writing a regulation: a draft is begun, kept, laid aside, and one day decided on. Nothing typed is lost, not even what is wrong."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, RuleViolation
from gehoor.organisation.access import require
from gehoor.organisation.models import Body
from gehoor.regulations import entries
from gehoor.regulations.actions.deciding import apply_version, import_version
from gehoor.regulations.models import Applicability, RegulationDraft, RegulationVersion
from gehoor.regulations.queries import forget
from gehoor.regulations.schema import LONGEST_FILE, RegulationError, load

_CHAIN = room_chain("regulations")
_UNNAMED = "Ontwerp zonder titel"


@transaction.atomic
def start_draft(text: str, *, by: Actor, at: datetime, based_on: RegulationVersion | None = None) -> RegulationDraft:
    """Begin a draft with this text, right or wrong. Raises InvalidInput for what is too long to be a regulation."""
    require(by, "regulations.manage")
    text = _plain(text)
    draft = RegulationDraft.objects.create(
        text=text,
        title=title_in(text) or _UNNAMED,
        based_on=based_on,
        edited_at=at,
        edited_by_id=by.id if by.is_staff else None,
    )
    source = based_on.pk if based_on else None
    record(entries.DRAFT_STARTED, _CHAIN, by=by, at=at, draft=draft.pk, based_on=source)
    return draft


@transaction.atomic
def keep_draft(draft: RegulationDraft, text: str, *, seen: int, by: Actor, at: datetime) -> None:
    """Keep what was typed. ``seen``: the edit that was on the screen; raises Conflict when somebody kept another text since."""
    require(by, "regulations.manage")
    text = _plain(text)
    if text == draft.text and seen == draft.edit:
        return
    open_one = RegulationDraft.objects.filter(pk=draft.pk, became=None, laid_aside_at=None)
    kept = open_one.filter(edit=seen).update(
        text=text,
        title=title_in(text) or draft.title,
        edit=F("edit") + 1,
        edited_at=at,
        edited_by_id=by.id if by.is_staff else None,
    )
    if not kept and open_one.exists():
        raise Conflict(
            "Intussen bewaarde iemand anders een andere tekst van dit ontwerp. Die staat hieronder naast die van jou."
        )
    if not kept:
        raise RuleViolation("Dit ontwerp is al beslist of opzijgelegd. Begin een nieuw ontwerp met deze tekst.")
    draft.refresh_from_db()
    digest = hashlib.sha256(text.encode()).hexdigest()
    record(entries.DRAFT_KEPT, _CHAIN, by=by, at=at, draft=draft.pk, edit=draft.edit, sha256=digest)


@transaction.atomic
def lay_aside(draft: RegulationDraft, *, by: Actor, at: datetime) -> None:
    """Nobody goes on with it. The text stays."""
    require(by, "regulations.manage")
    done = RegulationDraft.objects.filter(pk=draft.pk, became=None, laid_aside_at=None).update(laid_aside_at=at)
    if not done:
        raise RuleViolation("Dit ontwerp is al beslist of opzijgelegd.")
    record(entries.DRAFT_LAID_ASIDE, _CHAIN, by=by, at=at, draft=draft.pk)


@transaction.atomic
def put_in_force(
    draft: RegulationDraft, body_codes: Iterable[str], *, start: date, seen: int, by: Actor, at: datetime
) -> RegulationVersion:
    """Make a version of the draft, as it was read (``seen``), and let it hold for these bodies from a day that is not yet past.

    Raises InvalidInput (a text with errors, a day or bodies that cannot be), Conflict (another text since; the version exists).
    """
    require(by, "regulations.manage")
    draft = RegulationDraft.objects.select_for_update().get(pk=draft.pk)
    if not draft.is_open:
        raise RuleViolation("Dit ontwerp is al beslist of opzijgelegd.")
    if draft.edit != seen:
        raise Conflict("Iemand veranderde dit ontwerp nadat je deze pagina opende. Lees het eerst opnieuw.")
    bodies = list(Body.objects.filter(code__in=list(body_codes)))
    _check_day(draft, start, today=local_date(at))
    if not bodies:
        raise InvalidInput("Kies minstens één bestuur.", field="bodies")
    version = import_version(draft.text, by=by, at=at)
    apply_version(version, bodies, by=by, at=at, start=start)
    draft.became = version
    draft.save(update_fields=["became"])
    record(entries.DRAFT_DECIDED, _CHAIN, by=by, at=at, draft=draft.pk, version=version.pk)
    return version


def _check_day(draft: RegulationDraft, start: date, *, today: date) -> None:
    try:
        content = load(draft.text)
    except RegulationError as refused:
        count = len(refused.problems)
        raise InvalidInput(f"In dit ontwerp staan nog {count} fouten. Verbeter ze eerst.", field="text") from None
    if start < today:
        raise InvalidInput("Een reglement gaat niet in op een dag die voorbij is.", field="start")
    if start < content.valid_from:
        raise InvalidInput("De tekst zelf geldt pas later (valid_from). Kies die dag, of een dag erna.", field="start")
    if content.valid_to is not None and start > content.valid_to:
        raise InvalidInput("Op die dag geldt de tekst niet meer (valid_to).", field="start")


@transaction.atomic
def put_version_in_force(
    version: RegulationVersion, body_codes: Iterable[str], *, start: date, by: Actor, at: datetime
) -> None:
    """Let a version that was decided before hold for (other) bodies from a day that is not yet past."""
    require(by, "regulations.manage")
    bodies = list(Body.objects.filter(code__in=list(body_codes)))
    if start < local_date(at):
        raise InvalidInput("Een reglement gaat niet in op een dag die voorbij is.", field="start")
    if start < version.valid_from:
        raise InvalidInput("De tekst zelf geldt pas later (valid_from). Kies die dag, of een dag erna.", field="start")
    if version.valid_to is not None and start > version.valid_to:
        raise InvalidInput("Op die dag geldt de tekst niet meer (valid_to).", field="start")
    if not bodies:
        raise InvalidInput("Kies minstens één bestuur.", field="bodies")
    apply_version(version, bodies, by=by, at=at, start=start)


@transaction.atomic
def take_back(applied_id: int, *, by: Actor, at: datetime) -> None:
    """A version that was to hold for a body from a day still to come does not. What already holds is never taken back."""
    require(by, "regulations.manage")
    row = Applicability.objects.select_for_update().filter(pk=applied_id).first()
    if row is None:
        raise RuleViolation("Dit is al teruggenomen.")
    if row.valid_from <= local_date(at):
        raise RuleViolation("Dit reglement geldt al. Zet een ander in werking vanaf een volgende dag.")
    version, body, start = row.version_id, row.body_id, row.valid_from
    row.delete()
    record(entries.TAKEN_BACK, _CHAIN, by=by, at=at, version=version, body=body, valid_from=start)
    transaction.on_commit(lambda: forget(body))


def title_in(text: str) -> str:
    """The title that a text gives itself, also when the rest is wrong; empty when it gives none."""
    for line in text.splitlines()[:200]:
        if line.startswith("title:"):
            return line.removeprefix("title:").strip().strip("\"'")[:200]
    return ""


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    if len(text) > LONGEST_FILE:
        raise InvalidInput("Deze tekst is te lang voor een reglement.", field="text")
    return text if text.endswith("\n") or not text else text + "\n"
