"""Who is complained of: the names that were given, and the department."""

from datetime import datetime

from gehoor.complaints.models import Complaint, NamedPerson
from gehoor.kernel.actors import Actor


def add_named(complaint: Complaint, *, text: str, by: Actor, at: datetime) -> NamedPerson:
    """Note a name that came up later. When it is exactly one colleague, that person is barred at once."""
    raise NotImplementedError


def settle_name(complaint: Complaint, named_id: int, *, staff_id: int | None, by: Actor, at: datetime) -> None:
    """Say who a name is; None: nobody here. Whoever it is, is barred from the complaint at once; a sitting handler falls away."""
    raise NotImplementedError


def set_department(complaint: Complaint, department_id: int, *, by: Actor, at: datetime) -> None:
    """Say which department is complained about. A handler who is no longer independent falls away."""
    raise NotImplementedError
