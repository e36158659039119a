"""What somebody of the city is writing, and what was written but can still be taken back."""

from typing import ClassVar

from django.db import models


class Unsent(models.Model):
    """What a member of staff keeps to send to the reporter later: one text for each dossier and person, read by that person only."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    files = models.ManyToManyField("files.StoredFile", related_name="unsent_texts", related_query_name="unsent")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["dossier", "staff"], name="one_unsent_text_each")]


class Held(models.Model):
    """A message that leaves a little later: the words as they were typed, and where the dossier stood before a question."""

    message = models.OneToOneField(
        "correspondence.Message", primary_key=True, on_delete=models.PROTECT, related_name="held"
    )
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    step_before = models.CharField(
        max_length=20, blank=True, help_text="Filled in for a question: it moved the dossier."
    )
    waits_before = models.CharField(max_length=20, blank=True)
    taken_back_at = models.DateTimeField(null=True)
