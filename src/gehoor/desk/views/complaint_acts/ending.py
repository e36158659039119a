"""The proposal, the reaction and the end: closed with a letter, withdrawn, solved early, or on to the ombudsman."""

from typing import Any

from django import forms
from django.http import HttpRequest

from gehoor.complaints import actions
from gehoor.complaints.answering_words import label_of_finding
from gehoor.complaints.previews import (
    answer_of_letter,
    blank,
    due_in_words,
    proposal_of_letter,
    satisfaction_of_letter,
    withdrawal_of_letter,
    would_be_due,
)
from gehoor.complaints.procedure import (
    ACCEPT,
    CLOSE,
    NO_REACTION,
    REFERRAL_GROUND_LABELS,
    REFUSE,
    SATISFY,
    SEND_PROPOSAL,
    WITHDRAW,
    Reaction,
    ReferralGround,
    Step,
)
from gehoor.complaints.queries import choices, referral_grounds_of
from gehoor.complaints.wording import next_stage
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.forms.dossiers import OnVersion
from gehoor.desk.views.complaint_acts.base import COORDINATOR, EITHER, ComplaintAct, MoveAct, Obstacle, findings, labels
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import now, today
from gehoor.web.uploads import keep_files


class SendProposal(MoveAct):
    """The proposal to the complainant."""

    move = SEND_PROPOSAL
    title = "Stuur het voorstel aan de klager"
    button = "Stuur het voorstel"
    letter = "proposal"
    takes_files = True

    def explanation(self) -> str:
        """With the date until when the complainant reacts."""
        due = due_in_words(self.complaint, "reaction", today=today())
        return (
            "De klager krijgt de bevinding van elk punt en je voorstel, met de weg naar de ombudsman. De termijn voor het "
            f"antwoord is dan gehaald. De klager kan reageren tot en met {due}."
        )

    def form(self, data: Any = None) -> forms.Form:
        """The proposal in words."""
        label, missing = "Wat stel je voor?", "Schrijf je voorstel."
        hint = "De bevindingen per punt staan vanzelf in de brief."
        initial = self.initial() | {"text": self.page.answer.remedy}
        return shapes.TextForm(data, initial=initial, label=label, hint=hint, missing=missing)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """The points, the proposal, the date."""
        return {
            "answer": proposal_of_letter(self.complaint, blank(typed["text"], "hier komt je voorstel")),
            "due_on": due_in_words(self.complaint, "reaction", today=today()),
        }

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The proof of the date."""
        return {"reckoning": would_be_due(self.complaint, "reaction", today=today())}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Send it."""
        files = keep_files(request, by=self.actor)
        actions.send_proposal(self.complaint, text=values["text"], files=files, by=self.actor, at=now())
        return "Het voorstel is verstuurd. We wachten op de klager."


class Accept(MoveAct):
    """The complainant agrees, by phone or letter."""

    move = ACCEPT
    title = "De klager gaat akkoord"
    button = "Noteer dat de klager akkoord gaat"
    explains = (
        "Voor een reactie per telefoon, brief of aan het loket: op de volgpagina antwoordt de klager zelf. Daarna rond je de "
        "klacht af. Er gaat nu geen brief uit."
    )

    def form(self, data: Any = None) -> forms.Form:
        """In their words."""
        return shapes.WordsForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Note it."""
        actions.react(self.complaint, Reaction.ACCEPTED, reason=values["text"], by=self.actor, at=now())
        return "Genoteerd: de klager gaat akkoord. Rond de klacht nu af."


class Refuse(MoveAct):
    """The complainant does not agree, by phone or letter."""

    move = REFUSE
    title = "De klager gaat niet akkoord"
    button = "Noteer dat de klager niet akkoord gaat"
    explains = (
        "Voor een reactie per telefoon, brief of aan het loket: op de volgpagina antwoordt de klager zelf. Daarna rond je de "
        "klacht af; de brief noemt de ombudsman. Er gaat nu geen brief uit."
    )

    def explanation(self) -> str:
        """Where the regulation has another treatment inside the city, that one begins."""
        stage = next_stage(self.complaint)
        if stage is None:
            return self.explains
        label = f"{stage.label[:1].lower()}{stage.label[1:]}"
        return (
            f"Dan begint de volgende behandeling van het reglement: {label}. De klager krijgt een brief. De punten krijgen een nieuw "
            "oordeel; wat er gevonden was, blijft op deze pagina staan."
        )

    def form(self, data: Any = None) -> forms.Form:
        """Why."""
        label, hint = "Waarom niet, in de woorden van de klager?", ""
        return shapes.ReasonForm(data, initial=self.initial(), label=label, hint=hint)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Note it."""
        actions.react(self.complaint, Reaction.REFUSED, reason=values["reason"], by=self.actor, at=now())
        again = self.complaint.step == Step.INVESTIGATION
        return f"Genoteerd: de klager gaat niet akkoord. {'Duid een behandelaar aan.' if again else 'Rond de klacht nu af.'}"


class NoReaction(MoveAct):
    """The term went by."""

    move = NO_REACTION
    title = "De klager reageerde niet"
    button = "Noteer dat er geen reactie kwam"
    explains = (
        "Dit kan als de termijn om te reageren voorbij is. Daarna rond je de klacht af. Er gaat nu geen brief uit."
    )

    def lacks(self) -> list[Obstacle]:
        """The complainant's term must be over."""
        waiting = [one for one in self.page.proposals if not one.reaction]
        due_on = waiting[-1].due_on if waiting else None
        if due_on is None or due_on < today():
            return super().lacks()
        return [Obstacle(f"De klager kan nog reageren tot en met {day_in_words(due_on)}.")]

    def form(self, data: Any = None) -> forms.Form:
        """Nothing to fill in."""
        return OnVersion(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Note it."""
        actions.note_no_reaction(self.complaint, by=self.actor, at=now())
        return "Genoteerd: er kwam geen reactie. Rond de klacht nu af."


class CloseComplaint(MoveAct):
    """The last letter."""

    move = CLOSE
    title = "Sluit de klacht af"
    button = "Sluit af en stuur de brief"
    explains = (
        "De klager krijgt een brief met ons besluit per punt en over het geheel, wat we doen en wat we leerden. De brief noemt "
        "de ombudsman. Alle termijnen stoppen."
    )
    letter = "closing"

    def template(self) -> str:
        """With what is promised beneath."""
        return "desk/complaint_acts/with_commitments.html"

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """What is promised, and still to be done."""
        return {"promised": [one for one in self.page.commitments if one.is_live]}

    def form(self, data: Any = None) -> forms.Form:
        """The whole; what was decided before stands there already."""
        known = choices(self.complaint)
        decided = [view.decided_finding for view in self.page.judgements if view.decided_at is not None]
        code = next((one.code for one in known.findings if decided and one.label == decided[-1]), "")
        norms = list(dict.fromkeys(norm for point in self.page.points for norm in point.norms))
        answer = self.page.answer
        measures = answer.remedy or "\n".join(point.measure for point in self.page.points if point.measure.strip())
        texts = {"measure": measures, "outstanding": answer.outstanding, "learnt": answer.learnt}
        return shapes.CloseComplaintForm(
            data,
            initial=self.initial() | {"finding": code, "norms": norms} | texts,
            findings=findings(known.findings),
            resolutions=[(one.code, one.label.capitalize()) for one in known.resolutions],
            norms=labels(known.norms),
            asked=answer.asked,
        )

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Everything the closing letter says."""
        resolutions = dict(labels(choices(self.complaint).resolutions))
        finding = label_of_finding(self.complaint, typed["finding"]) if typed["finding"] else ""
        texts = {"remedy": typed["measure"], "outstanding": typed["outstanding"], "learnt": typed["learnt"]}
        answer = answer_of_letter(
            self.complaint,
            texts,
            finding=blank(finding, "je besluit"),
            resolution=blank(resolutions.get(typed["resolution"], ""), "opgelost, deels of niet"),
        )
        return {"answer": answer}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Close it."""
        actions.close(
            self.complaint,
            finding=values["finding"],
            resolution=values["resolution"],
            norms=values["norms"],
            measures=values["measure"],
            outstanding=values["outstanding"],
            learnt=values["learnt"],
            by=self.actor,
            at=now(),
        )
        return "De klacht is afgesloten. De brief is onderweg."


class Withdraw(MoveAct):
    """The complainant takes it back, by phone or letter."""

    move = WITHDRAW
    title = "De klager trekt de klacht in"
    button = "Sluit de klacht af als ingetrokken"
    explains = (
        "Alleen als de klager dit zelf zegt. Alle termijnen stoppen. De klager krijgt een brief dat de klacht afgesloten is, "
        "met de weg naar de ombudsman."
    )
    letter = "complaint_stopped"

    def form(self, data: Any = None) -> forms.Form:
        """In their words."""
        return shapes.WordsForm(data, initial=self.initial())

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Why it stops."""
        return {"text": withdrawal_of_letter(self.complaint)}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Stop."""
        actions.withdraw(self.complaint, text=values["text"], by=self.actor, at=now())
        return "De klacht is ingetrokken en afgesloten. De brief is onderweg."


class Satisfy(MoveAct):
    """The complainant is satisfied, and said so by phone or letter."""

    move = SATISFY
    title = "Het is opgelost voor de klager"
    button = "Sluit de klacht af als opgelost"
    explains = (
        "Alleen als de klager dit zelf zegt. De plicht om de klacht verder te behandelen vervalt en alle termijnen stoppen. "
        "De klager krijgt een brief, met de weg naar de ombudsman."
    )
    letter = "complaint_stopped"

    def form(self, data: Any = None) -> forms.Form:
        """In their words."""
        return shapes.WordsForm(data, initial=self.initial())

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """Why it stops."""
        return {"text": satisfaction_of_letter(self.complaint)}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Stop."""
        actions.satisfy(self.complaint, text=values["text"], by=self.actor, at=now())
        return "De klacht is afgesloten: het is opgelost voor de klager. De brief is onderweg."


class Refer(ComplaintAct):
    """To the second line."""

    by = COORDINATOR
    title = "Geef de klacht door aan de ombudsman"
    button = "Geef door aan de ombudsman"
    explains = (
        "De ombudsman ziet vanaf nu dit hele dossier, en geen ander. De klager krijgt een brief. De klacht zelf blijft in "
        "haar stap en de termijnen veranderen niet. De klager kan dit ook zelf vragen op de volgpagina."
    )
    letter = "referred"

    def _grounds(self) -> list[ReferralGround]:
        return referral_grounds_of(self.complaint, today=today())

    def lacks(self) -> list[Obstacle]:
        """It is not there yet, and a ground holds."""
        if any(one.ended_at is None for one in self.page.referrals):
            return [Obstacle("De klacht is al bij de ombudsman.")]
        if self._grounds():
            return []
        return [Obstacle("Er is nu geen grond om naar de ombudsman te gaan: de klacht is op tijd in behandeling.")]

    def form(self, data: Any = None) -> forms.Form:
        """The grounds that hold now."""
        grounds = [(ground.value, REFERRAL_GROUND_LABELS[ground]) for ground in self._grounds()]
        return shapes.ReferForm(data, initial=self.initial(), grounds=grounds)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """The ground."""
        known = {ground.value: label for ground, label in REFERRAL_GROUND_LABELS.items()}
        return {"ground": blank(known.get(typed["ground"], ""), "de grond die je kiest")}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Hand it over."""
        ground = ReferralGround(values["ground"])
        actions.refer(self.complaint, ground=ground, text=values["text"], by=self.actor, at=now())
        return "De klacht is bij de ombudsman."


class SaidByComplainant(ComplaintAct):
    """What the complainant said on another channel."""

    by = EITHER
    title = "Voeg toe wat de klager zei"
    button = "Voeg toe"
    explains = "Voor wie belt, schrijft of langskomt. Het staat bij het gesprek; de klager leest het ook. Er verandert geen termijn."
    takes_files = True

    def form(self, data: Any = None) -> forms.Form:
        """Words and channel."""
        return shapes.HeardForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Take it in."""
        files = keep_files(request, by=self.actor)
        text, medium = values["text"], values["medium"]
        actions.hear_complainant(self.complaint, text=text, medium=medium, files=files, by=self.actor, at=now())
        return "Het staat bij het gesprek."
