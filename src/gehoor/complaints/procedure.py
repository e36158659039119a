"""The procedure of a complaint, as a table.

Each row of :data:`MOVES` says from where to where, who may, and what must be there. The page draws its buttons from it,
the actions guard with it, the docs draw their picture from it and the tests walk it. No framework here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """Where a complaint stands."""

    ADMISSIBILITY = "admissibility"
    CLARIFICATION = "clarification"
    FIRST_LINE = "first_line"
    INVESTIGATION = "investigation"
    JUDGEMENT = "judgement"
    ADVICE = "advice"
    PROPOSAL = "proposal"
    REACTION = "reaction"
    CLOSING = "closing"
    CLOSED = "closed"


STEP_LABELS: dict[Step, str] = {
    Step.ADMISSIBILITY: "Ontvankelijkheid",
    Step.CLARIFICATION: "Verduidelijking",
    Step.FIRST_LINE: "Eerst bij de dienst",
    Step.INVESTIGATION: "Onderzoek",
    Step.JUDGEMENT: "Oordeel",
    Step.ADVICE: "Advies algemeen directeur",
    Step.PROPOSAL: "Voorstel",
    Step.REACTION: "Reactie klager",
    Step.CLOSING: "Afronden",
    Step.CLOSED: "Afgesloten",
}

TRACK: tuple[tuple[str, frozenset[Step]], ...] = (
    ("Ingediend", frozenset()),
    ("Ontvankelijkheid", frozenset({Step.ADMISSIBILITY, Step.CLARIFICATION, Step.FIRST_LINE})),
    ("Onderzoek", frozenset({Step.INVESTIGATION})),
    ("Oordeel", frozenset({Step.JUDGEMENT, Step.ADVICE})),
    ("Voorstel", frozenset({Step.PROPOSAL, Step.REACTION, Step.CLOSING})),
    ("Afgesloten", frozenset({Step.CLOSED})),
)
"""The six stops that people see, each with the steps it stands for."""

OPEN_STEPS: frozenset[Step] = frozenset(Step) - {Step.CLOSED}


DECIDED_STEPS: frozenset[Step] = frozenset({Step.PROPOSAL, Step.REACTION, Step.CLOSING, Step.CLOSED})
"""The judgement is given."""


class Outcome(StrEnum):
    """How a complaint ended."""

    ANSWERED = "answered"
    INADMISSIBLE = "inadmissible"
    REQUALIFIED = "requalified"
    WITHDRAWN = "withdrawn"
    SATISFIED = "satisfied"
    MEDIATED = "mediated"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.ANSWERED: "behandeld",
    Outcome.INADMISSIBLE: "onontvankelijk",
    Outcome.REQUALIFIED: "geen klacht: verder behandeld als iets anders",
    Outcome.WITHDRAWN: "ingetrokken",
    Outcome.SATISFIED: "voortijdig opgelost: de klager is tevreden",
    Outcome.MEDIATED: "bemiddeld: samen met de klager opgelost",
}


class Reaction(StrEnum):
    """What the complainant said of the proposal."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NONE = "none"


REACTION_LABELS: dict[Reaction, str] = {
    Reaction.ACCEPTED: "gaat akkoord",
    Reaction.REFUSED: "gaat niet akkoord",
    Reaction.NONE: "liet niets weten",
}


class Need(StrEnum):
    """What must be there before a move."""

    REASON = "reason"
    GROUNDS = "grounds"
    DEPARTMENT = "department"
    NAMES_SETTLED = "names_settled"
    HANDLER = "handler"
    DECLARATION = "declaration"
    GRIEVANCES_ANSWERED = "grievances_answered"
    ACCOUNT_RECEIVED = "account_received"
    DRAFT = "draft"
    ADVICE = "advice"
    NO_OPEN_DIFFERENCE = "no_open_difference"
    COMPLAINANT_HEARD = "complainant_heard"
    STANDS_ALONE = "stands_alone"
    NOT_SUSPENDED = "not_suspended"
    JOINED_ANSWERED = "joined_answered"
    MAIN_DECIDED = "main_decided"
    ANSWER_PARTS = "answer_parts"


NEED_SENTENCES: dict[Need, str] = {
    Need.REASON: "Geef een reden.",
    Need.GROUNDS: "Kies minstens één grond.",
    Need.DEPARTMENT: "Zeg eerst over welke dienst de klacht gaat.",
    Need.NAMES_SETTLED: "Zeg eerst wie de genoemde namen zijn die bij niemand passen.",
    Need.HANDLER: "Duid eerst een behandelaar aan.",
    Need.DECLARATION: "De behandelaar moet eerst de verklaring van niet-betrokkenheid tekenen.",
    Need.GRIEVANCES_ANSWERED: "Elk punt van de klacht heeft een bevinding en een uitleg nodig.",
    Need.ACCOUNT_RECEIVED: "Vraag eerst het relaas van de dienst, en wacht tot het binnen is of de termijn voorbij is.",
    Need.DRAFT: "De behandelaar moet eerst een ontwerp van oordeel schrijven.",
    Need.ADVICE: "De algemeen directeur moet eerst advies geven.",
    Need.NOT_SUSPENDED: "De klacht is opgeschort. Hervat ze eerst.",
    Need.STANDS_ALONE: "Deze klacht is gevoegd bij een andere: het onderzoek en het oordeel komen daar.",
    Need.JOINED_ANSWERED: "Geef ook elk punt van de gevoegde klachten een bevinding, en teken daar de verklaring.",
    Need.MAIN_DECIDED: "De klacht waarbij deze gevoegd is, heeft nog geen oordeel.",
    Need.COMPLAINANT_HEARD: "Hoor eerst de klager, en noteer het gesprek.",
    Need.ANSWER_PARTS: "Het antwoord heeft nog niet alle onderdelen die het reglement vraagt.",
    Need.NO_OPEN_DIFFERENCE: "Er is een verschil van mening. Vraag eerst advies aan de algemeen directeur.",
}


class By(StrEnum):
    """Whose move it is."""

    COORDINATOR = "complaints.coordinate"
    HANDLER = "complaints.investigate"
    DIRECTOR = "complaints.advise"
    COMPLAINANT = "complainant"


@dataclass(frozen=True)
class Move:
    """One row of the procedure."""

    name: str
    label: str
    from_steps: frozenset[Step]
    to_step: Step
    by: frozenset[By]
    needs: tuple[Need, ...] = ()
    outcome: Outcome | None = None


def _from(*steps: Step) -> frozenset[Step]:
    return frozenset(steps)


_COORDINATOR = frozenset({By.COORDINATOR})
_HANDLER = frozenset({By.HANDLER})
_EITHER = frozenset({By.COORDINATOR, By.COMPLAINANT})

ASK_CLARIFICATION = Move(
    "ask_clarification",
    "Vraag verduidelijking",
    _from(Step.ADMISSIBILITY),
    Step.CLARIFICATION,
    _COORDINATOR,
    (Need.REASON,),
)
CLARIFY = Move("clarify", "Verduidelijking gekregen", _from(Step.CLARIFICATION), Step.ADMISSIBILITY, _EITHER)
SEND_TO_FIRST_LINE = Move(
    "send_to_first_line",
    "Eerst naar de dienst",
    _from(Step.ADMISSIBILITY),
    Step.FIRST_LINE,
    _COORDINATOR,
    (Need.DEPARTMENT, Need.REASON),
)
COME_BACK = Move("come_back", "De dienst loste het niet op", _from(Step.FIRST_LINE), Step.ADMISSIBILITY, _EITHER)
ADMIT = Move(
    "admit",
    "Ontvankelijk",
    _from(Step.ADMISSIBILITY),
    Step.INVESTIGATION,
    _COORDINATOR,
    (Need.NOT_SUSPENDED, Need.REASON),
)
REJECT = Move(
    "reject",
    "Onontvankelijk",
    _from(Step.ADMISSIBILITY, Step.CLARIFICATION),
    Step.CLOSED,
    _COORDINATOR,
    (Need.GROUNDS, Need.REASON),
    Outcome.INADMISSIBLE,
)
REQUALIFY = Move(
    "requalify",
    "Geen klacht",
    _from(Step.ADMISSIBILITY),
    Step.CLOSED,
    _COORDINATOR,
    (Need.REASON,),
    Outcome.REQUALIFIED,
)
ASSIGN_HANDLER = Move(
    "assign_handler",
    "Duid een behandelaar aan",
    _from(Step.INVESTIGATION),
    Step.INVESTIGATION,
    _COORDINATOR,
    (Need.STANDS_ALONE, Need.DEPARTMENT, Need.NAMES_SETTLED),
)
SUBMIT_DRAFT = Move(
    "submit_draft",
    "Rond het onderzoek af",
    _from(Step.INVESTIGATION),
    Step.JUDGEMENT,
    _HANDLER,
    (
        *(Need.NOT_SUSPENDED, Need.STANDS_ALONE, Need.HANDLER, Need.DECLARATION, Need.NAMES_SETTLED),
        *(Need.ACCOUNT_RECEIVED, Need.GRIEVANCES_ANSWERED, Need.JOINED_ANSWERED),
    ),
)
MEDIATE = Move(
    "mediate",
    "Sluit af als bemiddeld",
    _from(Step.INVESTIGATION),
    Step.CLOSED,
    _COORDINATOR | _HANDLER,
    (Need.NOT_SUSPENDED, Need.COMPLAINANT_HEARD, Need.REASON),
    Outcome.MEDIATED,
)
FOLLOW = Move(
    "follow",
    "Neem het oordeel van de andere klacht over",
    _from(Step.INVESTIGATION),
    Step.PROPOSAL,
    _COORDINATOR,
    (Need.NOT_SUSPENDED, Need.MAIN_DECIDED, Need.GRIEVANCES_ANSWERED),
)
RETURN_DRAFT = Move(
    "return_draft", "Terug naar de behandelaar", _from(Step.JUDGEMENT), Step.INVESTIGATION, _COORDINATOR, (Need.REASON,)
)
AGREE = Move(
    "agree",
    "Ik ben het eens",
    _from(Step.JUDGEMENT),
    Step.PROPOSAL,
    _COORDINATOR,
    (Need.NOT_SUSPENDED, Need.DRAFT, Need.GRIEVANCES_ANSWERED, Need.NO_OPEN_DIFFERENCE, Need.ANSWER_PARTS),
)
DIFFER = Move(
    "differ", "Ik zie het anders", _from(Step.JUDGEMENT), Step.ADVICE, _COORDINATOR, (Need.DRAFT, Need.REASON)
)
ADVISE = Move("advise", "Geef advies", _from(Step.ADVICE), Step.JUDGEMENT, frozenset({By.DIRECTOR}), (Need.REASON,))
DECIDE = Move(
    "decide",
    "Beslis na het advies",
    _from(Step.JUDGEMENT),
    Step.PROPOSAL,
    _COORDINATOR,
    (Need.NOT_SUSPENDED, Need.DRAFT, Need.ADVICE, Need.GRIEVANCES_ANSWERED, Need.ANSWER_PARTS, Need.REASON),
)
SEND_PROPOSAL = Move(
    "send_proposal",
    "Stuur het voorstel",
    _from(Step.PROPOSAL),
    Step.REACTION,
    _COORDINATOR,
    (
        Need.NOT_SUSPENDED,
        Need.GRIEVANCES_ANSWERED,
    ),
)
ACCEPT = Move("accept", "Ik ga akkoord", _from(Step.REACTION), Step.CLOSING, _EITHER)
REFUSE = Move("refuse", "Ik ga niet akkoord", _from(Step.REACTION), Step.CLOSING, _EITHER, (Need.REASON,))
NEXT_STAGE = Move(
    "next_stage",
    "Niet akkoord: een nieuwe behandeling begint",
    _from(Step.REACTION),
    Step.INVESTIGATION,
    _EITHER,
    (Need.REASON,),
)
"""What a refusal leads to where the regulation knows another treatment inside the city; nobody chooses it apart."""
NO_REACTION = Move("no_reaction", "Geen reactie gekregen", _from(Step.REACTION), Step.CLOSING, _COORDINATOR)
CLOSE = Move(
    "close",
    "Sluit af met een brief",
    _from(Step.CLOSING),
    Step.CLOSED,
    _COORDINATOR,
    (Need.GRIEVANCES_ANSWERED,),
    Outcome.ANSWERED,
)
WITHDRAW = Move("withdraw", "Trek de klacht in", OPEN_STEPS, Step.CLOSED, _EITHER, (), Outcome.WITHDRAWN)
SATISFY = Move(
    "satisfy", "Het is voor mij opgelost", OPEN_STEPS - {Step.CLOSING}, Step.CLOSED, _EITHER, (), Outcome.SATISFIED
)

MOVES: tuple[Move, ...] = (
    ASK_CLARIFICATION,
    CLARIFY,
    SEND_TO_FIRST_LINE,
    COME_BACK,
    ADMIT,
    REJECT,
    REQUALIFY,
    ASSIGN_HANDLER,
    SUBMIT_DRAFT,
    MEDIATE,
    FOLLOW,
    RETURN_DRAFT,
    AGREE,
    DIFFER,
    ADVISE,
    DECIDE,
    SEND_PROPOSAL,
    ACCEPT,
    REFUSE,
    NO_REACTION,
    CLOSE,
    WITHDRAW,
    SATISFY,
)


EVERY_MOVE: tuple[Move, ...] = (*MOVES, NEXT_STAGE)
"""With the one that only some regulations know."""


@dataclass(frozen=True)
class Facts:
    """What is there, as far as a move may ask for it. ``REASON`` and ``GROUNDS`` come with the move itself."""

    department: bool = True
    names_settled: bool = True
    handler: bool = False
    declaration: bool = False
    grievances_answered: bool = False
    account_received: bool = False
    draft: bool = False
    differs: bool = False
    advice: bool = False
    complainant_heard: bool = False
    stands_alone: bool = True
    not_suspended: bool = True
    joined_answered: bool = True
    main_decided: bool = False
    lacks_parts: str = ""
    """Which parts the answer lacks, in a sentence."""

    def has(self, need: Need) -> bool:
        """Whether that is there."""
        if need is Need.NO_OPEN_DIFFERENCE:
            return not self.differs or self.advice
        return not self.lacks_parts if need is Need.ANSWER_PARTS else bool(getattr(self, need.value))

    def sentence(self, need: Need) -> str:
        """What has to be there, in words."""
        return self.lacks_parts if need is Need.ANSWER_PARTS and self.lacks_parts else NEED_SENTENCES[need]


def missing(move: Move, facts: Facts, *, reason: str = "", grounds: Collection[str] = ()) -> list[Need]:
    """What still has to be there before this move, in the order of the table."""
    given = {Need.REASON: bool(reason.strip()), Need.GROUNDS: bool(grounds)}
    return [need for need in move.needs if not (given[need] if need in given else facts.has(need))]


def moves_from(step: Step) -> list[Move]:
    """The moves that leave (or stay in) this step."""
    return [move for move in MOVES if step in move.from_steps]


class ReferralGround(StrEnum):
    """Why somebody goes to the ombudsman (Bestuursdecreet art. II.85 as model; Leuven adds the manner of handling)."""

    REFUSED = "refused"
    LATE = "late"
    ANSWER = "answer"
    HANDLING = "handling"


REFERRAL_GROUND_LABELS: dict[ReferralGround, str] = {
    ReferralGround.REFUSED: "De klacht is niet ontvankelijk verklaard.",
    ReferralGround.LATE: "De klacht is niet op tijd behandeld.",
    ReferralGround.ANSWER: "Niet tevreden met het antwoord.",
    ReferralGround.HANDLING: "Niet tevreden met hoe de klacht behandeld is.",
}


def referral_grounds(step: Step, outcome: Outcome | None, *, late: bool, answered: bool) -> list[ReferralGround]:
    """On which grounds a complaint in this state can go to the second line, now."""
    grounds: list[ReferralGround] = []
    if outcome is Outcome.INADMISSIBLE:
        grounds.append(ReferralGround.REFUSED)
    if late:
        grounds.append(ReferralGround.LATE)
    if answered or outcome is Outcome.ANSWERED:
        grounds.append(ReferralGround.ANSWER)
    if answered or late or (step is Step.CLOSED and outcome not in (None, Outcome.REQUALIFIED)):
        grounds.append(ReferralGround.HANDLING)
    return grounds
