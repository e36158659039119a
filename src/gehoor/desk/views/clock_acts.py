"""What moving a clock is, whatever it is the clock of: pause, let it run again, extend, take an extension back.

A complaint and an ordinary dossier differ in their door, in who may, and in the letter that is shown before it leaves.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django import forms
from django.http import HttpRequest

from gehoor.desk.clock_rules import NOT_RUNNING, no_extension, no_pause, no_resume, no_taking_back, standing
from gehoor.desk.clocks import open_pauses
from gehoor.desk.forms.clocks import ExtendForm, PauseForm, ResumeForm
from gehoor.desk.forms.dossiers import OnVersion
from gehoor.desk.views.act import Act
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today

if TYPE_CHECKING:
    from gehoor.dossiers.queries import Clock
    from gehoor.regulations.terms import Hand, Term


class ClockActions(Protocol):
    """The actions behind these pages, of a complaint or of an ordinary dossier."""

    def pause_term(
        self, subject: Any, code: str, /, *, reason: str, by: Actor, at: datetime, until: date | None = None
    ) -> None:
        """Stop the clock of a term."""

    def resume_term(self, subject: Any, code: str, /, *, by: Actor, at: datetime, reason: str = "") -> None:
        """Let it run again."""

    def extend_term(
        self,
        subject: Any,
        code: str,
        /,
        *,
        reason: str,
        by: Actor,
        at: datetime,
        amount: int | None = None,
        until: date | None = None,
    ) -> None:
        """Give more time."""

    def take_back_extension(self, subject: Any, change_id: int, /, *, by: Actor, at: datetime) -> None:
        """Give it back."""


class TermAct(Act):
    """An act on one running term; the address has its code. Whose act it is, the regulation says."""

    doing: ClassVar[ClockActions]
    clock: "Clock"

    @property
    def term(self) -> "Term":
        """The rule."""
        return self.clock.reckoning.term

    @property
    def subject(self) -> Any:
        """What the actions are about."""
        return self.dossier

    def approvers(self) -> Sequence["Hand"]:
        """Whose act this is; one of these is enough."""
        return self.term.pauses.hands

    def explanation(self) -> str:
        """Which clock it is about, and what follows."""
        return f"{standing(self.clock)} {self.explains}"

    def in_the_way(self) -> str:
        """Why it cannot be now, in a sentence: it must run, and the regulation must allow it."""
        return self.refused() if self.clock.is_running else NOT_RUNNING

    def refused(self) -> str:
        """Why the regulation does not allow it; empty when it does."""
        raise NotImplementedError

    def draft_key(self) -> str:
        """Also of which clock."""
        return f"{super().draft_key()}-{self.kwargs['code']}"


class Pausing(TermAct):
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
        reason, until = values["reason"], values["until"]
        self.doing.pause_term(self.subject, self.term.code, reason=reason, until=until, by=self.actor, at=now())
        return "De klok staat stil."


class Resuming(TermAct):
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
        self.doing.resume_term(self.subject, self.term.code, reason=reason, by=self.actor, at=now())
        return "De schorsing is voorbij."


class Extending(TermAct):
    """More time."""

    title = "Verleng een termijn"
    button = "Verleng de termijn"

    def approvers(self) -> Sequence["Hand"]:
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
        self.doing.extend_term(
            self.subject,
            self.term.code,
            amount=values.get("amount"),
            until=values.get("until"),
            reason=values["reason"],
            by=self.actor,
            at=now(),
        )
        return "De termijn is verlengd."


class TakingBack(TermAct):
    """The extension is not needed after all."""

    title = "Trek een verlenging in"
    button = "Trek de verlenging in"
    explains = "De termijn eindigt dan zoals zonder deze verlenging. Wie van de verlenging een brief kreeg, krijgt er weer een."

    def approvers(self) -> Sequence["Hand"]:
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
        self.doing.take_back_extension(self.subject, self.kwargs["pk"], by=self.actor, at=now())
        return "De verlenging is ingetrokken."
