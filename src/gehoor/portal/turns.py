"""Whose turn it is, as a sentence with a date. Reads values only."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from gehoor.complaints.procedure import Outcome, ReferralGround
from gehoor.complaints.procedure import Step as ComplaintStep
from gehoor.dossiers.lifecycle import CloseReason, Kind, Step
from gehoor.dossiers.wording import day_in_words

if TYPE_CHECKING:
    from gehoor.complaints.pages import CitizenView
    from gehoor.dossiers.models import Dossier
    from gehoor.dossiers.queries import TrackedDossier

NOUNS: Final = {
    Kind.QUESTION: "vraag",
    Kind.MELDING: "melding",
    Kind.COMPLAINT: "klacht",
    Kind.SUGGESTION: "suggestie",
    Kind.COMPLIMENT: "compliment",
}


@dataclass(frozen=True)
class Turn:
    """``whose``: ``you``, ``we``, ``ombudsman`` or ``nobody``; ``late``: we should have answered by now.

    ``can``: what the citizen can do now, the first of which is the main thing.
    """

    whose: str
    title: str
    lines: tuple[str, ...] = ()
    can: tuple[str, ...] = ()
    late: bool = False


def noun_of(dossier: "Dossier") -> str:
    """``klacht``, ``melding`` …"""
    return NOUNS[Kind(dossier.kind)]


def turn_of(tracked: "TrackedDossier", view: "CitizenView | None", second_line: str) -> Turn:
    """Whose turn it is on one dossier. ``second_line``: ``de Vlaamse Ombudsdienst``."""
    return _first_line_turn(tracked) if view is None else complaint_turn(tracked, view, second_line)


# A question, melding, suggestion or compliment -------------------------------------------------------------------------


def _first_line_turn(tracked: "TrackedDossier") -> Turn:
    dossier = tracked.dossier
    if not dossier.is_open:
        return _closed(tracked)
    if tracked.offer is not None:
        return Turn(
            "you",
            "Lost dit het voor jou op?",
            (f"De dienst {dossier.department.name} antwoordde je:",),
            ("solved", "not_solved", *_complain(tracked)),
        )
    if tracked.late is not None and tracked.late.due_on is not None:
        return Turn(
            "we",
            f"We zijn te laat. Je moest iets van ons horen op {day_in_words(tracked.late.due_on)}.",
            ("Onze excuses daarvoor. De dienst blijft eraan werken.", *_instead_of_waiting(tracked)),
            _complain(tracked),
            late=True,
        )
    if dossier.step == Step.WAITING_REPORTER:
        return Turn(
            "you", "We hebben nog iets van je nodig.", ("Lees ons bericht hieronder en antwoord daar.",), ("answer",)
        )
    return _at_work(tracked)


def _complain(tracked: "TrackedDossier") -> tuple[str, ...]:
    """One step to the complaint, unless it was taken already."""
    can = tracked.dossier.kind in (Kind.QUESTION, Kind.MELDING) and tracked.complaint is None
    return ("complain",) if can else ()


def _instead_of_waiting(tracked: "TrackedDossier") -> tuple[str, ...]:
    if tracked.complaint is not None:
        return (f"Je klacht hierover loopt, met nummer {tracked.complaint.reference}.",)
    if not _complain(tracked):
        return ()
    return ("Wil je niet langer wachten? Dan kan je in één stap een klacht indienen. Wat je al vertelde, gaat mee.",)


def _at_work(tracked: "TrackedDossier") -> Turn:
    dossier, due = tracked.dossier, tracked.dossier.due_on
    by = "" if due is None else f", uiterlijk op {day_in_words(due)}"
    if dossier.kind == Kind.COMPLIMENT:
        return Turn("we", "Bedankt! We geven je compliment door.", ("Wie het goed deed, hoort het van ons.",))
    where = (
        "Het contactpunt leest wat je schreef en geeft het aan de juiste dienst."
        if dossier.department.is_contact_point
        else f"De dienst {dossier.department.name} werkt eraan."
    )
    did_not_solve = dossier.reopened > 0 or any(offer.reply == "not_solved" for offer in tracked.offers)
    can = _complain(tracked) if did_not_solve else ()
    if dossier.is_first_line:
        return Turn("we", f"De dienst zoekt samen met jou een oplossing{by}.", (where,), can)
    return Turn("we", f"Je krijgt een antwoord van ons{by}.", (where,), can)


_CLOSED: Final = {
    CloseReason.SOLVED: "Dit is opgelost.",
    CloseReason.ANSWERED: "We gaven je een antwoord en sloten dit af.",
    CloseReason.NO_REACTION: "We hoorden niets meer van je en sloten dit af.",
    CloseReason.NO_ACTION: "We sloten dit af. In onze brief staat waarom.",
    CloseReason.WITHDRAWN: "Je trok dit in.",
    CloseReason.COMPLAINT: "We gaan hiermee verder als formele klacht.",
    CloseReason.REQUALIFIED: "We gaan hiermee verder in een ander dossier.",
}


def _closed(tracked: "TrackedDossier") -> Turn:
    dossier = tracked.dossier
    title = _CLOSED.get(CloseReason(dossier.close_reason), "Dit is afgesloten.")
    if dossier.close_reason in (CloseReason.COMPLAINT, CloseReason.REQUALIFIED) or dossier.kind == Kind.COMPLIMENT:
        return Turn("nobody", title)
    lines = ("Is het toch niet in orde? Open het opnieuw. De dienst kijkt dan nog eens, samen met jou.",)
    return Turn("nobody", title, lines, ("reopen", *_complain(tracked)))


# A complaint -----------------------------------------------------------------------------------------------------------


def complaint_turn(tracked: "TrackedDossier", view: "CitizenView", second_line: str) -> Turn:
    """Whose turn it is on a complaint: the sentence comes from the room of complaints, the acts from the procedure."""
    step = ComplaintStep(view.complaint.step)
    referral = view.referral
    if referral is not None and referral.ended_at is None:
        return Turn(
            "ombudsman",
            f"{second_line[:1].upper()}{second_line[1:]} bekijkt je klacht.",
            ("Je hoort van de ombudsman zelf wat er verder gebeurt. Wat je hier schrijft, komt ook bij ons aan.",),
        )
    if step is ComplaintStep.CLOSED:
        return _closed_complaint(view, second_line)
    late = _late_on(tracked)
    if late is not None and not view.next_step.yours:
        sorry = "Onze excuses daarvoor. We werken verder aan je klacht."
        if any(code == ReferralGround.LATE for code, _ in view.grounds):
            sorry += f" Je hoeft niet op ons te wachten: je kan nu al naar {second_line}."
        lines = (sorry, *_meaning(step))
        can = ("ombudsman",) if view.grounds else ()
        return Turn(
            "we", f"We zijn te laat. Je moest iets van ons horen op {day_in_words(late)}.", lines, can, late=True
        )
    possible = tuple(name for name in ("clarify", "accept", "refuse", "come_back") if name in view.moves)
    return Turn("you" if view.next_step.yours else "we", view.next_step.sentence, _meaning(step), possible)


def _late_on(tracked: "TrackedDossier") -> date | None:
    return None if tracked.late is None or tracked.late.term == "reaction" else tracked.late.due_on


_MEANING: Final = {
    ComplaintStep.ADMISSIBILITY: ("Mag het? Dan begint het onderzoek, door iemand die er niet bij betrokken was.",),
    ComplaintStep.FIRST_LINE: (
        "De dienst kreeg nog geen kans om samen met jou een oplossing te zoeken, en doet dat nu.",
        "Lukt het niet? Zeg het ons. Dan gaan we verder met je klacht.",
    ),
    ComplaintStep.INVESTIGATION: (
        "We horen wat jij zegt en wat de dienst zegt. Iemand die er niet bij betrokken was, doet het onderzoek.",
    ),
    ComplaintStep.JUDGEMENT: ("Het onderzoek is af. De klachtencoördinator leest het en vormt een oordeel.",),
    ComplaintStep.ADVICE: ("De klachtencoördinator vroeg advies aan de algemeen directeur.",),
    ComplaintStep.PROPOSAL: ("Het oordeel is klaar. We schrijven ons voorstel.",),
    ComplaintStep.CLOSING: ("Je krijgt nog een brief met ons besluit. Daarin staat ook waar je daarna terechtkan.",),
}


def _meaning(step: ComplaintStep) -> tuple[str, ...]:
    return _MEANING.get(step, ())


_ENDED: Final = {
    Outcome.ANSWERED: "We gaven je ons besluit en sloten je klacht af.",
    Outcome.INADMISSIBLE: "We mogen je klacht niet behandelen. In onze brief staat waarom, en waar je wel terechtkan.",
    Outcome.REQUALIFIED: "Dit was geen klacht. We gaan ermee verder in een ander dossier.",
    Outcome.WITHDRAWN: "Je trok je klacht in.",
    Outcome.MEDIATED: "We vonden samen een oplossing en sloten je klacht af.",
    Outcome.SATISFIED: "Het is opgelost voor jou. We sloten je klacht af.",
}


_HANDLED: Final = "Ben je niet tevreden over hoe we je klacht behandelden?"
_ASKED: Final = {Outcome.WITHDRAWN: _HANDLED, Outcome.MEDIATED: _HANDLED, Outcome.SATISFIED: _HANDLED}
"""Who ended it, or found the solution with us, has nothing to disagree with."""


def _closed_complaint(view: "CitizenView", second_line: str) -> Turn:
    title = _ENDED.get(Outcome(view.complaint.outcome), "Je klacht is afgesloten.")
    if judged_at_the_end(view):
        return Turn("nobody", "De ombudsman gaf een besluit over je klacht.")
    if not view.grounds:
        return Turn("nobody", title)
    asked = _ASKED.get(Outcome(view.complaint.outcome), "Ben je het er niet mee eens?")
    again = f"{asked} Dan kijkt {second_line} opnieuw. Dat is gratis."
    return Turn("nobody", title, (again,), ("ombudsman",))


def judged_at_the_end(view: "CitizenView") -> bool:
    """The ombudsman gave a conclusion on a complaint that was over. One from before the end was about something else."""
    referral, closed_at = view.referral, view.dossier.closed_at
    if referral is None or referral.ended_at is None or closed_at is None:
        return False
    return referral.ended_at >= closed_at
