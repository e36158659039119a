"""The agreement with the second line has dates: under whom a complaint was closed, it stays; what is open goes to the one of the day."""

from datetime import date, timedelta

import pytest

from gehoor.complaints import actions
from gehoor.complaints.actions.sweeping import tell_late_complaints
from gehoor.complaints.procedure import ReferralGround
from gehoor.complaints.queries import referral_grounds_of, tracked_complaints
from gehoor.correspondence.models import Message
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date
from gehoor.portal.explained import second_line_of
from gehoor.regulations.actions import apply_version, import_version
from gehoor.regulations.library import text_of
from tests.city import FOUNDED, City
from tests.complaints import course as way

pytestmark = pytest.mark.django_db
OWN, FLEMISH = "Ombudsdienst Vaartberg", "Vlaamse Ombudsdienst"
CHANGED_ON = date(2026, 4, 1)
_TWO = f"""second_lines:
  - name: {OWN}
    contact: ["Stadskaai 1, 9999 Vaartberg"]
    valid_to: {CHANGED_ON - timedelta(days=1)}
    grounds: [refused, late, answer]
    assumption: true
  - name: {FLEMISH}
    url: https://www.vlaamseombudsdienst.be
    valid_from: {CHANGED_ON}
    grounds: [refused, late, answer, handling]
    assumption: true
"""


@pytest.fixture
def city(city: City) -> City:
    """The small city, whose own ombudsman hands over to the Flemish one on 1 April."""
    before, _, after = text_of("leuven").partition("second_lines:")
    rest = after[after.index("\n\n") :]
    text = before.replace('version: "', 'version: "twee-', 1) + _TWO + rest
    version = import_version(text, by=SYSTEM, at=FOUNDED)
    apply_version(version, [city.stad, city.ocmw], by=SYSTEM, at=FOUNDED, start=date(2025, 10, 1))
    return city


def letter(course: way.Course, code: str) -> str:
    """The last letter of that kind."""
    found = Message.objects.filter(thread=course.complaint.dossier.thread_id, letter=code)
    return found.latest("pk").body


def test_what_was_closed_under_the_earlier_one_goes_on_naming_that_one(city: City) -> None:
    course = way.closed(city)
    assert local_date(course.at) < CHANGED_ON
    assert OWN in letter(course, "closing")
    day = local_date(course.later(40))
    assert day > CHANGED_ON
    dossier = course.fresh().dossier
    (seen,) = tracked_complaints([dossier], today=day).values()
    assert OWN in seen.second_line
    assert second_line_of(dossier, today=day) == f"de {OWN}"
    actions.refer(course.complaint, ground=ReferralGround.ANSWER, by=course.amina, at=course.at)
    assert course.complaint.referrals.get().second_line == OWN
    assert OWN in letter(course, "referred")
    assert FLEMISH not in letter(course, "referred")


def test_its_grounds_are_those_of_the_earlier_one_too(city: City) -> None:
    course = way.closed(city)
    grounds = referral_grounds_of(course.fresh(), today=local_date(course.later(40)))
    assert ReferralGround.HANDLING not in grounds
    assert ReferralGround.ANSWER in grounds


def test_what_is_open_on_the_day_of_the_change_goes_to_the_new_one(city: City) -> None:
    course = way.assigned(city)
    assert tell_late_complaints(at=course.later(60)) == 1
    assert FLEMISH in letter(course, "complaint_late")
    actions.refer(course.complaint, ground=ReferralGround.LATE, by=course.amina, at=course.at)
    assert course.complaint.referrals.get().second_line == FLEMISH


def test_what_is_closed_after_it_names_the_new_one(city: City) -> None:
    course = way.refused(city)
    course.later(40)
    way.close(course)
    assert FLEMISH in letter(course, "closing")
    assert OWN not in letter(course, "closing")
