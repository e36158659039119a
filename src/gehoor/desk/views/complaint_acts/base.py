"""What every act on a complaint shares: the door, who has a hand in it, what is in the way, the letter before it leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gehoor.complaints.access import complaint_for
from gehoor.complaints.pages import Choice, ComplaintPage
from gehoor.complaints.previews import Preview, preview
from gehoor.complaints.procedure import By, Move, Need, Step
from gehoor.complaints.queries import complaint_page
from gehoor.complaints.standing import conflict_of, has_a_hand, lacking, wrong_step
from gehoor.desk.doors import see_other
from gehoor.desk.rows import dossier_url
from gehoor.desk.views.act import Act
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotAllowed
from gehoor.organisation.queries import department_names

if TYPE_CHECKING:
    from gehoor.complaints.models import Complaint

COORDINATOR = frozenset({By.COORDINATOR})
HANDLER = frozenset({By.HANDLER})
EITHER = COORDINATOR | HANDLER
_SHOW_LETTER = "toon"


@dataclass(frozen=True)
class Obstacle:
    """What is in the way, and the page where it can be put right (for who may). ``is_need``: something that must come first."""

    sentence: str
    url: str = ""
    label: str = ""
    is_need: bool = False


class ComplaintAct(Act):
    """An act on a complaint. ``by``: whose act it is; ``steps``: in which steps; ``letter``: the one that goes out.

    ``compact``: fields whose choices are short, shown in columns.
    """

    by: ClassVar[frozenset[By]] = COORDINATOR
    steps: ClassVar[frozenset[Step]] = frozenset(Step)
    letter: ClassVar[str] = ""
    back: ClassVar[str] = "Terug naar de klacht"
    compact: ClassVar[frozenset[str]] = frozenset({"finding", "norms", "resolution"})

    complaint: "Complaint"

    def find(self) -> None:
        """Through the door of the complaint, with what is known of who is concerned."""
        self.complaint = complaint_for(self.actor, self.kwargs["reference"], at=now())
        self.dossier = self.complaint.dossier
        self.__dict__.pop("page", None)

    def check_rights(self) -> None:
        """Raise NotAllowed for who has no hand in this; who is concerned is told so on the page."""
        if not self.has_a_hand():
            raise NotAllowed("Je hebt niet het recht om dit te doen.")

    def has_a_hand(self) -> bool:
        """Whether this is an act of this person here, independent or not."""
        return has_a_hand(self.complaint, self.actor, self.by)

    def after(self) -> HttpResponse:
        """Back to the complaint, at its begin: a place of its own, or the browser keeps the one of the letter."""
        return see_other(dossier_url(self.dossier.kind, self.dossier.reference), anchor="inhoud")

    @cached_property
    def page(self) -> ComplaintPage:
        """All about the complaint, for the acts that show some of it."""
        return complaint_page(self.complaint, self.actor, today=today())

    def draft_key(self) -> str:
        """Also of which point or name."""
        which = "".join(f"-{self.kwargs[name]}" for name in ("number", "pk") if name in self.kwargs)
        return super().draft_key() + which

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it; or only show the letter as it would be with what is typed now."""
        if _SHOW_LETTER in request.POST and self.letter:
            return self.show(request, self.form(request.POST))
        return super().post(request, **kwargs)

    def obstacles(self) -> list[Obstacle]:
        """What is in the way now, the gravest alone: not independent; another step; what is lacking."""
        conflict = conflict_of(self.complaint, self.actor)
        if conflict:
            return [Obstacle(f"Je kan dit in deze klacht niet doen. {conflict}")]
        other_step = wrong_step(self.complaint, self.steps)
        return [Obstacle(other_step)] if other_step else self.lacks()

    def lacks(self) -> list[Obstacle]:
        """What has to be there first."""
        return []

    def fields_of_letter(self, typed: dict[str, str]) -> dict[str, str]:
        """What this act fills in of its letter; ``typed``: the form as it is now, empty where nothing is."""
        raise NotImplementedError

    def _letter(self, form: forms.Form) -> Preview | None:
        if not self.letter:
            return None
        typed = {name: str(form[name].value() or "") for name in form.fields}
        fields = self.fields_of_letter(typed)
        return preview(self.complaint, self.letter, by=self.actor, today=today(), **fields)

    def template(self) -> str:
        """The template; most acts share one."""
        return "desk/complaint_acts/act.html"

    def more(self, form: forms.Form) -> dict[str, Any]:
        """What is in the way, and the letter."""
        obstacles = self.obstacles()
        return {
            "complaint": self.complaint,
            "obstacles": obstacles,
            "lacks": any(obstacle.is_need for obstacle in obstacles),
            "letter": self._letter(form) if form.is_bound or not obstacles else None,
            "letter_open": form.is_bound,
            **self.beside(form),
        }

    def beside(self, form: forms.Form) -> dict[str, Any]:
        """What else the template of this act shows."""
        return {}


class MoveAct(ComplaintAct):
    """A move of the procedure: steps, hands and needs come from its row."""

    move: ClassVar[Move]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "move" in vars(cls):
            cls.by, cls.steps = cls.move.by, cls.move.from_steps

    def lacks(self) -> list[Obstacle]:
        """The needs of the row that are not there, each with the way to put it right."""
        return [self._obstacle(*lack) for lack in lacking(self.complaint, self.move, today=today())]

    def _obstacle(self, need: Need, sentence: str) -> Obstacle:
        name, label, hands, args = self._cure(need)
        if not name or not has_a_hand(self.complaint, self.actor, hands):
            return Obstacle(sentence, is_need=True)
        url = reverse(f"desk:complaint_{name}", args=[self.dossier.reference, *args])
        return Obstacle(sentence, url, label, is_need=True)

    def _cure(self, need: Need) -> tuple[str, str, frozenset[By], list[int]]:
        """The act that puts it right: its name, words for the link, whose act it is, which point or name."""
        if need is Need.DEPARTMENT:
            return "department", "Kies de dienst", COORDINATOR, []
        if need is Need.NAMES_SETTLED:
            open_names = [name.pk for name in self.page.names if not name.is_settled]
            return "name_settle", "Zeg wie het is", COORDINATOR, open_names[:1]
        if need is Need.HANDLER:
            return "assign_handler", "Duid een behandelaar aan", COORDINATOR, []
        if need is Need.DECLARATION:
            return "declare", "Teken de verklaring", HANDLER, []
        if need is Need.ACCOUNT_RECEIVED and not self.page.accounts:
            return "account_ask", "Vraag het relaas", EITHER, []
        if need is Need.NO_OPEN_DIFFERENCE:
            return "differ", "Vraag advies", COORDINATOR, []
        if need is Need.NOT_SUSPENDED:
            return "resume", "Hervat de klacht", COORDINATOR, []
        if need is Need.COMPLAINANT_HEARD:
            return "hear", "Noteer het gesprek", EITHER, []
        if need is Need.ANSWER_PARTS:
            return "answer", "Schrijf het antwoord", EITHER, []
        if need is Need.GRIEVANCES_ANSWERED:
            return self._cure_of_points()
        return "", "", frozenset(), []

    def _cure_of_points(self) -> tuple[str, str, frozenset[By], list[int]]:
        unanswered = [point.number for point in self.page.points if not point.is_answered]
        if not self.page.points and self.complaint.step == Step.INVESTIGATION:
            return "point_add", "Voeg een punt toe", EITHER, []
        hands = HANDLER if self.complaint.step == Step.INVESTIGATION else COORDINATOR
        name = "point_answer" if unanswered and self.complaint.step != Step.CLOSING else ""
        return name, f"Geef punt {unanswered[0] if unanswered else ''} een bevinding", hands, unanswered[:1]


def described(choice: Choice, *, badge: str = "") -> SafeString:
    """A choice with its standard text and where to go instead, for a box or a radio."""
    lines = [choice.text, f"Waar wel: {choice.refer_to}" if choice.refer_to else ""]
    mark = format_html(' <b class="g-badge g-badge--no">{}</b>', badge) if badge else ""
    small = format_html_join("", '<br><span class="g-small g-quiet">{}</span>', ((line,) for line in lines if line))
    return format_html("<b>{}</b>{}{}", choice.label, mark, small)


def findings(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """The findings as radios; those that ask for a norm and a measure say so."""
    more = " (vraagt een norm en een maatregel)"
    return [(one.code, one.label.capitalize() + (more if one.needs_more else "")) for one in choices]


def labels(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Code and label."""
    return [(one.code, one.label) for one in choices]


def departments() -> list[tuple[int, str]]:
    """Every department, by name."""
    return sorted(department_names().items(), key=lambda pair: pair[1])
