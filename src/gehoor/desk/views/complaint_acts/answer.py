"""Writing the answer of the city in the parts that the regulation asks for."""

from typing import Any

from django import forms
from django.http import HttpRequest

from gehoor.complaints import actions
from gehoor.complaints.actions.answering import WRITING
from gehoor.complaints.facts import TEXTS
from gehoor.complaints.pages import AnswerParts
from gehoor.complaints.previews import blank, final_of_letter
from gehoor.complaints.procedure import Step
from gehoor.complaints.standing import has_a_hand
from gehoor.desk.forms.complaints import AnswerPartsForm
from gehoor.desk.views.complaint_acts.base import COORDINATOR, EITHER, ComplaintAct, Obstacle
from gehoor.kernel.clock import now


def texts_of(answer: AnswerParts) -> dict[str, str]:
    """What is written already, for a form."""
    return {name: getattr(answer, name) for name in TEXTS}


class WriteAnswer(ComplaintAct):
    """The answer, before it is approved or sent."""

    by = EITHER
    steps = WRITING
    title = "Schrijf het antwoord"
    button = "Bewaar het antwoord"
    explains = (
        "Dit wordt de brief aan de klager, samen met de bevinding en de uitleg van elk punt. De behandelaar schrijft, de "
        "coördinator keurt goed. Er gaat nu niets uit."
    )
    letter = "closing"

    def lacks(self) -> list[Obstacle]:
        """The handler writes while investigating; once the draft is in, the coordinator does."""
        if self.complaint.step == Step.INVESTIGATION or has_a_hand(self.complaint, self.actor, COORDINATOR):
            return []
        return [Obstacle("Dit kan je nu niet doen: alleen de coördinator kan het antwoord nog veranderen.")]

    def template(self) -> str:
        """With the points that stand in the letter by themselves."""
        return "desk/complaint_acts/answering.html"

    def form(self, data: Any = None) -> forms.Form:
        """The texts."""
        answer = self.page.answer
        return AnswerPartsForm(data, initial=self.initial() | texts_of(answer), asked=answer.asked)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """The final answer with what is typed now."""
        asked = self.page.answer.asked
        empty = {"remedy": "wat de stad doet", "outstanding": "wat nog moet gebeuren", "learnt": "wat de stad leert"}
        texts = {name: typed[name] for name in TEXTS}
        texts |= {name: blank(typed[name], what) for name, what in empty.items() if name in asked}
        return {"answer": final_of_letter(self.complaint, texts)}

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The points, and what is promised."""
        return {"page": self.page, "promised": [one for one in self.page.commitments if one.is_live]}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Keep it."""
        texts = {name: values[name] for name in TEXTS}
        actions.write_answer(self.complaint, texts, by=self.actor, at=now())
        return "Het antwoord is bewaard."
