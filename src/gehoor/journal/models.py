"""What happened, who looked, and the seals on it. The database refuses UPDATE, DELETE and TRUNCATE (see the first migration)."""

from typing import ClassVar

from django.db import models

from gehoor.journal import entries


def _chain_field() -> "models.CharField[str, str]":
    return models.CharField(max_length=64, db_collation="C")


class Entry(models.Model):
    """One fact. Written by ``journal.record`` only. Its order is ``sequence``; ``at`` may jump when a clock does."""

    chain = _chain_field()
    sequence = models.BigIntegerField()
    verb = models.CharField(max_length=64)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["chain", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="entry_once_per_place"),
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="entry_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence} {self.verb}"

    @property
    def type(self) -> entries.EntryType:
        """The type registered under the verb."""
        return entries.entry_type(self.verb)

    @property
    def text(self) -> str:
        """The sentence for staff."""
        return self.type.sentence(self.payload)

    @property
    def public_text(self) -> str:
        """The sentence for citizens; empty when this is not for them."""
        return self.type.public_sentence(self.payload)


class Head(models.Model):
    """Where a chain ends now. Its lock orders the writers of the chain; a trigger refuses to move it back or remove it."""

    chain = models.CharField(max_length=64, primary_key=True, db_collation="C")
    sequence = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"


class Read(models.Model):
    """Somebody looked at what a chain tells of. One row per actor, chain and hour."""

    chain = _chain_field()
    hour = models.DateTimeField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["chain", "hour", "actor_kind", "actor_id"],
                name="read_once_per_hour",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.at:%Y-%m-%d %H:%M}"


class Refusal(models.Model):
    """Somebody who was signed in asked for what they may not see or do. One row per actor, address, dossier and hour.

    ``address``: the name of the address; ``reference``: of the dossier that was asked for, when that was one.
    """

    hour = models.DateTimeField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    method = models.CharField(max_length=10)
    address = models.CharField(max_length=80)
    reference = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hour", "actor_kind", "actor_id", "method", "address", "reference"],
                name="refusal_once_per_hour",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.at:%Y-%m-%d %H:%M}"


class Checkpoint(models.Model):
    """A signed statement of where every chain that had grown ended at that moment."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    count = models.BigIntegerField()
    digest = models.BinaryField()
    previous_signature = models.BinaryField()
    signature = models.BinaryField()

    def __str__(self) -> str:
        return f"checkpoint {self.number}"


class Seal(models.Model):
    """The end of one chain at one checkpoint. Only chains that grew since the checkpoint before get one."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="seals", db_index=False)
    chain = _chain_field()
    sequence = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="seal_once_per_place"),
        ]
        indexes: ClassVar = [models.Index(fields=["checkpoint", "chain"], name="seal_of_checkpoint")]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"
