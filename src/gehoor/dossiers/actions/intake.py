"""From what somebody said on a channel to a dossier that somebody has to finish."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from gehoor.correspondence.actions import Addressee, Author, make_link, open_thread, take_in
from gehoor.correspondence.models import Medium, Message, Thread
from gehoor.dossiers import entries
from gehoor.dossiers.actions.deadlines import Fact, deadline_rows, new_deadlines, show_due
from gehoor.dossiers.actions.posting import write_letter
from gehoor.dossiers.lifecycle import Kind, Step, WaitsFor
from gehoor.dossiers.models import Assignment, Contact, ContactDossier, Dossier, Participant
from gehoor.dossiers.models.contact import Route
from gehoor.dossiers.routing import title_of
from gehoor.dossiers.wording import day_in_words
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record_all
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput
from gehoor.kernel.references import make_reference
from gehoor.organisation.access import require
from gehoor.organisation.models import Department
from gehoor.organisation.queries import contact_point
from gehoor.parties.actions import state_mandate, take_down
from gehoor.parties.models import Party, PartyKind
from gehoor.regulations.channels import why_not_by
from gehoor.regulations.queries import content_of, version_on

LONGEST_TEXT = 20_000
MOST_FILES = 10

TERM_OF_KIND: dict[Kind, str] = {
    Kind.QUESTION: "question_answer",
    Kind.MELDING: "melding_answer",
    Kind.SUGGESTION: "suggestion_answer",
}
"""The term a dossier starts with; a first-line matter has ``first_line``, a compliment has none."""


@dataclass(frozen=True)
class Reporter:
    """Who says it, as given. Everything may be empty for an anonymous question."""

    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    kind: str = PartyKind.PERSON
    contact_name: str = ""

    @property
    def anonymous(self) -> bool:
        """Nothing was given."""
        return not (self.name.strip() or self.email.strip() or self.phone.strip())


@dataclass(frozen=True)
class Submission:
    """What came in on a channel: one matter, in the words of the person."""

    kind: Kind
    text: str
    reporter: Reporter
    medium: str = Medium.WEB
    route: str = Route.CITIZEN
    is_first_line: bool = False
    title: str = ""
    place: str = ""
    occurred: str = ""
    wished_outcome: str = ""
    named: tuple[str, ...] = ()
    represented: Reporter | None = None
    received_at: datetime | None = None
    category_id: int | None = None
    concerned_department_id: int | None = None
    files: Sequence[StoredFile] = field(default=())
    key: str | None = None

    def digest(self) -> bytes:
        """All that was sent with the key, so that the same key with other content is noticed."""
        said = vars(self) | {"key": None, "files": [file.pk for file in self.files]}
        return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).digest()


class KeyUsed(Conflict):
    """This was sent before: its key stands for a contact already."""


@dataclass(frozen=True)
class Receipt:
    """What the sender gets: the number, and a token for the tracking page (None when it was sent before)."""

    dossier: Dossier
    token: str | None
    repeated: bool = False


def missing_identity(submission: Submission, *, day: date) -> list[str]:
    """Which fields of the reporter the regulation of that day asks for and are empty: ``name``, ``address``, ``email``, …"""
    content = content_of(version_on(contact_point().body_id, day).pk)
    rule = content.kinds[submission.kind.value]
    if submission.represented is not None and not submission.reporter.name.strip():
        return ["name"]
    if submission.reporter.anonymous and rule.anonymous_allowed:
        return []
    return [name for name in rule.identity if not _given(submission, name)]


def _given(submission: Submission, name: str) -> bool:
    """Who writes on paper can be reached on paper: no e-mail address or phone is needed then."""
    reporter = submission.reporter
    if name == "email_or_phone":
        by_letter = submission.medium == Medium.LETTER and reporter.address.strip()
        return bool(reporter.email.strip() or reporter.phone.strip() or by_letter)
    return bool(str(getattr(reporter, name, "x")).strip())


def check(submission: Submission, *, at: datetime) -> None:
    """Raise InvalidInput for a submission that cannot be taken, in words for the sender."""
    if not submission.text.strip():
        raise InvalidInput("Vertel eerst waarmee we je kunnen helpen.", field="text")
    if len(submission.text) > LONGEST_TEXT:
        raise InvalidInput(f"Je tekst is te lang. Hij mag hoogstens {LONGEST_TEXT} tekens hebben.", field="text")
    if len(submission.files) > MOST_FILES:
        raise InvalidInput(f"Je kan hoogstens {MOST_FILES} bestanden toevoegen.", field="files")
    if submission.represented is not None and not submission.reporter.name.strip():
        raise InvalidInput("Wie voor iemand anders spreekt, geeft ook een eigen naam.", field="name")
    day = local_date(submission.received_at or at)
    refused = closed_way(submission.kind, submission.medium, day=day)
    if refused and not _came_by_itself(submission):
        raise InvalidInput(refused, field="medium")
    missing = missing_identity(submission, day=day)
    if missing:
        raise InvalidInput(ASK[missing[0]], field=missing[0].removesuffix("_or_phone"))


def closed_way(kind: Kind, medium: str, *, day: date) -> str:
    """Why the regulation of that day does not take this kind in by this medium; empty when it does."""
    return why_not_by(content_of(version_on(contact_point().body_id, day).pk), kind.value, medium)


def _came_by_itself(submission: Submission) -> bool:
    """A mail is here before anybody can refuse it, and so is what the ombudsman forwards: that is never lost."""
    by_mail = submission.medium == Medium.EMAIL and submission.kind is not Kind.COMPLAINT
    return by_mail or submission.route == Route.OMBUDSMAN


ASK = {
    "name": "Vul je naam in. Voor een klacht moeten we weten wie je bent.",
    "address": "Vul je adres in. Voor een klacht moeten we weten wie je bent.",
    "email": "Vul je e-mailadres in.",
    "phone": "Vul je telefoonnummer in.",
    "email_or_phone": "Vul een e-mailadres of een telefoonnummer in. Zo kunnen we je bereiken.",
}


@transaction.atomic
def _receive(submission: Submission, *, by: Actor, at: datetime) -> Receipt:
    dossier = take_up(submission, by=by, at=at)
    acknowledge(dossier, submission, at=at)
    return Receipt(dossier, make_link(dossier.thread_id, at=at))


def receive(submission: Submission, *, by: Actor, at: datetime) -> Receipt:
    """Take in a question, melding, suggestion or compliment (a complaint: ``complaints.actions``).

    The same key twice gives the same dossier; the same key with other content raises Conflict. Raises InvalidInput.
    """
    if submission.kind is Kind.COMPLAINT:
        raise InvalidInput("Een klacht volgt haar eigen procedure.")
    try:
        return _receive(submission, by=by, at=at)
    except KeyUsed:
        return received_before(submission)


def take_up(
    submission: Submission,
    *,
    by: Actor,
    at: datetime,
    department: Department | None = None,
    contact: Contact | None = None,
    party: Party | None = None,
    represented: Party | None = None,
    arises_from: Dossier | None = None,
) -> Dossier:
    """Open the dossier of one matter, start its term and write it down. The caller checks who may, and tells the reporter.

    ``contact``, ``party`` and ``represented``: when several matters came in one contact, of the same person.
    ``arises_from``: what it follows.
    """
    term = "first_line" if submission.is_first_line else TERM_OF_KIND.get(submission.kind, "")
    dossier, _message = open_dossier(
        submission,
        by=by,
        at=at,
        department=department,
        contact=contact,
        party=party,
        arises_from=arises_from,
        represented=represented,
        first_terms=[term] if term else [],
    )
    _, facts = new_deadlines(dossier, {term: local_date(dossier.received_at)} if term else {})
    record_all([received_fact(dossier, submission), *facts], dossier_chain(dossier.pk), by=by, at=at)
    return dossier


def acknowledge(dossier: Dossier, submission: Submission, *, at: datetime) -> None:
    """Write the sender that it arrived, under which number, and what happens next by which date.

    On paper only to who wrote on paper: who called, came by or used the website heard or read it at once.
    """
    reporter = submission.reporter
    address = reporter.address.strip() if submission.medium == Medium.LETTER else ""
    write_letter(
        dossier,
        "received",
        {"reference": dossier.reference, "what_next": _what_next(dossier, submission)},
        to=Addressee(reporter.name.strip(), reporter.email.strip(), address),
        at=at,
    )


def _what_next(dossier: Dossier, submission: Submission) -> str:
    if dossier.due_on is None:
        return "We lezen je bericht en geven het aan de juiste dienst."
    if submission.is_first_line:
        return f"De dienst zoekt samen met jou een oplossing, uiterlijk op {day_in_words(dossier.due_on)}."
    return f"Je krijgt een antwoord, uiterlijk op {day_in_words(dossier.due_on)}."


def received_fact(dossier: Dossier, submission: Submission) -> Fact:
    """The first journal entry of a dossier."""
    return entries.RECEIVED, {
        "kind": dossier.kind,
        "department": dossier.department_id,
        "medium": submission.medium,
        "regulation_version": dossier.regulation_version_id,
    }


def received_before(submission: Submission) -> Receipt:
    """What the key of a submission opened before; raises Conflict when it came with other content."""
    contact = Contact.objects.get(idempotency_key=submission.key)
    opened = Dossier.objects.filter(contact_links__contact=contact, contact_links__opened=True).first()
    if opened is None or bytes(contact.request_digest or b"") != submission.digest():
        raise Conflict("Je stuurde dit al op, maar met een andere inhoud. Begin opnieuw om iets nieuws te melden.")
    return Receipt(opened, None, repeated=True)


def open_dossier(
    submission: Submission,
    *,
    by: Actor,
    at: datetime,
    arises_from: Dossier | None = None,
    party: Party | None = None,
    represented: Party | None = None,
    department: Department | None = None,
    contact: Contact | None = None,
    first_terms: Sequence[str] = (),
    shown: Mapping[str, Any] | None = None,
) -> tuple[Dossier, Message]:
    """Store party, contact, thread, first message, dossier and its owner. No deadline, letter or journal entry yet.

    Raises InvalidInput. ``party``: the reporter when already known (a dossier that arises from another); ``contact``: when
    this matter came in one contact with others; ``first_terms``: those that start on receipt, of which the row shows
    the nearest due date; ``shown``: what lists show of it, where that differs from what the kind says (columns of the row).
    """
    if party is None:
        check(submission, at=at)
        party, represented = parties_of(submission, at=at)
    received_at = submission.received_at or at
    if received_at > at:
        raise InvalidInput("Dit kan niet in de toekomst binnengekomen zijn.", field="received_at")
    department = department or contact_point()
    thread = open_thread(at=received_at)
    dossier = dossier_row(
        submission, thread, _next_number(), department, party, received_at=received_at, at=at, arises_from=arises_from
    )
    show_due(dossier, deadline_rows(dossier, dict.fromkeys(first_terms, local_date(received_at))))
    for name, value in (shown or {}).items():
        setattr(dossier, name, value)
    dossier.save(force_insert=True)
    if party is not None:
        roles = [(party, Participant.Role.REPORTER)]
        if represented is not None:
            roles.append((represented, Participant.Role.REPRESENTED))
        Participant.objects.bulk_create(Participant(dossier=dossier, party=who, role=role) for who, role in roles)
    message = take_in(
        thread,
        text=submission.text.strip(),
        author=Author(party.name if party is not None and party.name else "Anoniem"),
        medium=submission.medium,
        at=received_at,
        files=submission.files,
    )
    if contact is None:
        contact = new_contact(submission, party, by=by, received_at=received_at, at=at)
    ContactDossier.objects.create(contact=contact, dossier=dossier, opened=True)
    Assignment.objects.create(dossier=dossier, department=department, at=at, by_id=by.id if by.is_staff else None)
    return dossier, message


def dossier_row(
    submission: Submission,
    thread: Thread,
    number: int,
    department: Department,
    party: Party | None,
    *,
    received_at: datetime,
    at: datetime,
    arises_from: Dossier | None = None,
) -> Dossier:
    """The row of a dossier as it begins, with the next number, not stored yet."""
    day = local_date(received_at)
    body_id = contact_point().body_id if arises_from is None else arises_from.body_id
    return Dossier(
        reference=make_reference(day.year, number),
        kind=submission.kind.value,
        is_first_line=submission.is_first_line,
        step=Step.PROCEDURE if submission.kind is Kind.COMPLAINT else Step.RECEIVED,
        waits_for=WaitsFor.COORDINATOR if submission.kind is Kind.COMPLAINT else WaitsFor.CONTACT_POINT,
        title=(submission.title or title_of(submission.text))[:200],
        place=submission.place[:250],
        occurred=submission.occurred[:200],
        body_id=department.body_id if arises_from is None else arises_from.body_id,
        department=department,
        category_id=submission.category_id,
        reporter_name="" if party is None else party.name,
        medium=submission.medium,
        thread=thread,
        arises_from=arises_from,
        regulation_version=version_on(body_id, day),
        received_at=received_at,
        registered_at=at,
        message_count=1,
    )


def new_contact(
    submission: Submission, party: Party | None, *, by: Actor, received_at: datetime, at: datetime
) -> Contact:
    """Store what happened on the channel; raises KeyUsed when the same key came before, however short ago."""
    try:
        with transaction.atomic():
            return Contact.objects.create(
                medium=submission.medium,
                route=submission.route,
                party=party,
                received_at=received_at,
                registered_at=at,
                registered_by_id=by.id if by.is_staff else None,
                idempotency_key=submission.key,
                request_digest=submission.digest() if submission.key else None,
            )
    except IntegrityError as twice:
        raise KeyUsed("Je stuurde dit al op. We kregen het goed.") from twice


def parties_of(submission: Submission, *, at: datetime) -> tuple[Party | None, Party | None]:
    """Take down who says it, and for whom when that is somebody else: one mandate, however many dossiers follow."""
    party = party_of(submission.reporter, at=at)
    represented = party_of(submission.represented, at=at) if submission.represented is not None else None
    if party is not None and represented is not None:
        state_mandate(represented=represented, representative=party, at=at)
    return party, represented


def party_of(reporter: Reporter, *, at: datetime) -> Party | None:
    """Take down who says it; None when nothing was given."""
    if reporter.anonymous:
        return None
    return take_down(
        name=reporter.name,
        kind=reporter.kind,
        contact_name=reporter.contact_name,
        email=reporter.email,
        phone=reporter.phone,
        address=reporter.address,
        at=at,
    )


def _next_number() -> int:
    return next_numbers(1)[0]


def next_numbers(count: int) -> list[int]:
    """The next numbers for references, in order; a number that is not used is lost. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('dossiers_reference_number') FROM generate_series(1, %s)", [count])
        return [int(number) for (number,) in cursor.fetchall()]


def register(submission: Submission, *, by: Actor, at: datetime) -> Receipt:
    """Take in what a caller, visitor or letter said, by somebody of the city."""
    require(by, "dossiers.register", department_id=next(iter(by.department_ids), None))
    return receive(submission, by=by, at=at)
