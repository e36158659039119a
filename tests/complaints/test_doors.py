"""Who sees a complaint, and who does not even learn that it exists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gehoor.complaints import actions, overview, queries
from gehoor.complaints.access import account_for, complaint_for, referral_for, referrals_for
from gehoor.complaints.models import Account, Referral
from gehoor.complaints.procedure import ReferralGround
from gehoor.complaints.track import Came, track_of
from gehoor.dossiers.scope import visible
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import reads_of
from gehoor.kernel.errors import NotAllowed, NotFound
from tests import people
from tests.city import MONDAY, City
from tests.complaints import course as way
from tests.people import Somebody

OUTSIDE = (
    people.SARA,
    people.BART,
    people.NELE,
    people.JORIS,
    people.KOEN,
    people.LIES,
    people.RITA,
    people.ILSE,
    people.AN,
)


@pytest.mark.parametrize("somebody", [people.GREET, people.WOUTER, people.HILDE, people.DIRK, people.THOMAS])
def test_who_may_see_a_complaint(city: City, somebody: Somebody) -> None:
    course = way.assigned(city)
    reference = course.complaint.dossier.reference
    assert complaint_for(city.actor(somebody), reference, at=course.at) == course.complaint
    reads = reads_of(dossier_chain(course.complaint.pk))
    assert [read.actor_id for read in reads] == [city.person(somebody).pk]


@pytest.mark.parametrize("somebody", OUTSIDE)
def test_who_may_not(city: City, somebody: Somebody) -> None:
    course = way.assigned(city)
    with pytest.raises(NotFound) as refusal:
        complaint_for(city.actor(somebody), course.complaint.dossier.reference, at=course.at)
    with pytest.raises(NotFound) as nothing:
        complaint_for(city.actor(somebody), "2026-99999-9", at=course.at)
    assert str(refusal.value) == str(nothing.value)
    assert reads_of(dossier_chain(course.complaint.pk)) == []


def test_the_complainant_sees_it_and_another_citizen_does_not(city: City) -> None:
    course, other = way.lodged(city), way.lodged(city)
    assert complaint_for(course.amina, course.complaint.dossier.reference, at=course.at)
    with pytest.raises(NotFound):
        complaint_for(other.amina, course.complaint.dossier.reference, at=course.at)


def test_who_is_named_does_not_see_it_though_the_role_would(city: City) -> None:
    course = way.lodged(city, named=("greet maes",))
    with pytest.raises(NotFound):
        complaint_for(city.actor(people.GREET), course.complaint.dossier.reference, at=course.at)
    assert complaint_for(city.actor(people.WOUTER), course.complaint.dossier.reference, at=course.at)
    assert overview.complaints(city.actor(people.GREET), today=course.at.date()).rows == ()


def test_a_department_sees_only_the_question(city: City) -> None:
    course = way.assigned(city)
    account = actions.ask_account(
        course.complaint, department_id=city["reiniging"].pk, question="Waarom?", by=course.thomas, at=course.at
    )
    for somebody in (people.JORIS, people.NELE, people.KOEN):
        assert account_for(city.actor(somebody), account.pk, at=course.at) == account
        assert queries.accounts_open_for(city.actor(somebody)) == [account]
    for somebody in (people.LIES, people.SARA, people.ILSE, people.GREET):
        assert queries.accounts_open_for(city.actor(somebody)) == []
        with pytest.raises(NotFound):
            account_for(city.actor(somebody), account.pk, at=course.at)
    page = queries.account_page(Account.objects.select_related("complaint__dossier").get(pk=account.pk))
    assert (page.question, page.is_open) == ("Waarom?", True)


def test_a_head_whom_it_is_about_reads_nothing_of_it_and_a_colleague_gives_the_account(city: City) -> None:
    course = way.assigned(city, named=("Koen Verlinden",))
    ask = actions.ask_account
    account = ask(
        course.complaint, department_id=city["reiniging"].pk, question="Wat zei je?", by=course.thomas, at=course.at
    )
    koen, nele = city.actor(people.KOEN), city.actor(people.NELE)
    assert queries.accounts_open_for(koen) == []
    assert not queries.accounts_of(koen).exists()
    with pytest.raises(NotAllowed, match="De klacht gaat over jou"):
        actions.give_account(account, text="Niets.", by=koen, at=course.at)
    with pytest.raises(NotFound):
        complaint_for(koen, course.complaint.dossier.reference, at=course.at)
    assert not visible(koen).filter(pk=course.complaint.pk).exists()
    assert [row.pk for row in queries.accounts_open_for(nele)] == [account.pk]
    actions.give_account(account, text="Dat bord was kapot.", by=nele, at=course.later())


def test_somebody_of_another_department_does_not_give_the_account(city: City) -> None:
    course = way.assigned(city)
    account = actions.ask_account(
        course.complaint, department_id=city["reiniging"].pk, question="Waarom?", by=course.thomas, at=course.at
    )
    with pytest.raises(NotAllowed):
        actions.give_account(account, text="Zo.", by=city.actor(people.LIES), at=course.at)


def test_the_ombudsman_sees_what_was_referred_and_nothing_else(city: City) -> None:
    course, other = way.referred(city), way.closed(city)
    reference = course.complaint.dossier.reference
    assert [row.complaint for row in referrals_for(course.ilse)] == [course.complaint]
    referral = referral_for(course.ilse, reference, at=course.at)
    page = queries.referral_page(referral, course.ilse, at=course.at)
    assert page.page.points[0].finding_label == "gegrond"
    assert not [move for move in page.page.moves if move.mine]
    for actor, wanted in ((course.ilse, other.complaint.dossier.reference), (course.greet, reference)):
        with pytest.raises(NotFound):
            referral_for(actor, wanted, at=course.at)


def test_the_conclusion_ends_the_access(city: City) -> None:
    course = way.referred(city)
    reference = course.complaint.dossier.reference
    referral = referral_for(course.ilse, reference, at=course.at)
    actions.conclude(referral, conclusion="Zo.", by=course.ilse, at=course.later())
    assert referrals_for(course.ilse) == []
    with pytest.raises(NotFound):
        referral_for(course.ilse, reference, at=course.at)


def test_somebody_of_the_city_does_not_conclude(city: City) -> None:
    course = way.referred(city)
    referral = Referral.objects.get(complaint=course.complaint)
    with pytest.raises(NotFound):
        actions.conclude(referral, conclusion="Zo.", by=course.greet, at=course.at)


def test_findings_reach_the_complainant_only_with_the_proposal(city: City) -> None:
    before, after = way.drafted(city), way.proposed(city)
    view = queries.tracked_complaints([before.complaint.dossier], today=before.at.date())[before.complaint.pk]
    assert (view.points[0].finding, view.points[0].reasons, view.proposal) == ("", "", None)
    view = queries.tracked_complaints([after.complaint.dossier], today=after.at.date())[after.complaint.pk]
    assert view.points[0].finding_label == "gegrond"
    assert view.proposal is not None
    assert view.next_step.yours
    assert {"accept", "refuse", "withdraw", "satisfy"} == view.moves
    assert [code for code, _ in view.grounds] == ["answer", "handling"]
    assert "Vlaamse Ombudsdienst" in view.second_line


def test_a_complaint_page_takes_few_statements(city: City) -> None:
    course = way.refused(city)
    greet, today = course.greet, course.at.date()
    with CaptureQueriesContext(connection) as at_the_door:
        complaint = complaint_for(greet, course.complaint.dossier.reference, at=course.at)
    with CaptureQueriesContext(connection) as for_the_page:
        page = queries.complaint_page(complaint, greet, today=today)
    assert (len(at_the_door), len(for_the_page)) == (2, 4)
    assert [stop.state for stop in page.track] == ["done", "done", "done", "done", "now", "todo"]
    assert page.independence.state == "proven"
    assert page.reporter is not None
    assert page.reporter["name"] == "Amina Daoudi"
    assert [move.move.name for move in page.moves if move.ready] == ["close", "withdraw"]


def test_the_cockpit_does_not_grow_with_its_rows(city: City) -> None:
    way.lodged(city)
    greet = city.actor(people.GREET)
    today = MONDAY.date()
    with CaptureQueriesContext(connection) as one:
        assert len(overview.complaints(greet, today=today).rows) == 1
    for stage in (way.assigned, way.heard, way.proposed):
        stage(city)
    with CaptureQueriesContext(connection) as many:
        cockpit = overview.complaints(greet, today=today)
    assert len(many) <= len(one)
    assert len(many) <= 3
    assert len(cockpit.rows) == cockpit.counts[""] == 4
    assert cockpit.counts["wacht-op-mij"] == 1
    assert {row.waits_for for row in cockpit.rows} == {"Greet Maes", "Thomas De Clercq", "de klager"}


def test_a_late_complaint_may_go_to_the_second_line(city: City) -> None:
    course = way.assigned(city)
    assert queries.referral_grounds_of(course.complaint, today=course.at.date()) == []
    late = course.later(60).date()
    assert queries.referral_grounds_of(course.complaint, today=late) == [ReferralGround.LATE, ReferralGround.HANDLING]
    view = queries.tracked_complaints([course.fresh().dossier], today=late)[course.complaint.pk]
    assert "we zijn te laat" in view.next_step.sentence


def test_a_complaint_that_ends_early_does_not_say_that_all_was_done(city: City) -> None:
    taken_back, turned_down = way.lodged(city), way.lodged(city)
    actions.withdraw(taken_back.complaint, by=taken_back.greet, at=taken_back.later())
    ground = {"grounds": ["geen_belang"], "reason": "Het gaat niet over jou."}
    actions.reject(turned_down.complaint, **ground, by=turned_down.greet, at=turned_down.later())  # type: ignore[arg-type]
    ends = [[stop.state for stop in track_of(course.complaint, Came())] for course in (taken_back, turned_down)]
    assert ends == [
        ["done", "skipped", "skipped", "skipped", "skipped", "done"],
        ["done", "done", "skipped", "skipped", "skipped", "done"],
    ]
