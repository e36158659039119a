"""Moving a clock of a question, melding or suggestion."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse

from gehoor.desk.doors import ordinary_dossier_for, see_other
from gehoor.desk.views.clock_acts import ClockActions, Extending, Pausing, Resuming, TakingBack, TermAct
from gehoor.dossiers.actions import own_clocks
from gehoor.dossiers.queries import clocks_of_all
from gehoor.kernel.clock import today
from gehoor.kernel.errors import NotAllowed, NotFound


class DossierClockAct(TermAct):
    """An act on one running term of an ordinary dossier."""

    doing: ClassVar[ClockActions] = own_clocks

    def find(self) -> None:
        """Through the door of the dossier, to the latest clock of this term."""
        self.dossier = ordinary_dossier_for(self.actor, self.kwargs["reference"])
        clocks = clocks_of_all([self.dossier], today=today()).get(self.dossier.pk, [])
        found = [one for one in clocks if one.deadline.term == self.kwargs["code"]]
        if not found:
            raise NotFound("Dit dossier heeft deze termijn niet.")
        self.clock = found[-1]

    def check_rights(self) -> None:
        """As the regulation says for this term."""
        if not own_clocks.has_hand(self.actor, self.dossier, self.approvers()):
            raise NotAllowed("Volgens het reglement mag je dit niet doen.")

    def template(self) -> str:
        """With what is in the way, and the proof of the date as it is."""
        return "desk/dossier_clock.html"

    def more(self, form: forms.Form) -> dict[str, Any]:
        """The proof, and what is in the way."""
        return {"reckoning": self.clock.reckoning, "refusal": self.in_the_way()}

    def after(self) -> HttpResponse:
        """Back to the dossier."""
        return see_other("desk:dossier", self.dossier.reference)


class PauseClock(Pausing, DossierClockAct):
    """The clock of a dossier stands still."""


class ResumeClock(Resuming, DossierClockAct):
    """The clock of a dossier runs again."""


class ExtendClock(Extending, DossierClockAct):
    """More time for a dossier."""


class TakeBackExtension(TakingBack, DossierClockAct):
    """The extension of a dossier is not needed after all."""
