"""Complaints about the same matter: joining one to another, taking it apart again, following the judgement."""

from typing import Any

from django import forms
from django.http import HttpRequest

from gehoor.complaints import actions
from gehoor.complaints.access import complaint_for
from gehoor.complaints.previews import blank
from gehoor.complaints.procedure import FOLLOW, Step
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.forms.dossiers import OnVersion
from gehoor.desk.views.complaint_acts.base import COORDINATOR, ComplaintAct, MoveAct, Obstacle
from gehoor.kernel.clock import now
from gehoor.kernel.errors import InvalidInput, NotFound

_INVESTIGATION = frozenset({Step.INVESTIGATION})


class Join(ComplaintAct):
    """Handle it together with another one."""

    by, steps = COORDINATOR, _INVESTIGATION
    title = "Voeg bij een andere klacht"
    button = "Voeg samen"
    letter = "joined"
    explains = (
        "Voor klachten over hetzelfde. Het onderzoek en het oordeel gebeuren één keer, in de andere klacht. Deze klacht houdt "
        "haar eigen punten, klok en antwoord. De klager krijgt een brief, zonder te lezen wie nog klaagde."
    )

    def form(self, data: Any = None) -> forms.Form:
        """Which one, and why."""
        return shapes.JoinForm(data, initial=self.initial())

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """It has no fields of its own."""
        return {}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Through the door of the other complaint too."""
        try:
            into = complaint_for(self.actor, values["reference"], at=now())
        except NotFound as refused:
            raise InvalidInput("We vinden geen klacht met dit nummer.", field="reference") from refused
        actions.join(self.complaint, into, reason=values["reason"], by=self.actor, at=now())
        return f"Gevoegd bij {into.dossier.reference}. De behandelaar tekent ook hier de verklaring."


class TakeApart(ComplaintAct):
    """Handle it by itself again."""

    by, steps = COORDINATOR, _INVESTIGATION
    title = "Behandel deze klacht weer apart"
    button = "Haal uit elkaar"
    letter = "taken_apart"
    explains = "De behandelaar en de bevindingen blijven. De klager krijgt een brief; er verandert geen termijn."

    def lacks(self) -> list[Obstacle]:
        """It must be joined to another."""
        if any(one.is_main for one in self.page.joined):
            return []
        return [Obstacle("Deze klacht is bij geen andere gevoegd.")]

    def form(self, data: Any = None) -> forms.Form:
        """Why."""
        return shapes.ReasonForm(data, initial=self.initial(), label="Waarom weer apart?")

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Why."""
        return {"text": blank(typed["reason"], "waarom")}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Take it apart."""
        actions.take_apart(self.complaint, reason=values["reason"], by=self.actor, at=now())
        return "Deze klacht wordt weer apart behandeld."


class Follow(MoveAct):
    """The judgement of the other one holds here too."""

    move = FOLLOW
    title = "Neem het oordeel van de andere klacht over"
    button = "Neem het oordeel over"
    explains = "Deze klacht gaat naar haar eigen voorstel, met de bevindingen van haar eigen punten. Er gaat nog geen brief uit."

    def form(self, data: Any = None) -> forms.Form:
        """Nothing to fill in."""
        return OnVersion(data, initial=self.initial())

    def template(self) -> str:
        """With the points and their findings."""
        return "desk/complaint_acts/with_points.html"

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The points."""
        return {"page": self.page}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Follow."""
        actions.follow(self.complaint, by=self.actor, at=now())
        return "Het oordeel is overgenomen. Schrijf nu het voorstel."
