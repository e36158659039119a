"""All that was handed over, arranged for who reads it for the first time."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from gehoor.complaints.staged import earlier_treatments, stage_label
from gehoor.journal.entries import sentence_of
from gehoor.kernel.actors import ActorKind
from gehoor.web.clocks import ShownClock, clock_of_the_answer, shown
from gehoor.web.talk import Line, line_of

if TYPE_CHECKING:
    from gehoor.complaints.models import Complaint, Referral
    from gehoor.complaints.pages import ComplaintPage, Decided, ReferralPage, Referred
    from gehoor.complaints.staged import Treated
    from gehoor.correspondence.queries import Said
    from gehoor.dossiers.models import Dossier
    from gehoor.journal.models import Entry

_MILESTONES = {
    "complaints.lodged": "",
    "complaints.clarification_asked": "pause",
    "complaints.clarified": "",
    "complaints.sent_to_first_line": "city",
    "complaints.came_back": "city",
    "complaints.admitted": "city",
    "complaints.rejected": "city",
    "complaints.requalified": "city",
    "complaints.handler_assigned": "city",
    "complaints.handler_released": "city",
    "complaints.account_asked": "city",
    "complaints.account_given": "city",
    "complaints.draft_submitted": "city",
    "complaints.draft_returned": "city",
    "complaints.agreed": "city",
    "complaints.differed": "city",
    "complaints.advised": "city",
    "complaints.decided": "city",
    "complaints.proposed": "city",
    "complaints.accepted": "",
    "complaints.refused": "",
    "complaints.no_reaction": "city",
    "complaints.closed": "city",
    "complaints.withdrawn": "",
    "complaints.satisfied": "",
    "complaints.stage_begun": "city",
    "complaints.told_late": "city",
    "complaints.commitment_made": "city",
    "complaints.commitment_kept": "city",
    "complaints.commitment_late": "city",
    "complaints.commitment_moved": "city",
    "complaints.commitment_withdrawn": "city",
    "complaints.referred": "new",
    "complaints.concluded": "new",
    "dossiers.inquiry_asked": "city",
    "dossiers.inquiry_answered": "city",
}
"""The facts of the course, each with the side that did it; the rest stands in the journal only."""

_LAST_LETTERS = ("closing", "rejected", "requalified", "complaint_stopped")
_BY_A_PERSON = frozenset({"inquiry", "message", "offer", "clarification_asked"})
"""Letters that are shown as what somebody said; the others are folded under their subject."""


@dataclass(frozen=True)
class Step:
    """One fact of the course. ``side``: ``new``, ``city``, ``pause``, or nothing for the complainant."""

    at: datetime
    text: str
    who: str
    side: str


@dataclass(frozen=True)
class Logged:
    """One line of the journal, with the first digits of its checksum."""

    number: int
    at: datetime
    text: str
    who: str
    checksum: str


@dataclass(frozen=True)
class Talk:
    """A conversation: with the department before the complaint, or about the complaint itself. Lines also have the kind ``letter``."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Handed:
    """What the page of a referral shows.

    ``told``: the complaint in the words of the complainant. ``answer``: the clock of the treatment that runs or ran last.
    ``stage`` names that treatment, and ``treated`` those before it, where the regulation has several.
    """

    referral: "Referral"
    referred: "Referred"
    earlier: "list[Referred]"
    complaint: "Complaint"
    dossier: "Dossier"
    page: "ComplaintPage"
    whole: "ReferralPage"
    told: str
    steps: list[Step]
    rulings: list["Decided"]
    letter: Line | None
    talks: list[Talk]
    answer: ShownClock | None
    clocks: list[ShownClock]
    journal: list[Logged]
    stage: str
    treated: "list[Treated]"

    @property
    def seal(self) -> list[str]:
        """The checksum of the last line, in groups of eight: note it down, and nobody can change the journal unseen."""
        whole = self.journal[-1].checksum if self.journal else ""
        return [whole[at : at + 8] for at in range(0, len(whole), 8)]


def handed_over(whole: "ReferralPage", *, today: date) -> Handed:
    """Arrange it. No statement beyond the calendar, and one for the earlier treatments where there are any."""
    page, referral = whole.page, whole.referral
    dossier = page.dossier
    lines = [(said.message.thread_id, _line(said)) for said in page.messages]
    own = [line for thread, line in lines if thread == dossier.thread_id]
    before = [line for thread, line in lines if thread != dossier.thread_id]
    clocks = shown(page.clocks, today=today)
    answer = clock_of_the_answer(clocks)
    return Handed(
        referral=referral,
        referred=next(one for one in page.referrals if one.pk == referral.pk),
        earlier=[one for one in page.referrals if one.pk != referral.pk],
        complaint=page.complaint,
        dossier=dossier,
        page=page,
        whole=whole,
        told=next((line.text for line in own if line.kind == "in"), ""),
        steps=_course(page),
        rulings=_rulings(page),
        letter=next((line for line in reversed(own) if line.letter in _LAST_LETTERS), None),
        talks=_talks(page, before, own),
        answer=answer,
        clocks=[clock for clock in clocks if clock is not answer],
        stage=stage_label(page.complaint),
        treated=earlier_treatments(page.complaint),
        journal=[_logged(entry, page) for entry in page.entries],
    )


def _line(said: "Said") -> Line:
    """A message; a letter of the procedure is a ``letter``, folded under its subject."""
    line = line_of(said)
    return replace(line, kind="letter") if line.letter and line.letter not in _BY_A_PERSON else line


def _talks(page: "ComplaintPage", before: list[Line], own: list[Line]) -> list[Talk]:
    talks = [Talk("Over de klacht", own)]
    if page.outside:
        talks.append(Talk("Met mensen buiten de stad", [_line(said) for said in page.outside]))
    if before and page.first_line is not None:
        talks.insert(0, Talk(f"Met de dienst, vóór de klacht ({page.first_line['reference']})", before))
    return talks


def _course(page: "ComplaintPage") -> list[Step]:
    """Newest first."""
    found = [
        Step(entry.at, sentence_of(entry.verb, entry.payload), _who(entry, page), _MILESTONES[entry.verb])
        for entry in page.entries
        if entry.verb in _MILESTONES
    ]
    return found[::-1]


def _rulings(page: "ComplaintPage") -> list["Decided"]:
    """The decisions of the city, oldest first, each in the words of the journal; what the complainant decided stands elsewhere."""
    by_city = {entry.payload.get("decision") for entry in page.entries if entry.actor_kind != ActorKind.CITIZEN}
    return [one for one in page.decisions if one.pk in by_city]


def _logged(entry: "Entry", page: "ComplaintPage") -> Logged:
    stays = " (de notitie zelf blijft bij de stad)" if entry.verb == "dossiers.note_added" else ""
    checksum = bytes(entry.hash).hex()
    return Logged(entry.sequence, entry.at, sentence_of(entry.verb, entry.payload) + stays, _who(entry, page), checksum)


def _who(entry: "Entry", page: "ComplaintPage") -> str:
    if entry.actor_kind == ActorKind.SYSTEM:
        return "Gehoor"
    if entry.actor_kind == ActorKind.CITIZEN:
        return page.dossier.reporter_name or "de klager"
    if entry.actor_kind == ActorKind.OUTSIDE:
        return "iemand buiten de stad"
    return page.people.get(entry.actor_id or 0, "een medewerker")
