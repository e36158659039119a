"""Who had to do with it: the department, names, declarations, and a refusal that a second person lifts."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gehoor.complaints import actions
from gehoor.complaints.actions.handling import DECLARED
from gehoor.complaints.pages import Candidate, Name
from gehoor.complaints.procedure import OPEN_STEPS
from gehoor.complaints.queries import candidates
from gehoor.desk.doors import see_other
from gehoor.desk.forms import complaints as shapes
from gehoor.desk.forms.dossiers import OnVersion
from gehoor.desk.views.complaint_acts.base import COORDINATOR, EITHER, HANDLER, ComplaintAct, Obstacle, departments
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, NotFound
from gehoor.organisation.access import may
from gehoor.organisation.queries import colleagues

_PARTICLES = {"van", "de", "der", "den", "het", "ten", "ter", "aan", "in", "op", "en"}
"""Small words of names, that say nothing of who it is."""


def candidate_in_words(one: Candidate) -> SafeString:
    """Name, and where from."""
    what = f"diensthoofd {one.function}" if one.is_head and one.function else ", ".join(one.departments)
    if one.away_until is not None:
        what = ", ".join(part for part in (what, f"afwezig tot en met {day_in_words(one.away_until)}") if part)
    return format_html('<b>{}</b> <span class="g-quiet">{}</span>', one.name, what)


def _candidate_with_reasons(one: Candidate) -> SafeString:
    reasons = " ".join(one.conflicts)
    return format_html('{}<br><span class="g-small g-reason">{}</span>', candidate_in_words(one), reasons)


class SetDepartment(ComplaintAct):
    """Which department it is about."""

    by, steps = COORDINATOR, OPEN_STEPS
    title = "Over welke dienst gaat deze klacht?"
    button = "Bewaar de dienst"
    explains = (
        "Wie in die dienst werkt, kan deze klacht niet onderzoeken. Een behandelaar van die dienst valt meteen weg. "
        "Er gaat geen brief uit; de termijnen veranderen niet."
    )

    def form(self, data: Any = None) -> forms.Form:
        """The present department."""
        initial = self.initial() | {"department": self.complaint.concerned_department_id}
        return shapes.DepartmentForm(data, initial=initial, departments=departments())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Set it."""
        actions.set_department(self.complaint, values["department"], by=self.actor, at=now())
        return "De dienst is bewaard."


class AddName(ComplaintAct):
    """A name that came up later."""

    by, steps = EITHER, OPEN_STEPS
    title = "Voeg een naam toe"
    button = "Voeg de naam toe"
    explains = (
        "Wie genoemd wordt, kan deze klacht niet onderzoeken en ziet ze niet. Past de naam bij één collega, dan geldt dat "
        "meteen. Past ze bij niemand, dan zegt de coördinator wie het is."
    )

    def form(self, data: Any = None) -> forms.Form:
        """The name."""
        return shapes.NameForm(data, initial=self.initial())

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Note it."""
        named = actions.add_named(self.complaint, text=values["text"], by=self.actor, at=now())
        if named.staff_id is None:
            return f"“{named.text}” staat erbij. De coördinator zegt nog wie het is."
        return f"“{named.text}” staat erbij en is een collega: die ziet deze klacht niet meer."


class SettleName(ComplaintAct):
    """Who a name is."""

    by, steps = COORDINATOR, OPEN_STEPS
    title = "Wie is dit?"
    button = "Bewaar"

    @property
    def named(self) -> Name:
        """The name of the address. Raises NotFound."""
        found = next((name for name in self.page.names if name.pk == self.kwargs["pk"]), None)
        if found is None:
            raise NotFound("We vinden deze naam niet bij deze klacht.")
        return found

    def explanation(self) -> str:
        """The name as it was given."""
        return (
            f"De klager noemt “{self.named.text}”. Is dat een collega, dan kan die deze klacht niet onderzoeken en niet zien. "
            "Vergis je je, dan zet je het hier later recht."
        )

    def form(self, data: Any = None) -> forms.Form:
        """Colleagues whose name resembles it first."""
        named = self.named
        everybody = [(one.pk, f"{one.name} ({one.function})" if one.function else one.name) for one in colleagues()]
        words = set(named.text.lower().split()) - _PARTICLES
        likely = [(pk, label) for pk, label in everybody if words & set(label.lower().split())][:8]
        return shapes.SettleForm(
            data, initial=self.initial() | self._settled(named, likely), likely=likely, colleagues=everybody
        )

    def _settled(self, named: Name, likely: list[tuple[int, str]]) -> dict[str, Any]:
        if named.is_nobody:
            return {"who": "nobody"}
        if named.staff_id is None:
            return {}
        among = named.staff_id in {pk for pk, _ in likely}
        return {"who": str(named.staff_id)} if among else {"who": "other", "staff": named.staff_id}

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Settle it."""
        name, who = self.named.text, values["who"]
        chosen = values["staff"] if who == "other" else None if who == "nobody" else int(who)
        actions.settle_name(self.complaint, self.kwargs["pk"], staff_id=chosen, by=self.actor, at=now())
        return f"“{name}” is niemand van de stad." if chosen is None else f"We weten nu wie “{name}” is."


class Declare(ComplaintAct):
    """The handler was not involved."""

    by, steps = HANDLER, OPEN_STEPS
    title = "Verklaring van niet-betrokkenheid"
    button = "Ik teken deze verklaring"
    explains = (
        "Als behandelaar teken je dit voor je een oordeel schrijft. Je naam, de dag en het uur staan in het dossier. "
        "Klopt het niet, meld dan dat je betrokken bent."
    )

    def form(self, data: Any = None) -> forms.Form:
        """Nothing to fill in: the button signs."""
        return OnVersion(data, initial=self.initial())

    def template(self) -> str:
        """With the text that is signed."""
        return "desk/complaint_acts/declare.html"

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """The text."""
        return {"declared": DECLARED}

    def _signed(self) -> bool:
        mine = (one for one in self.page.declarations if one.staff_id == self.actor.id)
        return any(one.kind == "not_involved" for one in mine)

    def lacks(self) -> list[Obstacle]:
        """Once is enough."""
        return [Obstacle("Je tekende deze verklaring al.")] if self._signed() else []

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Sign it."""
        if self._signed():
            raise Conflict("Je tekende deze verklaring al.")
        actions.declare_not_involved(self.complaint, by=self.actor, at=now())
        return "Je verklaring staat in het dossier."


class DeclareInterest(ComplaintAct):
    """I am involved."""

    steps = OPEN_STEPS
    title = "Ik ben betrokken bij deze klacht"
    button = "Meld dat je betrokken bent"
    explains = (
        "Je kan daarna deze klacht niet meer behandelen en niet meer zien. De klacht wacht dan op een coördinator die niet "
        "betrokken is. Dit blijft in het dossier staan en kan niet terug."
    )

    def has_a_hand(self) -> bool:
        """Whoever handles it, or sees complaints."""
        return self.complaint.handler_id == self.actor.id or may(self.actor, "complaints.view")

    def obstacles(self) -> list[Obstacle]:
        """Who is concerned already may say so too."""
        found = super().obstacles()
        return [] if found and self.complaint.step in self.steps else found

    def form(self, data: Any = None) -> forms.Form:
        """How."""
        label, missing = "Hoe ben je betrokken?", "Zeg kort hoe je betrokken bent."
        return shapes.TextForm(data, initial=self.initial(), label=label, missing=missing)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Fall away."""
        actions.declare_interest(self.complaint, text=values["text"], by=self.actor, at=now())
        return f"Je melding staat in dossier {self.dossier.reference}. Je behandelt deze klacht niet meer."

    def after(self) -> HttpResponse:
        """The complaint can no longer be seen: to the list."""
        try:
            return see_other(reverse("desk:complaints"))
        except NoReverseMatch:
            return see_other("desk:queue")


class LiftRefusal(ComplaintAct):
    """A second person lifts the refusal of a candidate."""

    found: list[Candidate]

    steps = OPEN_STEPS
    title = "Hef een weigering op"
    button = "Hef de weigering op"
    explains = (
        "Alleen als tweede persoon, naast de coördinator. De collega kan daarna behandelaar worden, als de coördinator die "
        "kiest. Wie genoemd is of zelf zei betrokken te zijn, blijft geweigerd. Dit blijft zichtbaar in het dossier."
    )

    def has_a_hand(self) -> bool:
        """Who may override."""
        return may(self.actor, "complaints.override")

    def obstacles(self) -> list[Obstacle]:
        """The coordinator of this complaint is no second person."""
        if self.complaint.coordinator_id == self.actor.id:
            return [Obstacle("Je coördineert deze klacht zelf. Iemand anders moet een weigering opheffen.")]
        return super().obstacles()

    def lacks(self) -> list[Obstacle]:
        """Somebody whose refusal can be lifted."""
        return [] if self.found else [Obstacle("Er is nu geen weigering die je kan opheffen.")]

    def form(self, data: Any = None) -> forms.Form:
        """Who, with the reasons, and why."""
        self.found = [one for one in candidates(self.complaint, day=today()) if one.liftable]
        people = [(one.staff_id, _candidate_with_reasons(one)) for one in self.found]
        return shapes.OverrideForm(data, initial=self.initial(), people=people)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Lift it."""
        reason = values["reason"]
        actions.override_conflict(self.complaint, values["staff"], reason=reason, by=self.actor, at=now())
        return "De weigering is opgeheven. De coördinator kan deze collega nu kiezen."
