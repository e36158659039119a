"""What the tracking page shows of a matter: the dossier somebody looks at in full, the others as a card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from gehoor.complaints.queries import timeline_in_words, tracked_complaints
from gehoor.correspondence.personal import said_in
from gehoor.dossiers.queries import tracked
from gehoor.dossiers.wording import withdrawn_words
from gehoor.kernel.clock import local_date
from gehoor.portal.clocks import ClockView, clocks_of
from gehoor.portal.explained import second_line_of
from gehoor.portal.letters import is_formal, is_machinery
from gehoor.portal.turns import Turn, judged_at_the_end, noun_of, turn_of

if TYPE_CHECKING:
    from gehoor.complaints.pages import CitizenView, TimelineLine
    from gehoor.correspondence.models import Message
    from gehoor.correspondence.queries import FileLink, Said
    from gehoor.dossiers.models import Dossier, FirstLineOffer
    from gehoor.dossiers.queries import TrackedDossier
    from gehoor.portal.doors import Visit


@dataclass(frozen=True)
class Bubble:
    """One message. ``formal``: a letter of the procedure, shown by its subject; ``text`` is then empty.

    ``gone``: what is told of files that were withdrawn.
    ``offer``: the solution that this message offered, with what the citizen said of it.
    """

    said: "Said"
    text: str
    files: "Sequence[FileLink]"
    formal: bool
    offer: "FirstLineOffer | None" = None
    gone: Sequence[str] = ()

    @property
    def message(self) -> "Message":
        """The message itself."""
        return self.said.message

    @property
    def mine(self) -> bool:
        """The citizen said it."""
        return self.message.direction == "in"


@dataclass(frozen=True)
class Happened:
    """One line of the timeline. ``text`` is the first sentence, ``more`` the rest; ``kind``: ``new``, ``city``, ``pause`` or empty."""

    text: str
    more: str
    day: date
    kind: str


@dataclass(frozen=True)
class Card:
    """One dossier of the matter.

    ``second_line``: ``de Vlaamse Ombudsdienst``. ``offered`` holds the words of the offer that waits for an answer.
    ``running``: the open complaint that arose from it.
    """

    dossier: "Dossier"
    noun: str
    turn: Turn
    second_line: str
    clocks: list[ClockView]
    bubbles: list[Bubble]
    happened: list[Happened]
    complaint: "CitizenView | None"
    offered: str
    running: "Dossier | None"

    @property
    def clock(self) -> ClockView | None:
        """The promise that matters now."""
        return self.clocks[0] if self.clocks else None

    @property
    def can_end(self) -> str:
        """How the citizen can end it: ``complaint``, ``dossier`` or not at all."""
        if self.complaint is not None:
            return "complaint" if "withdraw" in self.complaint.moves else ""
        return "dossier" if self.dossier.is_open and self.dossier.kind != "compliment" else ""

    @property
    def can_satisfy(self) -> bool:
        """The complainant may say that it is solved before the end."""
        return self.complaint is not None and "satisfy" in self.complaint.moves

    @property
    def can_refer(self) -> bool:
        """There is a ground to go to the second line now."""
        return self.complaint is not None and bool(self.complaint.grounds) and not judged_at_the_end(self.complaint)

    @property
    def stops(self) -> list[tuple[str, str, str]]:
        """The six stops of a complaint, for the track."""
        return [] if self.complaint is None else [(stop.label, stop.sub, stop.state) for stop in self.complaint.track]

    @property
    def proposal_letter(self) -> Bubble | None:
        """The letter with the whole proposal, point by point."""
        return next((bubble for bubble in reversed(self.bubbles) if bubble.message.letter == "proposal"), None)

    @property
    def before_them(self) -> "list[Said]":
        """What is read on the page itself; a letter is read on its own page."""
        return [bubble.said for bubble in self.bubbles if not bubble.formal]

    @property
    def letters(self) -> list[Bubble]:
        """The letters of the procedure, newest first."""
        return [bubble for bubble in reversed(self.bubbles) if bubble.formal]


@dataclass(frozen=True)
class Matter:
    """All of the page: one dossier in full, the others as cards. Four statements for dossiers, one for complaints."""

    card: Card
    others: list[Card]


def matter_of(visit: "Visit", reference: str = "") -> Matter:
    """What one link opens, with the dossier somebody asks for in full: else the complaint that runs, else the one linked to."""
    views = tracked_complaints(visit.dossiers, today=visit.today)
    rows = tracked(visit.dossiers, at=visit.at)
    cards = [_card(row, views.get(row.dossier.pk), visit.today) for row in rows]
    shown = _shown(cards, reference)
    return Matter(shown, [card for card in cards if card is not shown])


def _shown(cards: list[Card], reference: str) -> Card:
    for card in cards:
        if reference and card.dossier.reference == reference:
            return card
    running = [card for card in cards if card.complaint is not None and card.dossier.is_open]
    return running[0] if running else cards[0]


def _card(row: "TrackedDossier", view: "CitizenView | None", today: date) -> Card:
    ombudsman = second_line_of(row.dossier, today=today)
    offers = {offer.message_id: offer for offer in row.offers}
    offered = next((said for said in row.messages if row.offer and said.message.pk == row.offer.message_id), None)
    return Card(
        dossier=row.dossier,
        noun=noun_of(row.dossier),
        turn=turn_of(row, view, ombudsman),
        second_line=ombudsman,
        clocks=clocks_of(row.dossier, row.clocks, today=today),
        bubbles=[_bubble(said, offers.get(said.message.pk)) for said in row.messages if not is_machinery(said.message)],
        happened=happened(timeline_in_words(row.entries)),
        complaint=view,
        offered="" if offered is None else said_in(offered.message),
        running=row.complaint,
    )


def _bubble(said: "Said", offer: "FirstLineOffer | None") -> Bubble:
    formal = is_formal(said.message) and said.message.withdrawn_at is None
    if said.message.withdrawn_at is not None:
        return Bubble(
            said, withdrawn_words("Bericht", said.message.withdrawn_at, said.message.withdrawn_why), (), formal
        )
    gone = [withdrawn_words("Bestand", one.withdrawn_at, one.withdrawn_why) for one in said.gone if one.withdrawn_at]
    return Bubble(said, "" if formal else said_in(said.message), said.files, formal, offer, gone)


def happened(lines: "Sequence[TimelineLine]") -> list[Happened]:
    """The timeline, newest first; what happened several times on one day stands there once, with how often."""
    found: list[Happened] = []
    for (day, text), same in groupby(lines, key=lambda line: (local_date(line.at), line.text)):
        first, _, rest = text.partition(". ")
        times = len(list(same))
        more = f"{rest} ({times} keer)".strip() if times > 1 else rest
        found.append(Happened(first if first.endswith((".", "!", "?")) else f"{first}.", more, day, _kind(text)))
    found.reverse()
    if found:
        newest = found[0]
        found[0] = Happened(newest.text, newest.more, newest.day, "new")
    return found


def _kind(text: str) -> str:
    if "klok" in text.lower():
        return "pause"
    return "" if text.startswith("Je ") else "city"
