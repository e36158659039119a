"""Letters on paper in the demo city: posted the day after, the latest still wait."""

from datetime import datetime, timedelta

from gehoor.config.demo.matter import Town
from gehoor.dossiers.actions.posting import post_letter
from gehoor.dossiers.models import WorkItem
from gehoor.organisation.models import Membership

_LIES_FOR = timedelta(hours=20)
_SATURDAY = 5


def post_what_lies_ready(town: Town, *, at: datetime) -> None:
    """On a working morning the letters of the day before go into the letter box."""
    if at.weekday() >= _SATURDAY:
        return
    waiting = WorkItem.objects.filter(kind=WorkItem.Kind.POST, done_at=None, created_at__lt=at - _LIES_FOR)
    for item in waiting.select_related("department").order_by("pk"):
        post_letter(item, by=town.actor(item.assignee_id or _clerk(item.department_id)), at=at)


def _clerk(department_id: int) -> int:
    rows = Membership.objects.filter(
        department=department_id, staff__holdings__role__permissions__permission="dossiers.work"
    )
    return rows.order_by("staff__name").values_list("staff_id", flat=True)[0]
