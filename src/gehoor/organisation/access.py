"""Who may do what, asked at this moment: rights are read with each request and never kept."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject, Now, TruncDate

from gehoor.kernel.actors import Actor, ActorKind, Scope
from gehoor.kernel.clock import BRUSSELS
from gehoor.kernel.errors import NotAllowed
from gehoor.kernel.prepared import HOLE, Prepared, Shapes
from gehoor.organisation.models import Absence, Membership, RolePermission, Staff

_WIDTH = [Scope.OWN, Scope.REFERRED, Scope.DEPARTMENT, Scope.ALL]


def _with_rights() -> QuerySet[Staff]:
    """Active people with their departments, permissions and who they stand in for today, in one statement."""
    departments = Membership.objects.filter(staff=OuterRef("pk")).values("department_id")
    rights = RolePermission.objects.filter(role__holdings__staff=OuterRef("pk")).values(
        right=JSONObject(permission=F("permission"), scope=F("scope"))
    )
    return Staff.objects.filter(is_active=True).annotate(
        department_list=ArraySubquery(departments),
        right_list=ArraySubquery(rights),
        away_list=ArraySubquery(away_today().filter(deputy=OuterRef("pk")).values("staff_id").distinct()),
    )


def away_today() -> QuerySet[Absence]:
    """Who is away on the day of the database, in Brussels."""
    day = TruncDate(Now(), tzinfo=BRUSSELS)
    return Absence.objects.filter(withdrawn_at=None, first_day__lte=day, last_day__gte=day).order_by()


def _actor(staff: Any) -> Actor:
    permissions: dict[str, Scope] = {}
    for right in staff.right_list:
        scope, known = Scope(right["scope"]), permissions.get(right["permission"])
        if known is None or _WIDTH.index(scope) > _WIDTH.index(known):
            permissions[right["permission"]] = scope
    return Actor(
        kind=ActorKind.OMBUDSMAN if staff.is_external else ActorKind.STAFF,
        id=staff.pk,
        name=staff.name,
        permissions=permissions,
        department_ids=frozenset(staff.department_list),
        stands_in_for=frozenset(staff.away_list),
    )


def actor_for(staff_id: int) -> Actor | None:
    """The actor behind an account with its rights of this moment, or None when it does not (or no longer) exist."""
    staff = _person(staff_id)
    return None if staff is None else _actor(staff)


_PERSON: Shapes[Staff] = Shapes()


def _person(staff_id: int) -> Staff | None:
    """Somebody active with all rights. Asked with every request of the desk, so it is prepared."""
    ready = _PERSON.get((), lambda: Prepared(_with_rights().filter(pk=HOLE), HOLE))
    return next(iter(ready.ask({HOLE: staff_id})), None)


def people_with(permission: str) -> QuerySet[Staff]:
    """Everybody active who holds a permission, in whatever scope, with all rights along for :func:`actor_of_user`."""
    return _with_rights().filter(holdings__role__permissions__permission=permission).distinct()


def actors_with(permission: str) -> list[Actor]:
    """Everybody active who holds a permission, in whatever scope, by name."""
    return [_actor(person) for person in people_with(permission).order_by("name")]


def actor_of_user(user: Any) -> Actor:
    """The actor of somebody who was loaded with all rights, as :class:`RightsBackend` does: no further statement."""
    return _actor(user)


def may(actor: Actor, permission: str, *, department_id: int | None = None, own: bool = False) -> bool:
    """Whether the actor has the permission for something of that department (or that is the actor's own)."""
    scope = actor.scope(permission)
    if scope is None:
        return False
    if scope is Scope.ALL:
        return True
    if scope is Scope.DEPARTMENT:
        return own or department_id in actor.department_ids
    return own


def may_note_absence_of(actor: Actor) -> list[Staff]:
    """The colleagues whose absence this person may note, by name: everybody for who manages the organisation or gives work to
    all; those of the own departments for who gives work there; else only the person.
    """
    found = Staff.objects.filter(is_active=True, is_external=False)
    everywhere = may(actor, "organisation.manage") or actor.scope("dossiers.assign") is Scope.ALL
    if not everywhere:
        departments = actor.department_ids if actor.scope("dossiers.assign") is Scope.DEPARTMENT else ()
        found = found.filter(Q(pk=actor.id) | Q(memberships__department__in=departments)).distinct()
    return list(found.order_by("name", "pk"))


def require(actor: Actor, permission: str, *, department_id: int | None = None, own: bool = False) -> None:
    """Raise :class:`NotAllowed` unless :func:`may`. Gehoor itself (the system actor) is not asked."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if not may(actor, permission, department_id=department_id, own=own):
        raise NotAllowed("Je hebt niet het recht om dit te doen.")


class RightsBackend(AuthenticationBackend):
    """Signs people in as allauth does, and loads them at each request together with all rights in one statement."""

    def get_user(self, user_id: int) -> Staff | None:
        """The user with ``department_list`` and ``right_list``, or None when no longer active."""
        return _person(user_id)
