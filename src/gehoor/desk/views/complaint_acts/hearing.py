"""Hearing people: a conversation with its report, reading it again, a solution found in it."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from gehoor.complaints import actions
from gehoor.complaints.access import hearing_for
from gehoor.complaints.actions.investigating import UNTIL_JUDGEMENT
from gehoor.complaints.hearings import hearing_kinds, whom_to_hear
from gehoor.complaints.pages import Talk
from gehoor.complaints.previews import blank, mediation_of_letter
from gehoor.complaints.procedure import MEDIATE, OPEN_STEPS
from gehoor.desk.doors import see_other
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.views.act import Act
from gehoor.desk.views.complaint_acts.base import EITHER, ComplaintAct, MoveAct, Obstacle
from gehoor.desk.views.dossiers import take_draft_done
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound
from gehoor.organisation.queries import colleagues

if TYPE_CHECKING:
    from gehoor.complaints.models import Complaint, Hearing


class NoteHearing(ComplaintAct):
    """Somebody was heard."""

    by, steps = EITHER, UNTIL_JUDGEMENT
    title = "Noteer een gesprek"
    button = "Bewaar het verslag"
    explains = (
        "Een telefoongesprek, een gesprek of een hoorzitting. De klager krijgt het verslag per brief en kan het op de "
        "volgpagina verbeteren; een collega leest het bij de klachtvragen. Er verandert geen termijn."
    )
    compact = frozenset({"whom", "kind"})

    def form(self, data: Any = None) -> forms.Form:
        """With whom, how, when, what was said."""
        keep_out = {self.complaint.handler_id, self.complaint.coordinator_id}
        people = [
            (one.pk, f"{one.name} ({one.function})" if one.function else one.name)
            for one in colleagues()
            if one.pk not in keep_out
        ]
        return shapes.HearingForm(
            data,
            initial=self.initial() | {"held_on": today(), "whom": "complainant", "kind": "phone"},
            kinds=hearing_kinds(),
            whoms=whom_to_hear(),
            colleagues=people,
        )

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Keep it."""
        talk = actions.note_hearing(
            self.complaint,
            kind=values["kind"],
            whom=values["whom"],
            held_on=values["held_on"],
            report=values["report"],
            staff_id=values["staff"],
            name=values["name"],
            by=self.actor,
            at=now(),
        )
        return f"Het gesprek met {talk.name} staat bij de klacht."


class CheckReport(ComplaintAct):
    """Who was heard says by phone or at the counter what the report has wrong."""

    by = EITHER
    title = "Noteer wat er niet klopt in het verslag"
    button = "Bewaar"
    explains = "Voor wie het verslag niet zelf kan nalezen. Het verslag blijft staan zoals het is; wat die persoon zegt, komt ernaast."

    @property
    def talk(self) -> Talk:
        """The conversation of the address. Raises NotFound."""
        found = next((talk for talk in self.page.talks if talk.number == self.kwargs["number"]), None)
        if found is None:
            raise NotFound("We vinden dit gesprek niet bij deze klacht.")
        return found

    def lacks(self) -> list[Obstacle]:
        """It is read once, while the complaint is open."""
        if self.complaint.step not in OPEN_STEPS:
            return [Obstacle("Dit kan niet meer: de klacht is afgesloten.")]
        return [Obstacle("Dit verslag is al nagelezen.")] if self.talk.checked_at else []

    def form(self, data: Any = None) -> forms.Form:
        """Their words."""
        return shapes.CheckReportForm(data, initial=self.initial())

    def template(self) -> str:
        """With the report."""
        return "desk/complaint_acts/report.html"

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The report."""
        return {"talk": self.talk}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Keep it."""
        number = self.kwargs["number"]
        actions.check_report(self.complaint, number, correction=values["correction"], by=self.actor, at=now())
        return "Het staat naast het verslag." if values["correction"].strip() else "Het verslag klopt."


class Mediate(MoveAct):
    """A solution was found together."""

    move = MEDIATE
    title = "Sluit af als bemiddeld"
    button = "Sluit af als bemiddeld"
    letter = "mediated"
    explains = (
        "De klager en de stad vonden in een gesprek samen een oplossing, en de klager is het eens. De klacht wordt afgesloten "
        "zonder oordeel per punt. De klager krijgt een brief met wat is afgesproken, en kan nog naar de ombudsman."
    )

    def form(self, data: Any = None) -> forms.Form:
        """What was agreed."""
        return shapes.ReasonForm(data, initial=self.initial(), label="Wat spraken jullie af?")

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """What was agreed."""
        return {"text": mediation_of_letter(self.complaint, blank(typed["reason"], "wat jullie afspraken"))}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Close it."""
        actions.mediate(self.complaint, agreed=values["reason"], by=self.actor, at=now())
        return "De klacht is afgesloten als bemiddeld. De klager krijgt een brief."


class OwnReport(Act):
    """The report of a conversation with oneself: all that a colleague who was heard sees of a complaint."""

    title = "Verslag van je gesprek"
    button = "Verstuur"
    back = "Naar de klachtvragen"

    hearing: "Hearing"

    def find(self) -> None:
        """Through the door of the conversation."""
        self.hearing = hearing_for(self.actor, self.kwargs["pk"], at=now())

    def check_rights(self) -> None:
        """The door asked already: it is one's own conversation."""

    def initial(self) -> dict[str, Any]:
        """No version: who was heard does not see the complaint, so does not see it change."""
        return {}

    def claim(self, form: forms.Form) -> AbstractContextManager[None]:
        """A report is read once."""
        return transaction.atomic()

    def form(self, data: Any = None) -> forms.Form:
        """What is wrong in it."""
        return shapes.ReportForm(data)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Keep it."""
        actions.check_own_report(self.hearing, correction=values["correction"], by=self.actor, at=now())
        return "Bedankt. De behandelaar van de klacht leest het."

    def after(self) -> HttpResponse:
        """The same page, now with the answer."""
        return see_other("desk:own_report", self.hearing.pk)

    def draft_key(self) -> str:
        """Of this conversation."""
        return f"klachtgesprek-{self.hearing.pk}"

    def head(self) -> dict[str, Any]:
        """Nothing of the complaint."""
        return {}

    def template(self) -> str:
        """A page of its own."""
        return "desk/complaint_acts/own_report.html"

    def more(self, form: forms.Form) -> dict[str, Any]:
        """The report."""
        if form.is_bound:
            self.find()
        complaint: Complaint = self.hearing.complaint
        is_open = self.hearing.checked_at is None and complaint.step in OPEN_STEPS
        return {"talk": self.hearing, "is_open": is_open, "draft_done": take_draft_done(self.request)}
