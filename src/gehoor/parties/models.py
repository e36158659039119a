"""Persons, organisations and mandates."""

from typing import ClassVar

from django.db import models


class PartyKind(models.TextChoices):
    """A person or an organisation; being a reporter or complainant is a role on a dossier, not a kind."""

    PERSON = "person", "persoon"
    ORGANISATION = "organisation", "organisatie of vereniging"


class Party(models.Model):
    """Somebody outside the city. Name and contact data are as given; nothing is matched silently."""

    kind = models.CharField(max_length=20, choices=PartyKind.choices, default=PartyKind.PERSON)
    name = models.CharField(max_length=150)
    contact_name = models.CharField(max_length=150, blank=True, help_text="The person who writes for an organisation.")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=250, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["email"], name="party_email"),
            models.Index(fields=["phone"], name="party_phone"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reachable(self) -> bool:
        """Whether the city can write to this party by mail."""
        return bool(self.email)


class Mandate(models.Model):
    """Somebody speaks for somebody else, who gave permission for it."""

    represented = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates_given")
    representative = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates_held")
    confirmed = models.BooleanField(default=False, help_text="The city saw the permission.")
    stated_at = models.DateTimeField()
