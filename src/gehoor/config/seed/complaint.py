"""One formal complaint from beginning to end, as far as it has come."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from gehoor.complaints.actions import retelling as tell
from gehoor.complaints.actions import retelling_answers as judge
from gehoor.complaints.actions.retelling import ComplaintHistory
from gehoor.complaints.procedure import Reaction
from gehoor.config.seed.cast import Cast
from gehoor.config.seed.ordinary import CITIZEN, Start, party_of, submission_of, who_registers
from gehoor.config.seed.people import Course, NotYet, Person, night_after, words
from gehoor.dossiers.actions.retelling import History
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.organisation.models import Department


def complaint(
    course: Course,
    cast: Cast,
    found: Start,
    someone: Person,
    number: int,
    *,
    first_line: History | None = None,
) -> ComplaintHistory | None:
    """The complaint as far as it has come; None when there is nobody who may coordinate it, or it would begin too late."""
    involved = set() if first_line is None else tell.first_line_of(first_line)
    coordinators = [actor for actor in cast.coordinators if actor.staff_id not in involved]
    if not coordinators:
        return None
    coordinator: Actor = course.pick(coordinators)
    try:
        at = course.at if first_line is None else course.at_home(4)
    except NotYet:
        return None
    point = course.pick(words()["complaints"])
    submission = submission_of(found, someone, course, Kind.COMPLAINT)
    submission = replace(submission, text=f"{point['text']}\n\n{found.text}" if first_line else point["text"])
    party = party_of(someone, at) if first_line is None or first_line.party is None else first_line.party
    told = tell.lodged(
        submission,
        number,
        party=party,
        owner=cast.owner,
        coordinator=cast.member(coordinator),
        by=CITIZEN if first_line is not None else who_registers(found.medium, cast, course),
        at=at,
        first_line=first_line,
    )
    course.sweep = lambda moment: _sweep(told, moment)
    with suppress(NotYet):
        _live(course, cast, told, coordinator, point, involved)
    return told


def _sweep(told: ComplaintHistory, moment: datetime) -> None:
    for made in told.commitments:
        night = night_after(made.due_on)
        if made.work_item is not None and made.kept_at is None and made.late_told_at is None and night <= moment:
            judge.promise_late(told, made, at=night)
    passed = [
        (night_after(row.due_on), row)
        for row in told.history.running("answer", "reaction")
        if row.due_on is not None and night_after(row.due_on) <= moment
    ]
    for night, row in sorted(passed, key=lambda pair: pair[0]):
        if row.term == "answer" and row.late_told_at is None:
            tell.told_late(told, at=night)
        if row.term == "reaction" and row.warned_on is None:
            judge.reaction_passed(told, at=night)


def _keep_promise(course: Course, cast: Cast, told: ComplaintHistory) -> None:
    """The department does what was promised, sometimes late."""
    for row in told.commitments:
        at = course.at_work(50)
        members = cast.of(cast.workers, row.department_id)
        if members:
            judge.promise_kept(told, row, words()["promise_kept"], by=course.pick(members), at=at)


def _live(
    course: Course, cast: Cast, told: ComplaintHistory, coordinator: Actor, point: Any, involved: set[int]
) -> None:
    known = words()
    if course.chance(0.06):
        tell.stopped(told, satisfied=course.chance(0.6), by=CITIZEN, at=course.at_home(4))
        return
    if course.chance(0.08):
        tell.clarification_asked(told, known["clarify"], by=coordinator, at=course.at_work(2))
        said, medium = known["clarified"], told.history.dossier.medium
        tell.clarified(told, said, by=CITIZEN, at=course.at_home(4), medium=medium)
    if course.chance(0.12):
        ground, reason = course.pick(known["rejected"])
        tell.rejected(told, ground, reason, by=coordinator, at=course.at_work(4))
        return
    tell.admitted(told, known["admitted"], by=coordinator, at=course.at_work(3))
    handler = _handler(course, cast, told, coordinator, involved)
    tell.handler_assigned(told, cast.member(handler), handler, by=coordinator, at=course.at_work(1))
    _investigate(course, cast, told, handler, coordinator, point)
    _judge(course, cast, told, handler, coordinator)
    _finish(course, told, coordinator)
    _keep_promise(course, cast, told)


def _handler(course: Course, cast: Cast, told: ComplaintHistory, coordinator: Actor, involved: set[int]) -> Actor:
    concerned = told.complaint.concerned_department_id
    independent = [
        actor
        for actor in cast.investigators
        if actor.id != coordinator.id and actor.staff_id not in involved and concerned not in actor.department_ids
    ]
    if not independent:
        raise NotYet
    found: Actor = course.pick(independent)
    return found


def _investigate(
    course: Course, cast: Cast, told: ComplaintHistory, handler: Actor, coordinator: Actor, point: Any
) -> None:
    known = words()
    if course.chance(0.4):
        tell.point_added(told, course.pick(known["more_points"]), by=handler, at=course.at_work(1))
    department = Department(pk=told.complaint.concerned_department_id)
    tell.account_asked(told, department, known["account_asked"], by=handler, at=course.at_work(1))
    busy = {handler.id, coordinator.id}
    answering = [a for a in cast.of(cast.accountants, department.pk) if a.id not in busy]
    if not answering:
        raise NotYet
    tell.account_given(told, known["account_given"], by=course.pick(answering), at=course.at_work(4))
    for row in told.points:
        founded = course.chance(0.6)
        tell.point_answered(
            told,
            row.number,
            "gegrond" if founded else "ongegrond",
            point["reasons"] if founded else known["unfounded"],
            norms=[point["norm"]] if founded else [],
            measure=point["measure"] if founded else "",
            by=handler,
            at=course.at_work(3),
        )


def _judge(course: Course, cast: Cast, told: ComplaintHistory, handler: Actor, coordinator: Actor) -> None:
    known, findings = words(), {row.finding for row in told.points}
    whole = "deels_gegrond" if len(findings) > 1 else findings.pop()
    at = course.at_work(3)
    measures = "\n".join(dict.fromkeys(row.measure for row in told.points if row.measure))
    texts = {"outstanding": known["outstanding"], "learnt": known["learnt"]}
    judge.answer_written(told, by=handler, at=at, remedy=measures or known["no_remedy"], **texts)
    judge.draft_submitted(told, whole, known["draft"], by=handler, at=at)
    if cast.directors and whole == "ongegrond" and course.chance(0.3):
        judge.differed(told, "gegrond", known["differs"], by=coordinator, at=course.at_work(2))
        director: Actor = course.pick(cast.directors)
        judge.advised(told, known["advice"], by=director, at=course.at_work(3))
        for row in told.points:
            norms, measure = ["redelijkheid"], "We bespreken dit met de dienst en passen de werkwijze aan."
            why, at = known["differs"], course.at_work(0)
            tell.point_answered(told, row.number, "gegrond", why, norms=norms, measure=measure, by=coordinator, at=at)
        judge.decided(told, "gegrond", known["decided"], by=coordinator, at=course.at_work(1))
    else:
        judge.agreed(told, by=coordinator, at=course.at_work(2))


def _finish(course: Course, told: ComplaintHistory, coordinator: Actor) -> None:
    known = words()
    concerned = told.complaint.concerned_department_id
    if concerned is not None and any(row.measure for row in told.points) and course.chance(0.3):
        at = course.at_work(0)
        due_on = local_date(at) + timedelta(days=course.draw.randrange(45, 120))
        judge.promised(told, known["promise"], Department(pk=concerned), due_on, by=coordinator, at=at)
    judge.proposed(told, known["proposal"], by=coordinator, at=course.at_work(2))
    reaction = course.draw.choices([Reaction.ACCEPTED, Reaction.REFUSED, Reaction.NONE], [60, 15, 25])[0]
    if reaction is Reaction.NONE:
        course.at_work(20)
        while told.history.running("reaction")[-1].warned_on is None:
            course.at_work(5)
        judge.reacted(told, reaction, "", by=coordinator, at=course.at_work(1))
    else:
        text = known["refused"] if reaction is Reaction.REFUSED else ""
        judge.reacted(told, reaction, text, by=CITIZEN, at=course.at_home(3))
    finding = told.judgements[-1].decided_finding
    measures = "\n".join(dict.fromkeys(row.measure for row in told.points if row.measure))
    resolution = "opgelost" if reaction is Reaction.ACCEPTED else "deels_opgelost"
    learnt = known["learnt"]
    judge.concluded_with_letter(
        told,
        finding,
        resolution,
        measures=measures or known["no_remedy"],
        learnt=learnt,
        by=coordinator,
        at=course.at_work(2),
    )
