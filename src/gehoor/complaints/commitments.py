"""What was promised and what became of it, for the pages of every side, the letters and the package."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from gehoor.complaints.promised import Commitment, CommitmentChange
from gehoor.dossiers.models import WorkItem
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import local_date
from gehoor.kernel.rows import dated
from gehoor.organisation.queries import department_names

LIVE = Q(kept_at=None, withdrawn_at=None)
"""Still to be done."""


@dataclass(frozen=True)
class Changed:
    """It got a later day, or (``after_on`` is None) it was withdrawn."""

    before_on: date
    after_on: date | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Committed:
    """One commitment. ``work_item``: the task of the department; None until the complaint ended."""

    number: int
    text: str
    department: str
    due_on: date
    at: datetime
    told_at: datetime | None
    work_item: int | None
    kept_at: datetime | None
    kept_by: str
    kept_text: str
    withdrawn_at: datetime | None
    changes: tuple[Changed, ...]
    today: date

    @property
    def kept_on(self) -> date | None:
        """The day on which it was done."""
        return None if self.kept_at is None else local_date(self.kept_at)

    @property
    def is_live(self) -> bool:
        """Still to be done."""
        return self.kept_at is None and self.withdrawn_at is None

    @property
    def is_late(self) -> bool:
        """Its last day passed before it was done."""
        return self.withdrawn_at is None and self.due_on < (self.kept_on or self.today)

    @property
    def state(self) -> str:
        """``draft`` (nobody outside was told), ``open``, ``late``, ``kept``, ``kept_late`` or ``withdrawn``."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.kept_at is not None:
            return "kept_late" if self.is_late else "kept"
        if self.told_at is None:
            return "draft"
        return "late" if self.is_late else "open"

    @property
    def sentence(self) -> str:
        """Where it stands, in words for everybody."""
        by = day_in_words(self.due_on)
        if self.kept_on is not None:
            done = day_in_words(self.kept_on)
            return f"Gedaan op {done}. Dat moest uiterlijk op {by}." if self.is_late else f"Gedaan op {done}."
        if self.withdrawn_at is not None:
            return f"Ingetrokken op {day_in_words(local_date(self.withdrawn_at))}."
        if self.is_late:
            return f"Te laat: dit moest klaar zijn op {by}."
        return f"Nog te doen, uiterlijk op {by}."


def column(rows: QuerySet[Commitment]) -> ArraySubquery:
    """Commitments with what changed of them, as one column."""
    plain = ("number", "text", "due_on", "at", "told_at", "kept_at", "kept_text", "withdrawn_at")
    moved = CommitmentChange.objects.filter(commitment=OuterRef("pk")).order_by("pk")
    changes = ArraySubquery(
        moved.values(
            json=JSONObject(by="by__name", before_on="before", after_on="after", reason="reason", at="at"),
        )
    )
    return ArraySubquery(
        rows.order_by("number").values(
            json=JSONObject(
                **{name: name for name in plain},
                department="department__name",
                work_item="work_item_id",
                kept_by="kept_by__name",
                changes=changes,
            )
        )
    )


def committed(rows: Iterable[dict[str, Any]], *, today: date) -> tuple[Committed, ...]:
    """The commitments, by number."""
    return tuple(
        Committed(
            **row
            | {
                "kept_by": row["kept_by"] or "",
                "changes": tuple(
                    Changed(**dated(change) | {"by": change["by"] or "Gehoor"}) for change in row["changes"]
                ),
                "today": today,
            }
        )
        for row in rows
    )


def as_promised(commitment: Commitment) -> str:
    """What was promised, for a line of a letter. The names of departments are remembered: hardly ever a statement."""
    text = " ".join(commitment.text.split()).rstrip(".")
    return f"{text} ({department_names().get(commitment.department_id, '')}, uiterlijk op {day_in_words(commitment.due_on)})."


def lines_of(complaint_id: int) -> tuple[str, ...]:
    """Everything that is still to be done for a complaint, a line each for its letters. One statement."""
    rows = Commitment.objects.filter(LIVE, complaint=complaint_id)
    return tuple(as_promised(row) for row in rows)


def lines_told(complaint_id: int) -> tuple[str, ...]:
    """The same, of what the complainant was told already. One statement."""
    rows = Commitment.objects.filter(LIVE, complaint=complaint_id, told_at__isnull=False)
    return tuple(as_promised(row) for row in rows)


def commitment_behind(item: WorkItem) -> Commitment | None:
    """The commitment that a task keeps; None for any other task. One statement."""
    if item.kind != WorkItem.Kind.COMMITMENT:
        return None
    return Commitment.objects.filter(work_item=item.pk).select_related("complaint__dossier__thread").first()
