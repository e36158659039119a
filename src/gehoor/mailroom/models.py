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


class RawMail(models.Model):
    """A mail, kept byte for byte before anybody looks inside; ``outcome`` and what follows are filled in when it was read.

    ``content_key``: Message-ID and body, so that a copy that came by another way is recognised. ``acknowledge``: whether the sender
    still waits for an answer (not so for old mail that is taken over).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    stored_at = models.DateTimeField()
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
    subject = models.CharField(max_length=250, blank=True)
    html = models.TextField(blank=True, help_text="Made harmless; shown on request only, in a frame of its own.")
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
