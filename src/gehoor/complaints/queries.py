"""What pages and lists about complaints show."""

from collections.abc import Iterable
from datetime import date

from gehoor.complaints.models import Account, Complaint, Referral
from gehoor.complaints.pages import (
    AccountPage,
    AvailableMove,
    Candidate,
    Choices,
    CitizenView,
    Cockpit,
    ComplaintPage,
    ReferralPage,
    TimelineLine,
)
from gehoor.complaints.procedure import ReferralGround
from gehoor.dossiers.models import Dossier
from gehoor.journal.models import Entry
from gehoor.kernel.actors import Actor


def complaint_page(complaint: Complaint, actor: Actor, *, today: date) -> ComplaintPage:
    """The page of a complaint that came through the door, in four statements."""
    raise NotImplementedError


def cockpit(actor: Actor, *, today: date, closed: bool = False) -> Cockpit:
    """Every complaint this actor may see, one line each, by due date. Two statements, however many rows."""
    raise NotImplementedError


def candidates(complaint: Complaint) -> list[Candidate]:
    """Everybody who may investigate complaints, eligible first, each with the reasons why not."""
    raise NotImplementedError


def choices(complaint: Complaint) -> Choices:
    """What the regulation of this complaint lets one choose from. No statement when its content is remembered."""
    raise NotImplementedError


def available_moves(complaint: Complaint, actor: Actor, *, today: date) -> tuple[AvailableMove, ...]:
    """The moves from this step, each with what is missing in words. One statement."""
    raise NotImplementedError


def referral_grounds_of(complaint: Complaint, *, today: date) -> list[ReferralGround]:
    """On which grounds this complaint can go to the second line today."""
    raise NotImplementedError


def accounts_open_for(actor: Actor) -> list[Account]:
    """The open questions to the actor's departments, by due date, with department and deadline along. One statement."""
    raise NotImplementedError


def account_page(account: Account) -> AccountPage:
    """What a department sees of a question to it."""
    raise NotImplementedError


def tracked_complaints(dossiers: Iterable[Dossier], *, today: date) -> dict[int, CitizenView]:
    """The complaints among the dossiers of a matter, by dossier id, as their complainant sees them. One statement."""
    raise NotImplementedError


def timeline_in_words(entries: Iterable[Entry]) -> list[TimelineLine]:
    """The entries a citizen may read, in their words, oldest first. No statement."""
    raise NotImplementedError


def missing_for_complaint(dossier: Dossier, *, today: date) -> list[str]:
    """Which fields of the reporter a formal complaint from this dossier still asks for (``address``, ``email_or_phone``, …)."""
    raise NotImplementedError


def referral_page(referral: Referral, actor: Actor, *, today: date) -> ReferralPage:
    """All that was handed over to the ombudsman, and nothing of other dossiers."""
    raise NotImplementedError
