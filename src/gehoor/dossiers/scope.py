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
    barred = Bar.objects.filter(dossier=OuterRef("pk"), staff=actor.id, reading=True, lifted_at=None)
    return Dossier.objects.filter(seen).filter(~Exists(barred))


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
