"""Moving a clock of a complaint."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpResponse

from gehoor.complaints import actions
from gehoor.complaints.previews import blank
from gehoor.complaints.procedure import OPEN_STEPS
from gehoor.desk.complaint_clocks import HANDS
from gehoor.desk.doors import see_other
from gehoor.desk.rows import dossier_url
from gehoor.desk.views.clock_acts import ClockActions, Extending, Pausing, Resuming, TakingBack, TermAct
from gehoor.desk.views.complaint_acts.base import ComplaintAct, Obstacle
from gehoor.dossiers.wording import day_in_words, until_note
from gehoor.kernel.errors import NotFound

if TYPE_CHECKING:
    from gehoor.complaints.models import Complaint


class ClockAct(ComplaintAct, TermAct):
    """An act on one running term of a complaint."""

    doing: ClassVar[ClockActions] = actions
    steps = OPEN_STEPS

    @property
    def subject(self) -> "Complaint":
        """The complaint itself."""
        return self.complaint

    def find(self) -> None:
        """Through the door of the complaint, to the latest clock of this term."""
        super().find()
        found = [one for one in self.page.clocks if one.deadline.term == self.kwargs["code"]]
        if not found:
            raise NotFound("Deze klacht heeft deze termijn niet.")
        self.clock = found[-1]

    def has_a_hand(self) -> bool:
        """As the regulation says for this term."""
        return not self.page.hands.isdisjoint(HANDS[hand] for hand in self.approvers())

    def lacks(self) -> list[Obstacle]:
        """It must run, and the regulation must allow it."""
        sentence = self.in_the_way()
        return [Obstacle(sentence)] if sentence else []

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The proof of the date as it is."""
        return {"reckoning": self.clock.reckoning}

    def after(self) -> HttpResponse:
        """Back to the clocks of the complaint."""
        return see_other(dossier_url(self.dossier.kind, self.dossier.reference), anchor="klokken")


class PauseClock(Pausing, ClockAct):
    """The clock of a complaint stands still."""

    letter = "term_paused"

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Reason and end."""
        return {
            "what": self.term.what.lower(),
            "reason": blank(typed["reason"], "de reden"),
            "until_note": blank("", "tot wanneer") if typed["until"] else until_note(None, None),
        }


class ResumeClock(Resuming, ClockAct):
    """The clock of a complaint runs again."""


class ExtendClock(Extending, ClockAct):
    """More time for a complaint."""

    letter = "term_extended"

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Reason and dates."""
        due_on = self.clock.deadline.due_on
        return {
            "what": self.term.what.lower(),
            "reason": blank(typed["reason"], "de reden"),
            "due_note": blank("", "de nieuwe uiterste dag"),
            "before": "–" if due_on is None else day_in_words(due_on),
        }


class TakeBackExtension(TakingBack, ClockAct):
    """The extension of a complaint is not needed after all."""
