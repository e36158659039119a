"""Each mail that came in, as it came, and what became of it."""

import uuid
from typing import ClassVar

from django.db import models


class Outcome(models.TextChoices):
    """What became of a mail. Empty: not read yet."""

    CONTACT = "contact", "nieuw contact"
    REPLY = "reply", "antwoord in een dossier"
    PARKED = "parked", "onleesbaar, iemand moet het origineel openen"
    BOUNCE = "bounce", "bericht van een mailserver over een e-mail van ons"
    AUTOMATIC = "automatic", "automatische e-mail"
    DOUBLE = "double", "stond er al, langs een andere weg"


class Mailbox(models.Model):
    """A mailbox of the city that we read. Each ``…secret`` is sealed (``mailroom.sealing``) and never shown again.

    ``secret``: the password, the token, or the secret of the client that may ask for tokens (``token_url``, ``client_id``); then
    ``refresh_secret`` is what it asks with, empty when it asks in its own name, and ``access_secret`` what it got last.

    Of one department: its mail goes straight to it; else the contact point looks first. ``mail_server``: the name under which our own
    mail server writes ``Authentication-Results``.
    """

    class Security(models.TextChoices):
        """How the connection is kept from others. Without is not possible."""

        TLS = "tls", "TLS (poort 993)"
        STARTTLS = "starttls", "STARTTLS (poort 143)"

    class SignIn(models.TextChoices):
        """What the secret is."""

        PASSWORD = "password", "wachtwoord"
        BEARER = "bearer", "OAuth2-token"
        OAUTH = "oauth", "OAuth2, het token wordt vernieuwd"

    name = models.CharField(max_length=120)
    address = models.EmailField()
    host = models.CharField(max_length=250)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=10, choices=Security.choices, default=Security.TLS)
    sign_in = models.CharField(max_length=10, choices=SignIn.choices, default=SignIn.PASSWORD)
    username = models.CharField(max_length=250)
    secret = models.BinaryField()
    token_url = models.CharField(max_length=500, blank=True)
    client_id = models.CharField(max_length=250, blank=True)
    scope = models.CharField(max_length=500, blank=True)
    refresh_secret = models.BinaryField(default=b"")
    access_secret = models.BinaryField(default=b"")
    access_until = models.DateTimeField(null=True)
    folder = models.CharField(max_length=200, default="INBOX")
    done_folder = models.CharField(max_length=200, blank=True)
    since = models.DateField(null=True, help_text="Older mail is left alone.")
    department = models.ForeignKey("organisation.Department", null=True, on_delete=models.PROTECT, related_name="+")
    mail_server = models.CharField(max_length=250, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    worked_at = models.DateTimeField(null=True, help_text="When the last look went well.")
    failing_since = models.DateTimeField(null=True)
    failure = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True, help_text="When people were told that it cannot be read.")
    stumbled_uid = models.BigIntegerField(null=True, help_text="The mail on which the last look ended: it goes last.")

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.name


class RawMail(models.Model):
    """A mail, kept byte for byte before anybody looks inside; ``outcome`` and what follows are filled in when it was read.

    ``content_key``: Message-ID and body, so that a copy that came by another way is recognised. ``acknowledge``: whether the sender
    still waits for an answer (not so for old mail that is taken over).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    stored_at = models.DateTimeField()
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="mails")
    arrived_at = models.DateTimeField(null=True, help_text="When our mail server took it in, as far as it says.")
    acknowledge = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    why = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)
    content_key = models.CharField(max_length=64, blank=True)
    named = models.CharField(max_length=252, blank=True, help_text="Its Message-ID.")
    from_name = models.CharField(max_length=150, blank=True)
    from_address = models.CharField(max_length=254, blank=True)
    authentication = models.CharField(max_length=100, blank=True, help_text="What our own mail server found.")
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True, help_text="What it says, where no dossier holds it.")
    html = models.TextField(blank=True, help_text="Made harmless; shown on request only, in a frame of its own.")
    pictures = models.JSONField(default=dict, help_text="Content-ID of a picture in the layout: the id of its file.")
    left_out = models.JSONField(default=list, help_text="What stands in the original only.")
    dossier = models.ForeignKey("dossiers.Dossier", null=True, on_delete=models.PROTECT, related_name="mails")
    message = models.OneToOneField("correspondence.Message", null=True, on_delete=models.PROTECT, related_name="mail")
    maybe_of = models.CharField(max_length=20, blank=True, help_text="The number of a dossier it may belong to.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(outcome=""), name="mail_unread"),
            models.Index(fields=["content_key"], name="mail_content"),
            models.Index(fields=["outcome", "-id"], name="mail_outcome"),
        ]


class Collected(models.Model):
    """A place in a mailbox whose mail we keep: what is here is never fetched again while UIDVALIDITY stays the same."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="collected")
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    mail = models.ForeignKey(RawMail, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailbox", "validity", "uid"], name="collect_a_place_once")
        ]
