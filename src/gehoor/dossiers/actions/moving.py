"""The guarded change of step that every action of this room shares."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F

from gehoor.dossiers.lifecycle import Move
from gehoor.dossiers.models import Dossier
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import Conflict, MoveNotAllowed
from gehoor.organisation.access import require

MOVED_ALREADY = "Dit kan niet (meer): het dossier is intussen in een andere stap. Bekijk het opnieuw."


def move(dossier: Dossier, by_row: Move, **values: Any) -> None:
    """Move a dossier along one row of the table, together with other columns; raises MoveNotAllowed. One statement.

    What was true when read may not be true when written: the row moves only from the steps the table allows.
    """
    moved = Dossier.objects.filter(pk=dossier.pk, step__in=by_row.from_steps).update(
        step=by_row.to_step, version=F("version") + 1, **values
    )
    if not moved:
        raise MoveNotAllowed(MOVED_ALREADY)
    dossier.step = by_row.to_step
    for name, value in values.items():
        if not hasattr(value, "resolve_expression"):
            setattr(dossier, name, value)


def require_work(by: Actor, dossier: Dossier, permission: str = "dossiers.work") -> None:
    """Raise NotAllowed unless the actor may do this to a dossier of that department."""
    require(by, permission, department_id=dossier.department_id)


@contextmanager
def only_if_unchanged(dossier: Dossier, version: int) -> Iterator[None]:
    """One act on a dossier as somebody saw it: all of it, or Conflict when somebody else changed the dossier since.

    The row is claimed first, so of two people (or two clicks) at once one acts and the other is told.
    """
    with transaction.atomic():
        if not Dossier.objects.filter(pk=dossier.pk, version=version).update(version=F("version") + 1):
            raise Conflict(
                "Iemand anders werkte intussen aan dit dossier. Kijk na wat er veranderde en probeer opnieuw."
            )
        yield
