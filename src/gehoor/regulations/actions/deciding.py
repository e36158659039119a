"""Putting a regulation in force, and closing days on the calendar."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import partial

from django.db import transaction

from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import Conflict
from gehoor.organisation.access import require
from gehoor.organisation.models import Body
from gehoor.regulations import entries, library
from gehoor.regulations.models import Applicability, ClosingDay, RegulationVersion
from gehoor.regulations.queries import forget
from gehoor.regulations.schema import load

_CHAIN = room_chain("regulations")


@transaction.atomic
def import_version(text: str, *, by: Actor, at: datetime, body_codes: Iterable[str] = ()) -> RegulationVersion:
    """Store a checked regulation file, and put it in force for these bodies from its own first day.

    The same file twice is one version; another file under the same name is refused. Raises ``RegulationError`` (what is
    wrong in the file) and ``Conflict``.
    """
    require(by, "regulations.manage")
    content, digest = load(text), hashlib.sha256(text.encode()).hexdigest()
    version = RegulationVersion.objects.filter(code=content.code, version=content.version).first()
    if version is not None and version.sha256 != digest:
        raise Conflict(f"Versie {content.version} van {content.code} bestaat al met een andere inhoud.")
    if version is None:
        version = RegulationVersion.objects.create(
            code=content.code,
            version=content.version,
            title=content.title,
            valid_from=content.valid_from,
            valid_to=content.valid_to,
            source_text=text,
            sha256=digest,
            imported_at=at,
        )
        record(entries.IMPORTED, _CHAIN, by=by, at=at, version=version.pk, sha256=digest)
    bodies = Body.objects.filter(code__in=list(body_codes))
    apply_version(version, bodies, by=by, at=at, start=content.valid_from)
    return version


@transaction.atomic
def import_shipped(name: str, *, by: Actor, at: datetime, body_codes: Iterable[str] = ()) -> RegulationVersion:
    """A regulation of the library, as it was when the city first took it: a newer Gehoor changes no stored version."""
    text = library.text_of(name)
    content = load(text)
    stored = RegulationVersion.objects.filter(code=content.code, version=content.version).first()
    if stored is None:
        return import_version(text, by=by, at=at, body_codes=body_codes)
    apply_version(stored, Body.objects.filter(code__in=list(body_codes)), by=by, at=at, start=stored.valid_from)
    return stored


@transaction.atomic
def apply_version(version: RegulationVersion, bodies: Iterable[Body], *, by: Actor, at: datetime, start: date) -> None:
    """Put a version in force for these bodies from a day. Dossiers received before keep theirs."""
    require(by, "regulations.manage")
    for body in bodies:
        row, made = Applicability.objects.get_or_create(body=body, valid_from=start, defaults={"version": version})
        if not made and row.version_id != version.pk:
            raise Conflict(f"Vanaf {start.isoformat()} geldt voor {body.name} al een ander reglement.")
        if made:
            record(entries.APPLIED, _CHAIN, by=by, at=at, version=version.pk, body=body.pk, valid_from=start)
            transaction.on_commit(partial(forget, body.pk))
        forget(body.pk)


@transaction.atomic
def add_closing_days(
    body: Body, days: Mapping[date, str], *, by: Actor, at: datetime, since: datetime | None = None
) -> list[date]:
    """Put days on the calendar of a body; those that are there already stay. Returns which were new.

    Open deadlines are not recomputed here: see ``dossiers.actions.closing_days``. What was finished before ``since`` rests on the
    calendar without these days; None when they stand there from the beginning, as when a city is founded.
    """
    require(by, "regulations.manage")
    known = set(ClosingDay.objects.filter(body=body, removed_at=None).values_list("day", flat=True))
    fresh = [
        ClosingDay(body=body, day=day, label=label[:120], added_at=since)
        for day, label in sorted(days.items())
        if day not in known
    ]
    if fresh:
        ClosingDay.objects.bulk_create(fresh)
        record(entries.CLOSING_DAYS_ADDED, _CHAIN, by=by, at=at, body=body.pk, count=len(fresh))
    _forget(body)
    return [row.day for row in fresh]


@transaction.atomic
def remove_closing_days(body: Body, days: Collection[date], *, by: Actor, at: datetime) -> list[date]:
    """Take days off the calendar of a body. Returns which were there. Open deadlines are not recomputed here."""
    require(by, "regulations.manage")
    rows = ClosingDay.objects.select_for_update().filter(body=body, day__in=days, removed_at=None)
    found = sorted(row.day for row in rows)
    if found:
        rows.update(removed_at=at)
        record(entries.CLOSING_DAYS_REMOVED, _CHAIN, by=by, at=at, body=body.pk, days=found)
    _forget(body)
    return found


def _forget(body: Body) -> None:
    transaction.on_commit(partial(forget, body.pk))
    forget(body.pk)
