"""The judgement: the coordinator agrees or differs; on a difference the algemeen directeur advises."""

from datetime import datetime

from gehoor.complaints.models import Complaint
from gehoor.kernel.actors import Actor


def return_draft(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """Back to the handler."""
    raise NotImplementedError


def agree(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """The coordinator agrees with the draft."""
    raise NotImplementedError


def differ(complaint: Complaint, *, finding: str, text: str, by: Actor, at: datetime) -> None:
    """The coordinator sees it otherwise: both views go to the algemeen directeur for advice."""
    raise NotImplementedError


def advise(complaint: Complaint, *, text: str, by: Actor, at: datetime) -> None:
    """The algemeen directeur gives advice (``complaints.advise``)."""
    raise NotImplementedError


def decide(complaint: Complaint, *, finding: str, reason: str, by: Actor, at: datetime) -> None:
    """The coordinator decides after the advice."""
    raise NotImplementedError
