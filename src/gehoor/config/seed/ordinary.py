"""One question, melding, suggestion or compliment from beginning to end, as far as it has come."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gehoor.config.seed.cast import Cast
from gehoor.config.seed.people import Course, NotYet, Person, night_after, words
from gehoor.correspondence.models import Medium
from gehoor.dossiers.actions import retelling as tell
from gehoor.dossiers.actions.intake import Reporter, Submission
from gehoor.dossiers.actions.retelling import History
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.models import Category
from gehoor.dossiers.models.contact import Route
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.parties.models import Party

CITIZEN = Actor(kind=ActorKind.CITIZEN)
_KINDS = {Kind.MELDING: 64, Kind.QUESTION: 27, Kind.SUGGESTION: 5, Kind.COMPLIMENT: 4}
_MEDIA = {Medium.WEB: 62, Medium.PHONE: 20, Medium.COUNTER: 8, Medium.EMAIL: 8, Medium.LETTER: 2}
_ROUTES = {Route.CITIZEN: 93, Route.CIVIL_SOCIETY: 4, Route.CABINET: 3}


@dataclass(frozen=True)
class Start:
    """What somebody comes with."""

    kind: Kind
    category: Category
    text: str
    place: str
    medium: str
    route: str
    first_line: bool


def start(course: Course, cast: Cast) -> Start:
    """Draw what somebody comes with."""
    known = words()
    kind = course.draw.choices(list(_KINDS), list(_KINDS.values()))[0]
    category = course.draw.choices(cast.categories, cast.weights)[0]
    said = known["tellings"].get(category.code, known["tellings"]["other"])
    options = said.get(kind.value) or said.get("melding") or said["question"]
    if kind is Kind.SUGGESTION:
        options = known["suggestions"]
    elif kind is Kind.COMPLIMENT:
        options = known["compliments"]
    elif kind.value not in said:
        kind = Kind.MELDING if "melding" in said else Kind.QUESTION
    street, house = course.pick(known["streets"]), course.draw.randrange(1, 160)
    text = str(course.pick(options)).format(street=street, house=house)
    first_line = kind is Kind.MELDING and course.chance(0.14)
    if first_line:
        text = str(course.pick(known["dissatisfied"])).format(story=text)
    medium = course.draw.choices(list(_MEDIA), list(_MEDIA.values()))[0]
    route = course.draw.choices(list(_ROUTES), list(_ROUTES.values()))[0]
    return Start(kind, category, text, f"{street} {house}", medium.value, route.value, first_line)


def submission_of(found: Start, someone: Person | None, course: Course, kind: Kind | None = None) -> Submission:
    """The same as what a form or a call gives."""
    reporter = Reporter() if someone is None else Reporter(someone.name, someone.email, someone.phone, someone.address)
    return Submission(
        kind=kind or found.kind,
        text=found.text,
        reporter=reporter,
        medium=found.medium,
        route=found.route,
        is_first_line=found.first_line and kind is None,
        place=found.place,
        occurred=course.pick(words()["occurred"]),
        concerned_department_id=found.category.department_id if kind is Kind.COMPLAINT else None,
    )


def party_of(someone: Person, at: datetime) -> Party:
    """That person as noted with one contact."""
    return Party(
        kind=someone.kind,
        name=someone.name,
        contact_name="",
        email=someone.email,
        phone=someone.phone,
        address=someone.address,
        created_at=at,
    )


def who_registers(medium: str, cast: Cast, course: Course) -> Actor:
    """Who types it in: the citizen, or somebody of the contact point."""
    if medium in (Medium.WEB, Medium.EMAIL) or not cast.triagers:
        return CITIZEN
    found: Actor = course.pick(cast.triagers)
    return found


def ordinary(course: Course, cast: Cast, found: Start, someone: Person | None, number: int) -> tuple[History, bool]:
    """The history as far as it has come, and whether the reporter is still not satisfied (a complaint may follow)."""
    at = course.at
    history = tell.received(
        submission_of(found, someone, course),
        number,
        party=None if someone is None else party_of(someone, at),
        point=cast.point,
        by=who_registers(found.medium, cast, course),
        at=at,
    )
    course.sweep = lambda moment: _tell_silence(history, moment)
    try:
        return history, _live(course, cast, found, history)
    except NotYet:
        return history, False


def _tell_silence(history: History, moment: datetime) -> None:
    for row in history.running("first_line"):
        if row.late_told_at is None and row.due_on is not None and night_after(row.due_on) <= moment:
            tell.told_late(history, at=night_after(row.due_on))


def _live(course: Course, cast: Cast, found: Start, history: History) -> bool:
    known, department = words(), found.category.department
    triager: Actor = course.pick(cast.triagers)
    tell.routed(history, department, found.category.pk, by=triager, at=course.at_work(0.4))
    if found.kind is Kind.COMPLIMENT:
        thanks = "Bedankt. We gaven je compliment door aan de collega's."
        tell.answered_and_closed(history, CloseReason.ANSWERED, thanks, by=triager, at=course.at_work(1))
        return False
    people = cast.of(cast.workers, department.pk)
    worker: Actor = course.pick(people or cast.triagers)
    if course.chance(0.03) and people:
        reason = course.pick(known["returns"])
        tell.returned(history, cast.point, reason, by=worker, at=course.at_work(1))
        tell.routed(history, department, found.category.pk, by=triager, at=course.at_work(0.5))
    if course.chance(0.02):
        tell.withdrawn(history, by=CITIZEN, at=course.at_home(2))
        return False
    if people:
        tell.taken_up(history, cast.member(worker), by=worker, at=course.at_work(1.5))
    _work(course, history, worker, found.medium, known)
    if course.chance(0.025):
        course.at_work(400)  # left lying
    return _answer(course, history, worker, found, known)


def _work(course: Course, history: History, worker: Actor, medium: str, known: dict[str, Any]) -> None:
    if course.chance(0.2):
        tell.noted(history, course.pick(known["notes"]), by=worker, at=course.at_work(1))
    if history.party is not None and course.chance(0.12):
        tell.asked(history, course.pick(known["asks"]), by=worker, at=course.at_work(1))
        if course.chance(0.85):
            more = course.pick(known["told_more"])
            tell.heard_back(history, more, by=CITIZEN, at=course.at_home(2), medium=medium)


def _answer(course: Course, history: History, worker: Actor, found: Start, known: dict[str, Any]) -> bool:
    said = known["tellings"].get(found.category.code, known["tellings"]["other"])
    answers = known["suggestion_answers"] if found.kind is Kind.SUGGESTION else said["answers"]
    if course.chance(0.06):
        text = course.pick(known["no_action"])
        tell.answered_and_closed(history, CloseReason.NO_ACTION, text, by=worker, at=course.at_work(5))
        return False
    tell.offered(history, course.pick(answers), by=worker, at=course.at_work(8 if found.first_line else 5))
    satisfied = 0.5 if found.first_line else 0.6
    if course.chance(satisfied):
        tell.replied(history, solved=True, text="", by=CITIZEN, at=course.at_home(2))
        return False
    if course.chance(0.3 if found.first_line else 0.1):
        unsolved = course.pick(known["unsolved"])
        tell.replied(history, solved=False, text=unsolved, by=CITIZEN, at=course.at_home(3))
        if history.party is not None and course.chance(0.5):
            return True
        tell.offered(history, course.pick(answers), by=worker, at=course.at_work(6))
    text = "We hoorden niets meer van je en gaan ervan uit dat het opgelost is."
    tell.answered_and_closed(history, CloseReason.NO_REACTION, text, by=worker, at=course.at_work(15))
    return False
