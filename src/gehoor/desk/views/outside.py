"""Asking somebody outside the city, and what is done with the question afterwards; for a dossier and for a complaint alike."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse

from gehoor.complaints.actions import outside as complaint_actions
from gehoor.correspondence.letters import LINK_MARK
from gehoor.correspondence.queries import conversation
from gehoor.correspondence.wordings import letter_now
from gehoor.desk.doors import see_other
from gehoor.desk.enclosing import all_files, enclosable
from gehoor.desk.forms.outside import AskOutsideForm, InquiryForm
from gehoor.desk.outside import AskedLine, lines_outside
from gehoor.desk.rows import dossier_url
from gehoor.desk.views.act import Act
from gehoor.desk.views.acts import DossierAct
from gehoor.desk.views.complaint_acts.base import EITHER, ComplaintAct
from gehoor.dossiers.actions import inquiring
from gehoor.dossiers.actions.inquiring import Asking
from gehoor.dossiers.actions.inquiry_letters import as_asked
from gehoor.dossiers.inquiries import asked_of, inquiry_of
from gehoor.dossiers.outside import PROPOSED, WORKING_DAYS, in_full, last_day, standing
from gehoor.kernel.clock import now, today
from gehoor.regulations.queries import calendar_under

if TYPE_CHECKING:
    from gehoor.correspondence.queries import Said
    from gehoor.dossiers.models import Inquiry
    from gehoor.files.models import StoredFile

_SHOW_LETTER = "toon"


class _Asks(Act):
    """The page on which somebody is asked something: to whom, what, which files, by when, and the mail before it leaves."""

    title = "Vraag iets aan iemand buiten de stad"
    button = "Verstuur de vraag"
    explains = (
        "Wie je iets vraagt, krijgt een e-mail met een persoonlijke link en antwoordt daar zonder account. Ze zien alleen je vraag en "
        "de bestanden die je aanvinkt. De melder ziet er niets van, tot je het zelf deelt."
    )
    takes_files = True

    def send(self, asking: Asking, files: "list[StoredFile]") -> None:
        """Ask it, with the right that the dossier asks."""
        raise NotImplementedError

    def said(self) -> "list[Said]":
        """The conversation, for its files."""
        raise NotImplementedError

    def form(self, data: Any = None) -> forms.Form:
        """Ten working days, unless somebody chooses otherwise."""
        dossier = self.dossier
        calendar = calendar_under(dossier.body_id, dossier.regulation_version_id)
        days = [(amount, last_day(calendar, today=today(), working_days=amount)) for amount in WORKING_DAYS]
        initial = self.initial() | {"term": str(PROPOSED)}
        return AskOutsideForm(data, initial=initial, days=days, today=today(), reporter=dossier.reporter_name)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send it; or only show the mail as it would be with what is typed now."""
        if _SHOW_LETTER in request.POST:
            form = self.form(request.POST)
            return self.show(request, form, status=200 if form.is_valid() else 422)
        return super().post(request, **kwargs)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Ask it."""
        asking = _asking(values)
        self.send(asking, all_files(request, self.dossier, by=self.actor))
        return f"De vraag vertrekt naar {in_full(asking.name, asking.organisation)}."

    def template(self) -> str:
        """Its own: files to choose, and the mail."""
        return "desk/ask_outside.html"

    def more(self, form: forms.Form) -> dict[str, Any]:
        """The files that can go along, and the mail."""
        posted = form.data if form.is_bound else None
        return {
            "enclosable": enclosable(self.said(), None, posted, to=""),
            "to": {"short": "wie je het vraagt"},
            "letter": self._mail(form) if form.is_bound and form.is_valid() else None,
        }

    def _mail(self, form: forms.Form) -> dict[str, str]:
        asking = _asking(form.cleaned_data)
        whom = in_full(asking.name, asking.organisation)
        told = self.dossier.reporter_name if asking.names_reporter else ""
        fields = as_asked(self.dossier, asking.question, told, asking.due_on)
        sender = f"{self.actor.name}\n{self.dossier.department.name}"
        subject, body = letter_now("inquiry").compose(fields | {"name": whom, "sender": sender})
        return {
            "subject": subject,
            "body": body.replace(LINK_MARK, "(persoonlijke link)"),
            "to": f"{whom}, {asking.email}",
        }


def _asking(values: dict[str, Any]) -> Asking:
    names = bool(values.get("names_reporter"))
    due_on: date = values["due_on"]
    return Asking(values["name"], values["organisation"], values["email"], values["question"], due_on, names)


class _Handles(Act):
    """The page of one question: what was asked, what came, and what to do with it."""

    title = "Vraag buiten de stad"
    button = "Doe dit"

    inquiry: "Inquiry"

    def look_up(self) -> None:
        """The question, inside the dossier that came through the door. Raises NotFound."""
        self.inquiry = inquiry_of(self.dossier, self.kwargs["number"])

    @property
    def asked(self) -> AskedLine:
        """The question as the page shows it."""
        asked = asked_of(self.inquiry)
        return AskedLine(asked, standing(asked.facts, today=today()), "")

    def form(self, data: Any = None) -> forms.Form:
        """What is possible now."""
        return InquiryForm(data, initial=self.initial(), can=_possible(self.inquiry))

    def acts(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        """What each choice does."""
        raise NotImplementedError

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Do what was chosen."""
        chosen = values["what"]
        self.acts()[chosen](values)
        self.shared = chosen == "share"
        return _DONE[chosen]

    def after(self) -> HttpResponse:
        """Back to the dossier; where a message is written, when that is next."""
        anchor = "schrijven" if getattr(self, "shared", False) else "buiten"
        return see_other(dossier_url(self.dossier.kind, self.dossier.reference), anchor=anchor)

    def template(self) -> str:
        """Its own: the question with its answers."""
        return "desk/inquiry.html"

    def draft_key(self) -> str:
        """Of which question."""
        return f"{super().draft_key()}-{self.inquiry.number}"

    def more(self, form: forms.Form) -> dict[str, Any]:
        """What was asked and what came."""
        asked = self.asked
        return {
            "one": asked,
            "lines": lines_outside(conversation(self.inquiry.thread_id), [asked.asked]),
            "file_route": self.file_route,
            "can": bool(_possible(self.inquiry)),
        }

    file_route: ClassVar[str] = "desk:file"


_DONE = {
    "share": "De tekst staat klaar in je bericht aan de melder. Lees hem na, er is nog niets verstuurd.",
    "longer": "Ze krijgen meer tijd, en bericht daarover.",
    "close": "De vraag is afgesloten. Antwoorden via de link kan niet meer.",
    "withdraw": "De vraag is ingetrokken. De link toont niets meer.",
}


def _possible(inquiry: "Inquiry") -> list[tuple[str, str]]:
    answered = inquiry.answered_at is not None or inquiry.declined_at is not None
    offered = {
        "share": (answered and inquiry.dossier.is_open, "Neem het antwoord over in een bericht aan de melder"),
        "longer": (not inquiry.ending, "Geef meer tijd: ze krijgen een e-mail met een nieuwe link"),
        "close": (not inquiry.ending, "Sluit af: ik heb wat ik nodig heb, of ga zonder verder"),
        "withdraw": (not inquiry.ending, "Trek in: dit was niet voor hen bedoeld. De link toont meteen niets meer"),
    }
    return [(name, words) for name, (possible, words) in offered.items() if possible]


class AskOutside(_Asks, DossierAct):
    """About a question, melding, suggestion or compliment."""

    def send(self, asking: Asking, files: "list[StoredFile]") -> None:
        """Ask it."""
        inquiring.ask_outside(self.dossier, asking, by=self.actor, at=now(), files=files)

    def said(self) -> "list[Said]":
        """The conversation with the reporter, and with who was asked before."""
        page = self.page()
        return [*page.messages, *page.outside]


class HandleInquiry(_Handles, DossierAct):
    """Of a question, melding, suggestion or compliment."""

    def find(self) -> None:
        """Through the door of the dossier."""
        super().find()
        self.look_up()

    def acts(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        """Each with the right to work on the dossier."""
        one, by, at = self.inquiry, self.actor, now()
        return {
            "share": lambda values: inquiring.share_answer(one, by=by, at=at),
            "longer": lambda values: inquiring.give_more_time(one, values["due_on"], by=by, at=at),
            "close": lambda values: inquiring.close_inquiry(one, by=by, at=at),
            "withdraw": lambda values: inquiring.withdraw_inquiry(one, by=by, at=at),
        }


class AskOutsideInComplaint(_Asks, ComplaintAct):
    """About a complaint: by who handles or coordinates it. What comes back is evidence."""

    by = EITHER
    explains = (
        "Wie je iets vraagt, krijgt een e-mail met een persoonlijke link en antwoordt daar zonder account. Ze zien alleen je vraag en "
        "de bestanden die je aanvinkt. Het antwoord wordt een stuk van de klacht, met een nummer. De klager ziet het niet, tot je het "
        "deelt. Voor het verhaal van de betrokken dienst zelf is er het relaas."
    )

    def send(self, asking: Asking, files: "list[StoredFile]") -> None:
        """Ask it."""
        complaint_actions.ask_outside(self.complaint, asking, by=self.actor, at=now(), files=files)

    def said(self) -> "list[Said]":
        """The conversation with the complainant, and with who was asked before."""
        return [*self.page.messages, *self.page.outside]

    def more(self, form: forms.Form) -> dict[str, Any]:
        """What is in the way, too."""
        obstacles = self.obstacles()
        return super().more(form) | {"complaint": self.complaint, "obstacles": obstacles}

    def template(self) -> str:
        """The page of asking."""
        return "desk/ask_outside.html"


class HandleInquiryOfComplaint(_Handles, ComplaintAct):
    """Of a complaint: by who handles or coordinates it."""

    by = EITHER
    file_route = "desk:complaint_file"

    def find(self) -> None:
        """Through the door of the complaint."""
        super().find()
        self.look_up()

    def acts(self) -> dict[str, Callable[[dict[str, Any]], None]]:
        """Each with a hand in the complaint."""
        one, by, at = self.inquiry, self.actor, now()
        return {
            "share": lambda values: complaint_actions.share_answer(self.complaint, one, by=by, at=at),
            "longer": lambda values: complaint_actions.give_more_time(
                self.complaint, one, values["due_on"], by=by, at=at
            ),
            "close": lambda values: complaint_actions.close_inquiry(self.complaint, one, by=by, at=at),
            "withdraw": lambda values: complaint_actions.withdraw_inquiry(self.complaint, one, by=by, at=at),
        }
