"""The proposal and the final answer as text: the parts that the regulation asks for, in the order one reads them."""

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass

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
    reaction: Reaction,
    finding: str,
    resolution: str,
) -> str:
    """The body of the closing letter. A part that is empty and that the regulation does not ask for is left out."""
    return _sections(
        [
            ("", f"{_OPENED[reaction]}\n{_stage(complaint)}"),
            ("Waarover je klacht gaat", texts.summary),
            ("Ons oordeel over elk punt", points_in_words(complaint, points)),
            ("Ons besluit over de hele klacht", _whole(finding, resolution)),
            ("Wat we doen", texts.remedy),
            ("Wat nog moet gebeuren", _to_come(texts)),
            ("Wat we hieruit leren", texts.learnt),
        ]
    )


def proposal(complaint: Complaint, points: Iterable[Grievance], texts: Texts) -> str:
    """The body of the letter with the proposal, before the request to react."""
    filed = day_in_words(local_date(complaint.dossier.received_at))
    return _sections(
        [
            ("", f"We onderzochten je klacht van {filed}. We hoorden jou en de dienst, en vormden ons een oordeel."),
            ("Waarover je klacht gaat", texts.summary),
            ("Ons oordeel over elk punt", points_in_words(complaint, points)),
            ("Wat we voorstellen", texts.remedy),
            ("Wat nog moet gebeuren", _to_come(texts)),
        ]
    )


def _sections(parts: Iterable[tuple[str, str]]) -> str:
    filled = [(head, text.strip()) for head, text in parts if text.strip()]
    return "\n\n".join(f"{head}\n{text}" if head else text for head, text in filled)


def _stage(complaint: Complaint) -> str:
    """Which treatment this ends: named where the regulation knows more than one."""
    stages = list(rules_of(complaint).stages.values())
    if len(stages) > 1:
        return (
            f"Dit antwoord hoort bij de {stages[0].label[:1].lower()}{stages[0].label[1:]} van je klacht door de stad."
        )
    return "Hiermee is de behandeling van je klacht door de stad afgerond."


def _whole(finding: str, resolution: str) -> str:
    return f"Je klacht is {finding}. We noteren ze als {resolution}."


def _to_come(texts: Texts) -> str:
    if not texts.promised:
        return texts.outstanding
    listed = "\n".join(f"- {line}" for line in texts.promised)
    return f"{texts.outstanding.strip()}\n{listed}\nJe krijgt bericht zodra dit gebeurd is.".strip()


def label_of_finding(complaint: Complaint, code: str) -> str:
    """The finding as the sentence about the whole complaint says it."""
    return _AS_SAID.get(code, finding_label(complaint, code))


_AS_SAID = {
    "terechte_opmerking": "een terechte opmerking",
    "beleidsaanbeveling": "een aanbeveling voor het beleid",
    "geen_oordeel": "onderzocht, maar we kunnen er geen oordeel over geven",
}
