"""The tables of a complaint. Its dossier (reference, party, thread, deadlines) is in ``dossiers``; what is promised in ``promised``,
what the ombudsman sends on in ``forwarded``.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gehoor.complaints import forwarded as forwarded
from gehoor.complaints import promised as promised
from gehoor.complaints.procedure import (
    OUTCOME_LABELS,
    REACTION_LABELS,
    REFERRAL_GROUND_LABELS,
    STEP_LABELS,
    Step,
)
from gehoor.complaints.treatments import EarlierTreatment as EarlierTreatment


class Complaint(models.Model):
    """A formal complaint. ``step`` moves only along :data:`gehoor.complaints.procedure.MOVES`."""

    dossier = models.OneToOneField(
        "dossiers.Dossier", primary_key=True, on_delete=models.PROTECT, related_name="complaint"
    )
    step = models.CharField(
        max_length=20, choices=[(s.value, label) for s, label in STEP_LABELS.items()], default=Step.ADMISSIBILITY
    )
    outcome = models.CharField(max_length=20, blank=True, choices=[(o.value, v) for o, v in OUTCOME_LABELS.items()])
    concerned_department = models.ForeignKey(
        "organisation.Department",
        null=True,
        on_delete=models.PROTECT,
        related_name="complaints",
        help_text="Complained about; unknown until somebody says it.",
    )
    coordinator = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField(default=1, help_text="Which treatment inside the city, from 1.")
    wished_outcome = models.TextField(blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    admitted_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=40, blank=True)
    resolution = models.CharField(max_length=40, blank=True)
    norms = ArrayField(models.CharField(max_length=60), default=list)
    measures = models.TextField(blank=True)
    learnt = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(step="closed", closed_at__isnull=False) & ~models.Q(outcome="")
                | ~models.Q(step="closed") & models.Q(closed_at__isnull=True, outcome=""),
                name="closed_complaint_has_an_outcome",
            )
        ]


class NamedPerson(models.Model):
    """A name the complainant gave of somebody who was involved.

    Until it is somebody (``staff``) or somebody of the coordinator says it is nobody here, no handler can be assigned.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="named")
    text = models.CharField(max_length=200)
    staff = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    is_nobody = models.BooleanField(default=False)
    settled_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Declaration(models.Model):
    """A signed statement of a member of staff on one complaint."""

    class Kind(models.TextChoices):
        """Not involved, or an interest."""

        NOT_INVOLVED = "not_involved", "verklaart niet betrokken te zijn"
        INTEREST = "interest", "meldt zelf betrokken te zijn"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="declarations")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]


class Override(models.Model):
    """A second person lifted a refusal of a handler, with a reason, visible in the dossier."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="overrides")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()


class Grievance(models.Model):
    """A numbered point of the complaint. Each one gets a finding and the reasons for it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="grievances")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    wished_outcome = models.TextField(blank=True)
    finding = models.CharField(max_length=40, blank=True)
    norms = ArrayField(models.CharField(max_length=60), default=list)
    measure = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    exhibits = ArrayField(models.PositiveSmallIntegerField(), default=list, help_text="Numbers of what it leans on.")
    decided_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["complaint", "number"], name="grievance_number")]

    @property
    def is_answered(self) -> bool:
        """It has a finding and the reasons for it."""
        return bool(self.finding and self.reasons.strip())


class Account(models.Model):
    """The department's side: what it was asked, by when, and what it answered. It sees only the question."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="accounts")
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    asked_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    deadline = models.OneToOneField("dossiers.Deadline", on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, help_text="Before the date.")
    chased_at = models.DateTimeField(null=True, help_text="After the date.")

    class Meta:
        ordering: ClassVar = ["pk"]


class Hearing(models.Model):
    """A conversation in which somebody was heard: the report as it was written, and beside it what that person corrected."""

    class Kind(models.TextChoices):
        """By phone, face to face, or a formal hearing."""

        PHONE = "phone", "telefoongesprek"
        TALK = "talk", "gesprek"
        HEARING = "hearing", "hoorzitting"

    class Whom(models.TextChoices):
        """Who was heard."""

        COMPLAINANT = "complainant", "de klager"
        COLLEAGUE = "colleague", "een collega"
        OTHER = "other", "iemand anders"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="hearings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    whom = models.CharField(max_length=12, choices=Whom.choices)
    staff = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    held_on = models.DateField()
    report = models.TextField()
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    correction = models.TextField(
        blank=True, help_text="In the words of who was heard; empty when the report is right."
    )
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "number"], name="hearing_number"),
            models.CheckConstraint(
                condition=models.Q(whom="colleague", staff__isnull=False)
                | ~models.Q(whom="colleague") & models.Q(staff__isnull=True),
                name="a_colleague_who_was_heard_is_staff",
            ),
        ]


class Suspension(models.Model):
    """The city waits for a court or an appeal about the same. The complaint stays in its step; what the clock does, the regulation says."""

    class Kind(models.TextChoices):
        """For what it waits."""

        COURT = "court", "een zaak voor de rechter"
        APPEAL = "appeal", "een beroep of bezwaar"

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="suspensions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(ended_at=None), name="suspended_once_at_a_time"
            )
        ]


class ContactPlan(models.Model):
    """What was agreed with somebody about how they and the city keep in touch. It ends; it never stops a contact."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="contact_plans")
    agreed = models.TextField()
    reasons = models.TextField()
    ends_on = models.DateField()
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Joining(models.Model):
    """A complaint is handled together with another about the same matter. It keeps its own points, clock, letters and answer."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="joinings")
    into = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="joined")
    reason = models.TextField()
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(ended_at=None), name="joined_to_one_at_a_time"
            ),
            models.CheckConstraint(condition=~models.Q(complaint=models.F("into")), name="not_joined_to_itself"),
        ]


class Exhibit(models.Model):
    """The number of a piece of evidence: a file, the account of a department, the report of a talk, an answer from outside the city."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="exhibits")
    number = models.PositiveSmallIntegerField()
    attachment = models.ForeignKey("correspondence.Attachment", null=True, on_delete=models.SET_NULL, related_name="+")
    account = models.OneToOneField(Account, null=True, on_delete=models.PROTECT, related_name="exhibit")
    hearing = models.OneToOneField(Hearing, null=True, on_delete=models.PROTECT, related_name="exhibit")
    reply = models.OneToOneField("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="exhibit")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["complaint", "number"], name="exhibit_number"),
            models.UniqueConstraint(fields=["complaint", "attachment"], name="file_is_one_exhibit"),
        ]

    @property
    def key(self) -> tuple[str, int]:
        """What it is and the id of its row; of a file that was erased, its number is all that is left."""
        if self.account_id is not None:
            return "account", self.account_id
        if self.hearing_id is not None:
            return "report", self.hearing_id
        if self.reply_id is not None:
            return "reply", self.reply_id
        return "file", self.attachment_id or -self.number


class Decision(models.Model):
    """What was decided at a step, on which grounds, with which reasons. The journal holds its id and a salted hash."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="decisions")
    move = models.CharField(max_length=40)
    grounds = ArrayField(models.CharField(max_length=60), default=list)
    reason = models.TextField(blank=True)
    refer_to = models.TextField(blank=True)
    by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    salt = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["pk"]


class Judgement(models.Model):
    """The handler's draft for the whole complaint, what the coordinator thinks of it, and the advice on a difference."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="judgements")
    draft_finding = models.CharField(max_length=40)
    draft_text = models.TextField()
    drafted_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    differs = models.BooleanField(default=False)
    other_finding = models.CharField(max_length=40, blank=True)
    other_text = models.TextField(blank=True)
    differed_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    differed_at = models.DateTimeField(null=True)
    advice_text = models.TextField(blank=True)
    advised_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    advised_at = models.DateTimeField(null=True)
    decided_finding = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Answer(models.Model):
    """What the city answers, in the parts that the regulation asks for: by the handler, approved by the coordinator."""

    complaint = models.OneToOneField(Complaint, primary_key=True, on_delete=models.PROTECT, related_name="answer")
    summary = models.TextField(blank=True, help_text="What it is about, in our words.")
    remedy = models.TextField(blank=True)
    outstanding = models.TextField(blank=True)
    learnt = models.TextField(blank=True)
    written_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)


class Proposal(models.Model):
    """What the city proposes to the complainant, and what they said of it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="proposals")
    text = models.TextField()
    message = models.OneToOneField("correspondence.Message", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    deadline = models.OneToOneField("dossiers.Deadline", on_delete=models.PROTECT, related_name="+")
    reaction = models.CharField(max_length=12, blank=True, choices=[(r.value, v) for r, v in REACTION_LABELS.items()])
    reaction_text = models.TextField(blank=True)
    reacted_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, help_text="Before the last day to react.")

    class Meta:
        ordering: ClassVar = ["pk"]


class Referral(models.Model):
    """The complaint is with the second line. It has a life of its own, beside the steps of the complaint."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="referrals")
    ground = models.CharField(max_length=20, choices=[(g.value, v) for g, v in REFERRAL_GROUND_LABELS.items()])
    text = models.TextField(blank=True, help_text="In the words of the one who asked.")
    by_citizen = models.BooleanField()
    by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    second_line = models.CharField(max_length=150)
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="The ombudsman looked for the first time.")
    conclusion = models.TextField(blank=True)
    concluded_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["complaint"], condition=models.Q(ended_at=None), name="one_referral_at_a_time"
            )
        ]


class Recommendation(models.Model):
    """What the ombudsman recommends; followed up by the city as tracked work."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    work_item = models.OneToOneField("dossiers.WorkItem", on_delete=models.PROTECT, related_name="recommendation")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["referral", "number"], name="recommendation_number")]


class Question(models.Model):
    """What the ombudsman asked the city about a complaint, by when, and what the city answered. Work for the coordinator."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    asked_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    deadline = models.OneToOneField("dossiers.Deadline", null=True, on_delete=models.PROTECT, related_name="+")
    work_item = models.OneToOneField("dossiers.WorkItem", on_delete=models.PROTECT, related_name="question")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    files = models.ManyToManyField("files.StoredFile", related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["referral", "number"], name="question_number")]


class Package(models.Model):
    """The hand-over package of a complaint: asked for, being made, or ready. Made anew when the dossier changed since.

    ``covers``: the id of the last journal entry that is in it. ``done`` of ``total`` pieces: how far the making is.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", "wacht op de server"
        MAKING = "making", "wordt gemaakt"
        READY = "ready", "klaar"
        FAILED = "failed", "niet gelukt"

    complaint = models.OneToOneField(Complaint, primary_key=True, on_delete=models.PROTECT, related_name="package")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    covers = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(file__isnull=False, made_at__isnull=False),
                name="ready_package_has_a_file",
            )
        ]


class Replay(models.Model):
    """The dossiers of the past under a draft of a regulation: what was asked, how far it is. Only who asked sees it.

    ``text`` is the draft as it was then; ``last_dossier`` is where it goes on when a worker stopped.
    """

    draft = models.ForeignKey("regulations.RegulationDraft", on_delete=models.PROTECT, related_name="replays")
    edit = models.PositiveIntegerField(help_text="Which edit of the draft.")
    text = models.TextField()
    since = models.DateField()
    by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    last_dossier = models.PositiveBigIntegerField(default=0)
    without_day = models.PositiveIntegerField(default=0, help_text="Complaints that do not say when it happened.")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]


class ReplayFinding(models.Model):
    """One thing that would have been so for one dossier: late, inadmissible, its handler refused. Goes with its replay."""

    replay = models.ForeignKey(Replay, on_delete=models.CASCADE, related_name="findings")
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=20)
    text = models.CharField(max_length=400)
    is_new = models.BooleanField(help_text="It was not so under the dossier's own regulation.")
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["replay", "what", "is_new", "id"], name="replay_list")]
