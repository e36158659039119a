"""A file somebody gave us: the row that says it was kept. Its bytes lie under ``GEHOOR_FILES_ROOT``, by ``public_id``."""

import uuid
from typing import ClassVar

from django.db import models

from gehoor.files.names import closed_in_words


class StoredFile(models.Model):
    """Written after its bytes are safe on disk; so a row without bytes is damage, and bytes without a row are waste.

    ``safety``: what the virus scanner said, with ``found`` what it saw; empty where there is none, and for what we made ourselves.
    ``media_type`` is what the content says, for words and pictograms; only what ``shown_inline`` allows is sent under that type.
    """

    class Safety(models.TextChoices):
        """What the virus scanner said."""

        WAITING = "waiting", "wordt nog op virussen nagekeken"
        CLEAN = "clean", "geen virus gevonden"
        SUSPECT = "suspect", "tegengehouden door de virusscanner"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    shown_inline = models.BooleanField(default=False)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    safety = models.CharField(max_length=10, choices=Safety.choices, blank=True)
    found = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(safety="waiting"), name="stored_file_waiting"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(
                condition=models.Q(shown_inline=False) | models.Q(media_type__in=["image/png", "image/jpeg"]),
                name="stored_file_inline_only_images",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def closed(self) -> str:
        """Why nobody can open it, in words; empty when it can be opened."""
        return closed_in_words(self.safety, self.found)
