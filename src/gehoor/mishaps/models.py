"""What went wrong with a message, and what the data protection officer says of it."""

from typing import ClassVar

from django.db import models


class Mishap(models.Model):
    """A mistake with a message or its files that somebody set right. ``moved_to``: where it belonged; ``moved_as``: its copy there."""

    class Kind(models.TextChoices):
        """What went wrong."""

        PERSON = "person", "het was voor iemand anders bedoeld"
        FILE = "file", "er ging een verkeerd bestand mee"
        DOSSIER = "dossier", "het hoort in een ander dossier"
        CONTENT = "content", "er staat iets fout in"

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="mishaps")
    message = models.ForeignKey("correspondence.Message", on_delete=models.PROTECT, related_name="mishaps")
    files = models.ManyToManyField("files.StoredFile", related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField(help_text="For colleagues.")
    was = models.CharField(max_length=10, blank=True, help_text="Where the message was: its delivery before.")
    moved_to = models.ForeignKey(
        "dossiers.Dossier", null=True, on_delete=models.PROTECT, related_name="mishaps_moved_here"
    )
    moved_as = models.OneToOneField("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]


class BreachReport(models.Model):
    """Somebody asks: is this a data breach? And the judgement of the data protection officer (DPO)."""

    class Verdict(models.TextChoices):
        """What the DPO says."""

        NONE = "none", "geen datalek"
        BREACH = "breach", "een datalek"

    mishap = models.OneToOneField(Mishap, on_delete=models.PROTECT, related_name="report")
    work_item = models.OneToOneField("dossiers.WorkItem", on_delete=models.PROTECT, related_name="+")
    sure = models.BooleanField()
    happened = models.TextField()
    whom = models.TextField()
    which = models.TextField()
    since_on = models.DateField()
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    told_authority = models.BooleanField(default=False)
    told_people = models.BooleanField(default=False)
    reasons = models.TextField(blank=True)
    judged_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
