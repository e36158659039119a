"""Who may not handle a complaint, and why: the facts gathered in one statement, judged by the rule of the regulation."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, TruncDate

from gehoor.complaints.models import Account, Complaint, Declaration, EarlierTreatment, Hearing, NamedPerson, Override
from gehoor.complaints.procedure import Step
from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Assignment, Dossier, FirstLineOffer, WorkItem
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import BRUSSELS
from gehoor.kernel.prepared import HOLE, Prepared, Shapes
from gehoor.organisation.access import actor_of_user, actors_with, away_today, people_with
from gehoor.organisation.models import Absence, Membership
from gehoor.regulations.independence import INTEREST, NAMED, Conflict, Involvement, conflicts
from gehoor.regulations.queries import content_of
from gehoor.regulations.schema import AssignmentRule

ACCOUNT = "account"
HEARD = "heard"
EARLIER = "earlier"

CANNOT_BE_LIFTED = frozenset({NAMED, INTEREST, EARLIER})
"""Nobody may judge what they did themselves, whoever says so (Bestuursdecreet art. II.86)."""


CANNOT_SPEAK_FOR_IT = frozenset({NAMED, INTEREST})
"""Who it is about personally does not give the account of the department; what they have to say is asked in a hearing."""


@dataclass(frozen=True)
class Concerned:
    """Who had to do with a complaint, as far as the city knows at this moment, and what follows from it."""

    involvement: Involvement
    accounts: frozenset[int]
    concerned_may_read: bool
    heard: frozenset[int] = frozenset()
    earlier: frozenset[int] = frozenset()

    def conflicts_of(self, staff_id: int | None) -> list[Conflict]:
        """Everything that stands between this person and the complaint; empty when independent."""
        if staff_id is None:
            return []
        found = conflicts(staff_id, self.involvement)
        if staff_id in self.accounts and staff_id not in self.involvement.overridden:
            found.append(Conflict(ACCOUNT, "Gaf in deze klacht het relaas van de dienst.", reading=False))
        if staff_id in self.heard and staff_id not in self.involvement.overridden:
            found.append(Conflict(HEARD, "Werd gehoord in deze klacht.", reading=False))
        if staff_id in self.earlier:
            sentence = "Behandelde deze klacht al. Het reglement vraagt nu iemand anders."
            found.append(Conflict(EARLIER, sentence, reading=False))
        return found

    def may_not_read(self, conflict: Conflict) -> bool:
        """Whether who has this conflict may not even see the complaint, under this regulation."""
        return conflict.reading and not self.concerned_may_read

    def known(self) -> set[int]:
        """Everybody (staff ids) with a conflict that does not change with a transfer: these are barred by name."""
        facts = self.involvement
        by_name = {*facts.named, *facts.first_line, *facts.interested, *facts.delegates}
        return by_name | self.accounts | self.heard | self.earlier


def nobody_concerned(complaint: Complaint) -> Concerned:
    """Who is concerned when no person and no department was named and nothing went before: nobody is known. No statement."""
    rule = content_of(complaint.dossier.regulation_version_id).assignment
    nobody = Involvement(head_is_handler=rule.head_is_handler)
    return Concerned(nobody, frozenset(), rule.concerned_may_read)


def concerned_in(complaint: Complaint) -> Concerned:
    """All that is known now about who had to do with this complaint. One statement."""
    ready = _CONCERNED.get((), lambda: Prepared(_with_all().filter(pk=HOLE), HOLE))
    return concerned_from(next(iter(ready.ask({HOLE: complaint.pk}))))


_CONCERNED: Shapes[Complaint] = Shapes()
"""The SQL of :func:`concerned_in` is made once: every act on a complaint asks it."""


def _with_all() -> QuerySet[Complaint]:
    return with_concerned(Complaint.objects.select_related("dossier"))


def concerned_from(row: Complaint) -> Concerned:
    """The same, of a complaint that came from :func:`with_concerned`. No statement."""
    content = content_of(row.dossier.regulation_version_id)
    concerned, stage = concerned_under(content.assignment, row), content.stage_after(row.stage - 1)
    if stage is None or not stage.another_handler:
        return concerned
    return replace(concerned, earlier=frozenset(pk for pk in vars(row)["earlier_ids"] if pk is not None))


def concerned_under(rule: AssignmentRule, row: Complaint) -> Concerned:
    """The same, as another regulation would have it, but for its stages."""
    found = vars(row)
    named = frozenset(found["named_ids"])
    parts = ("assigned_ids", "offering_ids", "writing_ids", "tasked_ids")
    first_line = {pk for part in parts for pk in found[part]} | {found["first_handler"]}
    involvement = Involvement(
        named=named,
        interested=frozenset(found["interested_ids"]),
        first_line=frozenset(first_line - {None}),
        concerned_department=found["department_name"] or "",
        concerned_members=frozenset(found["member_ids"]),
        concerned_head=found["head_id"],
        head_is_handler=rule.head_is_handler,
        delegates=_by_deputy(found["delegate_pairs"]),
        overridden=frozenset(found["lifted_ids"]) - named,
    )
    return Concerned(
        involvement, frozenset(found["account_ids"]), rule.concerned_may_read, frozenset(found["heard_ids"])
    )


def with_concerned(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Complaints with what :func:`concerned_from` needs along: no statement more."""
    here = {"complaint": OuterRef("pk")}
    first = {"dossier": OuterRef("dossier__arises_from")}
    declared = Declaration.objects.filter(**here, kind=Declaration.Kind.INTEREST)
    writing = Message.objects.filter(thread=OuterRef("dossier__arises_from__thread"), author_id__isnull=False)
    tasked = WorkItem.objects.filter(
        dossier=OuterRef("pk"), kind=WorkItem.Kind.TASK, department=OuterRef("concerned_department")
    )
    return rows.annotate(
        named_ids=ArraySubquery(NamedPerson.objects.filter(**here, staff__isnull=False).values("staff_id")),
        interested_ids=ArraySubquery(declared.values("staff_id")),
        lifted_ids=ArraySubquery(Override.objects.filter(**here).values("staff_id")),
        account_ids=ArraySubquery(Account.objects.filter(**here, answered_by__isnull=False).values("answered_by_id")),
        heard_ids=ArraySubquery(Hearing.objects.filter(**here, staff__isnull=False).values("staff_id")),
        earlier_ids=ArraySubquery(EarlierTreatment.objects.filter(**here).values("handler_id")),
        assigned_ids=ArraySubquery(Assignment.objects.filter(**first, staff__isnull=False).values("staff_id")),
        offering_ids=ArraySubquery(FirstLineOffer.objects.filter(**first).values("by_id")),
        writing_ids=ArraySubquery(writing.values("author_id").distinct()),
        tasked_ids=ArraySubquery(
            tasked.exclude(done_by=None).exclude(done_by=OuterRef("coordinator")).values("done_by_id")
        ),
        member_ids=ArraySubquery(
            Membership.objects.filter(department=OuterRef("concerned_department")).values("staff_id")
        ),
        delegate_pairs=ArraySubquery(_stood_in()),
        first_handler=Subquery(Dossier.objects.filter(pk=OuterRef("dossier__arises_from")).values("handler_id")),
        head_id=F("concerned_department__head_id"),
        department_name=F("concerned_department__name"),
    )


def _by_deputy(pairs: Collection[dict[str, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for pair in pairs:
        found.setdefault(pair["deputy"], set()).add(pair["principal"])
    return found


def _stood_in() -> QuerySet[Absence, Any]:
    """Who stood in, since the complaint came in, for somebody named in it, of the department concerned or of the first line."""
    moment = ExpressionWrapper(OuterRef("dossier__received_at"), output_field=DateTimeField())
    received = TruncDate(moment, tzinfo=BRUSSELS)
    concerned = (
        Q(staff__memberships__department=OuterRef("concerned_department"))
        | Q(staff=OuterRef("concerned_department__head"))
        | Q(staff=OuterRef("dossier__arises_from__handler"))
        | Q(
            staff__in=NamedPerson.objects.filter(complaint=OuterRef(OuterRef("pk")), staff__isnull=False).values(
                "staff"
            )
        )
    )
    rows = Absence.objects.filter(concerned, deputy__isnull=False, withdrawn_at=None, last_day__gte=received)
    return rows.order_by().values(pair=JSONObject(deputy="deputy_id", principal="staff_id")).distinct()


def conflicts_of(complaint: Complaint, staff_id: int | None) -> list[Conflict]:
    """Why this person may not handle, coordinate or advise on the complaint; empty when independent. One statement."""
    return concerned_in(complaint).conflicts_of(staff_id)


def _independent(concerned: Concerned, people: Collection[Actor]) -> list[Actor]:
    return [person for person in people if not concerned.conflicts_of(person.id)]


def coordinators_for(complaint: Complaint) -> list[Actor]:
    """Who may coordinate this complaint, by the ladder: independent coordinators; without any, the independent algemeen directeur.

    Three statements at most.
    """
    return coordinators_among(concerned_in(complaint), least_busy("complaints.coordinate"))


def coordinators_among(concerned: Concerned, coordinators: Collection[Actor]) -> list[Actor]:
    """The same, when who is concerned and who has the right are known, in that order. One statement at most."""
    return _independent(concerned, coordinators) or _independent(concerned, least_busy("complaints.advise"))


def least_busy(permission: str) -> list[Actor]:
    """Everybody active who holds a permission: who is away today last, then who coordinates the fewest open complaints first,
    then by name. One statement.
    """
    away = Exists(away_today().filter(staff=OuterRef("pk")))
    open_ones = Complaint.objects.exclude(step=Step.CLOSED).filter(coordinator=OuterRef("pk")).order_by()
    busy = Subquery(open_ones.values("coordinator").annotate(open=Count("pk")).values("open"))
    return [actor_of_user(person) for person in people_with(permission).order_by(away, Coalesce(busy, 0), "name")]


def handlers(complaint: Complaint) -> list[tuple[Actor, list[Conflict]]]:
    """Everybody with ``complaints.investigate``, each with the conflicts. Two statements."""
    concerned = concerned_in(complaint)
    return [(person, concerned.conflicts_of(person.id)) for person in actors_with("complaints.investigate")]
