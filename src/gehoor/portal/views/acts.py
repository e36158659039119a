"""What a citizen can do about a dossier: a page that asks, and the act. Each act once, however often it is clicked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gehoor.complaints import actions as complaints
from gehoor.complaints.procedure import Reaction, ReferralGround
from gehoor.complaints.queries import missing_for_complaint, tracked_complaints
from gehoor.correspondence.queries import public_conversation
from gehoor.dossiers.actions import first_line
from gehoor.dossiers.actions.intake import Reporter
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.queries import reporter_of
from gehoor.kernel.errors import NotFound, RuleViolation
from gehoor.portal.answers import involved_from
from gehoor.portal.doors import Visit, behind_link
from gehoor.portal.explained import second_line_of
from gehoor.portal.forms.tracking import ComplainForm, ConfirmForm, OmbudsmanForm, TextForm
from gehoor.portal.possible import ACTS_OF_COMPLAINT, goes_on_elsewhere, why_not
from gehoor.portal.sending import SentBefore, once
from gehoor.portal.tracking import matter_of
from gehoor.portal.turns import judged_at_the_end, noun_of
from gehoor.portal.web import UNPROCESSABLE, see_other
from gehoor.web.ratelimit import limited

Data = Any
MakeForm = Callable[[Data, Visit, str], forms.Form]
Do = Callable[[Visit, str, dict[str, Any]], None]
More = Callable[[Visit, str], dict[str, Any]]


@dataclass(frozen=True)
class Act:
    """One thing a citizen can do: the question of its page, what it explains, its form, its button and the deed."""

    slug: str
    question: str
    explanation: tuple[str, ...]
    button: str
    form: MakeForm
    do: Do
    template: str = "portal/act.html"
    more: More | None = None

    @property
    def of_complaint(self) -> bool:
        """Only a complaint knows it."""
        return self.slug in ACTS_OF_COMPLAINT


@require_http_methods(["GET", "HEAD", "POST"])
@limited("portal.act", 60, 600)
@behind_link
def act(request: HttpRequest, visit: Visit, reference: str, slug: str) -> HttpResponse:
    """Show the page of an act, or do it."""
    wanted = ACTS.get(slug)
    dossier = visit.dossier(reference)
    if wanted is None:
        raise NotFound("We vinden deze pagina niet.")
    if request.method != "POST":
        return _ask(request, visit, dossier.reference, wanted)
    if wanted.of_complaint and dossier.kind != Kind.COMPLAINT:
        return _not_now(request, visit, dossier.reference, wanted, status=UNPROCESSABLE)
    form = wanted.form(request.POST, visit, reference)
    if not form.is_valid():
        return _page(request, visit, dossier.reference, wanted, form, status=UNPROCESSABLE)
    done = slug
    try:
        with once(form.cleaned_data["ticket"], at=visit.at):
            wanted.do(visit, reference, form.cleaned_data)
    except SentBefore:
        done = "al-gedaan"
    except NotFound:
        raise
    except RuleViolation as refused:
        if isinstance(form, ConfirmForm):  # nothing was typed that has to stay
            return _not_now(request, visit, dossier.reference, wanted, refused.message, status=UNPROCESSABLE)
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, refused.message)
        return _page(request, visit, dossier.reference, wanted, form, status=UNPROCESSABLE)
    query = "" if slug == "klacht" else f"dossier={dossier.reference}&"
    return see_other("track", visit.token, query=f"?{query}gedaan={done}")


def _ask(request: HttpRequest, visit: Visit, reference: str, wanted: Act) -> HttpResponse:
    """The form of an act; for one that cannot be done now the reason, and what the citizen can do instead."""
    if why_not(wanted.slug, matter_of(visit, reference)):
        return _not_now(request, visit, reference, wanted)
    return _page(request, visit, reference, wanted, wanted.form(None, visit, reference))


def _not_now(
    request: HttpRequest, visit: Visit, reference: str, wanted: Act, refused: str = "", *, status: int = 200
) -> HttpResponse:
    """``refused``: what the deed itself said, when it was tried."""
    matter = matter_of(visit, reference)
    why = why_not(wanted.slug, matter) or refused
    page = {"visit": visit, "card": matter.card, "act": wanted, "why": why}
    return render(request, "portal/not_now.html", page, status=status)


def _page(
    request: HttpRequest, visit: Visit, reference: str, wanted: Act, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    dossier = visit.dossier(reference)
    page = {
        "visit": visit,
        "dossier": dossier,
        "noun": noun_of(dossier),
        "act": wanted,
        "form": form,
        **(wanted.more(visit, reference) if wanted.more else {}),
    }
    return render(request, wanted.template, page, status=status)


# Forms -----------------------------------------------------------------------------------------------------------------


def _confirm(data: Data, visit: Visit, reference: str) -> forms.Form:
    return ConfirmForm(data)


def _words(label: str, *, help_text: str = "", missing: str = "") -> MakeForm:
    def make(data: Data, visit: Visit, reference: str) -> forms.Form:
        return TextForm(data, label=label, help_text=help_text, missing=missing)

    return make


def _complain_form(data: Data, visit: Visit, reference: str) -> forms.Form:
    dossier = visit.dossier(reference)
    told = [one.message for one in public_conversation(dossier.thread_id, at=visit.at)]
    first = next((one for one in told if one.direction == "in"), None)
    known = involved_from("" if first is None else first.body)
    return ComplainForm(data, initial=known, missing=missing_for_complaint(dossier, today=visit.today))


def _ombudsman_form(data: Data, visit: Visit, reference: str) -> forms.Form:
    return OmbudsmanForm(data, grounds=_view(visit, reference).grounds)


def _view(visit: Visit, reference: str) -> Any:
    dossier = visit.dossier(reference)
    view = tracked_complaints([dossier], today=visit.today).get(dossier.pk)
    if view is None:
        raise NotFound("We vinden deze klacht niet.")
    return view


# Deeds -----------------------------------------------------------------------------------------------------------------


def _solved(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    first_line.reply_to_offer(visit.dossier(reference), solved=True, by=visit.actor, at=visit.at)


def _not_solved(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    dossier = visit.dossier(reference)
    first_line.reply_to_offer(dossier, solved=False, text=given["text"], by=visit.actor, at=visit.at)


def _complain(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    dossier = visit.dossier(reference)
    complaints.lodge_from(
        dossier,
        text=given["text"],
        wished_outcome=given["wished"],
        named=[" ".join(line.split()) for line in given["named"].splitlines() if line.strip()][:20],
        completed=_completed(dossier, given),
        by=visit.actor,
        at=visit.at,
    )


def _completed(dossier: Any, given: dict[str, Any]) -> Reporter | None:
    """Who the complainant is: what was known, with what was asked now."""
    asked = {name: given[name] for name in ("name", "email", "phone", "address") if given.get(name)}
    if not asked:
        return None
    party = reporter_of(dossier)
    known = (
        {}
        if party is None
        else {n: getattr(party, n) for n in ("name", "email", "phone", "address", "kind", "contact_name")}
    )
    return Reporter(**{**known, **asked})


def _reopen(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    dossier = visit.dossier(reference)
    elsewhere = goes_on_elsewhere(dossier)
    if elsewhere:
        raise RuleViolation(elsewhere)
    first_line.reopen(dossier, by=visit.actor, at=visit.at)


def _withdraw(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    dossier = visit.dossier(reference)
    if dossier.kind == Kind.COMPLAINT:
        complaints.withdraw(visit.complaint(reference), text=given["text"], by=visit.actor, at=visit.at)
        return
    if given["text"]:
        hear_reporter(dossier, text=given["text"], by=visit.actor, at=visit.at)
    first_line.withdraw(dossier, by=visit.actor, at=visit.at)


def _accept(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    complaints.react(visit.complaint(reference), Reaction.ACCEPTED, by=visit.actor, at=visit.at)


def _refuse(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    complaints.react(visit.complaint(reference), Reaction.REFUSED, reason=given["text"], by=visit.actor, at=visit.at)


def _clarify(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    complaints.clarify(visit.complaint(reference), text=given["text"], by=visit.actor, at=visit.at)


def _come_back(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    complaints.come_back(visit.complaint(reference), text=given["text"], by=visit.actor, at=visit.at)


def _satisfy(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    complaints.satisfy(visit.complaint(reference), text=given["text"], by=visit.actor, at=visit.at)


def _check_report(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    talk = _view(visit, reference).unchecked
    if talk is None:
        raise RuleViolation("Er is geen verslag dat op je antwoord wacht.")
    complaint = visit.complaint(reference)
    complaints.check_report(complaint, talk.number, correction=given["text"], by=visit.actor, at=visit.at)


def _refer(visit: Visit, reference: str, given: dict[str, Any]) -> None:
    ground = ReferralGround(given["ground"])
    if judged_at_the_end(_view(visit, reference)):
        raise RuleViolation("De ombudsman gaf al een besluit over je klacht.")
    complaints.refer(visit.complaint(reference), ground=ground, text=given["text"], by=visit.actor, at=visit.at)


# More on the page ------------------------------------------------------------------------------------------------------


def _known(visit: Visit, reference: str) -> dict[str, Any]:
    party = reporter_of(visit.dossier(reference))
    known = [] if party is None else [party.name, party.address, party.email or party.phone]
    return {"known": ", ".join(part for part in known if part)}


def _with_view(visit: Visit, reference: str) -> dict[str, Any]:
    second_line = second_line_of(visit.dossier(reference), today=visit.today)
    return {"complaint": _view(visit, reference), "second_line": second_line}


_ALL = (
    Act(
        "opgelost",
        "Is het voor jou opgelost?",
        ("We sluiten je dossier dan af. Je kan het later opnieuw openen.",),
        "Ja, dit lost het op",
        _confirm,
        _solved,
    ),
    Act(
        "niet-opgelost",
        "Wat lost het niet op?",
        ("De dienst kijkt opnieuw, samen met jou. Vertel wat er nog misloopt, dan hoeft de dienst niet te raden.",),
        "Dit lost het niet op",
        _words("Wat loopt er nog mis?"),
        _not_solved,
    ),
    Act(
        "klacht",
        "Wil je een formele klacht indienen?",
        (
            "Iemand die er niet bij betrokken was, onderzoekt je klacht. Je krijgt een antwoord binnen een vaste termijn.",
            "Alles wat je al vertelde, gaat mee. De dienst kan ondertussen verder werken aan een oplossing.",
        ),
        "Dien de klacht in",
        _complain_form,
        _complain,
        template="portal/complain.html",
        more=_known,
    ),
    Act(
        "heropenen",
        "Wil je dit opnieuw openen?",
        (
            "De dienst kijkt dan nog eens, samen met jou. Daarna kan je op de pagina van je dossier schrijven wat er misloopt.",
        ),
        "Open opnieuw",
        _confirm,
        _reopen,
    ),
    Act(
        "intrekken",
        "Wil je dit intrekken?",
        ("We stoppen er dan mee en sluiten het af. Wat je schreef, blijft hier staan.",),
        "Trek in",
        _words("Wil je zeggen waarom?"),
        _withdraw,
    ),
    Act(
        "akkoord",
        "Ga je akkoord met ons voorstel?",
        ("We doen dan wat in het voorstel staat, en ronden je klacht af met een brief.",),
        "Ik ga akkoord",
        _confirm,
        _accept,
        template="portal/proposal.html",
        more=_with_view,
    ),
    Act(
        "niet-akkoord",
        "Waarom ga je niet akkoord?",
        (
            "We lezen je reden en ronden je klacht af met een brief. Daarna kan de ombudsman opnieuw kijken. Dat is gratis.",
        ),
        "Ik ga niet akkoord",
        _words("Je reden", missing="Zeg waarom je niet akkoord gaat. Een paar woorden zijn genoeg."),
        _refuse,
        template="portal/proposal.html",
        more=_with_view,
    ),
    Act(
        "verduidelijken",
        "Wat antwoord je op onze vraag?",
        (),
        "Verstuur je antwoord",
        _words("Je antwoord", missing="Schrijf eerst je antwoord."),
        _clarify,
        template="portal/clarify.html",
        more=_with_view,
    ),
    Act(
        "verder",
        "Loste de dienst het niet op?",
        ("We gaan dan verder met je klacht.",),
        "Ga verder met mijn klacht",
        _words("Wat loopt er nog mis?"),
        _come_back,
    ),
    Act(
        "tevreden",
        "Is het voor jou opgelost?",
        ("We sluiten je klacht dan af. We onderzoeken ze niet verder.",),
        "Ja, het is opgelost",
        _words("Wil je er iets bij zeggen?"),
        _satisfy,
    ),
    Act(
        "verslag",
        "Klopt ons verslag?",
        ("Lees wat we opschreven. Klopt er iets niet, dan bewaren we jouw woorden naast ons verslag.",),
        "Verstuur je antwoord",
        _words("Wat klopt er niet, of ontbreekt er?", help_text="Klopt alles? Laat dit dan leeg."),
        _check_report,
        template="portal/report.html",
        more=_with_view,
    ),
    Act(
        "ombudsman",
        "Wil je dat de ombudsman kijkt?",
        (),
        "Geef mijn klacht door aan de ombudsman",
        _ombudsman_form,
        _refer,
        template="portal/ombudsman.html",
        more=_with_view,
    ),
)
ACTS = {one.slug: one for one in _ALL}
