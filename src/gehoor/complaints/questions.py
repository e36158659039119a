"""The questions of the ombudsman, for the pages of both sides and for the package."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gehoor.complaints.models import Complaint, Question
from gehoor.files.models import StoredFile
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import NotFound


@dataclass(frozen=True)
class Asked:
    """A question with its answer. ``is_open``: the city still has to answer; ``late``: it did not, or did so after the last day."""

    number: int
    referral: int
    text: str
    asked_by: str
    asked_at: datetime
    due_on: date | None
    ended: bool
    answer: str
    answered_by: str
    answered_at: datetime | None
    files: tuple[StoredFile, ...]
    today: date

    @property
    def is_open(self) -> bool:
        """It waits for an answer."""
        return self.answered_at is None and not self.ended

    @property
    def answered_on(self) -> date | None:
        """The day of the answer."""
        return None if self.answered_at is None else local_date(self.answered_at)

    @property
    def late(self) -> bool:
        """Past its last day without an answer, or answered after it."""
        if self.due_on is None or (self.ended and self.answered_at is None):
            return False
        return self.due_on < (self.answered_on or self.today)


def questions_of(complaint: Complaint, *, today: date) -> tuple[Asked, ...]:
    """Every question of the second line about this complaint, oldest first. Two statements."""
    rows = Question.objects.filter(referral__complaint=complaint).order_by("referral", "number")
    rows = rows.select_related("asked_by", "answered_by", "deadline", "referral").prefetch_related("files")
    return tuple(
        Asked(
            number=row.number,
            referral=row.referral_id,
            text=row.text,
            asked_by=row.asked_by.name,
            asked_at=row.asked_at,
            due_on=None if row.deadline is None else row.deadline.due_on,
            ended=row.referral.ended_at is not None,
            answer=row.answer,
            answered_by="" if row.answered_by is None else row.answered_by.name,
            answered_at=row.answered_at,
            files=tuple(row.files.all()),
            today=today,
        )
        for row in rows
    )


def file_of_answer(complaint: Complaint, file_id: UUID) -> StoredFile:
    """A file that came with an answer about this complaint. Raises NotFound."""
    rows = StoredFile.objects.filter(public_id=file_id)
    found = rows.filter(pk__in=Question.objects.filter(referral__complaint=complaint).values("files")).first()
    if found is None:
        raise NotFound("Dit bestand bestaat niet.")
    return found


def question_behind(work_item_id: int) -> int:
    """The number of the question that a task waits for an answer to; 0 for any other task. One statement."""
    return Question.objects.filter(work_item=work_item_id).values_list("number", flat=True).first() or 0
