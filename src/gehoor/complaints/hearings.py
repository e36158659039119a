"""Reading conversations in which people were heard, and the codes that forms offer."""

from django.db.models import QuerySet

from gehoor.complaints.models import Hearing, Suspension
from gehoor.complaints.procedure import OPEN_STEPS
from gehoor.kernel.actors import Actor


def hearings_of(actor: Actor) -> QuerySet[Hearing]:
    """The conversations in which this colleague was heard: for the door and the list. Nothing of the complaint comes along."""
    if not actor.is_staff:
        return Hearing.objects.none()
    return Hearing.objects.filter(staff=actor.id).select_related("complaint__dossier", "by")


def unchecked_hearings_of(actor: Actor) -> list[Hearing]:
    """The reports of conversations with this colleague that wait to be read, oldest first. One statement."""
    rows = hearings_of(actor).filter(checked_at=None, complaint__step__in=OPEN_STEPS)
    return list(rows.order_by("at", "pk")[:200])


def hearing_kinds() -> list[tuple[str, str]]:
    """How people are heard: code and label."""
    return [(kind.value, str(kind.label)) for kind in Hearing.Kind]


def whom_to_hear() -> list[tuple[str, str]]:
    """Who can be heard: code and label."""
    return [(whom.value, str(whom.label)) for whom in Hearing.Whom]


def suspension_kinds() -> list[tuple[str, str]]:
    """For what a complaint can wait: code and label."""
    return [(kind.value, str(kind.label)) for kind in Suspension.Kind]
