"""Before it is done: the letter as the complainant will read it, and the date that would follow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gehoor.complaints.actions.admissibility import clocks_to_stop
from gehoor.complaints.answering_words import SATISFIED, WITHDRAWN, Texts, final_answer, proposal, with_promises
from gehoor.complaints.commitments import lines_of, lines_told
from gehoor.complaints.facts import TEXTS
from gehoor.complaints.framing import frame_of
from gehoor.complaints.models import Answer, Complaint, Grievance, Proposal
from gehoor.complaints.procedure import Reaction
from gehoor.complaints.wording import day_or_later, rules_of, way_on
from gehoor.correspondence.actions import Addressee
from gehoor.correspondence.letters import LINK_MARK
from gehoor.correspondence.wordings import letter_now
from gehoor.dossiers.actions.messages import addressee_of
from gehoor.dossiers.models import Deadline
from gehoor.kernel.actors import Actor
from gehoor.regulations.clock import Reckoning, reckon
from gehoor.regulations.queries import calendar_under
from gehoor.regulations.terms import along_with

_MARK = "\ue000"
"""Around what still has to be typed; a character that nobody types."""


@dataclass(frozen=True)
class Part:
    """A piece of a letter. ``empty``: its text says what comes here when it is typed."""

    text: str
    empty: bool


@dataclass(frozen=True)
class Preview:
    """A letter before it goes out. ``to``: name and address; ``parts`` together are the text."""

    to: str
    subject: str
    parts: tuple[Part, ...]


def preview(complaint: Complaint, code: str, *, by: Actor, today: date, **fields: str) -> Preview:
    """The letter with that code, as it would leave now. ``fields``: what the act fills in; see :func:`blank`. One statement."""
    to = addressee_of(complaint.dossier)
    title = "onderzoekt je klacht" if by.id == complaint.handler_id else "klachtencoördinatie"
    given = {
        "reference": complaint.dossier.reference,
        "noun": "klacht",
        "name": to.name or "inwoner",
        "sender": f"{by.name}\n{title}",
        "second_line": way_on(complaint, code, day=today),
        **fields,
    }
    subject, body = letter_now(code).compose(given)
    pieces = body.replace(LINK_MARK, "(link naar de volgpagina)").split(_MARK)
    parts = tuple(Part(text, index % 2 == 1) for index, text in enumerate(pieces) if text)
    return Preview(_where(to, code), subject.replace(_MARK, ""), parts)


def _where(to: Addressee, code: str) -> str:
    if to.email:
        return f"{to.name}, {to.email}"
    if to.by_post(code):
        return f"{to.name}, per post{f': {to.address}' if to.address else ' (er is nog geen adres)'}"
    return f"{to.name}, op de volgpagina (geen e-mailadres)"


def blank(typed: str, what: str) -> str:
    """What was typed, or a place that says what comes here."""
    text = typed.replace(_MARK, "").strip()
    return text or f"{_MARK}({what}){_MARK}"


def proposal_of_letter(complaint: Complaint, remedy: str) -> str:
    """The proposal as it would leave with this remedy. Two statements."""
    texts = _texts(complaint, {"remedy": remedy})
    return proposal(complaint, Grievance.objects.filter(complaint=complaint), texts, frame=frame_of(complaint))


def answer_of_letter(complaint: Complaint, typed: Mapping[str, str], *, finding: str, resolution: str) -> str:
    """The final answer as it would leave with these texts. Three statements."""
    last = Proposal.objects.filter(complaint=complaint).order_by("-pk").values_list("reaction", flat=True).first()
    return final_answer(
        complaint,
        Grievance.objects.filter(complaint=complaint),
        _texts(complaint, typed),
        frame=frame_of(complaint),
        reaction=Reaction(last or Reaction.NONE),
        finding=finding,
        resolution=resolution,
    )


def final_of_letter(complaint: Complaint, texts: Mapping[str, str]) -> str:
    """The final answer before anything is decided or proposed: what comes later stands between brackets. Two statements."""
    return final_answer(
        complaint,
        Grievance.objects.filter(complaint=complaint),
        Texts(*(texts[name] for name in TEXTS), promised=lines_of(complaint.pk)),
        frame=frame_of(complaint),
        reaction=Reaction.ACCEPTED,
        finding=blank("", "het besluit"),
        resolution=blank("", "opgelost, deels of niet"),
    )


def withdrawal_of_letter(complaint: Complaint) -> str:
    """What the letter says when the complainant takes it back: what they were promised stays. One statement."""
    return with_promises(WITHDRAWN, lines_told(complaint.pk))


def satisfaction_of_letter(complaint: Complaint) -> str:
    """The same when it is solved for the complainant: everything that is promised stays. One statement."""
    return with_promises(SATISFIED, lines_of(complaint.pk))


def mediation_of_letter(complaint: Complaint, agreed: str) -> str:
    """What was agreed in the talk, with what is promised. One statement."""
    return with_promises(agreed, lines_of(complaint.pk))


def _texts(complaint: Complaint, typed: Mapping[str, str]) -> Texts:
    """What is typed now, over what is stored."""
    stored = Answer.objects.filter(complaint=complaint).values(*TEXTS).first() or dict[str, str]()
    return Texts(*(typed.get(name, stored.get(name, "")) for name in TEXTS), promised=lines_of(complaint.pk))


def would_be_due(complaint: Complaint, term: str, *, today: date) -> Reckoning | None:
    """When this term would end when it started today, with the proof; None when the regulation does not have it."""
    found = rules_of(complaint).terms.get(term)
    if found is None:
        return None
    dossier = complaint.dossier
    return reckon(found, today, calendar_under(dossier.body_id, dossier.regulation_version_id))


def due_in_words(complaint: Complaint, term: str, *, today: date) -> str:
    """That date as a letter writes it."""
    reckoning = would_be_due(complaint, term, today=today)
    return day_or_later(None if reckoning is None else reckoning.due_on)


def answer_due_in_words(complaint: Complaint) -> str:
    """Until when the city has to answer, as a letter writes it. One statement."""
    codes = along_with(rules_of(complaint).terms, ["answer"])
    found = Deadline.objects.filter(dossier=complaint.pk, term__in=codes, met_on=None, ended_on=None).order_by("due_on")
    return day_or_later(found.values_list("due_on", flat=True).first())


def clocks_that_stop(complaint: Complaint, *, at: datetime) -> list[str]:
    """What the terms are for that stand still while the complainant is asked something. One statement."""
    known = rules_of(complaint).terms
    return [known[code].what for code in clocks_to_stop(complaint, at=at)]
