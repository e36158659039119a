"""Bars and grants: who may not, or may, see a dossier. Written for the rooms above."""

from datetime import datetime

from gehoor.dossiers import entries
from gehoor.dossiers.models import Bar, Dossier, Grant
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor


def bar(
    dossier: Dossier, staff_id: int, *, code: str, reason: str, by: Actor, at: datetime, reading: bool = True
) -> None:
    """This person may not handle (and not see) this dossier. Doing it twice changes nothing."""
    row, made = Bar.objects.get_or_create(
        dossier=dossier,
        staff_id=staff_id,
        code=code,
        lifted_at=None,
        defaults={"reason": reason[:400], "reading": reading, "since": at},
    )
    if made:
        record(entries.BARRED, dossier_chain(dossier.pk), by=by, at=at, staff=staff_id, bar=row.pk, code=code)


def lift_bars(dossier: Dossier, staff_id: int, code: str, *, at: datetime) -> None:
    """The reason no longer holds."""
    Bar.objects.filter(dossier=dossier, staff=staff_id, code=code, lifted_at=None).update(lifted_at=at)


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
