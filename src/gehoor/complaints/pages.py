"""What the pages about complaints show, as values. Filled by ``queries``."""

from dataclasses import dataclass
from datetime import date, datetime

from gehoor.complaints.commitments import Committed
from gehoor.complaints.models import Complaint, Referral
from gehoor.complaints.procedure import By, Move, ReferralGround
from gehoor.correspondence.queries import Said
from gehoor.dossiers.models import Dossier
from gehoor.dossiers.outside import AskedOutside
from gehoor.dossiers.queries import Clock
from gehoor.dossiers.writing import Begun
from gehoor.journal.models import Entry


@dataclass(frozen=True)
class Stop:
    """One of the six stops of the track. ``state``: ``done``, ``now``, ``todo`` or ``skipped``; ``sub``: a date or the step, in words.

    ``day``: the date that ``sub`` says, for who has less room.
    """

    label: str
    sub: str
    state: str
    day: date | None = None


@dataclass(frozen=True)
class AvailableMove:
    """A move from this step. ``mine``: this actor may; ``missing``: sentences that say what has to be there first."""

    move: Move
    mine: bool
    missing: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """A button: allowed, and nothing missing (reason and grounds come with the form)."""
        return self.mine and not self.missing


@dataclass(frozen=True)
class Choice:
    """A code of the regulation with its label, for a form. ``needs_more``: a finding that asks for norm and measure, or a hard ground."""

    code: str
    label: str
    text: str = ""
    refer_to: str = ""
    needs_more: bool = False


@dataclass(frozen=True)
class Choices:
    """What the regulation of this complaint lets one choose from."""

    grounds: tuple[Choice, ...]
    findings: tuple[Choice, ...]
    resolutions: tuple[Choice, ...]
    norms: tuple[Choice, ...]


@dataclass(frozen=True)
class Point:
    """A numbered grievance. ``exhibits``: numbers of what the finding leans on."""

    number: int
    text: str
    wished_outcome: str
    finding: str
    finding_label: str
    norms: tuple[str, ...]
    norm_labels: tuple[str, ...]
    measure: str
    reasons: str
    exhibits: tuple[int, ...]
    decided_by: str
    decided_at: datetime | None

    @property
    def is_answered(self) -> bool:
        """It has a finding and the reasons for it."""
        return bool(self.finding and self.reasons.strip())


@dataclass(frozen=True)
class Name:
    """A name that was given. ``staff``: who it is; settled when that is somebody, or nobody here."""

    pk: int
    text: str
    staff_id: int | None
    staff: str
    is_nobody: bool

    @property
    def is_settled(self) -> bool:
        """Somebody, or nobody here."""
        return self.staff_id is not None or self.is_nobody


@dataclass(frozen=True)
class Told:
    """What a complainant said beside the story: whom they named, and what would solve it."""

    named: tuple[str, ...] = ()
    wished: str = ""


@dataclass(frozen=True)
class AccountLine:
    """The question to a department and its answer."""

    pk: int
    department: str
    question: str
    asked_by: str
    asked_at: datetime
    due_on: date | None
    answer: str
    answered_by: str
    answered_at: datetime | None
    reminded_at: datetime | None = None
    chased_at: datetime | None = None


@dataclass(frozen=True)
class Talk:
    """A conversation in which somebody was heard. ``correction``: what that person has otherwise; ``checked_at``: when they said so."""

    pk: int
    number: int
    kind_label: str
    whom: str
    name: str
    held_on: date
    report: str
    by: str
    at: datetime
    correction: str
    checked_at: datetime | None

    @property
    def of_complainant(self) -> bool:
        """The complainant was heard."""
        return self.whom == "complainant"


@dataclass(frozen=True)
class Signed:
    """A declaration (``kind``: ``not_involved`` or ``interest``), or a lifted refusal (``override``)."""

    staff_id: int
    staff: str
    kind: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Refused:
    """Somebody who cannot handle (``reading``: nor see) this complaint, and why."""

    staff_id: int
    staff: str
    code: str
    reason: str
    reading: bool


@dataclass(frozen=True)
class Decided:
    """A decision with its grounds and reasons."""

    pk: int
    move: str
    label: str
    grounds: tuple[str, ...]
    reason: str
    refer_to: str
    by: str
    at: datetime


@dataclass(frozen=True)
class TwoViews:
    """The draft of the handler, the view of the coordinator when it differs, and the advice."""

    draft_finding: str
    draft_text: str
    drafted_by: str
    drafted_at: datetime
    differs: bool
    other_finding: str
    other_text: str
    differed_by: str
    differed_at: datetime | None
    advice_text: str
    advised_by: str
    advised_at: datetime | None
    decided_finding: str
    decided_at: datetime | None


@dataclass(frozen=True)
class AnswerParts:
    """What the answer says, part by part. ``lacking``: the mandatory parts that are not there; ``asked``: codes of all of them."""

    summary: str = ""
    remedy: str = ""
    outstanding: str = ""
    learnt: str = ""
    written_by: str = ""
    written_at: datetime | None = None
    approved_by: str = ""
    approved_at: datetime | None = None
    asked: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def is_begun(self) -> bool:
        """Somebody wrote something of it."""
        return self.written_at is not None


@dataclass(frozen=True)
class Offered:
    """The proposal and the reaction. ``due_on``: the last day to react."""

    text: str
    sent_at: datetime
    due_on: date | None
    reaction: str
    reaction_label: str
    reaction_text: str
    reacted_at: datetime | None


@dataclass(frozen=True)
class Advised:
    """A recommendation of the ombudsman and what became of it."""

    number: int
    text: str
    work_item: int
    done_at: datetime | None
    outcome: str


@dataclass(frozen=True)
class Referred:
    """A referral to the second line."""

    pk: int
    ground: str
    ground_label: str
    text: str
    by_citizen: bool
    second_line: str
    at: datetime
    opened_at: datetime | None
    conclusion: str
    concluded_by: str
    concluded_at: datetime | None
    ended_at: datetime | None
    recommendations: tuple[Advised, ...]


@dataclass(frozen=True)
class Exhibit:
    """A file of the complaint or of the first line. ``from_note``: it hangs on an internal note, and has no number."""

    pk: int
    public_id: str
    name: str
    size: int
    from_name: str
    at: datetime
    from_note: bool
    number: int = 0
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Suspended:
    """The city waits for somebody else. ``kind_label``: for what."""

    kind_label: str
    reason: str
    by: str
    at: datetime
    ended_at: datetime | None
    outcome: str


@dataclass(frozen=True)
class Plan:
    """What was agreed about keeping in touch, and until when."""

    pk: int
    agreed: str
    reasons: str
    ends_on: date
    by: str
    at: datetime


@dataclass(frozen=True)
class Joined:
    """Another complaint about the same matter. ``is_main``: the one that this is joined to; else one that is joined to this."""

    reference: str
    reason: str
    at: datetime
    is_main: bool
    points_open: int


@dataclass(frozen=True)
class Evidence:
    """A numbered exhibit. ``file``: when it is one; ``anchor``: where an account or a report stands on the page."""

    number: int
    name: str
    from_name: str
    at: datetime
    file: Exhibit | None = None
    anchor: str = ""


@dataclass(frozen=True)
class ComplaintPage:
    """All that the page of one complaint shows. ``messages`` holds the conversation of the complaint and of the first line:
    ``message.thread_id`` tells which. ``reporter``: columns of the party (pk, name, email, phone, address, kind, contact_name), and
    ``represented`` and ``represented_address`` of the person they speak for, when that is somebody else.
    ``forwarded``: by which second line it was sent on, if it was, their reference and since when the complainant was there.
    ``first_line``: pk, reference, title, step and kind of the dossier it arises from. ``people``: who wrote the entries, by staff id.
    ``hands``: as whom the reader may act on it. ``outside``: what was said about the ``inquiries``, no word of it to the complainant.
    """

    complaint: Complaint
    dossier: Dossier
    first_line: dict[str, object] | None
    forwarded: dict[str, object] | None
    messages: list[Said]
    inquiries: tuple[AskedOutside, ...]
    outside: list[Said]
    entries: list[Entry]
    clocks: list[Clock]
    track: tuple[Stop, ...]
    moves: tuple[AvailableMove, ...]
    hands: frozenset[By]
    reporter: dict[str, str] | None
    points: tuple[Point, ...]
    names: tuple[Name, ...]
    accounts: tuple[AccountLine, ...]
    talks: tuple[Talk, ...]
    declarations: tuple[Signed, ...]
    overrides: tuple[Signed, ...]
    refused: tuple[Refused, ...]
    decisions: tuple[Decided, ...]
    judgements: tuple[TwoViews, ...]
    answer: AnswerParts
    commitments: tuple[Committed, ...]
    proposals: tuple[Offered, ...]
    referrals: tuple[Referred, ...]
    work: tuple[dict[str, object], ...]
    exhibits: tuple[Exhibit, ...]
    evidence: tuple[Evidence, ...]
    joined: tuple[Joined, ...]
    suspensions: tuple[Suspended, ...]
    contact_plan: Plan | None
    independence: "Independence"
    regulation: str
    grounds_for_second_line: tuple[ReferralGround, ...]
    people: dict[int, str]
    unsent: Begun | None
    canned: tuple[dict[str, object], ...]


@dataclass(frozen=True)
class Independence:
    """Where independence stands. ``state``: ``proven`` (handler signed), ``open`` (not yet), ``blocked`` (a name is unsettled),
    ``refused`` (the handler may not handle it); ``sentence`` says it.
    """

    state: str
    sentence: str


@dataclass(frozen=True)
class NextStep:
    """What happens next, for the complainant. ``yours``: the complainant has the next move; ``sentence`` names the date."""

    sentence: str
    yours: bool
    due_on: date | None


@dataclass(frozen=True)
class CitizenView:
    """A complaint as its complainant sees it on the tracking page: nothing internal.

    ``moves``: names of the moves the complainant can make now: ``clarify``, ``come_back``, ``accept``, ``refuse``, ``withdraw``,
    ``satisfy``.
    ``waits_for``: while it is suspended, for what. ``commitments``: those the complainant was told of.
    ``grounds``: on which grounds the complaint can go to the second line now; empty when it is there already.
    """

    complaint: Complaint
    dossier: Dossier
    track: tuple[Stop, ...]
    next_step: NextStep
    moves: frozenset[str]
    points: tuple[Point, ...]
    proposal: Offered | None
    question: str
    grounds: tuple[tuple[str, str], ...]
    referral: Referred | None
    second_line: str
    outcome: str
    coordinator: str
    handler: str
    is_treated_again: bool = False
    talks: tuple[Talk, ...] = ()
    commitments: tuple[Committed, ...] = ()
    waits_for: str = ""

    @property
    def unchecked(self) -> Talk | None:
        """The oldest report of a talk with the complainant that they did not answer yet."""
        return next((talk for talk in self.talks if talk.checked_at is None), None)


@dataclass(frozen=True)
class Candidate:
    """Somebody who might handle a complaint. ``conflicts``: sentences why not; ``is_head``: heads a department.

    ``liftable``: there are conflicts, and a second person may lift them; ``away_until``: the last day of an absence of now.
    """

    staff_id: int
    name: str
    function: str
    departments: tuple[str, ...]
    is_head: bool
    conflicts: tuple[str, ...]
    liftable: bool = False
    away_until: date | None = None

    @property
    def eligible(self) -> bool:
        """Nothing stands in the way."""
        return not self.conflicts


@dataclass(frozen=True)
class AccountPage:
    """What a department sees when it is asked for its side: the question, and what it answered. Never the complaint."""

    pk: int
    department: str
    question: str
    asked_by: str
    asked_at: datetime
    clock: Clock
    answer: str
    answered_by: str
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Not answered yet."""
        return self.answered_at is None


@dataclass(frozen=True)
class ReferralPage:
    """All that was handed over: the page of the complaint without internal notes, the files on them, tasks and buttons.

    ``finding``, ``resolution``, ``norms``: of the whole complaint, in words. ``chain_faults``: what is wrong with the journal, if anything.
    """

    referral: Referral
    page: ComplaintPage
    finding: str
    resolution: str
    norms: tuple[str, ...]
    chain_faults: tuple[str, ...]


@dataclass(frozen=True)
class TimelineLine:
    """One fact in the words of the complainant."""

    at: datetime
    text: str
