"""What was said to whom, and what became of it."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Upper


class Direction(models.TextChoices):
    """Where a message goes. A note stays inside and never reaches a citizen."""

    IN = "in", "van buiten"
    OUT = "out", "naar buiten"
    NOTE = "note", "notitie, alleen intern"


class Medium(models.TextChoices):
    """*Drager*: the medium a message came by (first-line report layout, facts of the field 3.1)."""

    WEB = "web", "website"
    EMAIL = "email", "e-mail"
    PHONE = "phone", "telefoon"
    COUNTER = "counter", "loket"
    LETTER = "letter", "brief"
    SOCIAL = "social", "sociale media"


class Delivery(models.TextChoices):
    """What became of a message to the outside."""

    NONE = "none", "niet verzonden: geen e-mailadres"
    QUEUED = "queued", "klaar om te vertrekken"
    POST = "post", "moet nog per post weg"
    SENT = "sent", "verzonden"
    FAILED = "failed", "niet aangekomen"
    TAKEN_BACK = "taken_back", "teruggehaald voor het vertrok"
    WITHDRAWN = "withdrawn", "ingetrokken: niet meer verzonden"


class Page(models.TextChoices):
    """Which page the links of a conversation open; the first part of their address."""

    TRACKING = "volg", "volgpagina van de burger"
    ANSWER = "antwoord", "antwoordpagina voor wie buiten de stad iets gevraagd is"


def mailbox(address: Combinable) -> Upper:
    """The mailbox behind an address, without what stands after a plus: one person's, however it is spelled."""
    return Upper(
        Func(address, Value(r"\+[^@]*@"), Value("@"), function="regexp_replace", output_field=models.TextField())
    )


class Letterhead(models.Model):
    """How mail of one body looks: who sends it, what stands under it, its logo. What is empty is as the body itself says."""

    body = models.OneToOneField("organisation.Body", on_delete=models.PROTECT, related_name="+")
    sender_name = models.CharField(max_length=100, blank=True)
    sender_address = models.EmailField(blank=True)
    signature = models.TextField(blank=True)
    logo = models.ForeignKey("files.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()


class Wording(models.Model):
    """One version of the words of a letter type, written by the city. Without one in force the original of Gehoor holds.

    ``is_original``: back to the original, whatever that says by then. What was sent keeps its words: they stand on the message.
    """

    class State(models.TextChoices):
        """Where a version stands."""

        PROPOSED = "proposed", "voorstel"
        IN_FORCE = "in_force", "geldt nu"
        PAST = "past", "gold vroeger"
        ASIDE = "aside", "opzijgelegd"

    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    why = models.CharField(max_length=500)
    is_original = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    written_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["code", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="one_wording_per_number"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(state="in_force"), name="one_wording_in_force_per_letter"
            ),
        ]


class Thread(models.Model):
    """The conversation of one matter, or about one question to somebody outside the city."""

    created_at = models.DateTimeField()
    page = models.CharField(max_length=10, choices=Page.choices, default=Page.TRACKING)


class Withdrawable(models.Model):
    """What can be withdrawn from everybody outside: kept as it is, and outside only this is still told of it, in these words."""

    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True, help_text="For who reads it outside.")

    class Meta:
        abstract = True


class Message(Withdrawable):
    """One message, letter or note. A message to the outside is its own outbox row.

    ``public_id`` makes the Message-ID, so a retry carries the same one (RFC 5322 §3.6.4).
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    medium = models.CharField(max_length=10, choices=Medium.choices, default=Medium.WEB)
    letter = models.CharField(max_length=60, blank=True, help_text="The letter type, when it is a letter.")
    author_id = models.BigIntegerField(null=True, help_text="Staff id, when somebody of the city wrote it.")
    author_name = models.CharField(max_length=150)
    author_title = models.CharField(max_length=150, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField()
    at = models.DateTimeField()
    to_name = models.CharField(max_length=150, blank=True)
    to_address = models.EmailField(blank=True)
    delivery = models.CharField(max_length=10, choices=Delivery.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(
        null=True, help_text="Until then it can be taken back, and nobody outside sees it."
    )
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    from_body = models.ForeignKey(
        "organisation.Body",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="In whose name it goes out.",
    )
    signature = models.TextField(blank=True, help_text="What stood under it on the day it was written.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thread", "at", "id"], name="message_thread_at"),
            models.Index(fields=["retry_at"], condition=models.Q(delivery="queued"), name="message_outbox"),
            models.Index(fields=["id"], condition=models.Q(delivery="failed"), name="message_failed"),
            models.Index(
                mailbox(F("to_address")), "at", condition=~models.Q(to_address=""), name="message_for_mailbox"
            ),
            models.Index(
                mailbox(F("to_address")),
                "sent_at",
                condition=models.Q(sent_at__isnull=False),
                name="message_to_mailbox",
            ),
        ]

    def is_out(self, at: datetime) -> bool:
        """Whether it is outside at that moment: what can still be taken back is not, nor what was."""
        if self.delivery == Delivery.TAKEN_BACK:
            return False
        return self.held_until is None or self.held_until <= at


class Link(models.Model):
    """A personal link. Only the hash of its token is kept; it opens the page of one thread and nothing else.

    Made when a mail leaves (so that no table ever holds a usable link) and when a form is sent.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="links")
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["thread"], name="link_of_thread")]


class Attachment(Withdrawable):
    """A file that came or went with a message. With a message all its files are withdrawn."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="attachments")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["message", "file"], name="attach_a_file_once")]
