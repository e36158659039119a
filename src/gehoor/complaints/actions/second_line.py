"""The second line: handing over to the ombudsman, and what comes back."""

from collections.abc import Sequence
from datetime import datetime

from gehoor.complaints.models import Complaint, Referral
from gehoor.complaints.procedure import ReferralGround
from gehoor.kernel.actors import Actor


def refer(complaint: Complaint, *, ground: ReferralGround, text: str = "", by: Actor, at: datetime) -> Referral:
    """Hand the complaint to the second line, asked by the complainant or done by the coordinator.

    Only on a ground that holds now (``queries.referral_grounds_of``). Letter ``referred``. From now on the ombudsman sees it.
    """
    raise NotImplementedError


def open_referral(referral: Referral, *, by: Actor, at: datetime) -> None:
    """The ombudsman looks for the first time: the city sees that. Doing it again changes nothing."""
    raise NotImplementedError


def conclude(
    referral: Referral, *, conclusion: str, recommendations: Sequence[str] = (), by: Actor, at: datetime
) -> None:
    """The ombudsman's conclusion (``ombuds.conclude``); each recommendation becomes work. Letter ``concluded``. The access ends."""
    raise NotImplementedError
