"""A mailbox that fails for a quarter of an hour is told to who can act, once, and so is that it works again."""

from datetime import datetime, timedelta

import pytest
from django.core import mail as sent
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.journal.entries import room_chain
from gehoor.journal.queries import timeline
from gehoor.mailroom.actions.alerting import tell_troubles
from gehoor.mailroom.jobs import tell_of_mailbox
from gehoor.mailroom.models import Mailbox
from tests.city import MONDAY, City
from tests.people import AN, GREET, WOUTER

WHY = "Op mail.vaartberg.example, poort 993 luistert niemand."


@pytest.fixture
def mailbox(city: City) -> Mailbox:
    return Mailbox.objects.create(
        name="Info", address="info@vaartberg.example", host="mail.vaartberg.example", username="x", secret=b"x",
        created_at=MONDAY, failing_since=MONDAY, checked_at=MONDAY, failure=WHY,
    )  # fmt: skip


def _after(minutes: int) -> datetime:
    return MONDAY + timedelta(minutes=minutes)


def _told(at: datetime) -> list[str]:
    """Who is told of what when the clock says so: the job of the minute, and the mails that follow."""
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="tell_of_mailbox").order_by("pk")
    before = list(jobs.values_list("pk", flat=True))
    tell_troubles(at=at)
    sent.outbox.clear()
    for job in jobs.exclude(pk__in=before):
        tell_of_mailbox(**job.args)
    assert all(letter.extra_headers["Auto-Submitted"] == "auto-generated" for letter in sent.outbox)
    return sorted(letter.to[0] for letter in sent.outbox)


PEOPLE = sorted(person.email for person in (AN, GREET, WOUTER))


def test_after_a_quarter_of_an_hour_who_can_act_is_told_once(mailbox: Mailbox) -> None:
    assert _told(_after(14)) == []
    assert _told(_after(15)) == PEOPLE
    assert WHY in sent.outbox[0].body
    assert "niet lezen sinds 2 maart 2026 09:00" in sent.outbox[0].body
    assert _told(_after(16)) == []
    assert _told(_after(900)) == []


def test_that_it_works_again_is_told_once_too(mailbox: Mailbox) -> None:
    _told(_after(15))
    Mailbox.objects.update(failing_since=None, failure="", worked_at=_after(40))
    assert _told(_after(41)) == PEOPLE
    assert "werkt weer" in sent.outbox[0].subject
    assert _told(_after(42)) == []
    Mailbox.objects.update(failing_since=_after(60), failure=WHY)
    assert _told(_after(76)) == PEOPLE
    verbs = [entry.verb for entry in timeline(room_chain("mailroom"))]
    assert verbs.count("mailroom.mailbox_failing") == 2
    assert verbs.count("mailroom.mailbox_works_again") == 1


def test_a_short_trouble_is_told_to_nobody(mailbox: Mailbox) -> None:
    Mailbox.objects.update(failing_since=None)
    assert _told(_after(20)) == []


def test_a_mailbox_that_is_switched_off_is_told_to_nobody(mailbox: Mailbox) -> None:
    Mailbox.objects.update(is_active=False)
    assert _told(_after(20)) == []
    Mailbox.objects.update(is_active=True)
    _told(_after(20))
    Mailbox.objects.update(is_active=False)
    assert _told(_after(21)) == []
    assert Mailbox.objects.get().told_at is None


def test_a_mail_that_leaves_late_says_nothing_that_is_no_longer_so(mailbox: Mailbox) -> None:
    Mailbox.objects.update(failing_since=None)
    tell_of_mailbox(mailbox_id=mailbox.pk, staff_id=1, failing=True)
    assert sent.outbox == []
