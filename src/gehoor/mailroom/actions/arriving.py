"""A mail of a person: an answer in its conversation, or a new contact."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gehoor.correspondence.actions import hold_back
from gehoor.correspondence.models import Medium
from gehoor.dossiers.access import who_was_asked
from gehoor.dossiers.actions.contacts import join
from gehoor.dossiers.actions.inquiring import answer_inquiry
from gehoor.dossiers.actions.intake import Reporter, Submission, acknowledge, party_of, take_up
from gehoor.dossiers.actions.messages import LONGEST_MESSAGE, hear_reporter
from gehoor.dossiers.actions.moving import move
from gehoor.dossiers.inquiries import inquiry_with
from gehoor.dossiers.lifecycle import ROUTE, Kind, WaitsFor
from gehoor.dossiers.models import Dossier, Inquiry, Participant
from gehoor.files.actions import store, store_unencoded
from gehoor.files.images import pixels_in
from gehoor.files.models import StoredFile
from gehoor.files.quarantine import look_at_original, set_apart_with
from gehoor.kernel.actors import SYSTEM, Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import InvalidInput, RuleViolation
from gehoor.mailroom.apart.mail import Mail
from gehoor.mailroom.authentication import is_forged
from gehoor.mailroom.automatic import may_be_answered
from gehoor.mailroom.belonging import belonging_of
from gehoor.mailroom.models import Outcome, RawMail
from gehoor.organisation.queries import contact_point
from gehoor.parties.models import Party
from gehoor.regulations.queries import version_on

UNREADABLE_TITLE = "Onleesbare e-mail, origineel in bijlage"
UNREADABLE_TEXT = (
    "We konden deze e-mail niet veilig openen. Het origineel zit in de bijlage. "
    "Vraag iemand van ICT om ernaar te kijken voor je het opent."
)
_REST = "\n\n[De e-mail is langer. De rest staat in het origineel.]"
MOST_PIXELS = 60_000_000
"""What one mail may ask of the encoding of its pictures: some seconds."""
_PREFIXES = re.compile(r"^((re|fw|fwd|aw|tr|antw?|doorst)\s*(\[\d+\])?\s*:\s*)+", re.IGNORECASE)


@dataclass(frozen=True)
class Arrival:
    """A mail that was read, with its files in a folder, and when it reached the city."""

    row: RawMail
    mail: Mail
    folder: Path
    received_at: datetime


def take_in_mail(arrival: Arrival, *, at: datetime) -> Outcome:
    """Bring a mail where it belongs; fills in dossier and message on its row. In the caller's transaction."""
    row, mail = arrival.row, arrival.mail
    belonging = belonging_of(mail, forged=is_forged(row.authentication))
    row.maybe_of = belonging.maybe_of
    files = _keep_parts(arrival, at=at)
    if belonging.thread_id is None:
        row.dossier = _open(arrival, files, at=at)
        return Outcome.CONTACT
    asked = inquiry_with(belonging.thread_id)
    if asked is not None:
        _hear_outside(arrival, asked, files, at=at)
        return Outcome.REPLY
    dossier = (
        Dossier.objects.select_for_update(of=["self"])
        .select_related("thread", "department")
        .get(thread=belonging.thread_id)
    )
    if dossier.is_open or dossier.kind == Kind.COMPLAINT:
        _join(arrival, dossier, files, at=at)
        return Outcome.REPLY
    row.dossier = _open(arrival, files, at=at, follows=dossier)
    return Outcome.CONTACT


def open_unreadable(row: RawMail, *, at: datetime) -> Dossier:
    """A contact of somebody unknown, for a person of the contact point, with the mail as it came."""
    look_at_original(row.file)
    submission = Submission(
        kind=Kind.QUESTION,
        title=UNREADABLE_TITLE,
        text=UNREADABLE_TEXT,
        reporter=Reporter(),
        medium=Medium.EMAIL,
        received_at=_ruled(min(row.arrived_at or row.stored_at, row.stored_at), otherwise=row.stored_at),
        files=[row.file],
    )
    return take_up(submission, by=SYSTEM, at=max(at, row.stored_at))


def _open(arrival: Arrival, files: Sequence[StoredFile], *, at: datetime, follows: Dossier | None = None) -> Dossier:
    """A new dossier that the contact point looks at first; after a closed one of the same person it is linked to that."""
    row, mail = arrival.row, arrival.mail
    reporter = Reporter(name=mail.from_name or mail.from_address.partition("@")[0], email=mail.from_address)
    submission = Submission(
        kind=Kind.QUESTION,
        title=_PREFIXES.sub("", mail.subject).strip(),
        text=_text_of(mail),
        reporter=reporter,
        medium=Medium.EMAIL,
        received_at=_ruled(arrival.received_at, otherwise=row.stored_at),
        files=files,
    )
    party = _party_on(follows) if follows else None
    party = party or party_of(reporter, at=at)
    by = Actor(kind=ActorKind.CITIZEN, id=None if party is None else party.pk)
    department = row.mailbox.department if row.mailbox and not follows else None
    dossier = take_up(submission, by=by, at=at, party=party, arises_from=follows, department=department)
    if department is not None:
        move(dossier, ROUTE, waits_for=WaitsFor.DEPARTMENT)
    row.message = dossier.thread.messages.order_by("pk").first()
    if row.acknowledge and may_be_answered(mail):
        acknowledge(dossier, _without_their_words(submission), at=at)
        hold_back(dossier.thread_id, "received", address=mail.from_address, at=at)
    return dossier


def _join(arrival: Arrival, dossier: Dossier, files: Sequence[StoredFile], *, at: datetime) -> None:
    """The answer of the reporter, as if given on the tracking page."""
    row = arrival.row
    by = Actor(kind=ActorKind.CITIZEN, id=None, name=dossier.reporter_name, dossier_ids=frozenset({dossier.pk}))
    row.dossier = dossier
    row.message = hear_reporter(dossier, text=_text_of(arrival.mail), by=by, at=at, medium=Medium.EMAIL, files=files)
    join(dossier, medium=Medium.EMAIL, received_at=arrival.received_at, at=at)


def _hear_outside(arrival: Arrival, asked: Inquiry, files: Sequence[StoredFile], *, at: datetime) -> None:
    """The answer of somebody outside the city, as if given through the link; also after the question ended: no mail is lost."""
    row, text = arrival.row, _text_of(arrival.mail)
    row.dossier = asked.dossier
    row.message = answer_inquiry(asked, text=text, by=who_was_asked(asked), at=at, medium=Medium.EMAIL, files=files)


def _party_on(dossier: Dossier) -> Party | None:
    row = Participant.objects.select_related("party").filter(dossier=dossier, role=Participant.Role.REPORTER).first()
    return None if row is None else row.party


def _without_their_words(submission: Submission) -> Submission:
    """An acknowledgement repeats nothing that the sender wrote, not even the name: the address may be somebody else's."""
    return Submission(kind=submission.kind, text="", reporter=Reporter(email=submission.reporter.email))


def _text_of(mail: Mail) -> str:
    text = mail.text.strip() or mail.subject.strip() or "(e-mail zonder tekst)"
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - len(_REST)].rstrip() + _REST


def _ruled(moment: datetime, *, otherwise: datetime) -> datetime:
    """The moment, or the other one when no regulation was in force yet (old mail that is taken over)."""
    try:
        version_on(contact_point().body_id, local_date(moment))
    except RuleViolation:
        return otherwise
    return moment


def _keep_parts(arrival: Arrival, *, at: datetime) -> list[StoredFile]:
    """The files of the mail, kept as every file is; one that is refused stands in the original, and the row says so."""
    kept, left = [], MOST_PIXELS
    for part in arrival.mail.parts:
        path = arrival.folder / part.path
        asked = pixels_in(path)
        left -= asked
        try:
            file = _keep_part(path, part.name, encode=left >= 0 or not asked, at=at)
            kept.append(file)
            if part.cid:
                arrival.row.pictures[part.cid] = file.pk
        except InvalidInput:
            arrival.row.left_out.append(f"het bestand “{part.name}”")
    set_apart_with(arrival.row.file, kept)
    return kept


def _keep_part(path: Path, name: str, *, encode: bool, at: datetime) -> StoredFile:
    """Pictures are encoded anew as long as one mail does not ask too much of that; after that they are only downloaded."""
    by = Actor(kind=ActorKind.CITIZEN)
    with path.open("rb") as content:
        return store(content, name=name, by=by, at=at) if encode else store_unencoded(content, name=name, by=by, at=at)
