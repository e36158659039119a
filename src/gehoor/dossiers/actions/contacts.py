"""One call, visit or letter with one question or several: each its own dossier, all in one contact."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from gehoor.dossiers.actions.assigning import route
from gehoor.dossiers.actions.correcting import plan_callback
from gehoor.dossiers.actions.first_line import close
from gehoor.dossiers.actions.intake import (
    Submission,
    acknowledge,
    check,
    new_contact,
    parties_of,
    party_of,
    take_up,
)
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.dossiers.actions.moving import move
from gehoor.dossiers.lifecycle import ROUTE, CloseReason, WaitsFor
from gehoor.dossiers.models import Contact, ContactDossier, Dossier, Participant
from gehoor.kernel.actors import Actor
from gehoor.kernel.errors import Conflict, InvalidInput
from gehoor.organisation.access import may, require
from gehoor.organisation.models import Department
from gehoor.organisation.queries import contact_point

ANOTHER_CONTENT = "Dit contact is al geregistreerd, met een andere inhoud. Begin een nieuw contact."


def join(dossier: Dossier, *, medium: str, received_at: datetime, at: datetime) -> Contact:
    """Note one more contact about a dossier that is there, of its reporter."""
    roles = Participant.objects.filter(dossier=dossier, role=Participant.Role.REPORTER)
    party_id = roles.values_list("party_id", flat=True).first()
    contact = Contact.objects.create(medium=medium, party_id=party_id, received_at=received_at, registered_at=at)
    ContactDossier.objects.create(contact=contact, dossier=dossier, opened=False)
    return contact


@dataclass(frozen=True)
class Question:
    """One matter of a contact. ``department``: where it goes at once (None: the contact point looks at it first);
    ``answer``: what was answered in the contact itself, which closes it; ``call_back``: somebody still has to call.
    """

    submission: Submission
    department: Department | None = None
    answer: str = ""
    call_back: bool = False


def claim(key: str) -> None:
    """Let who sends the same contact at the same moment wait until this transaction ends, and then find what it made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"contact {key}"])


@transaction.atomic
def register_contact(questions: Sequence[Question], *, by: Actor, at: datetime) -> list[Dossier]:
    """Take in all that was asked in one contact, by somebody of the city; a complaint goes through ``complaints.actions``.

    The key of the first submission stands for the contact: twice gives the same dossiers, with other content raises Conflict.
    Raises InvalidInput and NotAllowed; then nothing is registered.
    """
    require(by, "dossiers.register", department_id=next(iter(by.department_ids), None))
    first = questions[0].submission
    whole = hashlib.sha256(b"".join(_digest(question) for question in questions)).digest()
    known = _registered(first.key, whole)
    if known:
        return known
    for question in questions:
        check(question.submission, at=at)
    received_at = first.received_at or at
    if received_at > at:
        raise InvalidInput("Dit kan niet in de toekomst binnengekomen zijn.", field="received_at")
    party, represented = parties_of(first, at=at)
    contact = new_contact(first, party, by=by, received_at=received_at, at=at)
    Contact.objects.filter(pk=contact.pk).update(request_digest=whole)
    dossiers = []
    for question in questions:
        submission = replace(question.submission, key=None)
        dossier = take_up(
            submission,
            by=by,
            at=at,
            department=_own(by),
            contact=contact,
            party=party,
            represented=represented,
        )
        _send_on(dossier, question, by=by, at=at)
        dossiers.append(dossier)
    return dossiers


@transaction.atomic
def join_dossier(dossier: Dossier, submission: Submission, *, by: Actor, at: datetime) -> None:
    """A contact about a matter that is there already: what was said joins its conversation. The same key twice says it once."""
    if _joined(dossier, submission):
        return
    contact = new_contact(
        submission, party_of(submission.reporter, at=at), by=by, received_at=submission.received_at or at, at=at
    )
    ContactDossier.objects.create(contact=contact, dossier=dossier)
    hear_reporter(dossier, text=submission.text, medium=submission.medium, by=by, at=at)


def _joined(dossier: Dossier, submission: Submission) -> bool:
    contact = Contact.objects.filter(idempotency_key=submission.key).first() if submission.key else None
    if contact is None:
        return False
    if bytes(contact.request_digest or b"") != submission.digest() or not contact.dossier_links.filter(dossier=dossier):
        raise Conflict(ANOTHER_CONTENT)
    return True


def _digest(question: Question) -> bytes:
    goes_to = "" if question.department is None else str(question.department.pk)
    rest = f"{goes_to}|{question.call_back}|{question.answer}"
    return question.submission.digest() + hashlib.sha256(rest.encode("utf-8", "surrogatepass")).digest()


def _registered(key: str | None, whole: bytes) -> list[Dossier]:
    contact = Contact.objects.filter(idempotency_key=key).first() if key else None
    if contact is None:
        return []
    if bytes(contact.request_digest or b"") != whole:
        raise Conflict(ANOTHER_CONTENT)
    return list(Dossier.objects.filter(contact_links__contact=contact, contact_links__opened=True).order_by("pk"))


def _own(by: Actor) -> Department | None:
    """Who may not give a dossier to a department registers for their own."""
    if may(by, "dossiers.triage"):
        return None
    return Department.objects.filter(pk__in=by.department_ids, is_active=True).order_by("pk").first()


def _send_on(dossier: Dossier, question: Question, *, by: Actor, at: datetime) -> None:
    submission = question.submission
    if not may(by, "dossiers.triage"):
        move(dossier, ROUTE, kind_confirmed=True, waits_for=WaitsFor.DEPARTMENT)
    elif department := question.department or (contact_point() if question.answer else None):
        kind, category = submission.kind, submission.category_id
        route(dossier, kind=kind, department=department, category_id=category, by=by, at=at)
    if question.call_back:
        who = " ".join(filter(None, [submission.reporter.name, submission.reporter.phone])) or "de melder"
        plan_callback(dossier, who=who, by=by, at=at)
    if question.answer:
        close(dossier, CloseReason.ANSWERED, text=question.answer, by=by, at=at)
    else:
        acknowledge(dossier, submission, at=at)
