"""Who acts, as a value: passed to every action, written in every journal entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gehoor.kernel.errors import NotAllowed


class ActorKind(StrEnum):
    """The six kinds of hands that can change something. ``OUTSIDE``: somebody outside the city who was asked something."""

    STAFF = "staff"
    CITIZEN = "citizen"
    OUTSIDE = "outside"
    OMBUDSMAN = "ombudsman"
    SYSTEM = "system"
    CLIENT = "client"


class Scope(StrEnum):
    """How far a permission reaches."""

    ALL = "all"
    DEPARTMENT = "department"
    REFERRED = "referred"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or process that acts, with the rights it has at this moment.

    ``id`` is the staff member's primary key (staff, ombudsman), the party's (citizen; None when anonymous),
    the question's (outside) or None (system).
    ``dossier_ids`` are the dossiers a citizen's link opens. ``permissions`` maps a permission name to its widest scope.
    ``stands_in_for`` are the absent colleagues whose work falls to this one today; it gives no right that the actor has not.
    """

    kind: ActorKind
    id: int | None = None
    name: str = ""
    permissions: Mapping[str, Scope] = field(default_factory=dict)
    department_ids: frozenset[int] = frozenset()
    dossier_ids: frozenset[int] = frozenset()
    stands_in_for: frozenset[int] = frozenset()

    @property
    def does_work_of(self) -> frozenset[int]:
        """Whose work this actor does today: the own work, and that of who is away. Nobody's without an account."""
        return frozenset() if self.id is None else self.stands_in_for | {self.id}

    @property
    def is_staff(self) -> bool:
        """Someone who works for the city."""
        return self.kind is ActorKind.STAFF

    @property
    def staff_id(self) -> int:
        """The primary key of the account that acts; raises NotAllowed for anybody without one."""
        if self.id is None or self.kind not in (ActorKind.STAFF, ActorKind.OMBUDSMAN):
            raise NotAllowed("Alleen een medewerker kan dit doen.")
        return self.id

    def scope(self, permission: str) -> Scope | None:
        """The scope of a permission, or None when the actor does not have it."""
        return self.permissions.get(permission)


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="Gehoor")
"""Gehoor itself: the clock, the sweeper, the set-up."""
