"""Which dossiers an actor may see: the base of each list, count and search, and of the door."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Bar, Dossier, Grant
from gehoor.kernel.actors import Actor, ActorKind, Scope


def visible(actor: Actor) -> QuerySet[Dossier]:
    """Every dossier this actor may see: the base of each list, count and search."""
    if actor.kind is ActorKind.SYSTEM:
        return Dossier.objects.all()
    if actor.kind is ActorKind.CITIZEN:
        return Dossier.objects.filter(pk__in=actor.dossier_ids)
    seen = _ordinary(actor) | _complaints(actor) | _referred(actor)
    return Dossier.objects.filter(seen).filter(~barred_from(actor, "pk"))


def barred_from(actor: Actor, dossier: str) -> Exists:
    """Whether the actor may not even see the dossier of a row; ``dossier``: the field of the row that holds it."""
    return Exists(Bar.objects.filter(dossier=OuterRef(dossier), staff=actor.id, reading=True, lifted_at=None))


def taken_by(actor: Actor) -> Q:
    """Tasks of the actor, and of who the actor stands in for when the dossier is not one the actor is kept out of."""
    standing_in = Q(assignee__in=actor.stands_in_for) & ~Q(barred_from(actor, "dossier"))
    return Q(assignee=actor.id) | standing_in if actor.stands_in_for else Q(assignee=actor.id)


_NONE = Q(pk__in=[])


def _ordinary(actor: Actor) -> Q:
    scope = actor.scope("dossiers.view")
    if scope is None:
        return _NONE
    ordinary = ~Q(kind=Kind.COMPLAINT)
    if scope is Scope.ALL:
        return ordinary
    return ordinary & Q(department__in=actor.department_ids)


def _complaints(actor: Actor) -> Q:
    scope = actor.scope("complaints.view")
    if scope is None:
        return _NONE
    if scope is Scope.ALL:
        return Q(kind=Kind.COMPLAINT)
    return Q(kind=Kind.COMPLAINT, handler=actor.id)


def _referred(actor: Actor) -> Q:
    if actor.scope("ombuds.view") is not Scope.REFERRED:
        return _NONE
    return Q(Exists(Grant.objects.filter(dossier=OuterRef("pk"), permission="ombuds.view", ended_at=None)))
