"""The department looks for a solution together with the reporter: offer, answer, closing, coming back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from gehoor.dossiers import entries
from gehoor.dossiers.actions.deadlines import end, meet, start_deadline
from gehoor.dossiers.actions.messages import (
    addressee_of,
    author_of,
    count_message,
    optional,
    require_own_or_work,
    written,
)
from gehoor.dossiers.actions.moving import move, require_work
from gehoor.dossiers.actions.posting import write_letter
from gehoor.dossiers.lifecycle import (
    ANSWER,
    CLOSE,
    CLOSE_REASON_LABELS,
    NOT_SOLVED,
    REOPEN,
    CloseReason,
    Kind,
    WaitsFor,
)
from gehoor.dossiers.models import Dossier, FirstLineOffer
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import Conflict, InvalidInput, MoveNotAllowed
from gehoor.regulations.queries import content_of
from gehoor.regulations.terms import StartEvent

FIRST_LINE = "first_line"
ANSWER_TERMS = ("question_answer", "melding_answer", "suggestion_answer", FIRST_LINE, "answer")
"""What an answer to the reporter meets; ``answer`` when it began as a complaint whose date came first."""


@transaction.atomic
def offer_solution(
    dossier: Dossier, *, text: str, by: Actor, at: datetime, files: Sequence[StoredFile] = ()
) -> FirstLineOffer:
    """Answer the reporter or offer a solution; the page then asks whether it solves it. Meets the term."""
    require_work(by, dossier)
    move(dossier, ANSWER, waits_for=WaitsFor.REPORTER)
    message = write_letter(
        dossier,
        "offer",
        {"reference": dossier.reference, "text": written(text)},
        to=addressee_of(dossier),
        at=at,
        author=author_of(by, dossier.department.name),
        files=files,
    )
    offer = FirstLineOffer.objects.create(dossier=dossier, message=message, by_id=by.staff_id, at=at)
    count_message(dossier)
    record(entries.OFFERED, dossier_chain(dossier.pk), by=by, at=at, offer=offer.pk, message=message.pk)
    meet(dossier, *ANSWER_TERMS, by=by, at=at)
    return offer


def open_offer(dossier: Dossier) -> FirstLineOffer | None:
    """The latest offer that has no reply yet, and was not withdrawn."""
    waiting = FirstLineOffer.objects.filter(dossier=dossier, reply="", message__withdrawn_at=None)
    return waiting.order_by("-pk").first()


@transaction.atomic
def reply_to_offer(dossier: Dossier, *, solved: bool, text: str = "", by: Actor, at: datetime) -> FirstLineOffer:
    """The reporter says *this solves it* or *this does not*, on the page or to somebody of the city.

    When it does not, the department looks for another solution, in the term of the first line from today: its silence is told too.
    Saying the same twice (or in two clicks at once) changes nothing; saying the opposite after it was closed raises Conflict.
    """
    require_own_or_work(by, dossier)
    Dossier.objects.select_for_update().values("pk").get(pk=dossier.pk)
    reply = FirstLineOffer.Reply.SOLVED if solved else FirstLineOffer.Reply.NOT_SOLVED
    offer = open_offer(dossier)
    if offer is None:
        latest = FirstLineOffer.objects.filter(dossier=dossier).order_by("-pk").first()
        if latest is not None and latest.reply == reply:
            return latest
        raise Conflict("Er is geen voorstel meer dat op je antwoord wacht.")
    offer.reply, offer.reply_text, offer.replied_at = reply, optional(text), at
    offer.save(update_fields=["reply", "reply_text", "replied_at"])
    chain = dossier_chain(dossier.pk)
    if solved:
        record(entries.SOLVED, chain, by=by, at=at, offer=offer.pk)
        _close(dossier, CloseReason.SOLVED, by=by, at=at)
    else:
        record(entries.NOT_SOLVED, chain, by=by, at=at, offer=offer.pk)
        move(dossier, NOT_SOLVED, waits_for=WaitsFor.DEPARTMENT, is_first_line=True, closed_at=None, close_reason="")
        if FIRST_LINE in content_of(dossier.regulation_version_id).terms:
            start_deadline(dossier, FIRST_LINE, by=by, at=at, on=StartEvent.FIRST_LINE)
    return offer


@transaction.atomic
def close(dossier: Dossier, reason: CloseReason, *, text: str, by: Actor, at: datetime) -> None:
    """Close a question, melding, suggestion or compliment, and tell the reporter why."""
    require_work(by, dossier)
    allowed = (CloseReason.ANSWERED, CloseReason.SOLVED, CloseReason.NO_REACTION, CloseReason.NO_ACTION)
    if reason not in allowed:
        raise InvalidInput("Kies een reden om af te sluiten.", field="reason")
    fields = {
        "reference": dossier.reference,
        "reason": CLOSE_REASON_LABELS[reason],
        "text": written(text),
    }
    write_letter(
        dossier, "closed", fields, to=addressee_of(dossier), at=at, author=author_of(by, dossier.department.name)
    )
    count_message(dossier)
    meet(dossier, *ANSWER_TERMS, by=by, at=at)
    _close(dossier, reason, by=by, at=at)


@transaction.atomic
def withdraw(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """The reporter does not need it any more."""
    require_own_or_work(by, dossier)
    if dossier.kind == Kind.COMPLAINT:
        raise InvalidInput("Een klacht volgt haar eigen procedure.")
    record(entries.WITHDRAWN, dossier_chain(dossier.pk), by=by, at=at)
    _close(dossier, CloseReason.WITHDRAWN, by=by, at=at)


@transaction.atomic
def close_as_complaint(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """End the first line because the matter goes on as a formal complaint. Called by ``complaints.actions`` only."""
    _close(dossier, CloseReason.COMPLAINT, by=by, at=at)


def _close(dossier: Dossier, reason: CloseReason, *, by: Actor, at: datetime) -> None:
    move(dossier, CLOSE, closed_at=at, close_reason=reason.value, waits_for=WaitsFor.NOBODY)
    record(entries.CLOSED, dossier_chain(dossier.pk), by=by, at=at, reason=reason.value)
    end(dossier, by=by, at=at)


@transaction.atomic
def reopen(dossier: Dossier, *, by: Actor, at: datetime) -> None:
    """Open a closed dossier again. It gets no new clock: a promise once late stays late."""
    require_own_or_work(by, dossier)
    if dossier.kind == Kind.COMPLAINT:
        raise MoveNotAllowed("Een afgesloten klacht gaat niet opnieuw open. De klager kan naar de ombudsman.")
    move(
        dossier,
        REOPEN,
        closed_at=None,
        close_reason="",
        waits_for=WaitsFor.DEPARTMENT,
        is_first_line=dossier.is_first_line or by.kind is ActorKind.CITIZEN,
        reopened=F("reopened") + 1,
    )
    record(entries.REOPENED, dossier_chain(dossier.pk), by=by, at=at)
