"""Reading the organisation: small tables, asked for often, so a few of them are remembered for a short time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.core.cache import cache
from django.db.models import Q

from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import BRUSSELS
from gehoor.organisation.models import Absence, Body, Department, Membership, Role, Staff

AWAY_NOW = "organisation.away_now"
"""Under which name it is remembered who is away."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES_KEPT_SECONDS = 30


def department_names() -> dict[int, str]:
    """Department names by id; remembered for half a minute, because every list shows them."""
    names: dict[int, str] | None = cache.get("organisation.department_names")
    if names is None:
        names = dict(Department.objects.values_list("pk", "name"))
        cache.set("organisation.department_names", names, _NAMES_KEPT_SECONDS)
    return names


def departments(*, active: bool = True) -> list[Department]:
    """The departments with their body, by name."""
    found = Department.objects.select_related("body").order_by("name")
    return list(found.filter(is_active=True) if active else found)


def department(pk: int) -> Department:
    """One department with its body; raises ``Department.DoesNotExist``."""
    return Department.objects.select_related("body").get(pk=pk)


def contact_point() -> Department:
    """The department that answers for everything nobody else answers for."""
    found: Department | None = cache.get("organisation.contact_point")
    if found is None:
        found = Department.objects.select_related("body").get(is_contact_point=True)
        cache.set("organisation.contact_point", found, _NAMES_KEPT_SECONDS)
    return found


def answering_departments() -> list[Department]:
    """The active departments besides the contact point, with their body, the oldest first; remembered for half a minute."""
    found: list[Department] | None = cache.get("organisation.answering_departments")
    if found is None:
        active = Department.objects.filter(is_active=True, is_contact_point=False)
        found = list(active.select_related("body").order_by("pk"))
        cache.set("organisation.answering_departments", found, _NAMES_KEPT_SECONDS)
    return found


def bodies() -> list[Body]:
    """The bodies behind the one front door."""
    return list(Body.objects.all())


def members_of(department_id: int) -> list[Staff]:
    """Active people of a department, by name."""
    return list(Staff.objects.filter(is_active=True, memberships__department=department_id).order_by("name"))


def departments_of(staff_ids: Iterable[int]) -> dict[int, set[int]]:
    """Department ids by staff id."""
    found: dict[int, set[int]] = {}
    for staff_id, department_id in Membership.objects.filter(staff__in=list(staff_ids)).values_list(
        "staff_id", "department_id"
    ):
        found.setdefault(staff_id, set()).add(department_id)
    return found


@dataclass(frozen=True)
class Away:
    """``name`` is away until the end of ``last_day``; the colleague with ``deputy_id`` does the work (None: nobody)."""

    name: str
    last_day: date
    deputy_id: int | None


def away_on(day: date) -> dict[int, Away]:
    """Who is away that day, by staff id; remembered for half a minute, because the lists show it."""
    kept: tuple[date, dict[int, Away]] | None = cache.get(AWAY_NOW)
    if kept is not None and kept[0] == day:
        return kept[1]
    rows = Absence.objects.filter(withdrawn_at=None, first_day__lte=day, last_day__gte=day).select_related("staff")
    found = {row.staff_id: Away(row.staff.name, row.last_day, row.deputy_id) for row in rows}
    cache.set(AWAY_NOW, (day, found), _NAMES_KEPT_SECONDS)
    return found


def standing_in(actor: Actor, day: date) -> list[Away]:
    """Who is away that day and leaves the work to this actor, by name."""
    return sorted((one for one in away_on(day).values() if one.deputy_id == actor.id), key=lambda one: one.name)


def absences_from(day: date, staff_ids: Iterable[int]) -> list[Absence]:
    """The absences of these people that are not over on that day, the first to begin first."""
    rows = Absence.objects.filter(staff__in=list(staff_ids), withdrawn_at=None, last_day__gte=day)
    return list(rows.select_related("staff", "deputy", "noted_by"))


def head_ids() -> dict[int, int]:
    """Which department (id) somebody heads, by staff id."""
    return {head: pk for pk, head in Department.objects.exclude(head=None).values_list("pk", "head_id") if head}


def staff_by_id(ids: Iterable[int]) -> dict[int, Staff]:
    """People by id, active or not."""
    return Staff.objects.in_bulk(list(ids))


def staff_named(*texts: str) -> list[list[Staff]]:
    """For each text the active people who have it as their name, whatever capitals and spaces; usually none or one. One statement."""
    names = [" ".join(text.split()) for text in texts]
    asked = reduce(or_, (Q(name__iexact=name) for name in names if name), Q(pk=None))
    found = list(Staff.objects.filter(asked, is_active=True, is_external=False).order_by("pk"))
    return [[person for person in found if name and person.name.casefold() == name.casefold()] for name in names]


def colleagues() -> list[Staff]:
    """Everybody active who works for the city, by name."""
    return list(Staff.objects.filter(is_active=True, is_external=False).order_by("name", "pk"))


def role_codes() -> set[str]:
    """The codes of the roles that exist."""
    return set(Role.objects.values_list("code", flat=True))


def demo_accounts() -> list[tuple[Role, Staff]]:
    """One demo sign-in per role, in the order of the roles; two where a complaint may keep one of them out of it."""
    found: list[tuple[Role, Staff]] = []
    for role in Role.objects.order_by("pk").prefetch_related("permissions"):
        most = 2 if any(one.permission == "complaints.investigate" for one in role.permissions.all()) else 1
        people = Staff.objects.filter(is_demo=True, is_active=True, holdings__role=role).order_by("pk")[:most]
        found += [(role, person) for person in people]
    return found


def has_administrator() -> bool:
    """Whether somebody active may manage the organisation and has been able to sign in."""
    return Staff.objects.filter(
        is_active=True, holdings__role__permissions__permission="organisation.manage", last_login__isnull=False
    ).exists()


def open_until(hours: dict[str, list[list[str]]], moment: datetime, closed_on: Iterable[date] = ()) -> str | None:
    """The local time ("20:00") until which it is open at that moment, or None when it is closed."""
    local = moment.astimezone(BRUSSELS)
    if local.date() in set(closed_on):
        return None
    for start, end in hours.get(_DAYS[local.weekday()], []):
        if start <= local.strftime("%H:%M") < end:
            return end
    return None


def active_accounts_at(address: str) -> list[Staff]:
    """Who signs in with that e-mail address, whatever its capitals: nobody or one. Mail goes to the address stored with it."""
    return list(Staff.objects.filter(email__iexact=address.strip(), is_active=True))
