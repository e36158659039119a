"""Answering the ombudsman."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase

from gehoor.complaints import actions
from gehoor.complaints.access import complaint_for
from gehoor.complaints.questions import Asked, file_of_answer, questions_of
from gehoor.desk.doors import staff_only
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.views.complaint_acts.base import COORDINATOR, ComplaintAct, Obstacle
from gehoor.files.access import open_for
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound
from gehoor.web.downloads import handed
from gehoor.web.uploads import keep_files


class AnswerQuestion(ComplaintAct):
    """A question of the ombudsman gets its answer."""

    by = COORDINATOR
    title = "Antwoord de ombudsman"
    button = "Stuur het antwoord"
    takes_files = True

    def find(self) -> None:
        """The question as well; one that does not exist looks like a complaint that does not."""
        super().find()
        found = [one for one in questions_of(self.complaint, today=today()) if one.number == self.kwargs["number"]]
        if not found:
            raise NotFound("We vinden deze vraag niet.")
        self.question: Asked = found[-1]

    def explanation(self) -> str:
        """The question itself."""
        return f"Vraag {self.question.number}: {self.question.text}"

    def lacks(self) -> list[Obstacle]:
        """It still waits."""
        if self.question.is_open:
            return []
        answered = "al beantwoord" if self.question.answered_at else "niet meer nodig: de ombudsman gaf zijn besluit"
        return [Obstacle(f"Deze vraag is {answered}.")]

    def form(self, data: Any = None) -> forms.Form:
        """The answer."""
        label, missing = "Je antwoord", "Schrijf eerst je antwoord."
        hint = "De ombudsman leest dit bij het dossier, met je bestanden. De klager leest het niet."
        return shapes.TextForm(data, initial=self.initial(), label=label, hint=hint, missing=missing)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Answer."""
        files = keep_files(request, by=self.actor)
        number = self.kwargs["number"]
        actions.answer_ombudsman(self.complaint, number, text=values["text"], files=files, by=self.actor, at=now())
        return "Je antwoord is bij de ombudsman."


@staff_only
def answer_file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponseBase:
    """A file that went with an answer to the ombudsman."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    stored = file_of_answer(complaint_for(actor, reference, at=now(), why="stuk"), file_id)
    return handed(*open_for(stored.public_id, among=[stored.pk]))
