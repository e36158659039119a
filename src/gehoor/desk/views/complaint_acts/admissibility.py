"""May this complaint be handled: the acts of the coordinator before the investigation."""

from typing import Any

from django import forms
from django.http import HttpRequest

from gehoor.complaints import actions
from gehoor.complaints.previews import answer_due_in_words, blank, clocks_that_stop, due_in_words, would_be_due
from gehoor.complaints.procedure import (
    ADMIT,
    ASK_CLARIFICATION,
    CLARIFY,
    COME_BACK,
    REJECT,
    REQUALIFY,
    SEND_TO_FIRST_LINE,
)
from gehoor.complaints.queries import choices
from gehoor.complaints.wording import grounds_in_words, refer_to
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.views.complaint_acts.base import MoveAct, departments, described
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind
from gehoor.dossiers.wording import clock_note
from gehoor.kernel.clock import now, today
from gehoor.web.uploads import keep_files

_REASON = "hier komt je reden"


class Admit(MoveAct):
    """Admissible."""

    move = ADMIT
    title = "De klacht is ontvankelijk"
    button = "Verklaar ontvankelijk en stuur de brief"
    explains = (
        "Het onderzoek begint. De klager krijgt een brief met je reden. De termijn voor de ontvankelijkheid is gehaald; "
        "die voor het antwoord loopt door."
    )
    letter = "admitted"

    def form(self, data: Any = None) -> forms.Form:
        """A reason."""
        label = "Waarom kunnen we deze klacht behandelen?"
        return shapes.ReasonForm(data, initial=self.initial(), label=label)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """The reason, and until when we answer."""
        return {"text": blank(typed["reason"], _REASON), "answer_due": answer_due_in_words(self.complaint)}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Admit it."""
        actions.admit(self.complaint, reason=values["reason"], by=self.actor, at=now())
        return "De klacht is ontvankelijk. Duid nu een behandelaar aan."


class Reject(MoveAct):
    """Inadmissible."""

    move = REJECT
    title = "De klacht is niet ontvankelijk"
    button = "Verklaar onontvankelijk en stuur de brief"
    explains = (
        "De klacht wordt afgesloten en alle termijnen stoppen. De klager krijgt een brief met de gronden, je reden, "
        "waar het wel kan, en de weg naar de ombudsman."
    )
    letter = "rejected"

    def form(self, data: Any = None) -> forms.Form:
        """Grounds of the regulation, reasons, where to go."""
        grounds = [
            (one.code, described(one, badge="harde grond" if one.needs_more else ""))
            for one in choices(self.complaint).grounds
        ]
        return shapes.RejectForm(data, initial=self.initial(), grounds=grounds)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """The texts of the chosen grounds; where to go as typed, or as the regulation says."""
        known = {one.code for one in choices(self.complaint).grounds}
        chosen = [code for code in self.request.POST.getlist("grounds") if code in known]
        place = typed["refer_to"].strip() or (refer_to(self.complaint, chosen) if chosen else "")
        return {
            "grounds": grounds_in_words(self.complaint, chosen) or blank("", "hier komen de gronden die je kiest"),
            "text": blank(typed["reason"], _REASON),
            "refer_to": blank(place, "hier komt waar de klager wel terecht kan"),
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Reject it."""
        actions.reject(
            self.complaint,
            grounds=values["grounds"],
            reason=values["reason"],
            refer_to=values["refer_to"],
            by=self.actor,
            at=now(),
        )
        return "De klacht is niet ontvankelijk verklaard en afgesloten. De brief is onderweg."


class Requalify(MoveAct):
    """No complaint, but something else."""

    move = REQUALIFY
    title = "Dit is geen klacht"
    button = "Behandel het als iets anders"
    explains = (
        "De klacht wordt afgesloten. Er komt een nieuw dossier met dezelfde woorden en dezelfde dag van ontvangst: "
        "niemand wint tijd. De klager krijgt een brief met je reden, het nieuwe nummer en de weg naar de ombudsman."
    )
    letter = "requalified"

    def form(self, data: Any = None) -> forms.Form:
        """The kind, perhaps the department, a reason."""
        return shapes.RequalifyForm(data, initial=self.initial(), departments=departments())

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """The kind and the reason; the number follows."""
        kinds = {kind.value: label.lower() for kind, label in KIND_LABELS.items()}
        return {
            "new_kind": kinds.get(typed["new_kind"], "…"),
            "new_reference": blank("", "het nieuwe nummer"),
            "text": blank(typed["reason"], _REASON),
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Go on with it as that."""
        new = actions.requalify(
            self.complaint,
            new_kind=Kind(values["new_kind"]),
            reason=values["reason"],
            department_id=values["department"],
            by=self.actor,
            at=now(),
        )
        return f"De klacht is afgesloten. We gaan verder met dossier {new.reference}."


class SendToFirstLine(MoveAct):
    """The department first."""

    move = SEND_TO_FIRST_LINE
    title = "Eerst naar de dienst"
    button = "Geef de dienst eerst een kans"
    letter = "to_first_line"

    def explanation(self) -> str:
        """With the department and the date."""
        about = self.complaint.concerned_department
        who = f"De dienst {about.name}" if about else "De dienst"
        due = due_in_words(self.complaint, "first_line", today=today())
        return (
            f"{who} krijgt een taak om samen met de klager een oplossing te zoeken, uiterlijk op {due}. De dienst ziet de "
            "klacht niet. De klager krijgt een brief. De termijn voor het antwoord loopt door."
        )

    def form(self, data: Any = None) -> forms.Form:
        """A reason."""
        hint = "Dit staat in de brief aan de klager en in de taak voor de dienst."
        label = "Waarom krijgt de dienst eerst een kans?"
        return shapes.ReasonForm(data, initial=self.initial(), label=label, hint=hint)

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """The department, the date, the reason."""
        about = self.complaint.concerned_department
        return {
            "department": about.name if about else blank("", "de dienst"),
            "due_on": due_in_words(self.complaint, "first_line", today=today()),
            "text": blank(typed["reason"], _REASON),
        }

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The proof of the date."""
        return {"reckoning": would_be_due(self.complaint, "first_line", today=today())}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Send it."""
        actions.send_to_first_line(self.complaint, reason=values["reason"], by=self.actor, at=now())
        return "De dienst kreeg een taak en de klager een brief."


class ComeBack(MoveAct):
    """The department did not solve it."""

    move = COME_BACK
    title = "De dienst loste het niet op"
    button = "Ga verder met de klacht"
    explains = (
        "Voor wie belt of langskomt: op de volgpagina zegt de klager het zelf. De klacht gaat terug naar de "
        "ontvankelijkheid. Er gaat geen brief uit."
    )

    def form(self, data: Any = None) -> forms.Form:
        """What the complainant said."""
        return shapes.WordsForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Go on."""
        actions.come_back(self.complaint, text=values["text"], by=self.actor, at=now())
        return "De klacht gaat verder: beslis nu over de ontvankelijkheid."


class AskClarification(MoveAct):
    """Something is not clear."""

    move = ASK_CLARIFICATION
    title = "Vraag de klager om verduidelijking"
    button = "Stuur de vraag"
    letter = "clarification_asked"

    def explanation(self) -> str:
        """What the clock does, as the regulation says."""
        stopped = clocks_that_stop(self.complaint, at=now())
        clock = (
            f"Zolang we wachten, staat deze klok stil: {' en '.join(stopped).lower()}."
            if stopped
            else "De termijn loopt intussen door: het reglement laat geen pauze toe."
        )
        return f"De klager krijgt je vraag per brief en kan op de volgpagina antwoorden. {clock}"

    def form(self, data: Any = None) -> forms.Form:
        """The question."""
        return shapes.QuestionForm(data, initial=self.initial())

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """The question, and what the clock does."""
        stops = bool(clocks_that_stop(self.complaint, at=now()))
        return {
            "text": blank(typed["question"], "hier komt je vraag"),
            "clock_note": clock_note(paused=stops),
        }

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Ask it."""
        actions.ask_clarification(self.complaint, question=values["question"], by=self.actor, at=now())
        return "Je vraag is verstuurd. We wachten op de klager."


class Clarify(MoveAct):
    """The answer came by phone or letter."""

    move = CLARIFY
    title = "De klager gaf verduidelijking"
    button = "Noteer en ga verder"
    explains = (
        "Voor een antwoord per telefoon, brief of aan het loket: op de volgpagina antwoordt de klager zelf. De klok loopt "
        "weer verder vanaf vandaag. Er gaat geen brief uit."
    )
    takes_files = True

    def form(self, data: Any = None) -> forms.Form:
        """Words and channel."""
        return shapes.HeardForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Take it in."""
        files = keep_files(request, by=self.actor)
        text, medium = values["text"], values["medium"]
        actions.clarify(self.complaint, text=text, medium=medium, files=files, by=self.actor, at=now())
        return "De verduidelijking staat erbij. Beslis nu over de ontvankelijkheid."
