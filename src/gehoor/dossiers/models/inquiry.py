"""A question to somebody outside the city, who answers through a link without an account."""

from typing import ClassVar

from django.db import models

from gehoor.dossiers.outside import in_full


class Inquiry(models.Model):
    """What was asked of whom, and by when. Question and answers are messages of a conversation of its own, apart from the citizen's.

    ``told_name``: the name of the reporter, when who asked chose to tell it; empty when not.
    """

    class Ending(models.TextChoices):
        """How it ended. Withdrawn: who got the link cannot see any more what was asked."""

        CLOSED = "closed", "afgesloten"
        WITHDRAWN = "withdrawn", "ingetrokken"

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="inquiries")
    number = models.PositiveSmallIntegerField()
    thread = models.OneToOneField("correspondence.Thread", on_delete=models.PROTECT, related_name="inquiry")
    to_name = models.CharField(max_length=100, blank=True)
    organisation = models.CharField(max_length=100, blank=True)
    email = models.EmailField()
    question = models.TextField()
    told_name = models.CharField(max_length=150, blank=True)
    asked_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    work_item = models.ForeignKey("dossiers.WorkItem", on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True, help_text="Reminded before the last day.")
    chased_at = models.DateTimeField(null=True, help_text="Reminded after the last day.")
    answered_at = models.DateTimeField(null=True, help_text="The latest answer.")
    declined_at = models.DateTimeField(null=True, help_text='"Not for us", and nothing since.')
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["dossier", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "number"], name="inquiries_count_up"),
            models.CheckConstraint(
                condition=models.Q(ending="", ended_at__isnull=True)
                | (~models.Q(ending="") & models.Q(ended_at__isnull=False)),
                name="inquiry_ends_at_a_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(ending="", answered_at=None, declined_at=None),
                name="inquiry_waits",
            ),
        ]

    @property
    def whom(self) -> str:
        """``Kris Peeters (De Lijn)``, or whichever of the two is known."""
        return in_full(self.to_name, self.organisation)
