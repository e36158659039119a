"""Numbering exhibits: files of messages, accounts of departments, reports of talks, answers from outside the city.

A note among ourselves is no exhibit, nor is what the city itself sent along with a question outside.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from gehoor.complaints import entries
from gehoor.complaints.actions.moving import hold, note
from gehoor.complaints.exhibits import Key, numbered
from gehoor.complaints.models import Account, Complaint, Exhibit, Hearing
from gehoor.complaints.procedure import Step
from gehoor.correspondence.models import Attachment, Direction, Message, Page
from gehoor.dossiers.inquiries import threads_outside
from gehoor.kernel.actors import SYSTEM, Actor

AT_ONCE = 500
_HERE = {"complaint": OuterRef("pk")}
_SENT_OUTSIDE = {"message__direction": Direction.OUT, "message__thread__page": Page.ANSWER}


def number_exhibits(complaint: Complaint, *, by: Actor, at: datetime) -> int:
    """Give each exhibit that has none the next number, in the order in which they came. Under the lock; returns how many."""
    found = list(_found(complaint, at))
    given = {row.key: row.number for row in Exhibit.objects.filter(complaint=complaint)}
    new = {key: number for key, number in numbered(found, given).items() if key not in given}
    if not new:
        return 0
    Exhibit.objects.bulk_create(
        Exhibit(complaint=complaint, number=number, at=at, **{f"{_FIELDS[kind]}_id": pk})
        for (kind, pk), number in new.items()
    )
    note(complaint, entries.EXHIBITS_NUMBERED, by=by, at=at, first=min(new.values()), last=max(new.values()))
    return len(new)


_FIELDS = {"file": "attachment", "account": "account", "report": "hearing", "reply": "reply"}


def _found(complaint: Complaint, by_then: datetime) -> Iterator[tuple[Key, datetime]]:
    dossier = complaint.dossier
    threads = [dossier.thread_id]
    if dossier.arises_from is not None:
        threads.append(dossier.arises_from.thread_id)
    outside = threads_outside(dossier)
    threads += outside
    files = Attachment.objects.filter(message__thread__in=threads).exclude(message__direction=Direction.NOTE)
    files = files.filter(withdrawn_at=None).exclude(message__held_until__gt=by_then).exclude(**_SENT_OUTSIDE)
    for pk, at in files.values_list("pk", "message__at"):
        yield ("file", pk), at
    for account in Account.objects.filter(complaint=complaint):
        if account.answered_at is not None:
            yield ("account", account.pk), account.answered_at
    for pk, at in Hearing.objects.filter(complaint=complaint).values_list("pk", "at"):
        yield ("report", pk), at
    for pk, at in Message.objects.filter(thread__in=outside, direction=Direction.IN).values_list("pk", "at"):
        yield ("reply", pk), at


def number_all_exhibits(*, at: datetime) -> int:
    """Number what came in since, whichever way it came; returns how many exhibits. May run twice."""
    return sum(_number(complaint, at=at) for complaint in _waiting(at)[:AT_ONCE])


def _waiting(at: datetime) -> QuerySet[Complaint]:
    left = Attachment.objects.filter(withdrawn_at=None).exclude(message__direction=Direction.NOTE)
    left = left.exclude(message__held_until__gt=at).exclude(**_SENT_OUTSIDE)
    here = Q(message__thread=OuterRef("dossier__thread")) | Q(message__thread=OuterRef("dossier__arises_from__thread"))
    files = left.filter(
        ~Exists(Exhibit.objects.filter(complaint=OuterRef(OuterRef("pk")), attachment=OuterRef("pk"))),
        here | Q(message__thread__inquiry__dossier=OuterRef("pk")),
    )
    accounts = Account.objects.filter(**_HERE, answered_at__isnull=False, exhibit=None)
    hearings = Hearing.objects.filter(**_HERE, exhibit=None)
    replies = Message.objects.filter(thread__inquiry__dossier=OuterRef("pk"), direction=Direction.IN, exhibit=None)
    rows = Complaint.objects.filter(Exists(files) | Exists(accounts) | Exists(hearings) | Exists(replies))
    return rows.select_related("dossier__arises_from").order_by("pk")


@transaction.atomic
def _number(complaint: Complaint, *, at: datetime) -> int:
    hold(complaint, frozenset(Step))
    return number_exhibits(complaint, by=SYSTEM, at=at)
