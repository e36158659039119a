"""What is there of a complaint, as far as its procedure asks: one statement."""

from dataclasses import replace
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from gehoor.complaints.answer import Letter, Part, Written, lacking_parts, missing_sentence
from gehoor.complaints.commitments import LIVE
from gehoor.complaints.models import (
    Account,
    Answer,
    Complaint,
    Declaration,
    Grievance,
    Hearing,
    Joining,
    Judgement,
    NamedPerson,
    Suspension,
)
from gehoor.complaints.procedure import DECIDED_STEPS, Facts
from gehoor.complaints.promised import Commitment
from gehoor.kernel.prepared import DAY_HOLE, HOLE, Prepared, Shapes
from gehoor.regulations.queries import content_of

TEXTS = ("summary", "remedy", "outstanding", "learnt")
"""The texts of an answer."""


def facts_of(complaint: Complaint, *, today: date) -> Facts:
    """The facts of one complaint on a day. The account counts as received when every question has an answer or is past its term."""
    row = _asked(complaint, today=today)
    return replace(facts_from(row), lacks_parts=_lacks(row))


_FACTS: Shapes[Complaint] = Shapes()


def _asked(complaint: Complaint, *, today: date) -> Complaint:
    """The row behind :func:`facts_of`. Its SQL is made once: every act on a complaint asks it."""
    ready = _FACTS.get((), lambda: Prepared(_with_all().filter(pk=HOLE), HOLE, DAY_HOLE))
    row: Complaint = next(iter(ready.ask({HOLE: complaint.pk, DAY_HOLE: today})))
    return row


def _with_all() -> QuerySet[Complaint]:
    return with_answer(with_facts(Complaint.objects.all(), today=DAY_HOLE))


def with_answer(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    """Complaints with what their answer has of its parts."""
    here = {"complaint": OuterRef("pk")}
    texts = Answer.objects.filter(**here)
    return rows.annotate(
        **{f"answer_{name}": Subquery(texts.values(name)[:1]) for name in TEXTS},
        has_measure=Exists(Grievance.objects.filter(**here).exclude(measure="")),
        has_commitment=Exists(Commitment.objects.filter(LIVE, **here)),
        regulation=F("dossier__regulation_version_id"),
    )


def parts_lacking(complaint: Complaint, letter: Letter, *, today: date) -> tuple[Part, ...]:
    """The parts that the regulation asks for in this letter and that are not there. One statement."""
    return _lacking(_asked(complaint, today=today), letter)


def _lacks(row: Complaint) -> str:
    lacking = _lacking(row, "final_answer")
    return missing_sentence(lacking) if lacking else ""


def _lacking(row: Complaint, letter: Letter) -> tuple[Part, ...]:
    found = vars(row)
    written = Written(
        *(found[f"answer_{name}"] or "" for name in TEXTS),
        has_points=found["has_points"],
        has_measure=found["has_measure"],
        has_commitment=found["has_commitment"],
        findings_complete=found["has_points"] and not found["has_open_points"],
    )
    return lacking_parts(content_of(found["regulation"]), written, letter)


def with_facts(rows: QuerySet[Complaint], *, today: date) -> QuerySet[Complaint]:
    """Complaints with what :func:`facts_from` needs along: no statement more."""
    here = {"complaint": OuterRef("pk")}
    waiting = Account.objects.filter(**here, answered_at=None).filter(
        Q(deadline__due_on__gte=today) | Q(deadline__due_on=None)
    )
    signed = Declaration.objects.filter(**here, staff=OuterRef("handler"), kind=Declaration.Kind.NOT_INVOLVED)
    open_points = Grievance.objects.filter(**here).filter(Q(finding="") | Q(reasons=""))
    judgement = Judgement.objects.filter(**here, decided_at=None, drafted_by=OuterRef("handler")).order_by("-pk")
    joined = Joining.objects.filter(**here, ended_at=None)
    return rows.annotate(
        is_suspended=Exists(Suspension.objects.filter(**here, ended_at=None)),
        is_joined=Exists(joined),
        main_decided=Exists(joined.filter(into__step__in=DECIDED_STEPS)),
        has_open_joined=Exists(joined_open(OuterRef("pk"))),
        has_unsettled=Exists(NamedPerson.objects.filter(**here, staff=None, is_nobody=False)),
        has_declaration=Exists(signed),
        has_points=Exists(Grievance.objects.filter(**here)),
        has_open_points=Exists(open_points),
        has_account=Exists(Account.objects.filter(**here)),
        has_waiting_account=Exists(waiting),
        has_heard=Exists(Hearing.objects.filter(**here, whom=Hearing.Whom.COMPLAINANT)),
        has_draft=Exists(judgement),
        draft_differs=Subquery(judgement.values("differs")[:1]),
        draft_advised_at=Subquery(judgement.values("advised_at")[:1]),
    )


def joined_open(main: OuterRef | int) -> QuerySet[Joining]:
    """The complaints joined to this one of which a point has no finding, or whose handler did not sign."""
    here = {"complaint": OuterRef("complaint")}
    points = Grievance.objects.filter(**here)
    signed = Declaration.objects.filter(
        **here, staff=OuterRef("complaint__handler"), kind=Declaration.Kind.NOT_INVOLVED
    )
    rows = Joining.objects.filter(into=main, ended_at=None)
    return rows.filter(~Exists(points) | Exists(points.filter(Q(finding="") | Q(reasons=""))) | ~Exists(signed))


def facts_from(row: Complaint) -> Facts:
    """The facts of a complaint that came from :func:`with_facts`."""
    found = vars(row)
    return Facts(
        department=row.concerned_department_id is not None,
        names_settled=not found["has_unsettled"],
        handler=row.handler_id is not None,
        declaration=found["has_declaration"],
        grievances_answered=found["has_points"] and not found["has_open_points"],
        account_received=found["has_account"] and not found["has_waiting_account"],
        draft=found["has_draft"],
        differs=bool(found["draft_differs"]),
        advice=found["draft_advised_at"] is not None,
        complainant_heard=found["has_heard"],
        stands_alone=not found["is_joined"],
        not_suspended=not found["is_suspended"],
        joined_answered=not found["has_open_joined"],
        main_decided=found["main_decided"],
    )
