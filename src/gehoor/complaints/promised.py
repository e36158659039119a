"""The tables of what the city promises with its answer. They outlive the closed complaint."""

from typing import ClassVar

from django.db import models


class Commitment(models.Model):
    """What the city still does after its answer, which department, by when.

    ``told_at``: since then the complainant counts on it, and it changes only with a reason and a notice. ``work_item``: the work
    of the department, from the end of the complaint on. ``late_told_at``: the complainant knows that ``due_on`` passed.
    """

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    work_item = models.OneToOneField(
        "dossiers.WorkItem", null=True, on_delete=models.PROTECT, related_name="commitment"
    )
    kept_at = models.DateTimeField(null=True)
    kept_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    kept_text = models.TextField(blank=True, help_text="In the words of the department; the complainant reads them.")
    withdrawn_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)
    late_item = models.ForeignKey("dossiers.WorkItem", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "number"], name="commitment_number"),
            models.CheckConstraint(
                condition=models.Q(kept_at=None) | models.Q(withdrawn_at=None), name="kept_or_withdrawn"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(kept_at=None, withdrawn_at=None, late_told_at=None),
                name="commitment_to_keep",
            )
        ]


class CommitmentChange(models.Model):
    """A commitment got a later day, or (``after`` is empty) was withdrawn: what it was, why, who decided it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="changes")
    before = models.DateField()
    after = models.DateField(null=True)
    reason = models.TextField()
    by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
