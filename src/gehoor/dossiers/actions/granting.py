"""Bars and grants: who may not, or may, see a dossier. Written for the rooms above."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from gehoor.dossiers import entries
from gehoor.dossiers.actions.deadlines import Fact
from gehoor.dossiers.models import Bar, Dossier, Grant
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor


class BarKey(NamedTuple):
    """Whom a bar keeps out, and for which reason (its code): one of each at a time."""

    staff_id: int
    code: str


class BarReason(NamedTuple):
    """Why, in words, and whether it keeps from reading too."""

    sentence: str
    reading: bool


def open_bars(dossier: Dossier) -> set[BarKey]:
    """Who is barred from this dossier now. One statement."""
    return {BarKey(*row) for row in Bar.objects.filter(dossier=dossier, lifted_at=None).values_list("staff_id", "code")}


def bar(dossier: Dossier, wanted: Mapping[BarKey, BarReason], *, at: datetime) -> list[Fact]:
    """These people may not handle (and not see) this dossier; the caller records the facts. One statement, or none.

    The caller holds the dossier and has left out who is barred already.
    """
    rows = [
        Bar(
            dossier=dossier,
            staff_id=key.staff_id,
            code=key.code,
            reason=why.sentence[:400],
            reading=why.reading,
            since=at,
        )
        for key, why in sorted(wanted.items())
    ]
    Bar.objects.bulk_create(rows)
    return [(entries.BARRED, {"staff": row.staff_id, "bar": row.pk, "code": row.code}) for row in rows]


def lift_bar(dossier: Dossier, key: BarKey, *, at: datetime) -> None:
    """The reason no longer holds."""
    Bar.objects.filter(dossier=dossier, staff=key.staff_id, code=key.code, lifted_at=None).update(lifted_at=at)


def grant(dossier: Dossier, permission: str, *, by: Actor, at: datetime) -> Grant:
    """Holders of that permission may see this dossier from now on."""
    row, made = Grant.objects.get_or_create(
        dossier=dossier, permission=permission, ended_at=None, defaults={"since": at}
    )
    if made:
        record(entries.GRANTED, dossier_chain(dossier.pk), by=by, at=at, grant=row.pk, permission=permission)
    return row


def end_grants(dossier: Dossier, permission: str, *, by: Actor, at: datetime) -> None:
    """From now on they may not."""
    for row in Grant.objects.filter(dossier=dossier, permission=permission, ended_at=None):
        Grant.objects.filter(pk=row.pk).update(ended_at=at)
        record(entries.GRANT_ENDED, dossier_chain(dossier.pk), by=by, at=at, grant=row.pk)
