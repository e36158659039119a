"""Who looked at what: a table beside the chain. Only the access doors write it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from gehoor.journal.models import Read
from gehoor.kernel.actors import Actor


def log_read(chain: str, *, by: Actor, at: datetime, why: str = "") -> None:
    """Note that this actor looked, once an hour: opening the same page again within the hour writes nothing."""
    log_reads([chain], by=by, at=at, why=why)


def log_reads(chains: Iterable[str], *, by: Actor, at: datetime, why: str = "") -> None:
    """The same for all that stood on one page. One statement, none for nothing."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    looks = [
        Read(chain=chain, hour=hour, at=at, actor_kind=by.kind.value, actor_id=by.id, why=why[:200]) for chain in chains
    ]
    Read.objects.bulk_create(looks, ignore_conflicts=True)
