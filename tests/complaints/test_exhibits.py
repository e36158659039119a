"""Exhibits have a number that stays, whatever comes in later and whichever way."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from gehoor.complaints import actions, queries
from gehoor.complaints.actions.exhibiting import number_all_exhibits
from gehoor.complaints.exhibits import Key, numbered
from gehoor.complaints.models import Exhibit
from gehoor.correspondence.models import Attachment
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor
from tests.city import MONDAY, City
from tests.complaints import course as way
from tests.complaints.course import Course

_keys = st.tuples(st.sampled_from(["file", "account", "report"]), st.integers(1, 20))
_found = st.dictionaries(_keys, st.integers(0, 50).map(lambda hours: MONDAY + timedelta(hours=hours)))


@given(_found, _found)
def test_a_number_that_was_given_never_changes(first: dict[Key, datetime], later: dict[Key, datetime]) -> None:
    before = numbered(first.items(), {})
    assert sorted(before.values()) == list(range(1, len(first) + 1))
    both = first | {key: at for key, at in later.items() if key not in first}
    after = numbered(both.items(), before)
    assert {key: after[key] for key in before} == before
    assert len(set(after.values())) == len(both)
    gone = numbered([], before)
    assert gone == {}


def a_file(name: str, by: Actor, at: datetime) -> StoredFile:
    return store(SimpleUploadedFile(name, name.encode()), name=name, by=by, at=at)


def shown(course: Course) -> list[tuple[int, str]]:
    page = queries.complaint_page(course.complaint, course.greet, today=course.at.date())
    return [(one.number, one.name) for one in page.evidence]


@pytest.mark.django_db
def test_files_accounts_and_reports_are_numbered_as_they_come_and_notes_are_not(city: City) -> None:
    course = way.assigned(city)
    said = a_file("foto.txt", course.amina, course.at)
    actions.hear_complainant(course.complaint, text="Zie foto.", files=[said], by=course.amina, at=course.later())
    inner = a_file("intern.txt", course.thomas, course.at)
    actions.add_note(course.complaint, text="Zie intern.", files=[inner], by=course.thomas, at=course.at)
    assert shown(course) == [(1, "foto.txt")]
    assert not Exhibit.objects.exists()
    actions.note_hearing(
        course.complaint,
        kind="phone",
        whom="complainant",
        held_on=course.at.date(),
        report="Ze wil haar geld terug.",
        by=course.thomas,
        at=course.later(),
    )
    account = actions.ask_account(
        course.complaint, department_id=city["reiniging"].pk, question="Waarom?", by=course.thomas, at=course.at
    )
    way.give(course, account)
    expected = [
        (1, "foto.txt"),
        (2, "Verslag van telefoongesprek met Amina Daoudi"),
        (3, f"Relaas van {city['reiniging'].name}"),
    ]
    assert shown(course) == expected
    assert number_all_exhibits(at=course.later()) == 1
    assert number_all_exhibits(at=course.at) == 0
    assert shown(course) == expected


@pytest.mark.django_db
def test_the_number_of_an_erased_file_is_not_given_again(city: City) -> None:
    course = way.assigned(city)
    for name in ("een.txt", "twee.txt"):
        said = a_file(name, course.amina, course.at)
        actions.hear_complainant(course.complaint, text="Zie.", files=[said], by=course.amina, at=course.later())
    assert number_all_exhibits(at=course.at) == 2
    Attachment.objects.filter(file__name="twee.txt").delete()
    said = a_file("drie.txt", course.amina, course.at)
    actions.hear_complainant(course.complaint, text="Zie.", files=[said], by=course.amina, at=course.later())
    assert shown(course) == [(1, "een.txt"), (3, "drie.txt")]
    number_all_exhibits(at=course.at)
    assert shown(course) == [(1, "een.txt"), (3, "drie.txt")]
