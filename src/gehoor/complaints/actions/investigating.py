"""The investigation: points, the department's account, findings, the draft."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.complaints.models import Account, Complaint, Grievance
from gehoor.kernel.actors import Actor


def add_grievance(complaint: Complaint, *, text: str, wished_outcome: str = "", by: Actor, at: datetime) -> Grievance:
    """Add a numbered point, by handler or coordinator, until the judgement."""
    raise NotImplementedError


def edit_grievance(
    complaint: Complaint, number: int, *, text: str, wished_outcome: str = "", by: Actor, at: datetime
) -> Grievance:
    """Word a point better."""
    raise NotImplementedError


def split_grievance(
    complaint: Complaint, number: int, *, texts: Sequence[str], by: Actor, at: datetime
) -> list[Grievance]:
    """Make several points of one: the first text stays under its number, the others get the next numbers."""
    raise NotImplementedError


def ask_account(complaint: Complaint, *, department_id: int, question: str, by: Actor, at: datetime) -> Account:
    """Ask a department for its side, in the term ``account``. It sees the question and nothing else."""
    raise NotImplementedError


def give_account(account: Account, *, text: str, by: Actor, at: datetime) -> None:
    """A member of that department (``complaints.account``) answers; never the handler of the complaint."""
    raise NotImplementedError


def answer_grievance(
    complaint: Complaint,
    number: int,
    *,
    finding: str,
    reasons: str,
    norms: Sequence[str] = (),
    measure: str = "",
    by: Actor,
    at: datetime,
) -> Grievance:
    """Give a point its finding and the reasons; (deels) gegrond asks for at least one norm and a measure.

    By the handler while investigating; by the coordinator when deciding otherwise (judgement, proposal).
    """
    raise NotImplementedError


def submit_draft(complaint: Complaint, *, finding: str, text: str, by: Actor, at: datetime) -> None:
    """The handler ends the investigation with a draft judgement of the whole."""
    raise NotImplementedError
