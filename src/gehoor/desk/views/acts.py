"""The acts on an ordinary dossier, each with its page."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gehoor.complaints.actions import lodge_from, name_as_complaint
from gehoor.complaints.queries import missing_for_complaint
from gehoor.desk.doors import ordinary_dossier_for, see_other, staff_only
from gehoor.desk.forms import dossiers as shapes
from gehoor.desk.views.act import Act
from gehoor.desk.views.dossiers import triage_form
from gehoor.dossiers.actions.assigning import assign, give_back, route
from gehoor.dossiers.actions.correcting import correct, correct_message, plan_work
from gehoor.dossiers.actions.first_line import close, reopen, reply_to_offer
from gehoor.dossiers.actions.intake import Reporter
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.queries import DossierPage, categories, dossier_page, reporter_of
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import InvalidInput, NotFound
from gehoor.organisation.access import may, require
from gehoor.organisation.queries import department, department_names, members_of, staff_by_id
from gehoor.web.uploads import keep_files

if TYPE_CHECKING:
    from gehoor.organisation.models import Staff


class DossierAct(Act):
    """An act on an ordinary dossier; the permission is asked for its department."""

    permission: ClassVar[str] = "dossiers.work"

    def find(self) -> None:
        """Through the door of the dossier."""
        self.dossier = ordinary_dossier_for(self.actor, self.kwargs["reference"])

    def check_rights(self) -> None:
        """Raise NotAllowed for who may never do this here."""
        require(self.actor, self.permission, department_id=self.dossier.department_id)

    def after(self) -> HttpResponse:
        """Back to the dossier, at what is new."""
        return see_other("desk:dossier", self.dossier.reference, anchor="nieuwste")

    def page(self) -> DossierPage:
        """All about the dossier, for the acts that show some of it."""
        return dossier_page(self.dossier, reader=self.actor)


def _colleagues(department_id: int) -> list[tuple[int, str]]:
    return [(person.pk, person.name) for person in members_of(department_id)]


def _person(pk: int | None) -> "Staff | None":
    return staff_by_id([pk]).get(pk) if pk else None


class Triage(DossierAct):
    """Kind, category, department."""

    title = "Naar welke dienst?"
    button = "Stuur naar de dienst"
    explains = "De termijn loopt vanaf de ontvangst. Wie de soort of de dienst verandert, wint geen tijd."
    permission = "dossiers.triage"

    def form(self, data: Any = None) -> forms.Form:
        """With the suggested category, and the colleagues of the chosen department."""
        form = triage_form(self.dossier, self.dossier.title, data, initial=self.initial())
        chosen = str((data or {}).get("department") or (self.dossier.department_id if data is None else ""))
        if chosen.isdigit():
            shapes.choose(form, "staff", _colleagues(int(chosen)), "De dienst kiest zelf")
        return form

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Send it there."""
        chosen = values["department"] or _department_of(values["category"])
        there = department(chosen)
        route(
            self.dossier,
            kind=Kind(values["kind"]),
            department=there,
            category_id=values["category"],
            staff=_person(values["staff"]),
            is_first_line=values["first_line"],
            by=self.actor,
            at=now(),
        )
        return f"Dossier {self.dossier.reference} is nu bij {there.name}."

    def after(self) -> HttpResponse:
        """Back to the queue: the next one waits there."""
        return see_other("desk:queue")

    def template(self) -> str:
        """A page of its own: the colleagues follow the department."""
        return "desk/act/triage.html"


def _department_of(category_id: int) -> int:
    return next(one.department_id for one in categories() if one.pk == category_id)


@staff_only
def colleagues(request: HttpRequest) -> HttpResponse:
    """The colleagues of a department as options of a list: follows the department in the form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, "dossiers.triage")
    chosen = request.GET.get("department", "")
    found = _colleagues(int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else []
    return render(request, "desk/colleagues.html", {"colleagues": found})


class Assign(DossierAct):
    """A colleague of the department."""

    title = "Wie neemt dit op?"
    button = "Geef aan deze collega"
    permission = "dossiers.assign"

    def form(self, data: Any = None) -> forms.Form:
        """The colleagues of the department."""
        others = [one for one in _colleagues(self.dossier.department_id) if one[0] != self.dossier.handler_id]
        return shapes.AssignForm(data, initial=self.initial(), colleagues=others)

    def explanation(self) -> str:
        """Who has it now: that colleague is no choice."""
        now_with = self.dossier.handler_name
        return f"Nu behandelt {now_with} dit dossier." if now_with else "Nu behandelt nog niemand dit dossier."

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Give it."""
        person = _person(values["staff"])
        if person is None:
            raise InvalidInput("Kies een collega.", field="staff")
        assign(self.dossier, person, by=self.actor, at=now())
        return f"{person.name} neemt dit dossier op."


class GiveBack(DossierAct):
    """Not for us."""

    title = "Niet voor ons"
    button = "Geef terug aan het contactpunt"
    explains = "Het dossier gaat terug naar het contactpunt, met je reden. De termijn loopt door."

    def form(self, data: Any = None) -> forms.Form:
        """A reason."""
        return shapes.GiveBackForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Give it back."""
        give_back(self.dossier, reason=values["reason"], by=self.actor, at=now())
        return f"Dossier {self.dossier.reference} is terug bij het contactpunt."

    def after(self) -> HttpResponse:
        """The dossier is no longer of this department: to the queue."""
        return see_other("desk:queue")


class Close(DossierAct):
    """Close with a reason and a last message."""

    title = "Sluit het dossier af"
    button = "Sluit af en schrijf de melder"
    explains = "De melder krijgt je tekst en kan het dossier later opnieuw openen."

    def form(self, data: Any = None) -> forms.Form:
        """Reason and text."""
        return shapes.CloseForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Close it."""
        close(self.dossier, CloseReason(values["reason"]), text=values["text"], by=self.actor, at=now())
        return f"Dossier {self.dossier.reference} is afgesloten."


class Reopen(DossierAct):
    """Open it again."""

    title = "Heropen het dossier"
    button = "Heropen"
    explains = "Een heropend dossier krijgt geen nieuwe termijn: wat te laat was, blijft te laat."

    def form(self, data: Any = None) -> forms.Form:
        """Nothing to fill in."""
        return shapes.ReopenForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Open it."""
        reopen(self.dossier, by=self.actor, at=now())
        return "Het dossier is weer open."


class Reply(DossierAct):
    """What the reporter said of the offered solution, by phone or at the counter."""

    title = "Wat zei de melder van het voorstel?"
    button = "Noteer"
    explains = "Voor wie belt of langskomt. Op de volgpagina antwoordt de melder zelf."

    def form(self, data: Any = None) -> forms.Form:
        """Solved or not, in their words."""
        return shapes.ReplyForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Write it down."""
        solved = values["solved"] == "yes"
        reply_to_offer(self.dossier, solved=solved, text=values["text"], by=self.actor, at=now())
        if solved:
            return "Genoteerd: het is opgelost. Het dossier is afgesloten."
        return "Genoteerd: het is niet opgelost. Zoek samen verder, of bied de klachtenprocedure aan."


class Said(DossierAct):
    """What the reporter added on another channel."""

    title = "Voeg toe wat de melder zei"
    button = "Voeg toe"
    takes_files = True

    def form(self, data: Any = None) -> forms.Form:
        """Words and channel."""
        return shapes.SaidForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Take it in."""
        files = keep_files(request, by=self.actor)
        by, at = self.actor, now()
        hear_reporter(self.dossier, text=values["text"], medium=values["medium"], by=by, at=at, files=files)
        return "Het staat bij het gesprek."


_LONG = {"message"}
_LABELS = {"title": "Titel", "place": "Plaats", "occurred": "Wanneer het gebeurde", "message": "Bericht"}


class Correct(DossierAct):
    """Correct a typo; the original stays readable."""

    title = "Verbeter een vergissing"
    button = "Verbeter"
    explains = "Wat er eerst stond, blijft leesbaar voor collega’s."
    permission = "dossiers.correct"

    @property
    def field(self) -> str:
        """What is corrected, from the address."""
        field = self.request.GET.get("veld", "title")
        if field not in _LABELS:
            raise NotFound("Dit veld kan je niet verbeteren.")
        return field

    def form(self, data: Any = None) -> forms.Form:
        """The present text."""
        before = self._present()
        initial = self.initial() | {"before": before, "after": before}
        return shapes.CorrectForm(data, initial=initial, label=_LABELS[self.field], long=self.field in _LONG)

    def _present(self) -> str:
        if self.field != "message":
            return str(getattr(self.dossier, self.field))
        told = {said.message.pk: said.message for said in self.page().messages if said.message.direction == "in"}
        message = told.get(self._message_id())
        if message is None:
            raise NotFound("We vinden dit bericht niet.")
        return message.body

    def _message_id(self) -> int:
        text = self.request.GET.get("bericht", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Correct it."""
        if _plain(values["after"]) == _plain(values["before"]):
            raise InvalidInput("Je veranderde niets.", field="after")
        if self.field == "message":
            correct_message(self.dossier, self._message_id(), values["after"], by=self.actor, at=now())
        else:
            correct(self.dossier, self.field, values["after"], by=self.actor, at=now())
        return "Verbeterd. Wat er eerst stond, blijft bewaard."


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


class PlanTask(DossierAct):
    """Something to be done."""

    title = "Maak een taak"
    button = "Maak de taak"

    def form(self, data: Any = None) -> forms.Form:
        """What, when, who."""
        return shapes.TaskForm(data, initial=self.initial(), colleagues=_colleagues(self.dossier.department_id))

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Plan it."""
        plan_work(
            self.dossier,
            title=values["title"],
            due_on=values["due_on"],
            assignee=_person(values["staff"]),
            by=self.actor,
            at=now(),
        )
        return "De taak staat op de lijst."


class ToComplaint(DossierAct):
    """This is a formal complaint."""

    title = "Dit is een formele klacht"
    button = "Maak er een klacht van"
    explains = "Een klacht is een dossier op zich, met eigen stappen en termijnen. Wat al verteld is, gaat mee."

    def check_rights(self) -> None:
        """Who works on it hears the reporter say so; who triages may name it."""
        if not may(self.actor, "dossiers.triage"):
            super().check_rights()

    def form(self, data: Any = None) -> forms.Form:
        """What the regulation still asks for is asked here."""
        names = department_names()
        named = may(self.actor, "dossiers.triage") and not self.dossier.kind_confirmed
        return shapes.ToComplaintForm(
            data,
            initial=self.initial() | {"how": "named" if named else "said"},
            departments=sorted(names.items(), key=lambda pair: pair[1]),
            missing=missing_for_complaint(self.dossier, today=today()),
            may_name=named,
        )

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Name it or lodge it; the complaint gets its own number."""
        if values["how"] == "named":
            department_id = values["department"] or None
            complaint = name_as_complaint(self.dossier, concerned_department_id=department_id, by=self.actor, at=now())
        else:
            complaint = lodge_from(
                self.dossier,
                text=values["text"],
                wished_outcome=values["wished_outcome"],
                named=[line.strip() for line in values["named"].splitlines() if line.strip()],
                completed=self._completed(values),
                medium=values["medium"],
                by=self.actor,
                at=now(),
            )
        return f"De klacht heeft het nummer {complaint.dossier.reference}. De klachtencoördinator krijgt ze."

    def _completed(self, values: dict[str, Any]) -> Reporter | None:
        known = reporter_of(self.dossier)
        asked = ("name", "address", "email", "phone")
        given = {name: values[name].strip() for name in asked if values.get(name, "").strip()}
        if not given:
            return None
        return Reporter(**({name: getattr(known, name, "") for name in asked} | given))
