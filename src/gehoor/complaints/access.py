"""The only doors to a complaint, to a question to a department, and to what was referred.

What you may not see looks like what does not exist. Staff who look are noted (once an hour).
"""

from datetime import datetime

from gehoor.complaints.models import Account, Complaint, Referral
from gehoor.kernel.actors import Actor

NO_SUCH_COMPLAINT = "We vinden deze klacht niet."


def complaint_for(actor: Actor, reference: str, *, at: datetime, why: str = "") -> Complaint:
    """The complaint with that reference, with dossier, departments, coordinator and handler along. Raises NotFound. Two statements.

    For staff with ``complaints.view`` who are not barred, and for the complainant. Not for the ombudsman: :func:`referral_for`.
    """
    raise NotImplementedError


def account_for(actor: Actor, account_id: int, *, at: datetime) -> Account:
    """The question to a department, for its members with ``complaints.account``. Raises NotFound."""
    raise NotImplementedError


def referral_for(actor: Actor, reference: str, *, at: datetime) -> Referral:
    """The running referral of the complaint with that reference, for ``ombuds.view``. Raises NotFound. The look is noted."""
    raise NotImplementedError


def referrals_for(actor: Actor) -> list[Referral]:
    """The running referrals, oldest first, with complaint and dossier along. One statement."""
    raise NotImplementedError
