"""Who answered for a dossier, what still has to be done, and what the department offered."""

from typing import ClassVar

from django.db import models


class Assignment(models.Model):
    """Which department (and who) answered for a dossier from when to when, and why it moved."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="assignments")
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier"], condition=models.Q(ended_at=None), name="one_owner_at_a_time")
        ]


class WorkItem(models.Model):
    """Something that has to be done: call back, ask a department, follow up a recommendation."""

    class Kind(models.TextChoices):
        """What kind of work."""

        CALLBACK = "callback", "terugbellen"
        TASK = "task", "taak"
        POST = "post", "brief per post"
        MAIL_FAILED = "mail_failed", "een bericht kwam niet aan"
        RECOMMENDATION = "recommendation", "aanbeveling van de ombudsman"
        QUESTION = "ombuds_question", "vraag van de ombudsman"
        COMMITMENT = "commitment", "toezegging na een klacht"
        OUTSIDE = "outside", "vraag buiten de stad"
        TERM = "term", "een termijn loopt af"
        BREACH = "breach", "mogelijk datalek"

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="work_items")
    deadline = models.ForeignKey("dossiers.Deadline", null=True, on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField(
        "correspondence.Message",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="That did not arrive, or has to be posted.",
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=300)
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="work_items")
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kind="post") | models.Q(message__isnull=False), name="post_a_letter"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["dossier"], name="work_of_dossier"),
            models.Index(fields=["department", "due_on"], condition=models.Q(done_at=None), name="work_open"),
        ]


class FirstLineOffer(models.Model):
    """A solution the department offered in the first line, and what the citizen said of it."""

    class Reply(models.TextChoices):
        """The citizen's answer."""

        SOLVED = "solved", "dit lost het op"
        NOT_SOLVED = "not_solved", "dit lost het niet op"

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="offers")
    message = models.OneToOneField("correspondence.Message", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reply = models.CharField(max_length=12, choices=Reply.choices, blank=True)
    reply_text = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
