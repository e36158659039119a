"""What pages and lists about complaints show."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from gehoor.complaints import citizen, entries, pieces
from gehoor.complaints.answer import lacking_parts, missing_sentence
from gehoor.complaints.commitments import committed
from gehoor.complaints.conflicts import (
    CANNOT_BE_LIFTED,
    CANNOT_SPEAK_FOR_IT,
    Concerned,
    concerned_from,
    concerned_in,
    handlers,
)
from gehoor.complaints.facts import facts_of
from gehoor.complaints.lateness import not_in_time
from gehoor.complaints.models import (
    Account,
    Complaint,
    Hearing,
    NamedPerson,
    Proposal,
    Recommendation,
    Referral,
)
from gehoor.complaints.pages import (
    AccountLine,
    AccountPage,
    AvailableMove,
    Candidate,
    Choice,
    Choices,
    CitizenView,
    ComplaintPage,
    Evidence,
    Independence,
    Name,
    Plan,
    ReferralPage,
    Refused,
    Signed,
    TimelineLine,
    Told,
)
from gehoor.complaints.procedure import (
    DECIDED_STEPS,
    OPEN_STEPS,
    By,
    Facts,
    Need,
    Outcome,
    ReferralGround,
    Step,
    missing,
    moves_from,
    referral_grounds,
)
from gehoor.complaints.track import Came, track_of
from gehoor.complaints.wording import next_stage, norm_labels, rules_of, second_line_for
from gehoor.correspondence.models import Direction
from gehoor.correspondence.queries import as_told_outside, conversation
from gehoor.dossiers.actions.intake import Reporter, Submission, missing_identity
from gehoor.dossiers.inquiries import asked_outside, in_two
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Bar, Deadline, Dossier
from gehoor.dossiers.queries import clocks_of, reporter_of
from gehoor.dossiers.writing import own_text
from gehoor.journal.entries import dossier_chain, entry_type
from gehoor.journal.models import Entry
from gehoor.journal.queries import faults_in, timeline
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.rows import dated
from gehoor.organisation.access import may
from gehoor.organisation.queries import away_on, department_names, head_ids

_GIVEN_WITH_THE_MOVE = (Need.REASON, Need.GROUNDS)


def complaint_page(complaint: Complaint, actor: Actor, *, today: date) -> ComplaintPage:
    """The page of a complaint that came through the door, in four statements (five when its facts did not come along)."""
    dossier, rules = complaint.dossier, rules_of(complaint)
    few = pieces.all_of(complaint)
    threads = [dossier.thread_id]
    if dossier.arises_from is not None:
        threads.append(dossier.arises_from.thread_id)
    clocks = clocks_of(dossier, today=today)
    concerned = _concerned(complaint)
    facts = _facts_in(complaint, few, today=today)
    hands = _hands(complaint, actor, concerned)
    entries = timeline(dossier_chain(complaint.pk))
    files, evidence = pieces.exhibits(few)
    inquiries = asked_outside(few["inquiries"])
    messages, outside = in_two(conversation(*threads, *(one.thread for one in inquiries)), inquiries)
    return ComplaintPage(
        complaint=complaint,
        dossier=dossier,
        first_line=next(iter(few["first_lines"]), None),
        forwarded=next(iter(few["forwardings"]), None),
        messages=messages,
        inquiries=inquiries,
        outside=outside,
        entries=entries,
        clocks=clocks,
        track=track_of(complaint, Came(bool(few["judgements"]), bool(few["proposals"])), clocks),
        moves=_moves(complaint, hands, facts),
        hands=hands,
        reporter=next(iter(few["reporters"]), None),
        points=pieces.points(few["points"], rules),
        names=tuple(Name(**row) for row in pieces.filled(few["names"], "staff")),
        accounts=tuple(AccountLine(**row) for row in pieces.filled(few["accounts"], "answered_by")),
        talks=pieces.talks(few["talks"]),
        declarations=tuple(Signed(**row) for row in few["declarations"]),
        overrides=tuple(Signed(**row, kind="override") for row in few["overrides"]),
        refused=tuple(Refused(**row) for row in few["refused"]),
        decisions=pieces.decisions(few["decisions"], rules, entries),
        judgements=pieces.judgements(few["judgements"], rules),
        answer=pieces.answer(few, rules),
        commitments=committed(few["commitments"], today=today),
        proposals=pieces.proposals(few["proposals"]),
        referrals=pieces.referrals(few["referrals"]),
        work=tuple(few["work"]),
        exhibits=files,
        evidence=evidence,
        joined=pieces.joined(few),
        suspensions=pieces.suspended(few["suspensions"]),
        contact_plan=next((Plan(**row) for row in few["plans"] if row["ends_on"] >= today), None),
        independence=_independence(complaint, facts, concerned),
        regulation=f"{rules.title}, versie {rules.version}",
        grounds_for_second_line=tuple(_grounds_in(complaint, few, today=today)),
        people={row["pk"]: row["name"] for row in few["people"]},
        unsent=own_text(few["unsent"], actor),
        canned=tuple(few["canned"]),
    )


def _concerned(complaint: Complaint) -> Concerned:
    return concerned_from(complaint) if "named_ids" in vars(complaint) else concerned_in(complaint)


def _facts_in(complaint: Complaint, few: dict[str, list[pieces.Row]], *, today: date) -> Facts:
    """The facts a move asks for, from the rows of the page."""
    accounts, points = few["accounts"], few["points"]
    drafts = [row for row in few["judgements"] if row["decided_at"] is None]
    draft = drafts[-1] if drafts and drafts[-1]["drafted_by_id"] == complaint.handler_id else None
    signed = [row for row in few["declarations"] if row["kind"] == "not_involved"]
    return Facts(
        department=complaint.concerned_department_id is not None,
        names_settled=all(row["staff_id"] is not None or row["is_nobody"] for row in few["names"]),
        handler=complaint.handler_id is not None,
        declaration=any(row["staff_id"] == complaint.handler_id for row in signed),
        grievances_answered=bool(points) and all(row["finding"] and row["reasons"] for row in points),
        account_received=bool(accounts)
        and all(row["answered_at"] or (row["due_on"] and row["due_on"] < today) for row in accounts),
        draft=draft is not None,
        differs=bool(draft and draft["differs"]),
        advice=bool(draft and draft["advised_at"]),
        stands_alone=not few["mains"],
        not_suspended=all(row["ended_at"] for row in few["suspensions"]),
        joined_answered=not few["unjoined"],
        main_decided=any(row["step"] in DECIDED_STEPS for row in few["mains"]),
        complainant_heard=any(row["whom"] == Hearing.Whom.COMPLAINANT for row in few["talks"]),
        lacks_parts=_lacks_parts(complaint, few),
    )


def _lacks_parts(complaint: Complaint, few: dict[str, list[pieces.Row]]) -> str:
    lacking = lacking_parts(rules_of(complaint), pieces.written(few))
    return missing_sentence(lacking) if lacking else ""


def available_moves(complaint: Complaint, actor: Actor, *, today: date) -> tuple[AvailableMove, ...]:
    """The moves from this step, each with what is missing in words. Two statements."""
    hands = _hands(complaint, actor, _concerned(complaint))
    return _moves(complaint, hands, facts_of(complaint, today=today))


def _moves(complaint: Complaint, hands: frozenset[By], facts: Facts) -> tuple[AvailableMove, ...]:
    return tuple(
        AvailableMove(
            move,
            bool(move.by & hands),
            tuple(facts.sentence(need) for need in missing(move, facts) if need not in _GIVEN_WITH_THE_MOVE),
        )
        for move in moves_from(Step(complaint.step))
    )


def _hands(complaint: Complaint, actor: Actor, concerned: Concerned) -> frozenset[By]:
    """As whom this actor may act on this complaint; empty for who only reads, or is concerned."""
    if actor.kind is ActorKind.CITIZEN:
        return frozenset({By.COMPLAINANT}) if complaint.pk in actor.dossier_ids else frozenset()
    if concerned.conflicts_of(actor.id):
        return frozenset()
    advises = may(actor, "complaints.advise")
    found = {
        By.COORDINATOR: may(actor, "complaints.coordinate") or (complaint.coordinator_id == actor.id and advises),
        By.HANDLER: complaint.handler_id == actor.id and may(actor, "complaints.investigate", own=True),
        By.DIRECTOR: advises,
    }
    return frozenset(hand for hand, has in found.items() if has)


def _independence(complaint: Complaint, facts: Facts, concerned: Concerned) -> Independence:
    found = concerned.conflicts_of(complaint.handler_id)
    if found:
        return Independence("refused", f"De behandelaar is niet onafhankelijk. {found[0].sentence}")
    return independence_of(complaint, facts.names_settled, facts.declaration)


_ENDED_UNPROVEN = {
    False: "De klacht is afgesloten voor er een behandelaar was.",
    True: "De klacht is afgesloten voor de behandelaar de verklaring tekende.",
}


def independence_of(complaint: Complaint, names_settled: bool, declared: bool) -> Independence:
    if complaint.step == Step.CLOSED and not (complaint.handler_id and declared):
        return Independence("open", _ENDED_UNPROVEN[complaint.handler_id is not None])
    if not names_settled:
        return Independence("blocked", "Een naam past bij niemand: zeg eerst wie het is.")
    if complaint.handler_id is None:
        return Independence("open", "Nog geen behandelaar.")
    if declared:
        return Independence("proven", "De behandelaar tekende de verklaring van niet-betrokkenheid.")
    return Independence("open", "De behandelaar moet de verklaring nog tekenen.")


def candidates(complaint: Complaint, *, day: date) -> list[Candidate]:
    """Everybody who may investigate complaints, eligible first, each with the reasons why not. Three statements."""
    heads, names, away = head_ids(), department_names(), away_on(day)
    found = [
        Candidate(
            staff_id=person.id or 0,
            name=person.name,
            function=names.get(heads.get(person.id or 0, 0), ""),
            departments=tuple(sorted(names.get(pk, "") for pk in person.department_ids)),
            is_head=person.id in heads,
            conflicts=tuple(conflict.sentence for conflict in conflicts),
            away_until=away[person.id].last_day if person.id in away else None,
            liftable=bool(conflicts) and not any(conflict.code in CANNOT_BE_LIFTED for conflict in conflicts),
        )
        for person, conflicts in handlers(complaint)
    ]
    return sorted(found, key=lambda who: (not who.eligible, who.name))


def choices(complaint: Complaint) -> Choices:
    """What the regulation of this complaint lets one choose from. No statement when its content is remembered."""
    rules = rules_of(complaint)
    return Choices(
        grounds=tuple(Choice(g.code, g.label, g.text, g.refer_to, g.hard) for g in rules.grounds.values()),
        findings=tuple(Choice(f.code, f.label, needs_more=f.founded) for f in rules.findings.values()),
        resolutions=tuple(Choice(r.code, r.label) for r in rules.resolutions.values()),
        norms=tuple(Choice(n.code, n.label, n.group) for n in rules.norms.values()),
    )


def referral_grounds_of(complaint: Complaint, *, today: date) -> list[ReferralGround]:
    """On which grounds this complaint can go to the second line today. Two statements."""
    rows = Deadline.objects.filter(dossier=complaint.pk)
    few: dict[str, list[pieces.Row]] = {
        "deadlines": [dict(row) for row in rows.values("term", "due_on", "met_on", "ended_on")],
        "proposals": [dict(row) for row in Proposal.objects.filter(complaint=complaint).values("pk")],
    }
    return _grounds_in(complaint, few, today=today)


def _grounds_in(complaint: Complaint, few: dict[str, list[pieces.Row]], *, today: date) -> list[ReferralGround]:
    """The grounds of the table that the second line of the regulation takes."""
    rules = rules_of(complaint)
    late = not_in_time(few["deadlines"], rules.terms, today=today)
    outcome = Outcome(complaint.outcome) if complaint.outcome else None
    answered = bool(few["proposals"]) and not _city_goes_on(complaint)
    found = referral_grounds(Step(complaint.step), outcome, late=late, answered=answered)
    taken = second_line_for(complaint, day=today).grounds
    return [ground for ground in found if not taken or ground in taken]


def _city_goes_on(complaint: Complaint) -> bool:
    """Whether a treatment inside the city still has to answer: the regulation lets it do so before the second line."""
    if complaint.step == Step.CLOSED:
        return False
    unanswered = complaint.stage > 1 and complaint.step not in (Step.REACTION, Step.CLOSING)
    return unanswered or next_stage(complaint) is not None


def accounts_of(actor: Actor) -> QuerySet[Account]:
    """Every question that was put to the actor's departments: for the door and the list.

    Who is named in the complaint, or declared an interest, sees none of it: a colleague speaks for the department.
    """
    if not actor.is_staff or actor.scope("complaints.account") is None:
        return Account.objects.none()
    barred = Bar.objects.filter(
        dossier=OuterRef("complaint"), staff=actor.id, code__in=CANNOT_SPEAK_FOR_IT, lifted_at=None
    )
    asked = Account.objects.filter(~Exists(barred), department__in=actor.department_ids)
    return asked.select_related("complaint__dossier", "department", "deadline", "asked_by", "answered_by")


def accounts_open_for(actor: Actor) -> list[Account]:
    """The open questions to the actor's departments, by due date, with department and deadline along. One statement.

    Who handles the complaint does not answer for the department.
    """
    rows = accounts_of(actor).filter(answered_at=None, complaint__step__in=OPEN_STEPS)
    return list(rows.exclude(complaint__handler=actor.id).order_by("deadline__due_on", "pk")[:200])


def account_page(account: Account) -> AccountPage:
    """What a department sees of a question to it. One statement."""
    clocks = clocks_of(account.complaint.dossier)
    return AccountPage(
        pk=account.pk,
        department=account.department.name,
        question=account.question,
        asked_by=account.asked_by.name,
        asked_at=account.asked_at,
        clock=next(clock for clock in clocks if clock.deadline.pk == account.deadline_id),
        answer=account.answer,
        answered_by="" if account.answered_by is None else account.answered_by.name,
        answered_at=account.answered_at,
    )


def tracked_complaints(dossiers: Iterable[Dossier], *, today: date) -> dict[int, CitizenView]:
    """The complaints among the dossiers of a matter, by dossier id, as their complainant sees them. One statement."""
    by_id = {dossier.pk: dossier for dossier in dossiers if dossier.kind == Kind.COMPLAINT}
    if not by_id:
        return {}
    rows = Complaint.objects.filter(pk__in=by_id).select_related("coordinator", "handler")
    views = {}
    for row in rows.annotate(**citizen.columns()):
        row.dossier = by_id[row.pk]
        few = {name: [dated(dict(item)) for item in vars(row)[f"{name}_json"]] for name in citizen.TABLES}
        grounds = _grounds_in(row, few, today=today)
        came = Came(bool(vars(row)["was_drafted"]), bool(few["proposals"]))
        views[row.pk] = citizen.view(row, few, grounds, track_of(row, came), today=today)
    return views


def timeline_in_words(entries: Iterable[Entry]) -> list[TimelineLine]:
    """The entries a citizen may read, in their words, oldest first. No statement."""
    lines = []
    for entry in entries:
        text = entry_type(entry.verb).public_sentence(entry.payload)
        if text:
            lines.append(TimelineLine(entry.at, text))
    return lines


def told_in(complaint: Complaint) -> Told:
    """What the complainant gave besides the story. A name that somebody of the city noted later is not among it. Two statements."""
    noted = Entry.objects.filter(chain=dossier_chain(complaint.pk), verb=entries.NAME_ADDED.verb)
    later = set(noted.values_list("payload__named", flat=True))
    names = NamedPerson.objects.filter(complaint=complaint).values_list("pk", "text")
    return Told(tuple(text for pk, text in names if pk not in later), complaint.wished_outcome)


def missing_for_complaint(dossier: Dossier, *, today: date) -> list[str]:
    """Which fields of the reporter a formal complaint from this dossier still asks for (``address``, ``email_or_phone``, …)."""
    party = reporter_of(dossier)
    known = Reporter()
    if party is not None:
        known = Reporter(party.name, party.email, party.phone, party.address, party.kind, party.contact_name)
    return missing_identity(Submission(Kind.COMPLAINT, text="–", reporter=known), day=today)


def referral_page(referral: Referral, actor: Actor, *, at: datetime) -> ReferralPage:
    """All that was handed over to the ombudsman, and nothing of other dossiers.

    What colleagues wrote to each other stays inside the city: notes, the files on them, tasks; so does what has not left yet. That
    a note was written stays in the journal, which goes along whole.
    """
    complaint = referral.complaint
    page, rules = complaint_page(complaint, actor, today=local_date(at)), rules_of(complaint)
    finding, resolution = rules.findings.get(complaint.finding), rules.resolutions.get(complaint.resolution)
    handed = replace(
        page,
        messages=[
            as_told_outside(said)
            for said in page.messages
            if said.message.direction != Direction.NOTE and said.message.is_out(at)
        ],
        outside=[as_told_outside(said) for said in page.outside if said.message.is_out(at)],
        exhibits=tuple(one for one in page.exhibits if not one.from_note and one.withdrawn_at is None),
        evidence=tuple(map(_as_handed_over, page.evidence)),
        work=(),
        moves=(),
    )
    return ReferralPage(
        referral=referral,
        page=handed,
        finding="" if finding is None else finding.label,
        resolution="" if resolution is None else resolution.label,
        norms=norm_labels(complaint, complaint.norms),
        chain_faults=tuple(faults_in(page.entries)),
    )


def _as_handed_over(one: Evidence) -> Evidence:
    """A number keeps its place when the file behind it was withdrawn."""
    gone = one.file is not None and one.file.withdrawn_at is not None
    return Evidence(one.number, "ingetrokken bestand", one.from_name, one.at) if gone else one


def recommendation_behind(work_item_id: int) -> str:
    """The whole text of the ombudsman's recommendation that a task follows up; empty for any other task. One statement."""
    return Recommendation.objects.filter(work_item=work_item_id).values_list("text", flat=True).first() or ""
