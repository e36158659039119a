"""Due dates and what moved them."""

from typing import ClassVar

from django.db import models


class Deadline(models.Model):
    """What follows from one term for one dossier. ``due_on`` is stored for lists and always recomputable.

    *Late* is never stored: it is ``due_on < today and met_on is None``.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="deadlines")
    term = models.CharField(max_length=40, help_text="Code of the term in the dossier's regulation version.")
    label = models.CharField(max_length=120)
    binding = models.BooleanField(default=True)
    started_on = models.DateField()
    due_on = models.DateField(null=True, help_text="None while a pause is open.")
    met_on = models.DateField(null=True)
    ended_on = models.DateField(null=True, help_text="No longer asked for: withdrawn, requalified, superseded.")
    warned_on = models.DateField(null=True, help_text="When who has the next move heard that the term passed.")
    warn_on = models.DateField(null=True, help_text="The next day that asks for a warning before the last day.")
    reckoned_at = models.DateTimeField(null=True, help_text="The moment of the calendar that the due date rests on.")
    late_told_at = models.DateTimeField(null=True, help_text="When the citizen was told that it is late.")

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=models.Q(met_on=None, ended_on=None), name="deadline_running"),
            models.Index(fields=["warn_on"], condition=models.Q(met_on=None, ended_on=None), name="deadline_to_warn"),
            models.Index(fields=["dossier", "id"], name="deadline_of_dossier"),
        ]


class DeadlineChange(models.Model):
    """A pause or an extension: who, why, from when, and the notice that told the citizen."""

    class Kind(models.TextChoices):
        """Three different acts: *schorsen*, *verlengen*, *stuiten*."""

        PAUSE = "pause", "geschorst"
        EXTEND = "extend", "verlengd"
        RESTART = "restart", "opnieuw begonnen"

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    start = models.DateField(help_text="First paused day; day of the decision for an extension.")
    until = models.DateField(
        null=True, help_text="First day that counts again, None while the pause is open; last day of an extension."
    )
    amount = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=20, blank=True, help_text="Unit of the amount; for a restart, the event.")
    taken_back_on = models.DateField(null=True)
    reason = models.TextField()
    by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()
    notice = models.ForeignKey("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["start", "pk"]
