"""Who investigates, and the investigation: points, the account of the department, the draft."""

from typing import Any

from django import forms
from django.http import HttpRequest

from gehoor.complaints import actions
from gehoor.complaints.actions.investigating import DECIDING, UNTIL_ANSWER
from gehoor.complaints.facts import TEXTS
from gehoor.complaints.pages import Candidate, Point
from gehoor.complaints.previews import due_in_words, would_be_due
from gehoor.complaints.procedure import ASSIGN_HANDLER, SUBMIT_DRAFT, Step
from gehoor.complaints.queries import candidates, choices
from gehoor.complaints.standing import has_a_hand
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.views.complaint_acts.answer import texts_of
from gehoor.desk.views.complaint_acts.base import (
    COORDINATOR,
    EITHER,
    HANDLER,
    ComplaintAct,
    MoveAct,
    Obstacle,
    departments,
    findings,
    labels,
)
from gehoor.desk.views.complaint_acts.people import candidate_in_words
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound

_INVESTIGATION = frozenset({Step.INVESTIGATION})


class AssignHandler(MoveAct):
    """Who investigates."""

    found: list[Candidate]
    move = ASSIGN_HANDLER
    title = "Duid een behandelaar aan"
    button = "Maak deze collega behandelaar"
    explains = (
        "De behandelaar onderzoekt de klacht en schrijft een ontwerp van oordeel. Wie met de zaak te maken had, kan het niet "
        "zijn. De gekozen collega tekent eerst een verklaring. Er gaat geen brief uit; de termijnen veranderen niet."
    )

    def form(self, data: Any = None) -> forms.Form:
        """Who is eligible; the others stand below with the reason."""
        self.found = candidates(self.complaint, day=today())
        people = [(one.staff_id, candidate_in_words(one)) for one in self.found if one.eligible]
        initial = self.initial() | {"staff": self.complaint.handler_id}
        return shapes.HandlerForm(data, initial=initial, people=people)

    def template(self) -> str:
        """With who cannot be."""
        return "desk/complaint_acts/assign.html"

    def lacks(self) -> list[Obstacle]:
        """What the table asks, and somebody to choose."""
        lacking = super().lacks()
        if lacking or any(one.eligible for one in self.found):
            return lacking
        return [
            Obstacle("Niemand kan deze klacht onderzoeken. Vraag de algemeen directeur om een weigering op te heffen.")
        ]

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """Who cannot be, and why."""
        return {
            "ineligible": [one for one in self.found if not one.eligible],
            "handler": self.complaint.handler,
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Make that person the handler."""
        actions.assign_handler(self.complaint, values["staff"], by=self.actor, at=now())
        name = next((one.name for one in self.found if one.staff_id == values["staff"]), "Je collega")
        return f"{name} is behandelaar en tekent eerst de verklaring van niet-betrokkenheid."


class SubmitDraft(MoveAct):
    """The handler is ready."""

    move = SUBMIT_DRAFT
    title = "Rond het onderzoek af"
    button = "Geef het ontwerp aan de coördinator"
    explains = (
        "Je ontwerp van oordeel gaat naar de klachtencoördinator. Die is het eens, stuurt het terug of ziet het anders. "
        "Wat je bij het antwoord schrijft, leest de klager pas als de coördinator het goedkeurt. De termijn loopt door."
    )

    def form(self, data: Any = None) -> forms.Form:
        """A finding for the whole, its text, and the answer in its parts."""
        return shapes.DraftForm(
            data,
            initial=self.initial() | texts_of(self.page.answer),
            asked=self.page.answer.asked,
            findings=findings(choices(self.complaint).findings),
            name="text",
            label="Ontwerp van oordeel",
            hint="Wat stelde je vast, en hoe kom je tot deze bevinding? Alleen voor de coördinator.",
        )

    def template(self) -> str:
        """With the points and their findings."""
        return "desk/complaint_acts/answering.html"

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The points, and what is promised."""
        return {"page": self.page, "promised": [one for one in self.page.commitments if one.is_live]}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Hand it in."""
        texts = {name: values[name] for name in TEXTS}
        finding, text = values["finding"], values["text"]
        actions.submit_draft(self.complaint, finding=finding, text=text, answer=texts, by=self.actor, at=now())
        return "Je ontwerp is bij de klachtencoördinator."


class _WordingPoints(ComplaintAct):
    """Adding, wording, splitting: until the answer leaves."""

    by, steps = EITHER, UNTIL_ANSWER

    def lacks(self) -> list[Obstacle]:
        """After the investigation only the coordinator."""
        if self.complaint.step in DECIDING and not has_a_hand(self.complaint, self.actor, COORDINATOR):
            return [Obstacle("Het onderzoek is af: alleen de coördinator kan de punten nog veranderen.")]
        return []


class AddPoint(_WordingPoints):
    """One more point."""

    title = "Voeg een punt toe"
    button = "Voeg het punt toe"
    explains = (
        "Elk punt van de klacht krijgt een eigen bevinding met uitleg. De klager ziet de punten op de volgpagina."
    )

    def form(self, data: Any = None) -> forms.Form:
        """The point in words."""
        return shapes.PointForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Add it."""
        wish = values["wished_outcome"]
        point = actions.add_grievance(self.complaint, text=values["text"], wished_outcome=wish, by=self.actor, at=now())
        return f"Punt {point.number} staat erbij."


class _PointAct(ComplaintAct):
    """An act on one numbered point."""

    @property
    def point(self) -> Point:
        """The point of the address. Raises NotFound."""
        found = next((point for point in self.page.points if point.number == self.kwargs["number"]), None)
        if found is None:
            raise NotFound("We vinden dit punt niet bij deze klacht.")
        return found

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The point as it is."""
        return {"point": self.point}


class EditPoint(_WordingPoints, _PointAct):
    """Word a point better."""

    title = "Verwoord dit punt beter"
    button = "Bewaar"
    explains = "Wat de klager schreef, blijft leesbaar in het eerste bericht. Een bevinding die er al is, blijft staan."

    def form(self, data: Any = None) -> forms.Form:
        """The present words."""
        point = self.point
        initial = self.initial() | {"text": point.text, "wished_outcome": point.wished_outcome}
        return shapes.PointForm(data, initial=initial)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Word it."""
        number, wish = self.kwargs["number"], values["wished_outcome"]
        actions.edit_grievance(
            self.complaint, number, text=values["text"], wished_outcome=wish, by=self.actor, at=now()
        )
        return f"Punt {number} is anders verwoord."


class SplitPoint(_WordingPoints, _PointAct):
    """Several points of one."""

    title = "Splits dit punt"
    button = "Splits"
    explains = (
        "Het eerste deel houdt het nummer, elk ander deel krijgt het volgende nummer. Een bevinding die er al is, vervalt: "
        "ze ging over het geheel."
    )

    def form(self, data: Any = None) -> forms.Form:
        """The parts; the whole stands in the first."""
        initial = self.initial() | {"part1": self.point.text, "wish1": self.point.wished_outcome}
        return shapes.SplitForm(data, initial=initial, number=self.kwargs["number"])

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Split it."""
        numbers = [name.removeprefix("part") for name in sorted(values) if name.startswith("part")]
        parts = [(values[f"part{n}"], values[f"wish{n}"]) for n in numbers if values[f"part{n}"].strip()]
        texts, wishes = [text for text, _ in parts], [wish for _, wish in parts]
        points = actions.split_grievance(
            self.complaint, self.kwargs["number"], texts=texts, wishes=wishes, by=self.actor, at=now()
        )
        return f"Het punt is gesplitst in {len(points)} punten."


class AnswerPoint(_PointAct):
    """The finding of one point."""

    by, steps = EITHER, DECIDING | _INVESTIGATION
    title = "Geef dit punt een bevinding"
    button = "Bewaar de bevinding"
    explains = (
        "De klager leest de bevinding en de uitleg pas in het voorstel. Bij gegrond of deels gegrond horen minstens één norm "
        "en een maatregel."
    )

    def obstacles(self) -> list[Obstacle]:
        """Whose turn it is depends on the step."""
        found = super().obstacles()
        if found:
            return found
        investigating = self.complaint.step in _INVESTIGATION
        if has_a_hand(self.complaint, self.actor, HANDLER if investigating else COORDINATOR):
            return []
        turn = (
            "de behandelaar geeft de bevindingen" if investigating else "alleen de coördinator kan dit nog veranderen"
        )
        return [Obstacle(f"Dit kan je nu niet doen: in deze stap geldt dat {turn}.")]

    def form(self, data: Any = None) -> forms.Form:
        """What was found before."""
        point, known = self.point, choices(self.complaint)
        before = {
            "finding": point.finding,
            "norms": list(point.norms),
            "measure": point.measure,
            "reasons": point.reasons,
            "exhibits": list(point.exhibits),
        }
        return shapes.AnswerForm(
            data,
            initial=self.initial() | before,
            findings=findings(known.findings),
            norms=labels(known.norms),
            exhibits=[(one.number, f"Stuk {one.number}: {one.name}") for one in self.page.evidence],
        )

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Keep it."""
        number = self.kwargs["number"]
        actions.answer_grievance(
            self.complaint,
            number,
            finding=values["finding"],
            reasons=values["reasons"],
            norms=values["norms"],
            measure=values["measure"],
            exhibits=[int(one) for one in values.get("exhibits", ())],
            by=self.actor,
            at=now(),
        )
        return f"Punt {number} heeft een bevinding."


class AskAccount(ComplaintAct):
    """The side of a department."""

    by, steps = EITHER, _INVESTIGATION
    title = "Vraag het relaas van een dienst"
    button = "Stel de vraag"

    def explanation(self) -> str:
        """With the date that follows."""
        due = due_in_words(self.complaint, "account", today=today())
        return (
            f"De dienst ziet alleen je vraag, in haar wachtrij, en heeft tijd tot en met {due}. "
            "De klager krijgt geen brief; de termijn voor het antwoord aan de klager loopt door."
        )

    def form(self, data: Any = None) -> forms.Form:
        """Which department, which question."""
        initial = self.initial() | {"department": self.complaint.concerned_department_id}
        return shapes.AskAccountForm(data, initial=initial, departments=departments())

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The proof of the date."""
        return {"reckoning": would_be_due(self.complaint, "account", today=today())}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Ask it."""
        account = actions.ask_account(
            self.complaint,
            department_id=values["department"],
            question=values["question"],
            by=self.actor,
            at=now(),
        )
        return f"De vraag is gesteld aan {account.department.name}."
