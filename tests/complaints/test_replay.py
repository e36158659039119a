"""Dossiers of the past under a draft: what would have been late, inadmissible, refused a handler."""

from datetime import date, timedelta

import pytest

from gehoor.complaints.actions.replaying import ask_replay
from gehoor.complaints.jobs import replay
from gehoor.complaints.models import Replay
from gehoor.complaints.replayed import (
    HANDLER,
    HEARD,
    INADMISSIBLE,
    LATE,
    MAY_REFUSE,
    Clock,
    Facts,
    Finding,
    day_in,
    replayed,
)
from gehoor.complaints.replays import findings, outcomes
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Bar, Dossier
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed
from gehoor.regulations.actions import keep_draft, start_draft
from gehoor.regulations.calendar import Calendar
from gehoor.regulations.clock import Pause
from gehoor.regulations.library import text_of
from gehoor.regulations.models import RegulationDraft
from gehoor.regulations.schema import Content, load
from gehoor.regulations.terms import StartEvent
from tests.city import City
from tests.people import AMINA, AN, GREET

LEUVEN = text_of("leuven")
OLD = load(LEUVEN)
RECEIVED, TODAY = date(2026, 3, 2), date(2026, 11, 1)
EVERYTHING_KNOWN = frozenset({"name", "address", "email", "email_or_phone"})


def draft_with(*changes: tuple[str, str]) -> Content:
    text = LEUVEN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load(text)


def complaint(**known: object) -> Facts:
    """A complaint that was received on 2 March, and answered on 6 April: in 35 days."""
    told: dict[str, object] = {
        "kind": "complaint",
        "received_on": RECEIVED,
        "events": {StartEvent.RECEIPT: RECEIVED},
        "clocks": {"answer": Clock(RECEIVED, date(2026, 4, 16), date(2026, 4, 6))},
        "done": {"acknowledgement": RECEIVED, "admissibility": RECEIVED},
        "known": EVERYTHING_KNOWN,
        "first_line_tried": True,
        "admitted": True,
    }
    return Facts(**{**told, **known})  # type: ignore[arg-type]


def judged(facts: Facts, after: Content) -> list[Finding]:
    return replayed(facts, OLD, after, Calendar(), today=TODAY)


def test_a_shorter_term_makes_an_answer_late_that_was_in_time() -> None:
    (late,) = judged(complaint(), draft_with(("amount: 45", "amount: 30")))
    assert (late.what, late.is_new, late.due_on, late.done_on) == (LATE, True, date(2026, 4, 1), date(2026, 4, 6))


def test_under_the_same_regulation_nothing_is_otherwise() -> None:
    assert judged(complaint(), OLD) == []


def test_what_was_late_already_is_not_new() -> None:
    was_late = {"answer": Clock(RECEIVED, date(2026, 4, 16), date(2026, 5, 1))}
    (late,) = judged(complaint(clocks=was_late), OLD)
    assert not late.is_new


def test_a_pause_counts_only_where_the_draft_allows_one() -> None:
    pause = Pause(date(2026, 3, 10), date(2026, 3, 20), "De klager moet nog iets verduidelijken.")
    paused = {"answer": Clock(RECEIVED, date(2026, 4, 26), date(2026, 4, 20), pauses=(pause,))}
    without = draft_with(("pauses: {allowed: true,", "pauses: {allowed: false,"))
    assert judged(complaint(clocks=paused), OLD) == []
    assert [one.what for one in judged(complaint(clocks=paused), without)] == [LATE]


def test_what_was_never_answered_is_late_today_and_what_ended_before_its_day_is_not() -> None:
    open_still = {"answer": Clock(RECEIVED, date(2026, 4, 16))}
    withdrawn = {"answer": Clock(RECEIVED, date(2026, 4, 16), ended_on=date(2026, 3, 9))}
    assert [one.done_on for one in judged(complaint(clocks=open_still), OLD)] == [None]
    assert judged(complaint(clocks=withdrawn), OLD) == []


def test_a_term_of_the_regulations_own_is_met_by_the_act_it_names() -> None:
    second = "answer:\n    what: Antwoord op de klacht"
    term = "{what: Eerste bericht, amount: 20, unit: calendar_day, start: receipt, met_by: answer, assumption: true}"
    own = f"eerste_bericht: {term}\n  {second}"
    assert [one.text for one in judged(complaint(), draft_with((second, own)))] == ["Eerste bericht"]


def test_a_complaint_without_an_address_is_refused_only_where_the_address_is_asked() -> None:
    asked = "identity: [name, address, email_or_phone], channels: [web, email, phone, counter, letter]}"
    assert asked in LEUVEN
    no_address = complaint(known=frozenset({"name", "email", "email_or_phone"}))
    under_old = judged(no_address, OLD)
    assert [(one.what, one.is_new) for one in under_old] == [(INADMISSIBLE, False)]
    relaxed = draft_with((asked, asked.replace("name, address, ", "name, ")))
    assert judged(no_address, relaxed) == []


@pytest.mark.parametrize(("hard", "what"), [("true", INADMISSIBLE), ("false", MAY_REFUSE)])
def test_older_facts_must_or_may_be_refused(hard: str, what: str) -> None:
    six = draft_with(("months: 12,", f"months: 6, hard: {hard},"))
    eight_months = complaint(occurred_on=date(2025, 7, 1))
    assert [(one.what, one.is_new) for one in judged(eight_months, six)] == [(what, True)]
    assert judged(eight_months, OLD) == []
    assert judged(complaint(occurred_on=date(2025, 9, 2)), six) == []


def test_without_a_chance_for_the_department_a_complaint_is_refused_where_that_is_hard() -> None:
    hard = draft_with(("required: discretionary", "required: hard"))
    (refused,) = judged(complaint(first_line_tried=False), hard)
    assert (refused.what, refused.is_new) == (INADMISSIBLE, True)


def test_a_refusal_whose_ground_is_gone_would_have_been_heard() -> None:
    lines = [line for line in LEUVEN.splitlines() if not line.startswith("  geen_belang:")]
    refused = complaint(refused_for=("geen_belang",), admitted=False)
    assert [one.what for one in judged(refused, load("\n".join(lines)))] == [HEARD]
    assert judged(refused, OLD) == []


def test_a_handler_who_would_be_refused_is_named_with_the_reason() -> None:
    facts = complaint(refuses_after=("Werkt bij de dienst waarover de klacht gaat.",))
    assert [(one.what, one.is_new) for one in judged(facts, OLD)] == [(HANDLER, True)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("op 3 maart 2026, in de namiddag", date(2026, 3, 3)),
        ("2026-03-03", date(2026, 3, 3)),
        ("3/03/2026", date(2026, 3, 3)),
        ("31 februari 2026", None),
        ("vorige week", None),
        ("", None),
    ],
)
def test_a_day_is_read_only_where_it_stands_in_full(text: str, day: date | None) -> None:
    assert day_in(text) == day


@pytest.fixture
def draft(city: City) -> RegulationDraft:
    """Thirty days became none: everything that is not answered the same day is late."""
    text = LEUVEN.replace("amount: 45", "amount: 0").replace(
        "what: Antwoord op de melding\n    amount: 10", "what: Antwoord op de melding\n    amount: 0"
    )
    return start_draft(text, by=city.actor(AN), at=now())


def lodged(city: City, days_ago: int, kind: Kind = Kind.MELDING) -> Dossier:
    submission = Submission(kind=kind, text="De lamp is stuk.", reporter=AMINA)
    return receive(submission, by=Actor(kind=ActorKind.CITIZEN), at=now() - timedelta(days=days_ago)).dossier


def replay_of(draft: RegulationDraft, city: City, days: int = 60) -> Replay:
    since = (now() - timedelta(days=days)).date()
    asked = ask_replay(draft, since=since, seen=draft.edit, by=city.actor(AN), at=now())
    replay(replay_id=asked.pk)
    return Replay.objects.get(pk=asked.pk)


def test_a_replay_counts_what_came_in_since_a_day_and_shows_which(city: City, draft: RegulationDraft) -> None:
    recent, _long_ago = lodged(city, 3), lodged(city, 90)
    done = replay_of(draft, city)
    assert (done.total, done.done) == (1, 1)
    assert done.finished_at is not None
    late = next(one for one in outcomes(done) if one.what == LATE)
    assert (late.dossiers, late.new) == (1, 1)
    assert [one.dossier for one in findings(done, what=LATE, only_new=True, after=0)] == [recent]


def test_a_replay_that_runs_twice_counts_once_and_changes_no_dossier(city: City, draft: RegulationDraft) -> None:
    dossier = lodged(city, 3)
    before = Dossier.objects.filter(pk=dossier.pk).values().get()
    done = replay_of(draft, city)
    replay(replay_id=done.pk)
    assert done.findings.count() == 1
    assert Dossier.objects.filter(pk=dossier.pk).values().get() == before


def test_a_dossier_that_somebody_is_barred_from_is_not_in_their_replay(city: City, draft: RegulationDraft) -> None:
    dossier = lodged(city, 3)
    Bar.objects.create(dossier=dossier, staff=city.person(AN), code="named", reason="Is genoemd.", since=now())
    assert replay_of(draft, city).total == 0


def test_what_cannot_be_replayed_is_refused_in_words(city: City, draft: RegulationDraft) -> None:
    an, day = city.actor(AN), now().date()
    with pytest.raises(NotAllowed):
        ask_replay(draft, since=day, seen=draft.edit, by=city.actor(GREET), at=now())
    with pytest.raises(InvalidInput, match="voorbij"):
        ask_replay(draft, since=day + timedelta(days=9), seen=draft.edit, by=an, at=now())
    with pytest.raises(Conflict):
        ask_replay(draft, since=day, seen=draft.edit + 1, by=an, at=now())
    keep_draft(draft, "kapot: [", seen=draft.edit, by=an, at=now())
    with pytest.raises(InvalidInput, match="fouten"):
        ask_replay(draft, since=day, seen=draft.edit, by=an, at=now())
