"""Moving a clock of a complaint: pause, let it run again, extend, take an extension back."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse

from gehoor.complaints import actions
from gehoor.complaints.previews import blank
from gehoor.complaints.procedure import OPEN_STEPS, By
from gehoor.desk.clock_rules import NOT_RUNNING, no_extension, no_pause, no_resume, no_taking_back, standing
from gehoor.desk.clocks import open_pauses
from gehoor.desk.complaint_clocks import HANDS
from gehoor.desk.doors import see_other
from gehoor.desk.forms.clocks import ExtendForm, PauseForm, ResumeForm
from gehoor.desk.forms.dossiers import OnVersion
from gehoor.desk.rows import dossier_url
from gehoor.desk.views.complaint_acts.base import ComplaintAct, Obstacle
from gehoor.dossiers.wording import day_in_words, until_note
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound

if TYPE_CHECKING:
    from gehoor.dossiers.queries import Clock
    from gehoor.regulations.terms import Term


class ClockAct(ComplaintAct):
    """An act on one running term of a complaint; the address has its code. Whose act it is, the regulation says."""

    steps = OPEN_STEPS
    clock: "Clock"

    @property
    def term(self) -> "Term":
        """The rule."""
        return self.clock.reckoning.term

    def find(self) -> None:
        """Through the door of the complaint, to the latest clock of this term."""
        super().find()
        found = [one for one in self.page.clocks if one.deadline.term == self.kwargs["code"]]
        if not found:
            raise NotFound("Deze klacht heeft deze termijn niet.")
        self.clock = found[-1]

    def has_a_hand(self) -> bool:
        """As the regulation says for this term."""
        return bool(self.page.hands & self.hands())

    def hands(self) -> frozenset[By]:
        """Whose act this is."""
        return frozenset(HANDS[hand] for hand in self.term.pauses.hands)

    def explanation(self) -> str:
        """Which clock it is about, and what follows."""
        return f"{standing(self.clock)} {self.explains}"

    def lacks(self) -> list[Obstacle]:
        """It must run, and the regulation must allow it."""
        refused = "" if self.clock.is_running else NOT_RUNNING
        refused = refused or self.refused()
        return [Obstacle(refused)] if refused else []

    def refused(self) -> str:
        """Why the regulation does not allow it, in a sentence."""
        return ""

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The proof of the date as it is."""
        return {"reckoning": self.clock.reckoning}

    def draft_key(self) -> str:
        """Also of which clock."""
        return f"{super().draft_key()}-{self.kwargs['code']}"

    def after(self) -> HttpResponse:
        """Back to the clocks of the complaint."""
        return see_other(dossier_url(self.dossier.kind, self.dossier.reference), anchor="klokken")


class PauseClock(ClockAct):
    """The clock stands still."""

    title = "Zet een klok stil"
    button = "Zet de klok stil"
    explains = "De dagen van vandaag tot de klok weer loopt, tellen niet mee."
    letter = "term_paused"

    def refused(self) -> str:
        """The rule, and the last day."""
        return no_pause(self.clock, today=today())

    def form(self, data: Any = None) -> forms.Form:
        """Reason and end."""
        return PauseForm(data, initial=self.initial(), reasons=self.term.pauses.sentences)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Reason and end."""
        return {
            "what": self.term.what.lower(),
            "reason": blank(typed["reason"], "de reden"),
            "until_note": blank("", "tot wanneer") if typed["until"] else until_note(None, None),
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Stop it."""
        actions.pause_term(
            self.complaint,
            self.term.code,
            reason=values["reason"],
            until=values["until"],
            by=self.actor,
            at=now(),
        )
        return "De klok staat stil."


class ResumeClock(ClockAct):
    """The clock runs again."""

    title = "Laat een klok weer lopen"
    button = "Laat de klok weer lopen"
    explains = "Vandaag telt weer mee. De uiterste dag schuift op met de dagen die geschorst waren."

    def refused(self) -> str:
        """Something must stand still."""
        return no_resume(self.clock, today=today())

    def form(self, data: Any = None) -> forms.Form:
        """Which pause."""
        pauses = [(one.reason, one.reason) for one in open_pauses(self.clock)]
        return ResumeForm(data, initial=self.initial(), pauses=pauses)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Let it run."""
        reason = values.get("reason", "")
        actions.resume_term(self.complaint, self.term.code, reason=reason, by=self.actor, at=now())
        return "De schorsing is voorbij."


class ExtendClock(ClockAct):
    """More time."""

    title = "Verleng een termijn"
    button = "Verleng de termijn"
    letter = "term_extended"

    def hands(self) -> frozenset[By]:
        """Who approves."""
        return frozenset({HANDS[self.term.extension.approver]})

    def refused(self) -> str:
        """The rule, how often already, and the last day."""
        return no_extension(self.clock, today=today())

    def form(self, data: Any = None) -> forms.Form:
        """How long and why."""
        return ExtendForm(data, initial=self.initial(), term=self.term)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Reason and dates."""
        due_on = self.clock.deadline.due_on
        return {
            "what": self.term.what.lower(),
            "reason": blank(typed["reason"], "de reden"),
            "due_note": blank("", "de nieuwe uiterste dag"),
            "before": "–" if due_on is None else day_in_words(due_on),
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Extend it."""
        actions.extend_term(
            self.complaint,
            self.term.code,
            amount=values.get("amount"),
            until=values.get("until"),
            reason=values["reason"],
            by=self.actor,
            at=now(),
        )
        return "De termijn is verlengd."


class TakeBackExtension(ClockAct):
    """The extension is not needed after all."""

    title = "Trek een verlenging in"
    button = "Trek de verlenging in"
    explains = "De termijn eindigt dan zoals zonder deze verlenging. Wie van de verlenging een brief kreeg, krijgt er weer een."

    def hands(self) -> frozenset[By]:
        """Who approved."""
        return frozenset({HANDS[self.term.extension.approver]})

    def refused(self) -> str:
        """It must be there."""
        return no_taking_back(self.clock, self.kwargs["pk"])

    def form(self, data: Any = None) -> forms.Form:
        """Nothing to fill in."""
        return OnVersion(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Take it back."""
        actions.take_back_extension(self.complaint, self.kwargs["pk"], by=self.actor, at=now())
        return "De verlenging is ingetrokken."
