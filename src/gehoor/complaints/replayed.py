"""What would have become of a dossier under another regulation: facts in, findings out. Pure.

Only what a machine can know is judged: dates, who is known, how old the facts are, whether the department had its chance. Whether a
complaint is *kennelijk ongegrond* stays for people.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gehoor.regulations.calendar import Calendar
from gehoor.regulations.clock import Extension, Pause, Restart, reckon
from gehoor.regulations.schema import Content
from gehoor.regulations.terms import Condition, StartEvent, Term

LATE = "late"
INADMISSIBLE = "inadmissible"
MAY_REFUSE = "may_refuse"
HEARD = "heard"
HANDLER = "handler"
FREED = "freed"

TERMS = {
    "complaint": ("acknowledgement", "admissibility", "answer"),
    "question": ("question_answer",),
    "melding": ("melding_answer",),
    "suggestion": ("suggestion_answer",),
}
"""What is asked of each kind in the first place; a term of the regulation's own follows the one that meets it."""

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_WRITTEN_DAY = re.compile(r"\b(\d{1,2})\s+(" + "|".join(_MONTHS) + r")\s+(\d{4})\b", re.IGNORECASE)
_ISO_DAY = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_BELGIAN_DAY = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")


@dataclass(frozen=True)
class Clock:
    """A term that ran: from when, due when (as the dossier has it), done or ended when, and what moved it."""

    started_on: date
    due_on: date | None = None
    met_on: date | None = None
    ended_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    restarts: tuple[Restart, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of one dossier. ``events``: the day of each start event; ``known``: which data of the reporter are there.

    ``refused_for``: the grounds of a complaint that was refused; ``refuses_before`` and ``refuses_after``: the sentences that stand
    between its handler and it, under its own regulation and under the other one.
    """

    kind: str
    received_on: date
    events: Mapping[StartEvent, date]
    clocks: Mapping[str, Clock]
    done: Mapping[str, date] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    occurred_on: date | None = None
    first_line_tried: bool = False
    admitted: bool = False
    refused_for: tuple[str, ...] = ()
    refuses_before: tuple[str, ...] = ()
    refuses_after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing that would have been so. ``is_new``: it was not so under the dossier's own regulation."""

    what: str
    text: str
    is_new: bool
    due_on: date | None = None
    done_on: date | None = None


def replayed(facts: Facts, before: Content, after: Content, calendar: Calendar, *, today: date) -> list[Finding]:
    """Everything that would have been so under ``after``."""
    found = [*_late(facts, after, calendar, today)]
    if facts.kind == "complaint":
        found += [*_admissibility(facts, before, after), *_handler(facts)]
    return found


def day_in(text: str) -> date | None:
    """The day that a text names in full; None when it names none, or one that does not exist."""
    if written := _WRITTEN_DAY.search(text):
        parts = (int(written[3]), _MONTHS.index(written[2].lower()) + 1, int(written[1]))
    elif iso := _ISO_DAY.search(text):
        parts = (int(iso[1]), int(iso[2]), int(iso[3]))
    elif belgian := _BELGIAN_DAY.search(text):
        parts = (int(belgian[3]), int(belgian[2]), int(belgian[1]))
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _late(facts: Facts, after: Content, calendar: Calendar, today: date) -> Iterator[Finding]:
    asked = TERMS.get(facts.kind, ())
    for code, term in after.terms.items():
        base = term.met_by or code
        if base not in asked or not _holds(term, facts):
            continue
        clock, started = facts.clocks.get(code) or facts.clocks.get(base), facts.events.get(term.start)
        if started is None:
            continue
        moved = clock or Clock(started)
        due = reckon(
            term, started, calendar, pauses=moved.pauses, extensions=moved.extensions, restarts=moved.restarts
        ).due_on
        done = moved.met_on or moved.ended_on or facts.done.get(base)
        if due is None or (done or today) <= due:
            continue
        own = facts.clocks.get(code)
        was_late = own is not None and own.due_on is not None and (done or today) > own.due_on
        yield Finding(LATE, term.what, not was_late, due, done)


def _holds(term: Term, facts: Facts) -> bool:
    if term.condition is Condition.INADMISSIBLE:
        return bool(facts.refused_for)
    return term.condition is not Condition.ADMISSIBLE or facts.admitted


def _admissibility(facts: Facts, before: Content, after: Content) -> Iterator[Finding]:
    old, new = _reasons(facts, before), _reasons(facts, after)
    for text, hard in new.items():
        yield Finding(INADMISSIBLE if hard else MAY_REFUSE, text, is_new=old.get(text) != hard)
    if facts.refused_for and not new and not set(facts.refused_for) & set(after.grounds):
        labels = [before.grounds[code].label for code in facts.refused_for if code in before.grounds]
        yield Finding(HEARD, "; ".join(labels) or ", ".join(facts.refused_for), is_new=True)


def _reasons(facts: Facts, content: Content) -> dict[str, bool]:
    """Why a complaint is refused: the sentence, and whether it must be."""
    found: dict[str, bool] = {}
    rule = content.kinds["complaint"]
    anonymous = not facts.known
    missing = [name for name in rule.identity if name not in facts.known]
    if anonymous and not rule.anonymous_allowed:
        found["anoniem"] = True
    elif missing and not anonymous:
        found[f"niet bekend: {', '.join(_IDENTITY[name] for name in missing)}"] = True
    for ground in content.grounds.values():
        if ground.months is not None and facts.occurred_on is not None and _too_old(facts, ground.months):
            found[f"feiten van meer dan {ground.months} maanden geleden"] = ground.hard
    if content.first_line.required != "none" and not facts.first_line_tried:
        found["de dienst kreeg nog geen kans"] = content.first_line.required == "hard"
    return found


_IDENTITY = {
    "name": "naam",
    "address": "adres",
    "email": "e-mailadres",
    "phone": "telefoonnummer",
    "email_or_phone": "e-mailadres of telefoonnummer",
}


def _too_old(facts: Facts, months: int) -> bool:
    if facts.occurred_on is None:
        return False
    year, month = divmod(facts.received_on.year * 12 + facts.received_on.month - 1 - months, 12)
    return (facts.occurred_on.year, facts.occurred_on.month, facts.occurred_on.day) < (
        year,
        month + 1,
        facts.received_on.day,
    )


def _handler(facts: Facts) -> Iterator[Finding]:
    for sentence in facts.refuses_after:
        yield Finding(HANDLER, sentence, is_new=sentence not in facts.refuses_before)
    if facts.refuses_before and not facts.refuses_after:
        yield Finding(FREED, "; ".join(facts.refuses_before), is_new=True)
