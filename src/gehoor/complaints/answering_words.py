"""The proposal and the final answer as text: the parts that the regulation asks for, in the order one reads them."""

from collections.abc import Collection, Iterable
from dataclasses import KW_ONLY, dataclass

from gehoor.complaints.answer import Frame, Letter, mandatory_codes
from gehoor.complaints.models import Complaint, Grievance
from gehoor.complaints.procedure import Reaction
from gehoor.complaints.wording import finding_label, points_in_words, rules_of
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.clock import local_date

_OPENED: dict[Reaction, str] = {
    Reaction.ACCEPTED: "Je ging akkoord met ons voorstel. In deze brief lees je wat we besloten en wat er nu gebeurt.",
    Reaction.REFUSED: "Je ging niet akkoord met ons voorstel. In deze brief lees je ons besluit en waarom we zo beslissen.",
    Reaction.NONE: "Op ons voorstel hoorden we niets meer van je. In deze brief lees je ons besluit.",
}

SATISFIED = "Je liet weten dat het voor jou opgelost is. Daarom sluiten we je klacht af."
WITHDRAWN = "Je trok je klacht in. Daarom sluiten we ze af."
"""Why a complaint stops before its end."""


@dataclass(frozen=True)
class Texts:
    """What somebody wrote of the answer. ``promised``: what was promised, one line each."""

    summary: str = ""
    remedy: str = ""
    outstanding: str = ""
    learnt: str = ""
    _: KW_ONLY
    promised: tuple[str, ...] = ()


def final_answer(
    complaint: Complaint,
    points: Iterable[Grievance],
    texts: Texts,
    *,
    frame: Frame,
    reaction: Reaction,
    finding: str,
    resolution: str,
) -> str:
    """The body of the closing letter. A part that is empty and that the regulation does not ask for is left out."""
    return _sections(
        [
            ("", f"{_OPENED[reaction]}\n{_stage(frame)}"),
            ("", _framed(complaint, "final_answer", frame)),
            ("Waarover je klacht gaat", texts.summary),
            ("Ons oordeel over elk punt", points_in_words(complaint, points)),
            ("Ons besluit over de hele klacht", _whole(finding, resolution)),
            ("Wat we doen", texts.remedy),
            ("Wat nog moet gebeuren", _to_come(texts)),
            ("Wat we hieruit leren", texts.learnt),
        ]
    )


def proposal(complaint: Complaint, points: Iterable[Grievance], texts: Texts, *, frame: Frame) -> str:
    """The body of the letter with the proposal, before the request to react."""
    filed = day_in_words(local_date(complaint.dossier.received_at))
    asked = mandatory_codes(rules_of(complaint), "proposal")
    stage = _stage_named(frame) if "stage" in asked else ""
    return _sections(
        [
            ("", f"We onderzochten je klacht van {filed}. We hoorden jou en de dienst, en vormden ons een oordeel."),
            ("", stage),
            ("", _framed(complaint, "proposal", frame)),
            ("Waarover je klacht gaat", texts.summary),
            ("Ons oordeel over elk punt", points_in_words(complaint, points)),
            ("Wat we voorstellen", texts.remedy),
            ("Wat nog moet gebeuren", _to_come(texts)),
            ("Wat we hieruit leren", texts.learnt if "learnt" in asked else ""),
        ]
    )


def _sections(parts: Iterable[tuple[str, str]]) -> str:
    filled = [(head, text.strip()) for head, text in parts if text.strip()]
    return "\n\n".join(f"{head}\n{text}" if head else text for head, text in filled)


def _stage(frame: Frame) -> str:
    """Which treatment this ends: named where the regulation knows more than one."""
    return _stage_named(frame) or "Hiermee is de behandeling van je klacht door de stad afgerond."


def _stage_named(frame: Frame) -> str:
    name = frame.stage
    return f"Dit antwoord hoort bij de {name[:1].lower()}{name[1:]} van je klacht door de stad." if name else ""


def _framed(complaint: Complaint, letter: Letter, frame: Frame) -> str:
    """Who investigated and by when the answer had to be there, where the regulation asks for it."""
    asked, said = mandatory_codes(rules_of(complaint), letter), []
    if "handler" in asked and frame.handler:
        said.append(f"{frame.handler} onderzocht je klacht.")
    if "due_date" in asked and frame.answer_due is not None:
        said.append(f"We moesten je antwoorden uiterlijk op {day_in_words(frame.answer_due)}.")
    return "\n".join(said)


def _whole(finding: str, resolution: str) -> str:
    return f"Je klacht {finding}. We noteren ze als {resolution}."


def _to_come(texts: Texts) -> str:
    return with_promises(texts.outstanding, texts.promised)


def with_promises(text: str, promised: Collection[str]) -> str:
    """A text, and under it what the city promises, a line each."""
    if not promised:
        return text
    listed = "\n".join(f"- {line}" for line in promised)
    told = (
        "Je krijgt bericht zodra dit gedaan is."
        if len(promised) == 1
        else "Je krijgt telkens bericht zodra iets gedaan is."
    )
    return f"{text.strip()}\n\nDit beloven we je:\n{listed}\n{told}".strip()


def label_of_finding(complaint: Complaint, code: str) -> str:
    """The finding as the sentence about the whole complaint says it: ``is gegrond``."""
    return _AS_SAID.get(code) or f"is {finding_label(complaint, code)}"


_AS_SAID = {
    "terechte_opmerking": "is een terechte opmerking",
    "beleidsaanbeveling": "leidt tot een aanbeveling voor het beleid",
    "bemiddeld": "is bemiddeld: we vonden samen een oplossing",
    "geen_oordeel": "is onderzocht, maar we kunnen er geen oordeel over geven",
}
