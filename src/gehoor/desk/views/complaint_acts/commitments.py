"""What the city promises with its answer: noting it, changing it, putting it off, taking it back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gehoor.complaints import actions
from gehoor.complaints.actions.answering import WRITING
from gehoor.complaints.commitments import Committed
from gehoor.complaints.previews import Preview, blank
from gehoor.complaints.procedure import Step
from gehoor.complaints.standing import has_a_hand
from gehoor.desk.doors import see_other
from gehoor.desk.forms.commitments import CommitmentForm, PostponeForm
from gehoor.desk.forms.complaints import ReasonForm
from gehoor.desk.rows import dossier_url
from gehoor.desk.views.complaint_acts.base import COORDINATOR, EITHER, ComplaintAct, Obstacle, departments
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import now
from gehoor.kernel.errors import NotFound

_ONLY_COORDINATOR = Obstacle("Dit kan je nu niet doen: alleen de coördinator kan dit nog veranderen.")


class _Promise(ComplaintAct):
    """Back to the list of what was promised."""

    def after(self) -> HttpResponse:
        """To the list on the page of the complaint."""
        return see_other(dossier_url(self.dossier.kind, self.dossier.reference), anchor="toezeggingen")


class AddCommitment(_Promise):
    """One more thing that the city will still do."""

    by, steps = EITHER, WRITING
    title = "Voeg een toezegging toe"
    button = "Bewaar de toezegging"
    explains = (
        "Wat de stad na haar antwoord nog doet. De klager leest het in de volgende brief. Na het afsluiten wordt het werk van de "
        "dienst, en blijven we het volgen. Er gaat nu niets uit."
    )

    def lacks(self) -> list[Obstacle]:
        """The handler while investigating; afterwards the coordinator."""
        free = self.complaint.step == Step.INVESTIGATION or has_a_hand(self.complaint, self.actor, COORDINATOR)
        return [] if free else [_ONLY_COORDINATOR]

    def form(self, data: Any = None) -> forms.Form:
        """What, who, when; the department complained about stands there already."""
        initial = self.initial() | {"department": self.complaint.concerned_department_id}
        return CommitmentForm(data, initial=initial, departments=departments())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Note it."""
        actions.commit_to(
            self.complaint,
            text=values["text"],
            department_id=int(values["department"]),
            due_on=values["due_on"],
            by=self.actor,
            at=now(),
        )
        return "De toezegging is bewaard."


class _OneCommitment(_Promise):
    """About one of them, as long as it is still to be done."""

    def find(self) -> None:
        """It must be there."""
        super().find()
        _ = self.commitment

    @property
    def commitment(self) -> Committed:
        """The one in the address. Raises NotFound."""
        found = next((one for one in self.page.commitments if one.number == self.kwargs["number"]), None)
        if found is None:
            raise NotFound("We vinden deze toezegging niet bij deze klacht.")
        return found

    def lacks(self) -> list[Obstacle]:
        """It must not be done or withdrawn."""
        one = self.commitment
        return [] if one.is_live else [Obstacle(f"Deze toezegging verandert niet meer. {one.sentence}")]

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """What was promised."""
        return {"commitment": self.commitment}

    def template(self) -> str:
        """With what was promised above the form."""
        return "desk/complaint_acts/commitment.html"


class ChangeCommitment(_OneCommitment):
    """Before the complainant knows of it."""

    by, steps = EITHER, WRITING
    title = "Verander de toezegging"
    button = "Bewaar de toezegging"
    explains = "De klager kent deze toezegging nog niet. Er gaat nu niets uit."

    def lacks(self) -> list[Obstacle]:
        """Nobody outside knows of it yet."""
        if self.complaint.step != Step.INVESTIGATION and not has_a_hand(self.complaint, self.actor, COORDINATOR):
            return [_ONLY_COORDINATOR]
        if self.commitment.is_live and self.commitment.told_at is not None:
            url = reverse("desk:complaint_commitment_move", args=[self.dossier.reference, self.commitment.number])
            return [Obstacle("De klager kent deze toezegging al.", url, "Stel ze uit, met een reden")]
        return super().lacks()

    def form(self, data: Any = None) -> forms.Form:
        """As it is now."""
        one, rooms = self.commitment, departments()
        chosen = next((pk for pk, name in rooms if name == one.department), "")
        initial = self.initial() | {"text": one.text, "department": chosen, "due_on": one.due_on}
        return CommitmentForm(data, initial=initial, departments=rooms)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Change it."""
        actions.change_commitment(
            self.complaint,
            self.kwargs["number"],
            text=values["text"],
            department_id=int(values["department"]),
            due_on=values["due_on"],
            by=self.actor,
            at=now(),
        )
        return "De toezegging is bewaard."


class PostponeCommitment(_OneCommitment):
    """A later day, told to the complainant."""

    title = "Stel de toezegging uit"
    button = "Stel uit en stuur de brief"
    explains = "De klager krijgt een brief met de reden en de nieuwe datum. De eerste datum blijft te lezen."
    letter = "commitment_moved"

    def lacks(self) -> list[Obstacle]:
        """The complainant knows of it."""
        if self.commitment.is_live and self.commitment.told_at is None:
            return [Obstacle("De klager kent deze toezegging nog niet: verander ze gewoon.")]
        return super().lacks()

    def form(self, data: Any = None) -> forms.Form:
        """Until when, and why."""
        return PostponeForm(data, initial=self.initial())

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """What it was, what it becomes, why."""
        one, form = self.commitment, PostponeForm({"due_on": typed["due_on"]})
        form.is_valid()
        chosen = form.cleaned_data.get("due_on")
        return {
            "promised": one.text,
            "before": day_in_words(one.due_on),
            "due_on": blank("" if chosen is None else day_in_words(chosen), "de nieuwe datum"),
            "text": blank(typed["reason"], "waarom"),
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Put it off."""
        actions.postpone_commitment(
            self.complaint,
            self.kwargs["number"],
            due_on=values["due_on"],
            reason=values["reason"],
            by=self.actor,
            at=now(),
        )
        return "De toezegging is uitgesteld. De klager krijgt een brief."


class WithdrawCommitment(_OneCommitment):
    """The city will not do it."""

    by = EITHER
    title = "Trek de toezegging in"
    button = "Trek de toezegging in"
    letter = "commitment_withdrawn"

    def lacks(self) -> list[Obstacle]:
        """The handler while investigating; otherwise the coordinator."""
        free = self.complaint.step == Step.INVESTIGATION or has_a_hand(self.complaint, self.actor, COORDINATOR)
        return super().lacks() if free else [_ONLY_COORDINATOR]

    def explanation(self) -> str:
        """Whether a letter goes out."""
        if self.commitment.told_at is None:
            return "De klager kent deze toezegging nog niet en krijgt dus geen brief. De reden blijft in het dossier."
        return "De klager krijgt een brief met de reden. Wat er beloofd was, blijft te lezen."

    def form(self, data: Any = None) -> forms.Form:
        """Why."""
        return ReasonForm(data, initial=self.initial(), label="Waarom doet de stad het niet?", hint="")

    def _letter(self, form: forms.Form) -> Preview | None:
        return None if self.commitment.told_at is None else super()._letter(form)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """What it was, and why not."""
        return {"promised": self.commitment.text, "text": blank(typed["reason"], "waarom")}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Take it back."""
        actions.withdraw_commitment(
            self.complaint, self.kwargs["number"], reason=values["reason"], by=self.actor, at=now()
        )
        return "De toezegging is ingetrokken."
