"""Sending: one transaction, and the same number however often it is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from gehoor.complaints.actions import lodge
from gehoor.dossiers.actions import drafts
from gehoor.dossiers.actions.intake import receive
from gehoor.dossiers.actions.links import link_of_sent
from gehoor.dossiers.lifecycle import Kind
from gehoor.organisation.actions import count_hit
from gehoor.portal.answers import submission_in
from gehoor.portal.web import STRANGER

if TYPE_CHECKING:
    from gehoor.dossiers.models import Draft

A_DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Sent:
    """What the sender gets. Without a token only the number can be shown."""

    reference: str
    token: str | None


@contextmanager
def held(token: str, *, at: datetime) -> Iterator["Draft | None"]:
    """The draft behind a token, for as long as it takes to send it: a second click waits here for the first."""
    with transaction.atomic():
        yield drafts.draft_to_send(token, at=at)


@transaction.atomic
def send(row: "Draft", *, at: datetime) -> Sent:
    """Send what a draft holds that is :func:`held`. One that was sent gives the same number, and a link of its own.

    Raises RuleViolation in words for the sender; then nothing was sent and the draft is as it was.
    """
    if row.sent_reference:
        return Sent(row.sent_reference, link_of_sent(row, by=STRANGER, at=at))
    submission = submission_in(row.answers, files=drafts.files_of(row) if row.has_files else (), key=str(row.key))
    take = lodge if submission.kind is Kind.COMPLAINT else receive
    receipt = take(submission, by=STRANGER, at=at)
    row.sent_reference = receipt.dossier.reference
    return Sent(row.sent_reference, receipt.token or link_of_sent(row, by=STRANGER, at=at))


class SentBefore(Exception):
    """This very form was sent already: there is nothing to do, and nothing is wrong."""


@contextmanager
def once(ticket: str, *, at: datetime) -> Iterator[None]:
    """What is done inside happens once per ticket, also when two clicks arrive together; raises SentBefore the second time.

    The ticket is random and stands in the form. When what is done inside fails, the ticket is good for another try.
    """
    with transaction.atomic():
        if ticket and count_hit("portal.ticket", ticket, window_seconds=A_DAY, at=at) > 1:
            raise SentBefore
        yield
