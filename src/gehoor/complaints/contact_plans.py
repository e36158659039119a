"""Which agreed-contact plan holds for whom: for the party it was agreed with, under any number, by person or by e-mail address."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gehoor.complaints.models import ContactPlan
from gehoor.complaints.pages import Plan
from gehoor.dossiers.models import Dossier, Participant


def plans_of(dossier: Any) -> QuerySet[ContactPlan]:
    """The plans that did not end with the reporter of a dossier, newest first. Their last day may be over.

    ``dossier``: its id, or a reference two queries out.
    """
    theirs = Participant.objects.filter(dossier=dossier, role=Participant.Role.REPORTER)
    same_address = Q(party__email=OuterRef("party__email")) & ~Q(party__email="")
    held = theirs.filter(Q(party=OuterRef("party")) | same_address)
    return ContactPlan.objects.filter(Exists(held), ended_at=None).order_by("-pk")


def contact_plan_of(dossier: Dossier, *, today: date) -> Plan | None:
    """What was agreed with the reporter of any dossier about keeping in touch, without the reasons. One statement."""
    rows = plans_of(dossier.pk).filter(ends_on__gte=today).select_related("by")
    found = rows.first()
    if found is None:
        return None
    return Plan(found.pk, found.agreed, "", found.ends_on, found.by.name, found.at)
