"""Texts that come back, with fields that each dossier fills in."""

from typing import ClassVar

from django.db import models


class CannedText(models.Model):
    """A text for the composer, as it reads now. No department: for everybody. ``step``: where it is offered; empty is everywhere."""

    title = models.CharField(max_length=100)
    body = models.TextField()
    department = models.ForeignKey("organisation.Department", null=True, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class CannedVersion(models.Model):
    """What a text said from when on, and who wrote it."""

    text = models.ForeignKey(CannedText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=100)
    body = models.TextField()
    by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["text", "number"], name="canned_versions_count_up")]
