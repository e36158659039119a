"""What a story is about while it is told, and who takes part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from gehoor.complaints.models import Complaint
from gehoor.config.demo.script import Line, Story, StoryError
from gehoor.dossiers.actions.intake import Reporter
from gehoor.dossiers.models import Category, Dossier, Participant
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.organisation.access import actor_for
from gehoor.organisation.models import Department, Membership, Staff

T = TypeVar("T")
STRANGER = Actor(kind=ActorKind.CITIZEN)
REPORTER, COORDINATOR, HANDLER = "reporter", "coordinator", "handler"


@dataclass
class Town:
    """The people, departments and categories of the city by the words stories use; read once."""

    staff: dict[str, Staff] = field(default_factory=lambda: {row.name: row for row in Staff.objects.all()})
    departments: dict[str, Department] = field(
        default_factory=lambda: {row.code: row for row in Department.objects.select_related("body")}
    )
    categories: dict[str, Category] = field(
        default_factory=lambda: {row.code: row for row in Category.objects.select_related("department")}
    )
    _actors: dict[int, Actor] = field(default_factory=dict)
    _at_weekends: set[str] = field(default_factory=lambda: _who_works_at_weekends())

    def person(self, name: str) -> Staff:
        """The colleague with that name; raises StoryError."""
        return _known(self.staff, name, "colleague")

    def department(self, code: str) -> Department:
        """The department with that code; raises StoryError."""
        return _known(self.departments, code, "department")

    def category(self, code: str) -> Category:
        """The category with that code; raises StoryError."""
        return _known(self.categories, code, "category")

    def actor(self, staff_id: int) -> Actor:
        """That person acting. Rights do not change while stories are told, so they are asked once."""
        if staff_id not in self._actors:
            found = actor_for(staff_id)
            if found is None:
                raise StoryError(f"nobody acts under number {staff_id}")
            self._actors[staff_id] = found
        return self._actors[staff_id]

    def works_at_weekends(self, name: str) -> bool:
        """Whether somebody's department is open on Saturday."""
        return self.person(name).name in self._at_weekends


def _who_works_at_weekends() -> set[str]:
    open_then = Membership.objects.filter(department__opening_hours__has_key="sat")
    return set(open_then.values_list("staff__name", flat=True))


def _known(rows: Mapping[str, T], name: str, what: str) -> T:
    if name not in rows:
        raise StoryError(f"there is no {what} {name!r}")
    return rows[name]


@dataclass
class Matter:
    """A story with what became of it so far."""

    story: Story
    town: Town
    dossier_id: int = 0
    complaint_id: int = 0

    @property
    def dossier(self) -> Dossier:
        """The first dossier, as it is now."""
        return self._dossier(self.dossier_id)

    @property
    def complaint(self) -> Complaint:
        """The formal complaint, as it is now."""
        found = Complaint.objects.select_related("dossier__department", "dossier__thread", "concerned_department")
        return found.get(pk=self.complaint_id)

    @staticmethod
    def _dossier(pk: int) -> Dossier:
        return Dossier.objects.select_related("department", "thread").get(pk=pk)

    def actor(self, who: str) -> Actor:
        """Who acts: the reporter, whoever coordinates or handles the complaint, or a colleague by name."""
        if who == REPORTER:
            return self._reporter()
        if who in (COORDINATOR, HANDLER):
            rows = Complaint.objects.filter(pk=self.complaint_id)
            return self.town.actor(rows.values_list(f"{who}_id", flat=True).get() or 0)
        return self.town.actor(self.town.person(who).pk)

    def _reporter(self) -> Actor:
        own = [pk for pk in (self.dossier_id, self.complaint_id) if pk]
        role = Participant.Role.REPORTER
        party = Participant.objects.filter(dossier=own[-1], role=role).select_related("party").first()
        return Actor(
            kind=ActorKind.CITIZEN,
            id=None if party is None else party.party_id,
            name="" if party is None else party.party.name,
            dossier_ids=frozenset(own),
        )


Verb: TypeAlias = Callable[[Matter, Actor, datetime, Any], None]


def in_office(line: Line, town: Town) -> bool:
    """Whether this is work that waits for a working day."""
    if line.who in (COORDINATOR, HANDLER):
        return True
    return line.who != REPORTER and not town.works_at_weekends(line.who)


def reporter_of(given: dict[str, str]) -> Reporter:
    """The reporter as the form would give it."""
    return Reporter(**given)


def key_of(name: str) -> str:
    """What finds the contact of a story again."""
    return f"demo:{name}"
