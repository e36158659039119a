"""The few rows of the small tables that hang on a complaint: fetched as JSON in one statement, handed out as values."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, JSONObject

from gehoor.complaints import commitments, pages
from gehoor.complaints.answer import Written, lacking_parts, mandatory
from gehoor.complaints.contact_plans import plans_of
from gehoor.complaints.exhibits import Key, numbered
from gehoor.complaints.facts import TEXTS, joined_open
from gehoor.complaints.forwarded import Forwarding
from gehoor.complaints.models import (
    Account,
    Answer,
    Complaint,
    Decision,
    Declaration,
    Exhibit,
    Grievance,
    Hearing,
    Joining,
    Judgement,
    NamedPerson,
    Override,
    Proposal,
    Recommendation,
    Referral,
    Suspension,
)
from gehoor.complaints.procedure import EVERY_MOVE, REACTION_LABELS, REFERRAL_GROUND_LABELS, Reaction, ReferralGround
from gehoor.complaints.promised import Commitment
from gehoor.correspondence.models import Attachment, Direction, Message, Page, Thread
from gehoor.dossiers.canned import canned_rows
from gehoor.dossiers.inquiries import inquiry_rows
from gehoor.dossiers.models import Bar, Deadline, Dossier, Inquiry, WorkItem
from gehoor.dossiers.queries import REPRESENTED, reporters_of
from gehoor.dossiers.writing import unsent_rows
from gehoor.journal.entries import dossier_chain, sentence_of
from gehoor.journal.models import Entry
from gehoor.kernel.rows import dated
from gehoor.organisation.models import Staff
from gehoor.regulations.schema import Content

Row = dict[str, Any]
_MOVE_LABELS = {move.name: move.label for move in EVERY_MOVE}
_HERE = {"complaint": OuterRef("pk")}


def _json(rows: QuerySet[Any], *plain: str, **named: Any) -> ArraySubquery:
    return ArraySubquery(rows.values(json=JSONObject(**{name: name for name in plain}, **named)))


def shared() -> dict[str, ArraySubquery]:
    """What staff, ombudsman and complainant all see something of."""
    recommended = Recommendation.objects.filter(referral=OuterRef("pk"))
    return {
        "points": _json(
            Grievance.objects.filter(**_HERE).order_by("number"),
            *("number", "text", "wished_outcome", "finding", "norms", "measure", "reasons", "exhibits", "decided_at"),
            decided_by="decided_by__name",
        ),
        "proposals": _json(
            Proposal.objects.filter(**_HERE).order_by("pk"),
            *("text", "sent_at", "reaction", "reaction_text", "reacted_at"),
            due_on="deadline__due_on",
        ),
        "referrals": _json(
            Referral.objects.filter(**_HERE).order_by("pk"),
            *("pk", "ground", "text", "by_citizen", "second_line", "at", "opened_at", "conclusion"),
            *("concluded_at", "ended_at"),
            concluded_by="concluded_by__name",
            recommendations=_json(
                recommended.order_by("number"),
                *("number", "text"),
                work_item="work_item_id",
                done_at="work_item__done_at",
                outcome="work_item__outcome",
            ),
        ),
        "commitments": commitments.column(Commitment.objects.filter(**_HERE)),
        "deadlines": _json(
            Deadline.objects.filter(dossier=OuterRef("pk")).order_by("pk"), "term", "due_on", "met_on", "ended_on"
        ),
    }


def hearings(rows: QuerySet[Hearing]) -> ArraySubquery:
    """Conversations with their reports, as a column."""
    return _json(
        rows.order_by("number"),
        *("pk", "number", "kind", "whom", "name", "held_on", "report", "at", "correction", "checked_at"),
        by="by__name",
    )


def talks(rows: Iterable[Row]) -> tuple[pages.Talk, ...]:
    """The conversations, oldest first."""
    return tuple(
        pages.Talk(
            **{name: value for name, value in row.items() if name != "kind"},
            kind_label=Hearing.Kind(row["kind"]).label,
        )
        for row in rows
    )


def suspensions() -> ArraySubquery:
    """When the city waited for somebody else, as a column."""
    rows = Suspension.objects.filter(**_HERE).order_by("pk")
    return _json(rows, "kind", "reason", "at", "ended_at", "outcome", by="by__name")


def suspended(rows: Iterable[Row]) -> tuple[pages.Suspended, ...]:
    """The suspensions, oldest first."""
    return tuple(
        pages.Suspended(
            **{name: value for name, value in row.items() if name != "kind"},
            kind_label=Suspension.Kind(row["kind"]).label,
        )
        for row in rows
    )


def _joinings(rows: QuerySet[Joining], other: str) -> ArraySubquery:
    points = Grievance.objects.filter(Q(finding="") | Q(reasons=""), complaint=OuterRef(f"{other}_id"))
    counted = points.order_by().values("complaint").annotate(count=Count("pk")).values("count")
    return _json(
        rows.order_by("pk"),
        *("reason", "at"),
        reference=f"{other}__dossier__reference",
        step=f"{other}__step",
        points_open=Coalesce(Subquery(counted), 0),
    )


def joined(few: dict[str, list[Row]]) -> tuple[pages.Joined, ...]:
    """The complaint this one is joined to, then those that are joined to it."""
    return tuple(
        pages.Joined(**{name: value for name, value in row.items() if name != "step"}, is_main=name == "mains")
        for name in ("mains", "joined")
        for row in few[name]
    )


_NUMBERED = (
    ("file", "attachment_id"),
    ("account", "account_id"),
    ("report", "hearing_id"),
    ("reply", "reply_id"),
)


def exhibits(few: dict[str, list[Row]]) -> tuple[tuple[pages.Exhibit, ...], tuple[pages.Evidence, ...]]:
    """The files, each with its number, and all that has a number. What was not numbered yet shows the number it will get."""
    given: dict[Key, int] = {}
    for row in few["numbers"]:
        for kind, column in _NUMBERED:
            if row[column] is not None:
                given[kind, row[column]] = row["number"]
    erased = {("file", -row["number"]): row["number"] for row in few["numbers"] if row["number"] not in given.values()}
    accounts = [row for row in few["accounts"] if row["answered_at"]]
    found: list[tuple[Key, datetime]] = [
        (("file", row["pk"]), row["at"])
        for row in few["exhibits"]
        if not row["from_note"] and (not row["withdrawn_at"] or ("file", row["pk"]) in given)
    ]
    found += [(("account", row["pk"]), row["answered_at"]) for row in accounts]
    found += [(("report", row["pk"]), row["at"]) for row in few["talks"]]
    found += [(("reply", row["pk"]), row["at"]) for row in few["replies"]]
    numbers = numbered(found, given | erased)
    files = tuple(pages.Exhibit(**row, number=numbers.get(("file", row["pk"]), 0)) for row in few["exhibits"])
    evidence = [pages.Evidence(one.number, one.name, one.from_name, one.at, file=one) for one in files if one.number]
    evidence += [
        pages.Evidence(
            numbers["account", row["pk"]],
            f"Relaas van {row['department']}",
            row["answered_by"] or row["department"],
            row["answered_at"],
            anchor=f"relaas-{row['pk']}",
        )
        for row in accounts
    ]
    evidence += [
        pages.Evidence(
            numbers["report", row["pk"]],
            f"Verslag van {Hearing.Kind(row['kind']).label} met {row['name']}",
            row["by"],
            row["at"],
            anchor=f"gehoord-{row['number']}",
        )
        for row in few["talks"]
    ]
    evidence += [
        pages.Evidence(
            numbers["reply", row["pk"]],
            "Antwoord van buiten de stad",
            row["from_name"],
            row["at"],
            anchor=f"antwoord-{row['pk']}",
        )
        for row in few["replies"]
    ]
    return files, tuple(sorted(evidence, key=lambda one: one.number))


def _internal(complaint: Complaint) -> dict[str, ArraySubquery]:
    """What only staff and ombudsman see."""
    threads = [complaint.dossier.thread_id]
    if complaint.dossier.arises_from is not None:
        threads.append(complaint.dossier.arises_from.thread_id)
    writers = Entry.objects.filter(chain=dossier_chain(complaint.pk), actor_kind__in=("staff", "ombudsman"))
    return {
        "reporters": _json(
            reporters_of(OuterRef("pk")),
            *REPRESENTED,
            pk="party_id",
            **{name: f"party__{name}" for name in ("name", "email", "phone", "address", "kind", "contact_name")},
        ),
        "names": _json(
            NamedPerson.objects.filter(**_HERE).order_by("pk"),
            "pk",
            "text",
            "staff_id",
            "is_nobody",
            staff="staff__name",
        ),
        "accounts": _json(
            Account.objects.filter(**_HERE).order_by("pk"),
            *("pk", "question", "asked_at", "answer", "answered_at", "reminded_at", "chased_at"),
            department="department__name",
            asked_by="asked_by__name",
            answered_by="answered_by__name",
            due_on="deadline__due_on",
        ),
        "talks": hearings(Hearing.objects.filter(**_HERE)),
        "declarations": _json(
            Declaration.objects.filter(**_HERE).order_by("pk"),
            *("staff_id", "kind", "text", "at"),
            staff="staff__name",
            by="staff__name",
        ),
        "overrides": _json(
            Override.objects.filter(**_HERE).order_by("pk"),
            "staff_id",
            "at",
            staff="staff__name",
            by="by__name",
            text="reason",
        ),
        "refused": _json(
            Bar.objects.filter(dossier=OuterRef("pk"), lifted_at=None).order_by("pk"),
            *("staff_id", "code", "reason", "reading"),
            staff="staff__name",
        ),
        "decisions": _json(
            Decision.objects.filter(**_HERE).order_by("pk"),
            *("pk", "move", "grounds", "reason", "refer_to", "at"),
            by="by_name",
        ),
        "judgements": _json(
            Judgement.objects.filter(**_HERE).order_by("pk"),
            *("drafted_by_id", "draft_finding", "draft_text", "drafted_at", "differs", "other_finding", "other_text"),
            *("differed_at", "advice_text", "advised_at", "decided_finding", "decided_at"),
            drafted_by="drafted_by__name",
            differed_by="differed_by__name",
            advised_by="advised_by__name",
        ),
        "answers": _json(
            Answer.objects.filter(**_HERE),
            *("summary", "remedy", "outstanding", "learnt", "written_at", "approved_at"),
            written_by="written_by__name",
            approved_by="approved_by__name",
        ),
        "canned": ArraySubquery(canned_rows(OuterRef("dossier__department"))),
        "unsent": ArraySubquery(unsent_rows(OuterRef("pk"))),
        "work": _json(
            WorkItem.objects.filter(dossier=OuterRef("pk")).order_by("due_on", "pk"),
            *("pk", "kind", "title", "due_on", "done_at", "outcome"),
            department="department__name",
            assignee="assignee__name",
        ),
        "exhibits": _json(
            Attachment.objects.filter(message__thread__in=_with_outside(threads, complaint))
            .exclude(message__direction=Direction.OUT, message__thread__page=Page.ANSWER)
            .order_by("message__at", "pk"),
            "pk",
            public_id=Cast("file__public_id", CharField()),
            name="file__name",
            size="file__size",
            from_name="message__author_name",
            at="message__at",
            from_note=ExpressionWrapper(Q(message__direction=Direction.NOTE), output_field=BooleanField()),
            withdrawn_at="withdrawn_at",
        ),
        "numbers": _json(
            Exhibit.objects.filter(**_HERE).order_by("number"),
            "number",
            "attachment_id",
            "account_id",
            "hearing_id",
            "reply_id",
        ),
        "inquiries": ArraySubquery(inquiry_rows(OuterRef("pk"))),
        "replies": _json(
            Message.objects.filter(thread__inquiry__dossier=OuterRef("pk"), direction=Direction.IN).order_by(
                "at", "pk"
            ),
            *("pk", "at"),
            from_name="author_name",
        ),
        "suspensions": suspensions(),
        "plans": _json(plans_of(OuterRef(OuterRef("pk"))), "pk", "agreed", "reasons", "ends_on", "at", by="by__name"),
        "mains": _joinings(Joining.objects.filter(**_HERE, ended_at=None), "into"),
        "joined": _joinings(Joining.objects.filter(into=OuterRef("pk"), ended_at=None), "complaint"),
        "unjoined": _json(joined_open(OuterRef("pk")), "pk"),
        "forwardings": _json(
            Forwarding.objects.filter(dossier=OuterRef("pk")), "second_line", "their_reference", "filed_on", "told_at"
        ),
        "first_lines": _json(
            Dossier.objects.filter(pk=OuterRef("dossier__arises_from")), "pk", "reference", "title", "step", "kind"
        ),
        "people": _json(Staff.objects.filter(pk__in=writers.values("actor_id")), "pk", "name"),
    }


def _with_outside(threads: list[int], complaint: Complaint) -> QuerySet[Any]:
    """These conversations and those with people outside: a union, so that each part goes by its own index."""
    own: QuerySet[Any] = Thread.objects.filter(pk__in=threads).values("pk")
    return own.union(Inquiry.objects.filter(dossier=complaint.pk).values("thread"), all=True)


def all_of(complaint: Complaint) -> dict[str, list[Row]]:
    """Every small row of a complaint, by table. One statement."""
    columns = {f"{name}_json": rows for name, rows in (shared() | _internal(complaint)).items()}
    found: Row = dict(Complaint.objects.filter(pk=complaint.pk).values(**columns).get())
    return {name.removesuffix("_json"): [dated(row) for row in rows] for name, rows in found.items()}


def points(rows: Iterable[Row], rules: Content, *, with_findings: bool = True) -> tuple[pages.Point, ...]:
    """The grievances. Without findings for who may not see them yet."""
    hidden: Row = {} if with_findings else _NO_FINDING
    return tuple(_point(row | hidden, rules) for row in rows)


_NO_FINDING: Row = {
    "finding": "",
    "norms": [],
    "measure": "",
    "reasons": "",
    "exhibits": [],
    "decided_by": "",
    "decided_at": None,
}


def _point(row: Row, rules: Content) -> pages.Point:
    finding = rules.findings.get(row["finding"])
    norms = tuple(row["norms"])
    labels = tuple(rules.norms[code].label if code in rules.norms else code for code in norms)
    return pages.Point(
        **row
        | {
            "norms": norms,
            "norm_labels": labels,
            "exhibits": tuple(row["exhibits"]),
            "finding_label": "" if finding is None else finding.label,
            "decided_by": row["decided_by"] or "",
        }
    )


def proposals(rows: Iterable[Row]) -> tuple[pages.Offered, ...]:
    """The proposals with their reactions, oldest first."""
    return tuple(
        pages.Offered(**row, reaction_label=REACTION_LABELS[Reaction(row["reaction"])] if row["reaction"] else "")
        for row in rows
    )


def referrals(rows: Iterable[Row]) -> tuple[pages.Referred, ...]:
    """The referrals, oldest first."""
    return tuple(
        pages.Referred(
            **row
            | {
                "ground_label": REFERRAL_GROUND_LABELS[ReferralGround(row["ground"])],
                "concluded_by": row["concluded_by"] or "",
                "recommendations": tuple(pages.Advised(**dated(advice)) for advice in row["recommendations"]),
            }
        )
        for row in rows
    )


def decisions(rows: Iterable[Row], rules: Content, entries: Iterable[Entry]) -> tuple[pages.Decided, ...]:
    """The decisions with the names of their grounds, oldest first, each in the words of the journal for what was done."""
    known = rules.grounds
    said = {entry.payload.get("decision"): sentence_of(entry.verb, entry.payload) for entry in entries}
    return tuple(
        pages.Decided(
            **row
            | {
                "label": said.get(row["pk"]) or _MOVE_LABELS.get(row["move"], row["move"]),
                "grounds": tuple(known[code].label if code in known else code for code in row["grounds"]),
            }
        )
        for row in rows
    )


def judgements(rows: Iterable[Row], rules: Content) -> tuple[pages.TwoViews, ...]:
    """The drafts with the second view and the advice, oldest first; findings by their Dutch name."""
    findings = ("draft_finding", "other_finding", "decided_finding")
    return tuple(
        pages.TwoViews(
            **{name: value for name, value in row.items() if name != "drafted_by_id"}
            | {name: rules.findings[row[name]].label for name in findings if row[name] in rules.findings}
            | {name: row[name] or "" for name in ("differed_by", "advised_by")}
        )
        for row in rows
    )


def written(few: dict[str, list[Row]]) -> Written:
    """What there is of the parts of the answer."""
    texts = few["answers"][0] if few["answers"] else dict[str, str]()
    points = few["points"]
    return Written(
        *(texts.get(name, "") for name in TEXTS),
        has_points=bool(points),
        has_measure=any(row["measure"] for row in points),
        has_commitment=any(not row["kept_at"] and not row["withdrawn_at"] for row in few["commitments"]),
        findings_complete=bool(points) and all(row["finding"] and row["reasons"] for row in points),
    )


def answer(few: dict[str, list[Row]], rules: Content) -> pages.AnswerParts:
    """The answer with the parts that it lacks."""
    rows = filled(few["answers"], "written_by", "approved_by")
    lacking = lacking_parts(rules, written(few))
    return pages.AnswerParts(**(rows[0] if rows else {}), asked=mandatory(rules), lacking=lacking)


def filled(rows: Iterable[Row], *names: str) -> list[Row]:
    """Rows with an empty text where a name is unknown."""
    return [row | {name: row[name] or "" for name in names} for row in rows]
