"""What the council decided, dated."""

from typing import ClassVar

from django.db import models


class RegulationVersion(models.Model):
    """One version of one regulation, as a file that was checked. Never changed once stored: dossiers rest on it."""

    code = models.SlugField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source_text = models.TextField()
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="one_version_of_a_regulation")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class RegulationDraft(models.Model):
    """A text that is being written: it may be wrong, and nothing counts by it. It becomes a version, or is laid aside."""

    text = models.TextField()
    title = models.CharField(max_length=200, help_text="As the text says it, or where it began when it does not.")
    based_on = models.ForeignKey(RegulationVersion, null=True, on_delete=models.PROTECT, related_name="+")
    edit = models.PositiveIntegerField(default=1, help_text="Goes up each time it is kept.")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    became = models.ForeignKey(RegulationVersion, null=True, on_delete=models.PROTECT, related_name="drafts")
    laid_aside_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-edited_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """It can still be written on."""
        return self.became_id is None and self.laid_aside_at is None


class Applicability(models.Model):
    """A regulation version holds for a body, from a day, until the next one."""

    version = models.ForeignKey(RegulationVersion, on_delete=models.PROTECT, related_name="applicabilities")
    body = models.ForeignKey("organisation.Body", on_delete=models.PROTECT, related_name="regulations")
    valid_from = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "valid_from"], name="one_regulation_per_day")]


class ClosingDay(models.Model):
    """A day a body is closed: a public holiday or a day it decided on. Never deleted: due dates of the past rest on it."""

    body = models.ForeignKey("organisation.Body", on_delete=models.PROTECT, related_name="closing_days")
    day = models.DateField()
    label = models.CharField(max_length=120)
    added_at = models.DateTimeField(null=True, help_text="None: it stood there from the beginning.")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "day"], condition=models.Q(removed_at=None), name="close_once_a_day"
            )
        ]
