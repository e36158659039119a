"""The list of what the city handed over and what still waits for a conclusion."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

from gehoor.complaints.access import referrals_for
from gehoor.kernel.clock import local_date, today
from gehoor.ombuds.doors import OmbudsRequest, ombudsman_only
from gehoor.web.words import days

if TYPE_CHECKING:
    from gehoor.complaints.models import Referral


@dataclass(frozen=True)
class Row:
    """One referral as a line. ``since``: how long ago, in words; ``is_new``: nobody opened it yet."""

    referral: "Referral"
    since: str
    is_new: bool


@ombudsman_only
def referrals(request: OmbudsRequest) -> HttpResponse:
    """Everything that waits for a conclusion, the oldest first."""
    day = today()
    rows = [_row(referral, day) for referral in referrals_for(request.actor)]
    new = sum(1 for row in rows if row.is_new)
    return render(request, "ombuds/referrals.html", {"rows": rows, "new": new, "today": day})


def _row(referral: "Referral", day: date) -> Row:
    waited = (day - local_date(referral.at)).days
    return Row(referral, f"al {days(waited)}" if waited else "vandaag", referral.opened_at is None)
