"""What is kept of an earlier treatment of a complaint inside the city, when another one begins."""

from typing import ClassVar

from django.db import models


class EarlierTreatment(models.Model):
    """A treatment that the complainant did not agree with: who handled it, and what was found of each point."""

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="earlier_treatments")
    number = models.PositiveSmallIntegerField(help_text="The place in the list of the regulation, from 1.")
    label = models.CharField(max_length=200)
    handler = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField(help_text="Of each point: number, finding, norms, measure and reasons.")
    ended_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["complaint", "number"], name="treatment_number")]
