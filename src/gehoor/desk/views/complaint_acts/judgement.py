"""The judgement: the coordinator agrees, sends back or differs; the algemeen directeur advises; the coordinator decides."""

from typing import Any

from django import forms
from django.http import HttpRequest

from gehoor.complaints import actions
from gehoor.complaints.procedure import ADVISE, AGREE, DECIDE, DIFFER, RETURN_DRAFT
from gehoor.complaints.queries import choices
from gehoor.desk.complaint_parts import parts_of
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.forms.dossiers import OnVersion
from gehoor.desk.views.complaint_acts.base import MoveAct, findings
from gehoor.kernel.clock import now

_INTERNAL = "De klager leest dit niet."


class _JudgementAct(MoveAct):
    """An act with the views that are on the table, side by side."""

    def template(self) -> str:
        """With the draft, the other view and the advice."""
        return "desk/complaint_acts/two_views.html"

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The draft that is on the table; the points; the answer."""
        open_drafts = [view for view in self.page.judgements if view.decided_at is None]
        view = open_drafts[-1] if open_drafts else None
        return {"view": view, "page": self.page, "parts": parts_of(self.page)}


class ReturnDraft(_JudgementAct):
    """Back to the handler."""

    move = RETURN_DRAFT
    title = "Stuur het ontwerp terug"
    button = "Terug naar de behandelaar"
    explains = "Het onderzoek gaat weer open en de behandelaar leest je reden. De termijn voor het antwoord loopt door."

    def form(self, data: Any = None) -> forms.Form:
        """A reason."""
        label = "Wat moet de behandelaar nog doen?"
        return shapes.ReasonForm(data, initial=self.initial(), label=label, hint=_INTERNAL)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Send it back."""
        actions.return_draft(self.complaint, reason=values["reason"], by=self.actor, at=now())
        return "Het ontwerp is terug bij de behandelaar."


class Agree(_JudgementAct):
    """I agree."""

    move = AGREE
    title = "Ik ben het eens met het ontwerp"
    button = "Ik ben het eens"
    explains = (
        "Het ontwerp wordt het oordeel van de stad. Je keurt ook het antwoord aan de klager goed. Daarna stuur je het voorstel. Er "
        "gaat nu nog geen brief uit."
    )

    def form(self, data: Any = None) -> forms.Form:
        """Nothing to fill in."""
        return OnVersion(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Agree."""
        actions.agree(self.complaint, by=self.actor, at=now())
        return "Het ontwerp is nu het oordeel. Schrijf het voorstel aan de klager."


class Differ(_JudgementAct):
    """I see it otherwise."""

    move = DIFFER
    title = "Ik zie het anders"
    button = "Vraag advies aan de algemeen directeur"
    explains = (
        "Het ontwerp van de behandelaar en jouw mening gaan samen naar de algemeen directeur. Na dat advies beslis jij. "
        "Er gaat geen brief uit; de termijn voor het antwoord loopt door."
    )

    def form(self, data: Any = None) -> forms.Form:
        """The other finding, and why."""
        return shapes.JudgeForm(
            data,
            initial=self.initial(),
            findings=findings(choices(self.complaint).findings),
            name="text",
            label="Wat zie je anders, en waarom?",
            hint=_INTERNAL,
        )

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Differ."""
        finding, text = values["finding"], values["text"]
        actions.differ(self.complaint, finding=finding, text=text, by=self.actor, at=now())
        return "De algemeen directeur leest beide meningen en geeft advies."


class Advise(_JudgementAct):
    """The advice."""

    move = ADVISE
    title = "Geef advies"
    button = "Geef dit advies"
    explains = (
        "De behandelaar en de coördinator zien deze klacht anders. Je advies gaat naar de coördinator, die daarna beslist. "
        "De klager leest je advies niet."
    )

    def form(self, data: Any = None) -> forms.Form:
        """The advice in words."""
        label, missing = "Je advies", "Schrijf je advies."
        return shapes.TextForm(data, initial=self.initial(), label=label, missing=missing)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Give it."""
        actions.advise(self.complaint, text=values["text"], by=self.actor, at=now())
        return "Je advies is bij de klachtencoördinator."


class Decide(_JudgementAct):
    """After the advice."""

    move = DECIDE
    title = "Beslis na het advies"
    button = "Beslis"
    explains = (
        "Je beslissing wordt het oordeel van de stad. Verandert ze een punt, pas dan ook de bevinding van dat punt aan. "
        "Daarna schrijf je het voorstel aan de klager. Er gaat nu nog geen brief uit."
    )

    def form(self, data: Any = None) -> forms.Form:
        """The finding, and why."""
        return shapes.JudgeForm(
            data,
            initial=self.initial(),
            findings=findings(choices(self.complaint).findings),
            name="reason",
            label="Waarom beslis je zo?",
            hint="Zeg ook of je het advies volgt. De klager leest dit niet.",
        )

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Decide."""
        finding, reason = values["finding"], values["reason"]
        actions.decide(self.complaint, finding=finding, reason=reason, by=self.actor, at=now())
        return "Je beslissing staat vast. Schrijf nu het voorstel aan de klager."
