"""The only doors to a dossier. What you may not see looks like what does not exist."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gehoor.correspondence.queries import threads_behind
from gehoor.dossiers.models import Bar, Dossier, Inquiry, Participant, WorkItem
from gehoor.dossiers.scope import taken_by, visible
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import NotFound
from gehoor.kernel.prepared import TEXT_HOLE, Prepared, Shapes, key_of, shape_of, values_of
from gehoor.kernel.references import parse_reference

NO_SUCH_DOSSIER = "We vinden dit dossier niet."
NO_SUCH_TASK = "We vinden deze taak niet."


def dossier_for(actor: Actor, reference: str) -> Dossier:
    """The dossier with that reference, if this actor may see it. Raises NotFound otherwise."""
    spelled = parse_reference(reference)
    dossier = next(iter(_behind(actor, spelled)), None) if spelled else None
    if dossier is None:
        raise NotFound(NO_SUCH_DOSSIER)
    return dossier


_DOORS: Shapes[Dossier] = Shapes()


def _behind(actor: Actor, reference: str) -> QuerySet[Dossier]:
    shape = shape_of(actor)
    ready = _DOORS.get(key_of(actor), lambda: Prepared(_visible_with(shape, TEXT_HOLE), TEXT_HOLE, actor=shape))
    return ready.ask({TEXT_HOLE: reference} | values_of(actor))


def _visible_with(actor: Actor, reference: str) -> QuerySet[Dossier]:
    return visible(actor).select_related("department", "category", "thread").filter(reference=reference)


def _family_of(threads: QuerySet[Any]) -> QuerySet[Any]:
    """The ids of the dossiers of these threads, those they arise from, and all that arise from either.

    A union: each part goes by its own index, where one condition with "or" would walk every dossier.
    """
    linked = Dossier.objects.filter(thread__in=threads)
    own: QuerySet[Any] = linked.values("pk")
    before: QuerySet[Any] = linked.values("arises_from")
    after = (Dossier.objects.filter(arises_from__in=ids).values("pk") for ids in (own, before))
    return own.union(before, *after, all=True)


def citizen_behind(token: str, *, at: datetime) -> tuple[Actor, list[Dossier]]:
    """The citizen a tracking link stands for, and the dossiers of the matter: the one linked to first.

    A matter is a dossier, the one it arises from and those that arise from it, as long as the reporter is the same.
    Unknown, expired and revoked links raise NotFound alike. One statement.
    """
    threads = threads_behind(token, at=at)
    party = Participant.objects.filter(dossier=OuterRef("pk"), role=Participant.Role.REPORTER).values("party")[:1]
    shown = Dossier.objects.filter(pk__in=_family_of(threads)).select_related("department", "thread", "category")
    found = list(shown.annotate(party_id=Subquery(party), linked=Q(thread__in=threads)).order_by("-linked", "-pk"))
    if not found:
        raise NotFound("Deze link werkt niet (meer). Vraag een nieuwe link met je nummer en je e-mailadres.")
    own, *others = found
    mine = [own] + [other for other in others if own.party_id is not None and other.party_id == own.party_id]
    actor = Actor(
        kind=ActorKind.CITIZEN,
        id=own.party_id,
        name=own.reporter_name,
        dossier_ids=frozenset(dossier.pk for dossier in mine),
    )
    return actor, list(mine)


def inquiry_behind(token: str, *, at: datetime) -> tuple[Actor, Inquiry]:
    """Somebody outside the city with the link of one question, and that question.

    Unknown, expired, revoked, withdrawn, a citizen's link, and the link of who may not read the dossier: NotFound alike. One statement.
    """
    theirs = {"dossier": OuterRef("dossier"), "staff__email__iexact": OuterRef("email")}
    barred = Exists(Bar.objects.filter(**theirs, lifted_at=None))
    rows = Inquiry.objects.filter(thread__in=threads_behind(token, at=at)).exclude(ending=Inquiry.Ending.WITHDRAWN)
    inquiry = rows.filter(~barred).select_related("thread", "asked_by", "dossier__department", "dossier__body").first()
    if inquiry is None:
        raise NotFound("Deze link werkt niet (meer).")
    return who_was_asked(inquiry), inquiry


def who_was_asked(inquiry: Inquiry) -> Actor:
    """Whoever a question was asked of, as the one who acts: with no right but to answer it."""
    return Actor(kind=ActorKind.OUTSIDE, id=inquiry.pk, name=inquiry.whom)


def letter_for(actor: Actor, pk: int) -> WorkItem:
    """The task to post a letter, with the letter along, for who may see its dossier. Raises NotFound."""
    item = work_item_for(actor, pk)
    if item.kind != WorkItem.Kind.POST or not vars(item)["dossier_seen"]:
        raise NotFound(NO_SUCH_TASK)
    return item


def work_item_for(actor: Actor, pk: int) -> WorkItem:
    """An open or finished task of the actor or of who the actor stands in for, of the actor's departments, or on a dossier the
    actor sees. Raises NotFound.
    """
    mine = taken_by(actor) | Q(department__in=actor.department_ids)
    seen = Exists(visible(actor).filter(pk=OuterRef("dossier")))
    rows = WorkItem.objects.select_related("dossier", "department", "assignee", "message").annotate(dossier_seen=seen)
    item = rows.filter(mine | Q(dossier_seen=True), pk=pk).first() if actor.id is not None else None
    if item is None:
        raise NotFound(NO_SUCH_TASK)
    return item
