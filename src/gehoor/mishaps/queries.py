"""What went wrong in a dossier, for its page."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from gehoor.dossiers.models import Dossier
from gehoor.dossiers.scope import visible
from gehoor.kernel.actors import Actor
from gehoor.mishaps.models import BreachReport, Mishap


@dataclass(frozen=True)
class Told:
    """What the page of a dossier says of a mistake. ``elsewhere``: the dossier on the other side, when the reader may see it;
    ``here``: it came to this dossier. ``with_dpo``: ``waits``, ``none``, ``breach`` or empty.
    """

    why: str
    reason: str
    by: str
    moved: bool
    here: bool
    elsewhere: Dossier | None
    with_dpo: str


def mishaps_of(dossier: Dossier, reader: Actor) -> dict[int, Told]:
    """By message id: what was set right here, and what came here. The last word on a message counts. One statement."""
    rows = Mishap.objects.filter(Q(dossier=dossier) | Q(moved_to=dossier)).select_related(
        "dossier", "moved_to", "by", "report"
    )
    rows = rows.annotate(
        from_seen=Exists(visible(reader).filter(pk=OuterRef("dossier"))),
        to_seen=Exists(visible(reader).filter(pk=OuterRef("moved_to"))),
    )
    found: dict[int, Told] = {}
    for row in rows.order_by("pk"):
        here = row.dossier_id != dossier.pk
        key = row.moved_as_id if here else row.message_id
        if key is not None:
            found[key] = _told(row, here=here)
    return found


def _told(row: Mishap, *, here: bool) -> Told:
    seen = vars(row)["from_seen" if here else "to_seen"]
    other = row.dossier if here else row.moved_to
    report: BreachReport | None = getattr(row, "report", None)
    state = "" if report is None or here else report.verdict or "waits"
    return Told(
        why=Mishap.Kind(row.kind).label,
        reason="" if here else row.reason,
        by=row.by.name,
        moved=row.moved_to_id is not None,
        here=here,
        elsewhere=other if seen else None,
        with_dpo=state,
    )


def report_behind(work_item_id: int) -> int:
    """The report that a task asks a judgement of; 0 when there is none."""
    return BreachReport.objects.filter(work_item=work_item_id).values_list("pk", flat=True).first() or 0
