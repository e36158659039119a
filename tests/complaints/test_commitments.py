"""What the city promises with its answer is followed after the complaint is closed, and the complainant hears what becomes of it."""

from datetime import date, datetime, timedelta

import pytest

from gehoor.complaints import actions
from gehoor.complaints.actions.committing import tell_late_commitments
from gehoor.complaints.procedure import Reaction
from gehoor.complaints.promised import Commitment
from gehoor.complaints.queries import complaint_page, tracked_complaints
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.correcting import finish_work
from gehoor.dossiers.models import WorkItem
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, MoveNotAllowed, NotAllowed, NotFound
from tests import people
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course

pytestmark = pytest.mark.django_db

WHAT = "De containers in de Lindenstraat worden vervangen."


def promised(course: Course, *, text: str = WHAT, days: int = 60) -> Commitment:
    """The coordinator notes a commitment of Reiniging."""
    return actions.commit_to(
        course.complaint,
        text=text,
        department_id=course.city["reiniging"].pk,
        due_on=day(course, days),
        by=course.greet,
        at=course.at,
    )


def day(course: Course, days: int) -> date:
    return local_date(course.at + timedelta(days=days))


def followed(city: City, *, days: int = 60) -> Course:
    """A closed complaint of which something is still to come."""
    course = way.refused(city)
    promised(course, days=days)
    way.close(course)
    return course


def passed(course: Course, days: int) -> datetime:
    """So many days after the day of the promise."""
    return datetime.combine(row(course).due_on + timedelta(days=days), course.at.timetz())


def letters(course: Course, code: str) -> list[str]:
    rows = Message.objects.filter(thread=course.complaint.dossier.thread_id, letter=code)
    return list(rows.order_by("pk").values_list("body", flat=True))


def work(course: Course) -> WorkItem:
    return WorkItem.objects.select_related("dossier").get(dossier=course.complaint.pk, kind=WorkItem.Kind.COMMITMENT)


def row(course: Course) -> Commitment:
    return Commitment.objects.get(complaint=course.complaint)


def seen_by_complainant(course: Course, at: datetime) -> list[tuple[str, str]]:
    view = tracked_complaints([course.complaint.dossier], today=local_date(at))[course.complaint.pk]
    return [(one.state, one.sentence) for one in view.commitments]


def test_the_closing_letter_says_what_is_promised_and_the_department_has_it_as_work(city: City) -> None:
    course = followed(city)
    (letter,) = letters(course, "closing")
    assert "De containers in de Lindenstraat worden vervangen (Reiniging, uiterlijk op" in letter
    item = work(course)
    assert (item.department, item.due_on, item.title) == (city["reiniging"], row(course).due_on, WHAT)
    assert seen_by_complainant(course, course.at)[0][0] == "open"


def test_a_promise_is_what_is_still_to_come_for_the_answer(city: City) -> None:
    course = way.refused(city)
    actions.write_answer(course.complaint, {"outstanding": ""}, by=course.greet, at=course.at)
    promised(course)
    way.close(course)


def test_the_department_says_what_it_did_and_the_complainant_reads_it(city: City) -> None:
    course = followed(city)
    nele = city.actor(people.NELE)
    actions.keep_commitment(work(course), word="Er staan vier nieuwe containers.", by=nele, at=course.later())
    (letter,) = letters(course, "commitment_kept")
    assert "Er staan vier nieuwe containers." in letter
    assert WHAT in letter
    assert work(course).done_by_id == nele.id
    assert seen_by_complainant(course, course.at)[0][0] == "kept"
    with pytest.raises(Conflict):
        actions.keep_commitment(work(course), word="Nog eens.", by=nele, at=course.later())


def test_a_department_that_has_nothing_to_do_with_it_cannot_say_so(city: City) -> None:
    course = followed(city)
    with pytest.raises(NotAllowed):
        actions.keep_commitment(work(course), word="Gedaan.", by=city.actor(people.LIES), at=course.at)


def test_done_asks_for_a_word_because_the_complainant_reads_it(city: City) -> None:
    course = followed(city)
    with pytest.raises(InvalidInput, match="wat er gedaan is"):
        actions.keep_commitment(work(course), word="  ", by=city.actor(people.NELE), at=course.at)
    with pytest.raises(InvalidInput, match="toezegging"):
        finish_work(work(course), outcome="Gedaan.", by=city.actor(people.NELE), at=course.at)
    assert row(course).kept_at is None


def test_when_the_day_passes_the_complainant_is_told_once_and_the_coordinator_has_a_task(city: City) -> None:
    course = followed(city, days=10)
    assert tell_late_commitments(at=passed(course, 0)) == 0
    late = passed(course, 4)
    assert (tell_late_commitments(at=late), tell_late_commitments(at=late)) == (1, 0)
    (letter,) = letters(course, "commitment_late")
    assert "nog niet gedaan" in letter
    assert "Vlaamse Ombudsdienst" in letter
    task = WorkItem.objects.get(dossier=course.complaint.pk, title__startswith="Toezegging 1 is niet nagekomen")
    assert task.assignee_id == course.greet.id
    assert seen_by_complainant(course, late)[0][0] == "late"
    actions.keep_commitment(work(course), word="Nu wel.", by=city.actor(people.NELE), at=late)
    task.refresh_from_db()
    assert task.outcome == "De toezegging is nagekomen."
    assert seen_by_complainant(course, late)[0][0] == "kept_late"


def test_a_later_day_needs_a_reason_and_a_notice_and_the_first_day_stays_readable(city: City) -> None:
    course = followed(city, days=10)
    first, late = row(course).due_on, passed(course, 4)
    later = first + timedelta(days=30)
    tell_late_commitments(at=late)
    with pytest.raises(InvalidInput, match="waarom"):
        actions.postpone_commitment(course.complaint, 1, due_on=later, reason=" ", by=course.greet, at=late)
    with pytest.raises(InvalidInput, match="Kies een dag na"):
        actions.postpone_commitment(course.complaint, 1, due_on=first, reason="Snel.", by=course.greet, at=course.at)
    actions.postpone_commitment(
        course.complaint, 1, due_on=later, reason="De leverancier is failliet.", by=course.greet, at=late
    )
    assert work(course).due_on == later
    (letter,) = letters(course, "commitment_moved")
    assert "De leverancier is failliet." in letter
    (one,) = complaint_page(course.complaint, course.greet, today=local_date(late)).commitments
    assert (one.state, one.changes[0].before_on, one.changes[0].after_on) == ("open", first, later)
    assert tell_late_commitments(at=late) == 0
    assert tell_late_commitments(at=passed(course, 1)) == 1, "the new day is watched again"


def test_a_promise_is_withdrawn_with_a_reason_and_a_notice(city: City) -> None:
    course = followed(city)
    actions.withdraw_commitment(
        course.complaint, 1, reason="De straat wordt heraangelegd.", by=course.greet, at=course.later()
    )
    (letter,) = letters(course, "commitment_withdrawn")
    assert "De straat wordt heraangelegd." in letter
    assert work(course).done_at is not None
    assert seen_by_complainant(course, course.at)[0][0] == "withdrawn"
    assert tell_late_commitments(at=passed(course, 99)) == 0
    with pytest.raises(Conflict):
        actions.withdraw_commitment(course.complaint, 1, reason="Weer.", by=course.greet, at=course.at)


def test_what_the_complainant_does_not_know_yet_changes_without_a_notice(city: City) -> None:
    course = way.drafted(city)
    promised(course)
    reiniging = city["reiniging"].pk
    actions.change_commitment(
        course.complaint,
        1,
        text="Anders.",
        department_id=reiniging,
        due_on=day(course, 9),
        by=course.greet,
        at=course.at,
    )
    assert seen_by_complainant(course, course.at) == []
    with pytest.raises(MoveNotAllowed):
        actions.postpone_commitment(
            course.complaint, 1, due_on=day(course, 90), reason="Later.", by=course.greet, at=course.at
        )
    actions.withdraw_commitment(course.complaint, 1, reason="Niet nodig.", by=course.greet, at=course.at)
    assert letters(course, "commitment_withdrawn") == []


def test_once_the_proposal_names_it_only_a_notice_changes_it(city: City) -> None:
    course = way.agreed(city)
    promised(course)
    actions.send_proposal(course.complaint, text="We vervangen ze.", by=course.greet, at=course.later())
    assert WHAT.rstrip(".") in letters(course, "proposal")[0]
    actions.react(course.complaint, Reaction.ACCEPTED, by=way.complainant(course.complaint), at=course.later())
    with pytest.raises(MoveNotAllowed, match="kent deze toezegging al"):
        actions.change_commitment(
            course.complaint,
            1,
            text="Minder.",
            department_id=city["reiniging"].pk,
            due_on=day(course, 9),
            by=course.greet,
            at=course.at,
        )


def test_who_is_satisfied_early_still_gets_what_was_promised(city: City) -> None:
    course = way.drafted(city)
    promised(course)
    actions.satisfy(course.complaint, by=way.complainant(course.complaint), at=course.later())
    assert WHAT.rstrip(".") in letters(course, "complaint_stopped")[0]
    assert work(course).done_at is None


def test_what_was_only_an_idea_ends_with_a_complaint_that_is_taken_back(city: City) -> None:
    course = way.drafted(city)
    promised(course)
    actions.withdraw(course.complaint, by=way.complainant(course.complaint), at=course.later())
    assert row(course).withdrawn_at is not None
    assert not WorkItem.objects.filter(dossier=course.complaint.pk, kind=WorkItem.Kind.COMMITMENT).exists()


def test_only_the_coordinator_moves_or_withdraws_it_afterwards(city: City) -> None:
    course = followed(city)
    for somebody in (people.THOMAS, people.NELE, people.AN):
        with pytest.raises(NotAllowed):
            actions.withdraw_commitment(course.complaint, 1, reason="Nee.", by=city.actor(somebody), at=course.at)
    with pytest.raises(NotFound):
        actions.withdraw_commitment(course.complaint, 7, reason="Nee.", by=course.greet, at=course.at)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": " "}, "Schrijf wat"),
        ({"text": "x" * 301}, "hoogstens 300"),
        ({"department_id": 0}, "Kies een dienst"),
        ({"due_on": date(2020, 1, 1)}, "al voorbij"),
        ({"due_on": date(9999, 1, 1)}, "binnen 5 jaar"),
    ],
)
def test_an_odd_promise_is_refused_in_words(city: City, change: dict[str, object], sentence: str) -> None:
    course = way.drafted(city)
    given = {"text": WHAT, "department_id": city["reiniging"].pk, "due_on": day(course, 5)} | change
    with pytest.raises(InvalidInput, match=sentence):
        actions.commit_to(course.complaint, **given, by=course.greet, at=course.at)  # type: ignore[arg-type]
