"""The dossier: a matter that somebody has to finish."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from gehoor.dossiers.lifecycle import CLOSE_REASON_LABELS, KIND_LABELS, STEP_LABELS, WAITS_FOR_LABELS, Step, WaitsFor


class Category(models.Model):
    """What it is about, in the words of a citizen; says which department usually handles it."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="categories")
    words = models.TextField(blank=True, help_text="Words that point to this category, one per line.")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Dossier(models.Model):
    """A matter that somebody has to finish.

    The row carries what lists show (``reporter_name``, ``handler_name``, ``due_on``, ``waits_for``, counts), so that a page
    of the queue is one statement without joins. It always has a department that answers for it.
    """

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=[(k.value, v) for k, v in KIND_LABELS.items()])
    kind_confirmed = models.BooleanField(default=False, help_text="Somebody of the contact point looked at the kind.")
    is_first_line = models.BooleanField(
        default=False, help_text="The reporter is not satisfied: the department looks for a solution with them."
    )
    step = models.CharField(
        max_length=20, choices=[(s.value, v) for s, v in STEP_LABELS.items()], default=Step.RECEIVED
    )
    step_label = models.CharField(max_length=60, blank=True, help_text="The complaint's own step, for lists.")
    waits_for = models.CharField(
        max_length=20, choices=[(w.value, v) for w, v in WAITS_FOR_LABELS.items()], default=WaitsFor.CONTACT_POINT
    )
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=250, blank=True)
    occurred = models.CharField(max_length=200, blank=True, help_text="When it happened, in the words of the reporter.")
    body = models.ForeignKey("organisation.Body", on_delete=models.PROTECT, related_name="+")
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="dossiers")
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="dossiers")
    handler = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="dossiers")
    handler_name = models.CharField(max_length=120, blank=True)
    reporter_name = models.CharField(max_length=150, blank=True)
    medium = models.CharField(max_length=10)
    thread = models.OneToOneField("correspondence.Thread", on_delete=models.PROTECT, related_name="dossier")
    arises_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="gave_rise_to")
    regulation_version = models.ForeignKey("regulations.RegulationVersion", on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(
        max_length=20, blank=True, choices=[(r.value, v) for r, v in CLOSE_REASON_LABELS.items()]
    )
    due_on = models.DateField(
        null=True, help_text="The nearest open due date; None when nothing is due or a clock is paused."
    )
    is_paused = models.BooleanField(default=False)
    returns = models.PositiveSmallIntegerField(default=0, help_text='How often a department said "not for us".')
    reopened = models.PositiveSmallIntegerField(default=0)
    message_count = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="Goes up with each change of fact.")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["department", "due_on", "id"],
                condition=~models.Q(step="closed"),
                name="dossier_queue",
            ),
            models.Index(fields=["handler", "due_on", "id"], condition=~models.Q(step="closed"), name="dossier_mine"),
            models.Index(fields=["due_on", "id"], condition=~models.Q(step="closed"), name="dossier_open"),
            models.Index(
                fields=["department", "-closed_at", "-id"], condition=models.Q(step="closed"), name="dossier_done"
            ),
            models.Index(fields=["-closed_at", "-id"], condition=models.Q(step="closed"), name="dossier_all_done"),
            models.Index(fields=["-received_at", "-id"], name="dossier_received"),
            GinIndex(
                SearchVector("title", "reporter_name", "place", "reference", config="simple"), name="dossier_search"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(step="closed", closed_at__isnull=False)
                | (~models.Q(step="closed") & models.Q(closed_at__isnull=True)),
                name="closed_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="complaint", step__in=["procedure", "closed"]) | ~models.Q(kind="complaint"),
                name="complaint_follows_the_procedure",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Not closed."""
        return self.step != Step.CLOSED


class Participant(models.Model):
    """A party in a role on a dossier."""

    class Role(models.TextChoices):
        """A role is a relation, not a kind of person."""

        REPORTER = "reporter", "melder of klager"
        REPRESENTED = "represented", "voor wie de melder spreekt"

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="participants")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="participations")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier", "role"], name="one_party_per_role"),
        ]


class Correction(models.Model):
    """A corrected typo: what it was, what it is. The original is never lost."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=30)
    message = models.ForeignKey("correspondence.Message", null=True, on_delete=models.PROTECT)
    before = models.TextField()
    after = models.TextField()
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT)
    at = models.DateTimeField()
