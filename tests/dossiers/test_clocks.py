"""What moves a due date and what warns of it: pauses, extensions, beginning again, warnings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from gehoor.dossiers import checks
from gehoor.dossiers.actions.clock_changes import extend, pause, restart, resume, take_back_extension
from gehoor.dossiers.actions.deadlines import meet, running
from gehoor.dossiers.actions.warning import warn_of_deadlines
from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier, WorkItem
from gehoor.journal.entries import dossier_chain
from gehoor.journal.queries import timeline
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.errors import RuleViolation
from gehoor.regulations import library
from gehoor.regulations.actions import apply_version, import_version
from gehoor.regulations.terms import StartEvent
from tests.city import MONDAY, City, small_city
from tests.complaints.course import Course, lodged

PERMISSIVE = "extension: {allowed: true, max_count: 2, amount: 30, unit: calendar_day, open_ended: true}"


def in_force(city: City, *changes: tuple[str, str]) -> None:
    """The regulation of Leuven with other words, in force for the city since 2022."""
    text = library.text_of("leuven").replace('version: "2021-1"', 'version: "toets"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    version = import_version(text, by=SYSTEM, at=MONDAY)
    apply_version(version, [city.stad], by=SYSTEM, at=MONDAY, start=date(2022, 1, 1))


@pytest.fixture
def city(db: None) -> City:
    """A city whose regulation lets the answer be paused for any reason, extended twice, and begin again on clarification."""
    city = small_city()
    in_force(
        city,
        (
            "pauses: {allowed: true, reasons: [clarification]}",
            "pauses: {allowed: true}\n    restarts_on: [clarification]",
        ),
        ("extension: {allowed: false}", PERMISSIVE),
    )
    return city


@dataclass
class Clocked:
    """A complaint of the second of March: the answer is due on the sixteenth of April."""

    course: Course

    @property
    def dossier(self) -> Dossier:
        return self.course.complaint.dossier

    @property
    def answer(self) -> Deadline:
        return Deadline.objects.get(dossier=self.dossier, term="answer")

    def on(self, day: str) -> datetime:
        return datetime.combine(date.fromisoformat(day), MONDAY.timetz())

    def verbs(self) -> list[str]:
        return [entry.verb for entry in timeline(dossier_chain(self.dossier.pk))]


@pytest.fixture
def clocked(city: City) -> Iterator[Clocked]:
    yield Clocked(lodged(city))
    assert [*checks.wrong_deadlines(), *checks.wrong_list_dates()] == []


def test_two_pauses_that_overlap_stop_the_clock_once(clocked: Clocked) -> None:
    pause(clocked.dossier, "answer", reason="Beroep", by=SYSTEM, at=clocked.on("2026-03-10"))
    pause(clocked.dossier, "answer", reason="Bemiddeling", by=SYSTEM, at=clocked.on("2026-03-12"))
    assert clocked.answer.due_on is None
    resume(clocked.dossier, "answer", reason="Beroep", by=SYSTEM, at=clocked.on("2026-03-15"))
    assert clocked.answer.due_on is None
    resume(clocked.dossier, "answer", reason="Bemiddeling", by=SYSTEM, at=clocked.on("2026-03-20"))
    assert clocked.answer.due_on == date(2026, 4, 26)


def test_a_pause_with_a_known_end_gives_a_date_at_once(clocked: Clocked) -> None:
    until = date(2026, 3, 20)
    pause(clocked.dossier, "answer", reason="Akkoord", until=until, by=SYSTEM, at=clocked.on("2026-03-10"))
    assert clocked.answer.due_on == date(2026, 4, 26)


def test_pause_and_extension_give_one_date_in_any_order(city: City) -> None:
    first, second = Clocked(lodged(city)), Clocked(lodged(city))
    pause(first.dossier, "answer", reason="Beroep", by=SYSTEM, at=first.on("2026-03-10"))
    resume(first.dossier, "answer", by=SYSTEM, at=first.on("2026-03-15"))
    extend(first.dossier, "answer", amount=20, reason="Veel stukken", by=SYSTEM, at=first.on("2026-03-16"))
    extend(second.dossier, "answer", amount=20, reason="Veel stukken", by=SYSTEM, at=second.on("2026-03-09"))
    pause(second.dossier, "answer", reason="Beroep", by=SYSTEM, at=second.on("2026-03-10"))
    resume(second.dossier, "answer", by=SYSTEM, at=second.on("2026-03-15"))
    assert first.answer.due_on == second.answer.due_on == date(2026, 5, 11)


def test_an_extension_can_be_until_an_announced_day_and_be_taken_back(clocked: Clocked) -> None:
    at = clocked.on("2026-03-10")
    change = extend(clocked.dossier, "answer", until=date(2026, 6, 1), reason="Ziekte", by=SYSTEM, at=at)
    assert clocked.answer.due_on == date(2026, 6, 1)
    take_back_extension(clocked.dossier, change.pk, by=SYSTEM, at=at)
    assert clocked.answer.due_on == date(2026, 4, 16)
    assert clocked.verbs()[-2:] == ["dossiers.extension_taken_back", "dossiers.deadline_moved"]


def test_an_extension_that_the_city_already_lives_by_is_not_taken_back(clocked: Clocked) -> None:
    change = extend(clocked.dossier, "answer", amount=30, reason="Ziekte", by=SYSTEM, at=clocked.on("2026-03-10"))
    with pytest.raises(RuleViolation, match="al af op donderdag 16 april"):
        take_back_extension(clocked.dossier, change.pk, by=SYSTEM, at=clocked.on("2026-04-20"))


def test_the_third_extension_is_one_too_many(clocked: Clocked) -> None:
    for _ in range(2):
        extend(clocked.dossier, "answer", amount=5, reason="Ziekte", by=SYSTEM, at=clocked.on("2026-03-10"))
    with pytest.raises(RuleViolation, match="niet nog eens"):
        extend(clocked.dossier, "answer", amount=5, reason="Ziekte", by=SYSTEM, at=clocked.on("2026-03-10"))


def test_once_the_last_day_is_over_nothing_moves_it(clocked: Clocked) -> None:
    at = clocked.on("2026-04-17")
    with pytest.raises(RuleViolation, match="Schorsen kan dan niet meer"):
        pause(clocked.dossier, "answer", reason="Beroep", by=SYSTEM, at=at)
    with pytest.raises(RuleViolation, match="Verlengen kan dan niet meer"):
        extend(clocked.dossier, "answer", amount=5, reason="Ziekte", by=SYSTEM, at=at)
    restart(clocked.dossier, StartEvent.CLARIFICATION, reason="Uitleg", by=SYSTEM, at=at)
    assert clocked.answer.due_on == date(2026, 4, 16)


def test_the_clock_begins_again_when_the_complainant_explains(clocked: Clocked) -> None:
    restart(clocked.dossier, StartEvent.CLARIFICATION, reason="Uitleg", by=SYSTEM, at=clocked.on("2026-03-20"))
    assert clocked.answer.started_on == date(2026, 3, 2)
    assert clocked.answer.due_on == date(2026, 5, 4)


def test_a_regulation_that_allows_neither_refuses_both_in_words(db: None) -> None:
    course = lodged(small_city())
    with pytest.raises(RuleViolation, match="laat niet toe om deze termijn te verlengen"):
        extend(course.complaint.dossier, "answer", amount=5, reason="Ziekte", by=SYSTEM, at=MONDAY)
    with pytest.raises(RuleViolation, match="Om deze reden"):
        pause(course.complaint.dossier, "answer", reason="Vakantie", by=SYSTEM, at=MONDAY)
    with pytest.raises(RuleViolation, match="laat niet toe om deze termijn te schorsen"):
        pause(course.complaint.dossier, "admissibility", reason="clarification", by=SYSTEM, at=MONDAY)
    assert not DeadlineChange.objects.exists()


def test_each_warning_comes_once_also_after_three_days_of_downtime(clocked: Clocked) -> None:
    days = [date(2026, 3, 2) + timedelta(days=n) for n in range(50)]
    down = {date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 3)}
    warned: list[date] = []
    for day in days:
        at = datetime.combine(day, MONDAY.timetz())
        before = clocked.verbs().count("dossiers.deadline_warned")
        for _ in range(0 if day in down else 2):
            warn_of_deadlines(at=at)
        if clocked.verbs().count("dossiers.deadline_warned") > before:
            warned.append(day)
    admissibility, first, last = warned
    assert (admissibility, first, last) == (date(2026, 3, 9), date(2026, 4, 4), date(2026, 4, 13))
    assert WorkItem.objects.filter(kind=WorkItem.Kind.TERM, done_at=None).count() == 2


def test_a_warning_is_off_the_list_once_the_term_is_met(clocked: Clocked) -> None:
    warn_of_deadlines(at=clocked.on("2026-04-14"))
    meet(clocked.dossier, "answer", by=SYSTEM, at=clocked.on("2026-04-15"))
    assert not WorkItem.objects.filter(kind=WorkItem.Kind.TERM, deadline=clocked.answer, done_at=None).exists()
    assert [row.term for row in running(clocked.dossier)] == ["admissibility"]


def test_nobody_is_warned_of_a_clock_that_stands_still_and_the_new_date_is_warned_of(clocked: Clocked) -> None:
    pause(clocked.dossier, "answer", reason="Beroep", by=SYSTEM, at=clocked.on("2026-03-30"))
    warn_of_deadlines(at=clocked.on("2026-04-10"))
    assert not WorkItem.objects.filter(deadline=clocked.answer).exists()
    resume(clocked.dossier, "answer", by=SYSTEM, at=clocked.on("2026-04-10"))
    assert clocked.answer.warn_on == date(2026, 4, 13)
    assert clocked.answer.due_on == date(2026, 4, 27)
