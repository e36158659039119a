"""A small city for tests with a database: two bodies, six departments, somebody in every role, the regulation of Leuven."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.cache import cache

from gehoor.kernel.actors import SYSTEM, Actor
from gehoor.kernel.clock import BRUSSELS
from gehoor.organisation.access import actor_for
from gehoor.organisation.actions import add_staff, load_matrix
from gehoor.organisation.models import Body, Department, Staff
from gehoor.regulations.actions import apply_version, import_version
from gehoor.regulations.library import text_of
from tests import people
from tests.people import Somebody

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=BRUSSELS)
"""An ordinary working day on which most tests begin."""

FOUNDED = datetime(2025, 9, 1, 9, 0, tzinfo=BRUSSELS)
"""When the city came to be: before anything in the tests happened."""

_OPEN = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True)
class City:
    """The objects of the small city."""

    stad: Body
    ocmw: Body
    departments: dict[str, Department]
    staff: dict[str, Staff] = field(default_factory=dict)

    def __getitem__(self, code: str) -> Department:
        return self.departments[code]

    def person(self, somebody: Somebody) -> Staff:
        """The account of one of the people."""
        return self.staff[somebody.name]

    def actor(self, somebody: Somebody) -> Actor:
        """The same person acting, with the rights of this moment."""
        found = actor_for(self.person(somebody).pk)
        assert found is not None
        return found


def small_city() -> City:
    """The city, which every database of the tests holds (but ``empty_db``)."""
    cache.clear()  # what another test remembered is of another city
    bodies = {body.code: body for body in Body.objects.all()}
    departments = {row.code: row for row in Department.objects.select_related("body")}
    return City(bodies["stad"], bodies["ocmw"], departments, {person.name: person for person in Staff.objects.all()})


def build_small_city(*, at: datetime = FOUNDED) -> City:
    """Make the city, on top of what ``setup`` makes."""
    load_matrix(at=at)
    stad, ocmw = _body("stad", "Stad Vaartberg", "de stad"), _body("ocmw", "OCMW Vaartberg", "het OCMW")
    city = City(
        stad,
        ocmw,
        {
            code: _department(body, code, name)
            for body, code, name in (
                (stad, "contactpunt", "Contactpunt"),
                (stad, "klachten", "Klachtencoördinatie"),
                (stad, "reiniging", "Reiniging"),
                (stad, "groen", "Groen"),
                (stad, "mobiliteit", "Mobiliteit"),
                (ocmw, "sociale-dienst", "Sociale dienst"),
            )
        },
    )
    for somebody in people.STAFF:
        city.staff[somebody.name] = _member(somebody, city, at=at)
    version = import_version(text_of("leuven"), by=SYSTEM, at=at)
    apply_version(version, [stad, ocmw], by=SYSTEM, at=at, start=version.valid_from)
    return city


def _body(code: str, name: str, short_name: str) -> Body:
    values = {"name": name, "short_name": short_name, "phone": "016 555 01 23", "email": f"{code}@vaartberg.example"}
    return Body.objects.get_or_create(code=code, defaults={**values, "address": "Stadskaai 1, 9999 Vaartberg"})[0]


def _department(body: Body, code: str, name: str) -> Department:
    values = {
        "body": body,
        "name": name,
        "phone": "016 555 01 23",
        "email": f"{code}@vaartberg.example",
        "opening_hours": _OPEN,
        "is_contact_point": code == "contactpunt",
    }
    return Department.objects.get_or_create(code=code, defaults=values)[0]


def _member(somebody: Somebody, city: City, *, at: datetime) -> Staff:
    person = add_staff(
        email=somebody.email,
        name=somebody.name,
        function=somebody.function,
        roles=list(somebody.roles),
        department_codes=list(somebody.departments),
        external=somebody.external,
        at=at,
        by=SYSTEM,
    )
    if somebody.heads:
        Department.objects.filter(code=somebody.heads).update(head=person)
    return person
