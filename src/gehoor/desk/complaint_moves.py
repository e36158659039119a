"""What can be done to a complaint now, by this person: the moves of the procedure, and the acts beside it.

What is offered here is only a matter of showing: the actions ask again.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from gehoor.complaints.actions.answering import WRITING
from gehoor.complaints.procedure import FOLLOW, By, Step
from gehoor.desk.moves import Button
from gehoor.kernel.actors import Actor
from gehoor.organisation.access import may

if TYPE_CHECKING:
    from gehoor.complaints.pages import ComplaintPage, Offered, Point

UNTIL_JUDGEMENT = frozenset({Step.ADMISSIBILITY, Step.CLARIFICATION, Step.FIRST_LINE, Step.INVESTIGATION})
DECIDING = frozenset({Step.JUDGEMENT, Step.PROPOSAL})

_LABELS = {
    "ask_clarification": "Vraag verduidelijking",
    "clarify": "Noteer de verduidelijking",
    "send_to_first_line": "Stuur eerst naar de dienst",
    "come_back": "De dienst loste het niet op",
    "admit": "Verklaar ontvankelijk",
    "reject": "Verklaar onontvankelijk",
    "requalify": "Dit is geen klacht",
    "assign_handler": "Duid een behandelaar aan",
    "mediate": "Sluit af als bemiddeld",
    "follow": "Neem het oordeel over",
    "submit_draft": "Rond het onderzoek af",
    "return_draft": "Stuur terug naar de behandelaar",
    "agree": "Ik ben het eens",
    "differ": "Ik zie het anders",
    "advise": "Geef advies",
    "decide": "Beslis na het advies",
    "send_proposal": "Stuur het voorstel",
    "accept": "Noteer: klager gaat akkoord",
    "refuse": "Noteer: klager gaat niet akkoord",
    "no_reaction": "Noteer: geen reactie gekregen",
    "close": "Sluit af met een brief",
    "withdraw": "Noteer: klager trekt de klacht in",
    "satisfy": "Noteer: voor de klager opgelost",
}
"""The moves in the words of who works here; the table of the procedure has those of the one who makes the move."""

_SENSIBLE: dict[Step, tuple[str, ...]] = {
    Step.ADMISSIBILITY: ("admit", "reject"),
    Step.CLARIFICATION: ("clarify", "write"),
    Step.FIRST_LINE: ("come_back", "satisfy"),
    Step.INVESTIGATION: (
        *("settle", "department", "assign_handler", "declare", "follow", "ask", "answer", "submit_draft", "write"),
    ),
    Step.JUDGEMENT: ("decide", "agree", "differ"),
    Step.ADVICE: ("advise", "write"),
    Step.PROPOSAL: ("send_proposal", "write"),
    Step.REACTION: ("accept", "refuse"),
    Step.CLOSING: ("close", "write"),
    Step.CLOSED: (),
}
"""What usually comes next in a step, first things first; at most two of them become a button."""

_MENU = (
    "said",
    "hear",
    "ask_outside",
    "join",
    "take_apart",
    "suspend",
    "resume",
    "contact_plan",
    "contact_plan_end",
    "refer",
    "interest",
)
"""The acts beside the procedure that stand in the menu; the others stand where they belong on the page."""


@dataclass(frozen=True)
class Blocked:
    """A move that is this person's, but not yet: ``missing`` says in words what has to be there first."""

    label: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ComplaintMoves:
    """``first``: one or two buttons; ``others`` and ``beside``: the menu; ``blocked``: what has to wait, and for what; ``hint``: the one of
    these that usually comes next.

    ``works``: handles or coordinates it, ``coordinates``: the latter; ``writes``: may write the complainant now; ``edits``: may
    change the points; ``answers``: may give them a finding; ``asks``: may ask a department for its side; ``composes``: may write
    the answer; ``lifts``: may lift a refusal; ``hears``: may note
    a conversation.
    """

    first: list[Button]
    others: list[Button]
    beside: list[Button]
    blocked: list[Blocked]
    hint: Blocked | None
    works: bool
    coordinates: bool
    writes: bool
    edits: bool
    answers: bool
    asks: bool
    composes: bool
    lifts: bool
    hears: bool = False


def moves_of(page: "ComplaintPage", actor: Actor, *, today: date) -> ComplaintMoves:
    """The moves of this person on this complaint."""
    step, is_open = Step(page.complaint.step), page.complaint.step != Step.CLOSED
    coordinates, handles = By.COORDINATOR in page.hands, By.HANDLER in page.hands
    works = coordinates or handles
    moves = [one for one in page.moves if one.move is not FOLLOW or any(other.is_main for other in page.joined)]
    ready = {one.move.name: _button(page, _LABELS[one.move.name], one.move.name) for one in moves if one.ready}
    beside = _beside(page, actor)
    known = ready | beside
    sensible = _sensible(page, today=today)
    first = [known[name] for name in sensible if name in known][:2]
    blocked = {one.move.name: Blocked(_LABELS[one.move.name], one.missing) for one in moves if one.mine and one.missing}
    return ComplaintMoves(
        first=first,
        others=[button for button in ready.values() if button not in first],
        beside=[beside[name] for name in _MENU if name in beside and beside[name] not in first],
        blocked=list(blocked.values()),
        hint=next((blocked[name] for name in sensible if name in blocked), None),
        works=works,
        coordinates=coordinates,
        writes=works and is_open,
        edits=(works and step in UNTIL_JUDGEMENT) or (coordinates and step in DECIDING),
        answers=(handles and step is Step.INVESTIGATION) or (coordinates and step in DECIDING),
        asks=works and step is Step.INVESTIGATION,
        hears=works and step in UNTIL_JUDGEMENT,
        composes=(works and step is Step.INVESTIGATION) or (coordinates and step in WRITING),
        lifts=is_open and may(actor, "complaints.override") and actor.id != page.complaint.coordinator_id,
    )


def _button(page: "ComplaintPage", label: str, act: str, *more: object) -> Button:
    return Button(label, reverse(f"desk:complaint_{act}", args=[page.dossier.reference, *more]))


def _sensible(page: "ComplaintPage", *, today: date) -> list[str]:
    """What comes next: who handles it is chosen once; the side of the department is asked by who investigates.

    Once the term to react has passed, that comes first; after the advice there is only the decision.
    """
    if page.complaint.step == Step.REACTION and any(_has_passed(offer, today) for offer in page.proposals):
        return ["no_reaction", "accept"]
    left_out = set()
    advised = any(one.advised_at is not None and one.decided_at is None for one in page.judgements)
    left_out |= {"agree", "differ"} if advised else {"decide"}
    if page.complaint.handler_id is not None:
        left_out.add("assign_handler")
    if By.HANDLER not in page.hands:
        left_out.add("ask")
    return [name for name in _SENSIBLE[Step(page.complaint.step)] if name not in left_out]


def _has_passed(offer: "Offered", today: date) -> bool:
    return not offer.reaction and offer.due_on is not None and offer.due_on < today


def _beside(page: "ComplaintPage", actor: Actor) -> dict[str, Button]:
    """The acts that do not move the complaint, by name."""
    found = dict(_always(page, actor))
    if page.complaint.step != Step.CLOSED and By.COORDINATOR in page.hands:
        found |= _whom_it_concerns(page)
    if page.complaint.step == Step.INVESTIGATION:
        found |= _joining(page) if By.COORDINATOR in page.hands else {}
        found |= _investigating(page)
    return found


def _always(page: "ComplaintPage", actor: Actor) -> dict[str, Button]:
    is_open = page.complaint.step != Step.CLOSED
    coordinates, works = By.COORDINATOR in page.hands, bool(page.hands & {By.COORDINATOR, By.HANDLER})
    with_second_line = any(one.ended_at is None for one in page.referrals)
    found = {}
    if works:
        found["said"] = _button(page, "Voeg toe wat de klager zei", "said")
    if works and page.complaint.step in UNTIL_JUDGEMENT:
        found["hear"] = _button(page, "Noteer een gesprek", "hear")
    if works and is_open:
        found["write"] = Button("Schrijf de klager", "#schrijven")
        found["ask_outside"] = _button(page, "Vraag iets aan iemand buiten de stad", "ask_outside")
    if coordinates:
        found |= _waiting(page)
        plan = "contact_plan_end" if page.contact_plan else "contact_plan"
        label = "Beëindig de contactafspraak" if page.contact_plan else "Maak een contactafspraak"
        found[plan] = _button(page, label, plan)
    if coordinates and page.grounds_for_second_line and not with_second_line:
        found["refer"] = _button(page, "Draag over aan de ombudsman", "refer")
    if is_open and (By.HANDLER in page.hands or may(actor, "complaints.view")):
        found["interest"] = _button(page, "Meld dat je zelf betrokken bent", "interest")
    return found


def _whom_it_concerns(page: "ComplaintPage") -> dict[str, Button]:
    unsettled = next((name for name in page.names if not name.is_settled), None)
    found = {}
    if unsettled is not None:
        found["settle"] = _button(page, f"Zeg wie “{unsettled.text}” is", "name_settle", unsettled.pk)
    if page.complaint.concerned_department_id is None:
        found["department"] = _button(page, "Zeg over welke dienst het gaat", "department")
    return found


def _waiting(page: "ComplaintPage") -> dict[str, Button]:
    """Waiting for a court or an appeal, and going on."""
    if page.complaint.step in (Step.REACTION, Step.CLOSING, Step.CLOSED):
        return {}
    if any(one.ended_at is None for one in page.suspensions):
        return {"resume": _button(page, "Hervat de klacht", "resume")}
    return {"suspend": _button(page, "Schort op voor rechter of beroep", "suspend")}


def _joining(page: "ComplaintPage") -> dict[str, Button]:
    if any(one.is_main for one in page.joined):
        return {"take_apart": _button(page, "Behandel weer apart", "take_apart")}
    return {} if page.joined else {"join": _button(page, "Voeg bij een andere klacht", "join")}


def _investigating(page: "ComplaintPage") -> dict[str, Button]:
    handler = page.complaint.handler_id
    if By.HANDLER not in page.hands:
        return {}
    if not any(one.staff_id == handler and one.kind == "not_involved" for one in page.declarations):
        return {"declare": _button(page, "Teken de verklaring", "declare")}
    point = next_point(page.points)
    found = {}
    if not page.accounts:
        found["ask"] = _button(page, "Vraag het relaas van de dienst", "account_ask")
    if point is not None:
        found["answer"] = _button(page, f"Geef punt {point.number} een bevinding", "point_answer", point.number)
    return found


def next_point(points: "tuple[Point, ...]") -> "Point | None":
    """The first point without an answer."""
    return next((point for point in points if not point.is_answered), None)
