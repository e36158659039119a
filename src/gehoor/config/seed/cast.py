"""Who plays in invented dossiers: the departments, categories and people that are there."""

from dataclasses import dataclass, field
from functools import cached_property

from gehoor.complaints.actions.filing import owner_of_complaints
from gehoor.dossiers.models import Category
from gehoor.kernel.actors import Actor
from gehoor.organisation.access import actors_with
from gehoor.organisation.models import Department, Staff
from gehoor.organisation.queries import contact_point, staff_by_id

_OFTEN = {"restafval": 6, "straatlamp": 5, "put": 5, "bewonerskaart": 4, "sluikstort": 4, "identiteit": 4, "boom": 3}


@dataclass
class Cast:
    """The city as it stands, read once."""

    point: Department = field(default_factory=contact_point)
    categories: list[Category] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    workers: list[Actor] = field(default_factory=list)
    triagers: list[Actor] = field(default_factory=list)
    coordinators: list[Actor] = field(default_factory=list)
    investigators: list[Actor] = field(default_factory=list)
    directors: list[Actor] = field(default_factory=list)
    accountants: list[Actor] = field(default_factory=list)
    staff: dict[int, Staff] = field(default_factory=dict)

    @cached_property
    def owner(self) -> Department:
        """Which department answers for complaints."""
        return owner_of_complaints(self.coordinators)

    def of(self, people: list[Actor], department_id: int | None) -> list[Actor]:
        """Those of them who work in that department."""
        return [person for person in people if department_id in person.department_ids]

    def member(self, actor: Actor) -> Staff:
        """The account of an actor."""
        return self.staff[actor.staff_id]


def cast() -> Cast:
    """Everybody who can play. Some statements."""
    workers = actors_with("dossiers.work")
    triaging = {actor.id for actor in actors_with("dossiers.triage")}
    categories = list(Category.objects.filter(is_active=True).select_related("department").order_by("code"))
    found = Cast(
        categories=[category for category in categories if category.department.is_active],
        workers=workers,
        triagers=[actor for actor in workers if actor.id in triaging],
        coordinators=actors_with("complaints.coordinate"),
        investigators=actors_with("complaints.investigate"),
        directors=actors_with("complaints.advise"),
        accountants=actors_with("complaints.account"),
    )
    found.weights = [_OFTEN.get(category.code, 2) for category in found.categories]
    everybody = [workers, found.coordinators, found.investigators, found.directors, found.accountants]
    found.staff = staff_by_id(actor.staff_id for people in everybody for actor in people)
    return found
