"""What happened on a channel, and what somebody is still writing."""

import uuid
from typing import ClassVar

from django.db import models

from gehoor.correspondence.models import Medium


class Route(models.TextChoices):
    """*Kanaal*: through whom it came (first-line report layout, facts of the field 3.1); not the medium."""

    CITIZEN = "citizen", "burger"
    CIVIL_SOCIETY = "civil_society", "georganiseerd middenveld"
    CABINET = "cabinet", "kabinet of schepen"
    OMBUDSMAN = "ombudsman", "ombudsdienst"
    OTHER = "other", "andere"


class Contact(models.Model):
    """One call, visit, letter, mail or form. It opens or joins dossiers; clocks run from ``received_at``."""

    medium = models.CharField(max_length=10, choices=Medium.choices)
    route = models.CharField(max_length=20, choices=Route.choices, default=Route.CITIZEN)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="contacts")
    received_at = models.DateTimeField(help_text="First arrival at any channel of the city.")
    registered_at = models.DateTimeField(help_text="Typed in.")
    registered_by = models.ForeignKey("organisation.Staff", null=True, on_delete=models.PROTECT)
    idempotency_key = models.CharField(max_length=64, null=True, unique=True)
    request_digest = models.BinaryField(max_length=32, null=True, help_text="What was sent with that key.")


class ContactDossier(models.Model):
    """Which dossiers a contact opened or joined."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="dossier_links")
    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.PROTECT, related_name="contact_links")
    opened = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["contact", "dossier"], name="contact_joins_once")]


class Draft(models.Model):
    """What somebody is writing on the portal and has not sent. Deleted 24 hours after the last change.

    The browser holds an unguessable token; here is its hash. ``key`` makes sending it twice one dossier: the contact that came in
    with that key tells which (``sent_reference``, asked along with the draft, as is ``has_files``).
    """

    digest = models.BinaryField(max_length=32, unique=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    sent_reference: str
    has_files: bool

    class Meta:
        indexes: ClassVar = [models.Index(fields=["changed_at"], name="draft_changed")]


class DraftFile(models.Model):
    """A file added to a draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT)

    class Meta:
        ordering: ClassVar = ["pk"]
