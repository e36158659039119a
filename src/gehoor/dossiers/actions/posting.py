"""Letters to the reporter of a dossier, and the ones that have to leave on paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gehoor.correspondence.actions import (
    CITY,
    Addressee,
    Author,
    give_up_posting,
    left_by_post,
    make_paper_link,
    post_after_all,
    queue_letter,
)
from gehoor.correspondence.models import Delivery, Message
from gehoor.dossiers import entries
from gehoor.dossiers.models import Dossier, WorkItem
from gehoor.dossiers.scope import taken_by
from gehoor.files.models import StoredFile
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput
from gehoor.organisation.access import may, require

POSTED_ALREADY = "Deze brief is al afgehandeld."


def write_letter(
    dossier: Dossier,
    code: str,
    fields: Mapping[str, str],
    *,
    to: Addressee,
    at: datetime,
    author: Author = CITY,
    files: Sequence[StoredFile] = (),
    poster_id: int | None = None,
    held_until: datetime | None = None,
) -> Message:
    """Send a letter about a dossier, in the caller's transaction: by e-mail, or as a task to post it today.

    ``poster_id``: the colleague whose task that is; otherwise of the department that answers for the dossier.
    ``held_until``: until then it can be taken back, and stays in the house.
    """
    message = queue_letter(
        dossier.thread,
        code,
        fields,
        to=to,
        at=at,
        author=author,
        files=files,
        body_id=dossier.body_id,
        held_until=held_until,
    )
    if message.delivery == Delivery.POST:
        _ask_to_post(dossier, message, poster_id, at=at)
    return message


def _ask_to_post(dossier: Dossier, message: Message, poster_id: int | None, *, at: datetime) -> None:
    item = WorkItem.objects.create(
        dossier=dossier,
        kind=WorkItem.Kind.POST,
        title=_title(message),
        message=message,
        department_id=dossier.department_id,
        assignee_id=poster_id,
        due_on=local_date(at),
        created_at=at,
    )
    record(entries.WORK_ADDED, dossier_chain(dossier.pk), by=SYSTEM, at=at, work_item=item.pk, kind=item.kind)


def _title(message: Message) -> str:
    return f"Verstuur per post: {message.subject}"[:300]


@transaction.atomic
def to_paper(item: WorkItem, *, by: Actor, at: datetime) -> None:
    """The mail of this task did not arrive: it becomes a letter to post, and the task is to post it. Twice raises Conflict."""
    require_finish(by, item)
    if item.message is None or item.message.thread_id != item.dossier.thread_id or not post_after_all(item.message.pk):
        raise Conflict(POSTED_ALREADY)
    failed = WorkItem.objects.filter(pk=item.pk, kind=WorkItem.Kind.MAIL_FAILED, done_at=None)
    if not failed.update(kind=WorkItem.Kind.POST, title=_title(item.message)):
        raise Conflict(POSTED_ALREADY)
    chain = dossier_chain(item.dossier_id)
    record(entries.LETTER_TO_POST, chain, by=by, at=at, work_item=item.pk, message=item.message.pk)


@transaction.atomic
def link_for_paper(item: WorkItem, *, by: Actor, at: datetime) -> str:
    """A new tracking token for the letter that is about to be printed; it is stored nowhere."""
    require_finish(by, item)
    if item.message is None or item.done_at is not None:
        raise Conflict(POSTED_ALREADY)
    token = make_paper_link(item.message.thread_id, at=at)
    record(entries.LETTER_PRINTED, dossier_chain(item.dossier_id), by=by, at=at, message=item.message.pk)
    return token


@transaction.atomic
def post_letter(item: WorkItem, *, by: Actor, at: datetime) -> None:
    """The letter is in the post: it is sent, and the task is done. Twice raises Conflict."""
    require_finish(by, item)
    _finish(item, outcome="Verstuurd per post.", by=by, at=at)
    if item.message_id is None or not left_by_post(item.message_id, at=at):
        raise Conflict(POSTED_ALREADY)
    chain = dossier_chain(item.dossier_id)
    record(entries.LETTER_POSTED, chain, by=by, at=at, work_item=item.pk, message=item.message_id)


@transaction.atomic
def reach_otherwise(item: WorkItem, *, outcome: str, by: Actor, at: datetime) -> None:
    """The letter cannot go by post; ``outcome`` says how the reporter came to know. Twice raises Conflict."""
    require_finish(by, item)
    if not outcome.strip():
        raise InvalidInput("Schrijf hoe je het de melder liet weten.", field="outcome")
    _finish(item, outcome=outcome, by=by, at=at)
    if item.message_id is None or not give_up_posting(item.message_id):
        raise Conflict(POSTED_ALREADY)
    record(entries.WORK_DONE, dossier_chain(item.dossier_id), by=by, at=at, work_item=item.pk)


def require_finish(by: Actor, item: WorkItem) -> None:
    """Raise NotAllowed unless the task is the actor's own or of who the actor stands in for, or the actor may do the work of its
    department.
    """
    own = item.assignee_id is not None and item.assignee_id == by.id
    if item.assignee_id in by.stands_in_for:
        own = WorkItem.objects.filter(taken_by(by), pk=item.pk).exists()
    if not own and not may(by, "complaints.coordinate"):
        require(by, "dossiers.work", department_id=item.department_id)


def _finish(item: WorkItem, *, outcome: str, by: Actor, at: datetime) -> None:
    open_item = WorkItem.objects.filter(pk=item.pk, kind=WorkItem.Kind.POST, done_at=None)
    if not open_item.update(done_at=at, done_by_id=by.staff_id, outcome=outcome.strip()[:2000]):
        raise Conflict(POSTED_ALREADY)
