"""Waiting for a court or an appeal; an agreement on how to keep in touch."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest

from gehoor.complaints import actions
from gehoor.complaints.actions.suspending import BEFORE_THE_PROPOSAL, clock_in_words, clocks_to_stop
from gehoor.complaints.hearings import suspension_kinds
from gehoor.complaints.previews import answer_due_in_words, blank
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.forms import waiting
from gehoor.desk.views.complaint_acts.base import COORDINATOR, ComplaintAct, Obstacle
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import now, today

_MONTHS = timedelta(days=91)


class Suspend(ComplaintAct):
    """Somebody else decides first."""

    by, steps = COORDINATOR, BEFORE_THE_PROPOSAL
    title = "Schort de klacht op"
    button = "Schort op"
    letter = "suspended"
    compact = frozenset({"kind"})

    def explanation(self) -> str:
        """With what the clock does."""
        stops = "answer" in clocks_to_stop(self.complaint, at=now())
        clock = "De klok van het antwoord staat dan stil." if stops else "Volgens het reglement loopt de termijn door."
        return f"Voor een zaak voor de rechter of een beroep over hetzelfde. {clock} De klager krijgt een brief."

    def lacks(self) -> list[Obstacle]:
        """Once at a time."""
        waits = any(one.ended_at is None for one in self.page.suspensions)
        return [Obstacle("Deze klacht is al opgeschort.")] if waits else []

    def form(self, data: Any = None) -> forms.Form:
        """For what, and why."""
        return waiting.SuspendForm(data, initial=self.initial(), kinds=suspension_kinds())

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """For what, why, and what the clock does."""
        stops = "answer" in clocks_to_stop(self.complaint, at=now())
        kind = dict(suspension_kinds()).get(typed["kind"], "")
        return {
            "kind": blank(kind, "waarop de stad wacht"),
            "text": blank(typed["reason"], "waarom"),
            "clock": clock_in_words(stops=stops),
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Suspend."""
        actions.suspend(self.complaint, kind=values["kind"], reason=values["reason"], by=self.actor, at=now())
        return "De klacht is opgeschort. De klager krijgt een brief."


class Resume(ComplaintAct):
    """Go on."""

    by = COORDINATOR
    title = "Hervat de klacht"
    button = "Hervat"
    letter = "resumed"
    explains = "De klokken die stilstonden, lopen verder vanaf vandaag. De klager krijgt een brief."

    def lacks(self) -> list[Obstacle]:
        """It must be suspended."""
        waits = any(one.ended_at is None for one in self.page.suspensions)
        return [] if waits else [Obstacle("Deze klacht is niet opgeschort.")]

    def form(self, data: Any = None) -> forms.Form:
        """What came of it."""
        return shapes.ReasonForm(data, initial=self.initial(), label="Wat is ervan gekomen?")

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """What came of it; the date follows when it runs again."""
        due = answer_due_in_words(self.complaint)
        return {"text": blank(typed["reason"], "wat ervan gekomen is"), "answer_due": due}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Go on."""
        actions.resume_complaint(self.complaint, outcome=values["reason"], by=self.actor, at=now())
        return "De klacht gaat verder."


class AgreeContact(ComplaintAct):
    """How to keep in touch."""

    by = COORDINATOR
    title = "Maak een contactafspraak"
    button = "Maak de afspraak"
    letter = "contact_plan"
    explains = (
        "Vraagt iemand zoveel dat goed helpen moeilijk wordt? Spreek dan af hoe jullie contact houden, met een einddatum. Elke "
        "collega ziet de afspraak bij de dossiers van deze persoon. Ze houdt geen enkel contact tegen. De klager krijgt een "
        "brief, met de weg naar de ombudsman."
    )

    def lacks(self) -> list[Obstacle]:
        """One at a time."""
        return [Obstacle("Er loopt al een afspraak. Beëindig die eerst.")] if self.page.contact_plan else []

    def form(self, data: Any = None) -> forms.Form:
        """What, why, until when."""
        return waiting.ContactPlanForm(data, initial=self.initial() | {"ends_on": today() + _MONTHS})

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """What, why, until when, and who says so."""
        try:
            ends_on = day_in_words(date.fromisoformat(typed["ends_on"]))
        except ValueError:
            ends_on = ""
        return {
            "text": blank(typed["agreed"], "wat jullie afspreken"),
            "reasons": blank(typed["reasons"], "waarom"),
            "ends_on": blank(ends_on, "de einddatum"),
            "decided_by": self.actor.name,
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Agree."""
        told = {name: values[name] for name in ("agreed", "reasons", "ends_on")}
        actions.agree_contact(self.complaint, **told, by=self.actor, at=now())
        return "De afspraak geldt vanaf nu. De klager krijgt een brief."


class EndContactPlan(ComplaintAct):
    """It is not needed any more."""

    by = COORDINATOR
    title = "Beëindig de contactafspraak"
    button = "Beëindig"
    letter = "contact_plan_ended"

    def lacks(self) -> list[Obstacle]:
        """There must be one."""
        return [] if self.page.contact_plan else [Obstacle("Er loopt geen contactafspraak.")]

    def form(self, data: Any = None) -> forms.Form:
        """Why."""
        return shapes.ReasonForm(data, initial=self.initial(), label="Waarom stopt ze?")

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Why."""
        return {"text": blank(typed["reason"], "waarom")}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """End it."""
        actions.end_contact_plan(self.complaint, reason=values["reason"], by=self.actor, at=now())
        return "De afspraak geldt niet meer. De klager krijgt een brief."
