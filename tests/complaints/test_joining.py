"""Complaints about the same matter: judged once, answered each; and refused in words where independence would suffer."""

from datetime import datetime

import pytest

from gehoor.complaints import actions, queries
from gehoor.complaints.actions.joining import join, take_apart
from gehoor.complaints.models import Complaint, Joining
from gehoor.complaints.procedure import Outcome, Step
from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Deadline
from gehoor.kernel.errors import InvalidInput, NotAllowed, RuleViolation
from tests import people
from tests.city import MONDAY, City
from tests.complaints import course as way
from tests.complaints.course import Course

pytestmark = pytest.mark.django_db


def a_pair(city: City, *, at: datetime = MONDAY) -> tuple[Course, Course]:
    """Two complaints about the same; the second is joined to the first, and Thomas signed in both."""
    main, other = way.assigned(city, at=at), way.admitted(city, at=at)
    together(main, other)
    actions.declare_not_involved(other.fresh(), by=main.thomas, at=other.at)
    return main, other


def together(main: Course, other: Course) -> Joining:
    return join(other.complaint, main.complaint, reason="Dezelfde ritten.", by=main.greet, at=other.at)


def judged(main: Course, other: Course, *, follows: bool = True) -> None:
    """The department gave its side, both complaints have their findings, the coordinator agrees."""
    asked = {"department_id": main.city["reiniging"].pk, "question": "Waarom?"}
    account = actions.ask_account(main.complaint, **asked, by=main.thomas, at=main.at)  # type: ignore[arg-type]
    way.give(main, account)
    way.answer(main)
    with pytest.raises(RuleViolation, match="gevoegde klachten"):
        actions.submit_draft(main.complaint, finding="gegrond", text="Fout.", by=main.thomas, at=main.at)
    other.at = main.at
    way.answer(other)
    actions.submit_draft(main.complaint, finding="gegrond", text="Fout.", answer=way.ANSWER, by=main.thomas, at=main.at)
    if follows:
        actions.agree(main.complaint, by=main.greet, at=main.at)
    else:
        actions.agree(main.complaint, by=main.greet, at=main.at)
        Complaint.objects.filter(pk=other.complaint.pk).update(step=Step.INVESTIGATION)
    other.fresh()


def answer_due(course: Course) -> object:
    return Deadline.objects.get(dossier=course.complaint.pk, term="answer").due_on


def test_two_complaints_are_judged_once_and_each_gets_its_own_answer(city: City) -> None:
    main, other = way.assigned(city), way.admitted(city, at=MONDAY.replace(day=4))
    due = answer_due(other)
    together(main, other)
    assert other.fresh().handler == city.person(people.THOMAS)
    letter = Message.objects.get(letter="joined")
    assert letter.thread_id == other.complaint.dossier.thread_id
    assert main.complaint.dossier.reference not in letter.body
    with pytest.raises(RuleViolation, match="gevoegd bij een andere"):
        actions.assign_handler(other.complaint, main.thomas.id or 0, by=main.greet, at=other.at)
    actions.declare_not_involved(other.complaint, by=main.thomas, at=other.at)
    judged(main, other)
    assert (other.complaint.step, answer_due(other)) == (Step.PROPOSAL, due)
    actions.send_proposal(other.complaint, text="12 euro terug.", by=main.greet, at=other.at)
    assert Message.objects.filter(letter="proposal").get().thread_id == other.complaint.dossier.thread_id
    pages = [queries.complaint_page(one.fresh(), main.greet, today=main.at.date()) for one in (main, other)]
    assert [[(one.reference, one.is_main) for one in page.joined] for page in pages] == [
        [(other.complaint.dossier.reference, False)],
        [(main.complaint.dossier.reference, True)],
    ]


def test_it_is_taken_apart_again_and_goes_on_by_itself(city: City) -> None:
    main, other = a_pair(city)
    take_apart(other.complaint, reason="Toch een andere straat.", by=main.greet, at=other.later())
    assert "Toch een andere straat." in Message.objects.get(letter="taken_apart").body
    assert not Joining.objects.filter(ended_at=None).exists()
    page = queries.complaint_page(other.fresh(), main.greet, today=other.at.date())
    assert page.joined == ()
    with pytest.raises(RuleViolation):
        take_apart(other.complaint, reason="Nog eens.", by=main.greet, at=other.at)


def test_when_the_one_ends_early_the_other_goes_on_by_itself(city: City) -> None:
    main, other = a_pair(city)
    actions.satisfy(main.complaint, by=main.amina, at=main.later())
    assert main.fresh().outcome == Outcome.SATISFIED
    assert not Joining.objects.filter(ended_at=None).exists()
    assert Message.objects.filter(letter="taken_apart").count() == 1
    assert other.fresh().step == Step.INVESTIGATION


def test_a_handler_who_is_named_in_the_other_cannot_handle_both(city: City) -> None:
    main, other = way.assigned(city), way.admitted(city, named=("Thomas De Clercq",))
    with pytest.raises(RuleViolation, match=r"Thomas De Clercq onderzoekt de andere klacht, maar kan"):
        together(main, other)
    assert not Joining.objects.exists()


def test_another_handler_of_the_one_handles_all_or_none(city: City) -> None:
    main, other = way.assigned(city), way.admitted(city, named=("Rita Bogaert",))
    together(main, other)
    with pytest.raises(RuleViolation, match="Rita Bogaert"):
        actions.assign_handler(main.complaint, city.person(people.RITA).pk, by=main.greet, at=other.at)
    assert main.fresh().handler == city.person(people.THOMAS)


def test_odd_pairs_are_refused_in_words(city: City) -> None:
    main, other = a_pair(city)
    third = way.assigned(city)
    alone = way.admitted(city)
    with pytest.raises(InvalidInput, match="Dit is deze klacht zelf"):
        together(main, main)
    with pytest.raises(RuleViolation, match="al bij een andere gevoegd"):
        together(third, other)
    with pytest.raises(RuleViolation, match="zelf klachten gevoegd"):
        together(third, main)
    with pytest.raises(RuleViolation, match="zelf bij een andere gevoegd"):
        together(other, third)
    with pytest.raises(RuleViolation, match="Duid eerst een behandelaar aan"):
        together(alone, third)
    with pytest.raises(NotAllowed):
        join(third.complaint, main.complaint, reason="Zo.", by=city.actor(people.NELE), at=third.at)
    with pytest.raises(RuleViolation):
        together(main, way.lodged(city))
