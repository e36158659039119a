"""Moving a clock of a question, melding or suggestion: pause, let it run again, extend, take an extension back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse

from gehoor.desk.clock_rules import NOT_RUNNING, no_extension, no_pause, no_resume, no_taking_back, standing
from gehoor.desk.clocks import open_pauses
from gehoor.desk.doors import ordinary_dossier_for, see_other
from gehoor.desk.forms.clocks import ExtendForm, PauseForm, ResumeForm
from gehoor.desk.forms.dossiers import OnVersion
from gehoor.desk.views.act import Act
from gehoor.dossiers.actions import own_clocks
from gehoor.dossiers.queries import clocks_of_all
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotAllowed, NotFound
from gehoor.regulations.terms import Hand

if TYPE_CHECKING:
    from gehoor.dossiers.queries import Clock
    from gehoor.regulations.terms import Term


class DossierClockAct(Act):
    """An act on one running term of an ordinary dossier; the address has its code. Whose act it is, the regulation says."""

    clock: "Clock"

    @property
    def term(self) -> "Term":
        """The rule."""
        return self.clock.reckoning.term

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
        if not own_clocks.has_hand(self.actor, self.dossier, self.hands()):
            raise NotAllowed("Volgens het reglement mag je dit niet doen.")

    def hands(self) -> Sequence[Hand]:
        """Whose act this is."""
        return self.term.pauses.hands

    def explanation(self) -> str:
        """Which clock it is about, and what follows."""
        return f"{standing(self.clock)} {self.explains}"

    def refusal(self) -> str:
        """Why the regulation does not allow it now, in a sentence."""
        return self.refused() if self.clock.is_running else NOT_RUNNING

    def refused(self) -> str:
        """The rule of this act."""
        raise NotImplementedError

    def template(self) -> str:
        """With what is in the way, and the proof of the date as it is."""
        return "desk/dossier_clock.html"

    def more(self, form: forms.Form) -> dict[str, Any]:
        """The proof, and what is in the way."""
        return {"reckoning": self.clock.reckoning, "refusal": self.refusal()}

    def draft_key(self) -> str:
        """Also of which clock."""
        return f"{super().draft_key()}-{self.kwargs['code']}"

    def after(self) -> HttpResponse:
        """Back to the dossier."""
        return see_other("desk:dossier", self.dossier.reference)


class PauseClock(DossierClockAct):
    """The clock stands still."""

    title = "Zet een klok stil"
    button = "Zet de klok stil"
    explains = "De dagen van vandaag tot de klok weer loopt, tellen niet mee."

    def refused(self) -> str:
        """The rule, and the last day."""
        return no_pause(self.clock, today=today())

    def form(self, data: Any = None) -> forms.Form:
        """Reason and end."""
        return PauseForm(data, initial=self.initial(), reasons=self.term.pauses.sentences)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Stop it."""
        own_clocks.pause_term(
            self.dossier, self.term.code, reason=values["reason"], until=values["until"], by=self.actor, at=now()
        )
        return "De klok staat stil."


class ResumeClock(DossierClockAct):
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
        own_clocks.resume_term(self.dossier, self.term.code, reason=reason, by=self.actor, at=now())
        return "De schorsing is voorbij."


class ExtendClock(DossierClockAct):
    """More time."""

    title = "Verleng een termijn"
    button = "Verleng de termijn"

    def hands(self) -> Sequence[Hand]:
        """Who approves."""
        return [self.term.extension.approver]

    def refused(self) -> str:
        """The rule, how often already, and the last day."""
        return no_extension(self.clock, today=today())

    def form(self, data: Any = None) -> forms.Form:
        """How long and why."""
        return ExtendForm(data, initial=self.initial(), term=self.term)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Extend it."""
        own_clocks.extend_term(
            self.dossier,
            self.term.code,
            amount=values.get("amount"),
            until=values.get("until"),
            reason=values["reason"],
            by=self.actor,
            at=now(),
        )
        return "De termijn is verlengd."


class TakeBackExtension(DossierClockAct):
    """The extension is not needed after all."""

    title = "Trek een verlenging in"
    button = "Trek de verlenging in"
    explains = "De termijn eindigt dan zoals zonder deze verlenging. Wie van de verlenging een brief kreeg, krijgt er weer een."

    def hands(self) -> Sequence[Hand]:
        """Who approved."""
        return [self.term.extension.approver]

    def refused(self) -> str:
        """It must be there."""
        return no_taking_back(self.clock, self.kwargs["pk"])

    def form(self, data: Any = None) -> forms.Form:
        """Nothing to fill in."""
        return OnVersion(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Take it back."""
        own_clocks.take_back_extension(self.dossier, self.kwargs["pk"], by=self.actor, at=now())
        return "De verlenging is ingetrokken."
