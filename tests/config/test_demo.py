"""The demo city: everything that can happen has happened there, it holds in every way, and nothing is left for the sweeper."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db.models import Count, Q
from django.test import Client
from pytest_django import DjangoDbBlocker

from gehoor.complaints.actions.sweeping import hand_back_silences, keep_all_independent, tell_late_complaints
from gehoor.complaints.blocks import BLOCK_NAMES
from gehoor.complaints.models import (
    Account,
    Complaint,
    ContactPlan,
    Decision,
    Declaration,
    Hearing,
    Joining,
    Judgement,
    NamedPerson,
    Override,
    Proposal,
    Recommendation,
    Referral,
    Suspension,
)
from gehoor.complaints.overview import Wanted, blocks, complaints, tasks
from gehoor.complaints.procedure import Outcome, Reaction, ReferralGround
from gehoor.complaints.procedure import Step as ComplaintStep
from gehoor.config.demo import script
from gehoor.config.demo.city import found
from gehoor.config.demo.links import tracking_links
from gehoor.config.demo.moments import dated
from gehoor.config.demo.script import StoryError, stories
from gehoor.config.demo.telling import STILL_QUEUED, VERBS, tell_all
from gehoor.correspondence.models import Attachment, Delivery, Direction, Medium, Message
from gehoor.dossiers.actions.sweeping import report_failed_mail, tell_silences
from gehoor.dossiers.lifecycle import CloseReason, Kind, Step
from gehoor.dossiers.models import Contact, Correction, Deadline, Dossier, Participant, WorkItem
from gehoor.journal.models import Entry
from gehoor.kernel.clock import BRUSSELS
from gehoor.organisation.access import actor_for
from gehoor.organisation.models import Body, Department, Role, Staff
from gehoor.organisation.queries import demo_accounts
from gehoor.parties.models import Party
from gehoor.regulations.queries import content_of
from tests.databases import databases

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=BRUSSELS)
TODAY = NOW.date()


def build(now: datetime) -> None:
    """Found the city and tell its stories, as the command does."""
    found(at=now - timedelta(days=400))
    tell_all(now=now)


@pytest.fixture(scope="module")
def _told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    name = databases.clone(databases.migrated)
    with django_db_blocker.unblock(), databases.used(name):
        build(NOW)
    yield name
    databases.drop(name)


@pytest.fixture
def vaartberg(_told: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demo city, built once for all tests of this file: they only look."""
    with django_db_blocker.unblock(), databases.used(_told):
        yield


def holds() -> None:
    """Raise unless ``verify`` finds nothing wrong."""
    out = StringIO()
    call_command("verify", stdout=out)
    assert "Alles klopt" in out.getvalue()


def swept(at: datetime) -> int:
    """How much the sweepers found to do."""
    sweepers = (
        tell_silences,
        report_failed_mail,
        tell_late_complaints,
        hand_back_silences,
        keep_all_independent,
    )
    return sum(sweep(at=at) for sweep in sweepers)


@pytest.mark.usefixtures("vaartberg")
class TestWhatThereIs:
    def test_some_hundred_and_fifty_dossiers_came_in_over_a_year(self) -> None:
        days = [day.date() for day in Dossier.objects.values_list("received_at", flat=True)]
        assert 150 <= len(days) <= 220
        assert TODAY in days
        months = [sum(30 * n <= (TODAY - day).days < 30 * (n + 1) for day in days) for n in range(10)]
        assert min(months) >= 3

    def test_every_kind_step_and_ending_occurs(self) -> None:
        assert set(Dossier.objects.values_list("kind", flat=True)) == set(Kind)
        assert set(Dossier.objects.values_list("step", flat=True)) == set(Step)
        ends = set(Dossier.objects.exclude(close_reason="").values_list("close_reason", flat=True))
        assert ends == set(CloseReason) - {CloseReason.REQUALIFIED}
        assert set(Contact.objects.values_list("medium", flat=True)) == set(Medium)

    def test_every_step_outcome_finding_and_resolution_of_a_complaint_occurs(self) -> None:
        rules = content_of(Dossier.objects.filter(kind=Kind.COMPLAINT).values_list("regulation_version", flat=True)[0])
        assert set(Complaint.objects.values_list("step", flat=True)) == set(ComplaintStep)
        ended = Complaint.objects.exclude(outcome="")
        assert set(ended.values_list("outcome", flat=True)) == set(Outcome)
        answered = ended.filter(outcome=Outcome.ANSWERED)
        assert set(answered.values_list("finding", flat=True)) == set(rules.findings)
        assert set(answered.values_list("resolution", flat=True)) == set(rules.resolutions)
        assert len({code for row in Decision.objects.filter(move="reject") for code in row.grounds}) >= 8

    def test_every_reaction_and_every_ground_for_the_ombudsman_occurs(self) -> None:
        assert set(Proposal.objects.values_list("reaction", flat=True)) == {*Reaction, ""}
        assert set(Referral.objects.values_list("ground", flat=True)) == set(ReferralGround)
        assert {ended is None for ended in Referral.objects.values_list("ended_at", flat=True)} == {True, False}
        done = Recommendation.objects.values_list("work_item__done_at", flat=True)
        assert {at is None for at in done} == {True, False}

    def test_both_regulations_are_applied(self) -> None:
        codes = set(Dossier.objects.values_list("regulation_version__code", flat=True))
        assert codes == {"leuven", "vaartberg-leeft"}

    def test_what_makes_a_complaint_difficult_occurs(self) -> None:
        at_work = NamedPerson.objects.filter(complaint__step=ComplaintStep.INVESTIGATION)
        assert at_work.filter(staff=None, is_nobody=False).exists()
        assert Override.objects.exists()
        assert Declaration.objects.filter(kind=Declaration.Kind.INTEREST).exists()
        assert Complaint.objects.filter(step=ComplaintStep.INVESTIGATION, handler=None).exists()
        standing_still = Deadline.objects.filter(term="answer", due_on=None, met_on=None, ended_on=None)
        assert standing_still.exists()
        assert Account.objects.filter(answered_at=None, deadline__due_on__lt=TODAY).exists()
        assert Judgement.objects.filter(differs=True, advised_at=None).exists()
        assert Judgement.objects.filter(differs=True).exclude(advised_at=None).filter(decided_at=None).exists()
        assert Complaint.objects.values("coordinator").distinct().count() >= 2

    def test_a_joined_a_suspended_a_heard_and_an_agreed_one_occur(self) -> None:
        assert Joining.objects.filter(ended_at=None, complaint__step=ComplaintStep.INVESTIGATION).exists()
        assert Suspension.objects.filter(ended_at=None, kind=Suspension.Kind.COURT).exists()
        assert ContactPlan.objects.filter(ended_at=None, ends_on__gt=TODAY).exists()
        assert set(Hearing.objects.values_list("whom", flat=True)) == {"complainant", "colleague"}
        assert Hearing.objects.filter(kind=Hearing.Kind.HEARING, checked_at=None).exists()

    def test_every_count_of_the_day_is_the_length_of_its_list(self) -> None:
        filled: set[str] = set()
        for person in Staff.objects.filter(holdings__role__permissions__permission="complaints.view").distinct():
            actor = actor_for(person.pk)
            assert actor is not None
            for name, block in blocks(actor, today=TODAY).items():
                is_list = name in BLOCK_NAMES
                rows = complaints(actor, Wanted(show=name), today=TODAY).rows if is_list else tasks(actor, [name])
                length = len(rows)
                assert block.number == length, (person.name, name)
                filled |= {name} if length else set()
        assert filled >= BLOCK_NAMES - {"te-bevestigen"}

    def test_what_makes_a_dossier_difficult_occurs(self) -> None:
        assert Dossier.objects.filter(returns=2).exists()
        assert Dossier.objects.filter(reopened__gt=0).exists()
        assert Dossier.objects.filter(reporter_name="").exclude(kind=Kind.COMPLAINT).exists()
        assert Participant.objects.filter(role=Participant.Role.REPRESENTED).exists()
        assert Contact.objects.annotate(several=Count("dossier_links")).filter(several__gte=3).exists()
        assert set(Correction.objects.values_list("field", flat=True)) >= {"title", "place", "message"}
        assert set(WorkItem.objects.values_list("kind", flat=True)) == set(WorkItem.Kind)
        assert Message.objects.filter(direction=Direction.NOTE).exists()
        assert set(Attachment.objects.values_list("file__media_type", flat=True)) == {"image/jpeg", "application/pdf"}

    def test_some_are_late_some_due_today_and_some_tomorrow(self) -> None:
        running = Dossier.objects.exclude(step=Step.CLOSED)
        for due in (Q(due_on__lt=TODAY), Q(due_on=TODAY), Q(due_on=TODAY + timedelta(days=1))):
            assert running.filter(due, kind=Kind.COMPLAINT).exists()
            assert running.filter(due).exclude(kind=Kind.COMPLAINT).exists()

    def test_nobody_can_be_reached_outside_the_demo(self) -> None:
        for address in Party.objects.exclude(email="").values_list("email", flat=True):
            assert address.endswith("@voorbeeld.example")
        for number in Party.objects.exclude(phone="").values_list("phone", flat=True):
            assert number.startswith("+32 16 555 ")

    def test_no_sign_of_the_script_is_left_in_a_text(self) -> None:
        assert not Message.objects.filter(Q(body__contains="@+") | Q(body__contains="@-")).exists()


@pytest.mark.usefixtures("vaartberg")
class TestTheCity:
    def test_every_role_has_a_sign_in(self) -> None:
        assert {role.pk for role, _ in demo_accounts()} == set(Role.objects.values_list("pk", flat=True))

    def test_it_has_three_bodies_and_departments_with_opening_hours_and_a_head_or_a_contact_point(self) -> None:
        assert Body.objects.count() == 3
        departments = Department.objects.filter(is_active=True)
        assert departments.count() >= 15
        assert not departments.filter(opening_hours={}).exists()
        assert not departments.filter(head=None, is_contact_point=False).exists()


@pytest.mark.usefixtures("vaartberg")
class TestWhatFollows:
    def test_everything_that_must_hold_holds(self) -> None:
        holds()

    def test_the_sweepers_find_nothing_to_do(self) -> None:
        before = Entry.objects.count()
        assert swept(NOW + timedelta(minutes=6)) == 0
        assert Entry.objects.count() == before
        late = Deadline.objects.filter(term="answer", due_on__lt=TODAY, met_on=None, ended_on=None)
        assert late.exists()
        assert not late.filter(late_told_at=None).exists()

    def test_the_mails_of_the_past_have_left_and_only_the_latest_wait(self) -> None:
        waiting = Message.objects.filter(delivery=Delivery.QUEUED)
        assert 0 < waiting.count() <= STILL_QUEUED
        newest_sent = Message.objects.filter(delivery=Delivery.SENT).latest("at")
        assert all(message.at >= newest_sent.at for message in waiting)

    def test_the_tracking_links_open(self, client: Client) -> None:
        links = tracking_links(at=NOW)
        assert len(links) >= 8
        for _shows, link in links:
            assert client.get(urlsplit(link).path, follow=True).status_code == 200

    def test_building_it_again_changes_nothing(self) -> None:
        before = Entry.objects.count(), Dossier.objects.count()
        call_command("demo", verbosity=0)
        assert (Entry.objects.count(), Dossier.objects.count()) == before


@pytest.mark.slow
@pytest.mark.usefixtures("empty_db")
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 23, 7, 5, tzinfo=BRUSSELS),  # early on a Monday
        datetime(2027, 1, 1, 0, 10, tzinfo=BRUSSELS),  # New Year
        datetime(2028, 2, 29, 12, 0, tzinfo=BRUSSELS),
        datetime(2026, 3, 29, 3, 20, tzinfo=BRUSSELS),  # a Sunday, and an hour was left out
        datetime(2026, 10, 25, 2, 30, tzinfo=BRUSSELS, fold=1),  # and here it came twice
        datetime(2026, 7, 11, 23, 55, tzinfo=BRUSSELS),  # a Saturday on which the city is closed
    ],
)
def test_it_can_be_built_on_any_day_of_the_year(now: datetime) -> None:
    build(now)
    holds()
    assert swept(now + timedelta(minutes=1)) == 0
    assert set(Complaint.objects.values_list("step", flat=True)) == set(ComplaintStep)
    assert not Entry.objects.filter(chain__startswith="dossier:", at__gt=now).exists()


def test_a_day_in_a_story_is_written_out_from_the_day_it_came_in() -> None:
    said = {"text": "Het komt @+14, niet @-1.", "more": ["op a@+b.example"]}
    assert dated(said, date(2026, 12, 24)) == {
        "text": "Het komt donderdag 7 januari, niet woensdag 23 december.",
        "more": ["op a@+b.example"],
    }


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("- {name: a, kind: melding, text: x}", "when it was received"),
        ("- {name: a, kind: melding, received: 1 08:00, text: x, colour: red}", "colour cannot stand in a story"),
        ("- {name: a, kind: melding, received: soon, text: x}", "not a number of days and a time"),
        ("- {name: a, kind: melding, received: 1 08:00, text: x, then: [{0 9:00 Jan sings: la}]}", "a verb"),
        (
            "- {name: a, kind: melding, received: 1 08:00, text: x, then: [{0 9:00 Jan closes: {text: so, it ends}}]}",
            "needs quotes",
        ),
    ],
)
def test_a_story_that_cannot_be_told_says_why(
    told: str, says: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("stories")
    (folder / "a.yaml").write_text(told)
    monkeypatch.setattr(script, "FOLDER", folder)
    with pytest.raises(StoryError, match=says):
        stories(VERBS)
