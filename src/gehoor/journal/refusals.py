"""Who asked for what they may not have: a table beside the chain. Only the middleware that hides the refusal writes it."""

from datetime import UTC, datetime

from gehoor.journal.models import Refusal
from gehoor.kernel.actors import Actor


def log_refusal(*, by: Actor, at: datetime, method: str, address: str, reference: str = "") -> None:
    """Note that this actor was refused, once an hour for one address and dossier. Nothing that was typed is kept."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    refusal = Refusal(
        hour=hour,
        at=at,
        actor_kind=by.kind.value,
        actor_id=by.id,
        method=method[:10],
        address=address[:80],
        reference=reference,
    )
    Refusal.objects.bulk_create([refusal], ignore_conflicts=True)
