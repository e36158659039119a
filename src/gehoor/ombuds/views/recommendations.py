"""What became of the recommendations, after the access to the dossiers ended."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

from gehoor.complaints.access import recommendations_for
from gehoor.ombuds.doors import OmbudsRequest, ombudsman_only

if TYPE_CHECKING:
    from gehoor.complaints.models import Recommendation


@dataclass(frozen=True)
class Concluded:
    """The recommendations of one conclusion. ``open``: how many the city did not do yet."""

    reference: str
    at: datetime | None
    advice: "list[Recommendation]"

    @property
    def open(self) -> int:
        """How many wait."""
        return sum(1 for one in self.advice if one.work_item.done_at is None)


@ombudsman_only
def recommendations(request: OmbudsRequest) -> HttpResponse:
    """Each with what the city did; the dossier itself stays closed."""
    found = recommendations_for(request.actor)
    grouped = [
        Concluded(of[0].referral.complaint.dossier.reference, of[0].referral.concluded_at, of)
        for of in (list(rows) for _, rows in groupby(found, key=lambda one: one.referral_id))
    ]
    waiting = sum(one.open for one in grouped)
    return render(request, "ombuds/recommendations.html", {"concluded": grouped, "waiting": waiting})
