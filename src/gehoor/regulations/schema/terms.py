"""The terms of a regulation file: what must be done within how long of which event, and what moves the date. Pure."""

from gehoor.regulations.schema.reading import Section
from gehoor.regulations.terms import (
    CODES,
    Condition,
    ExtensionRule,
    Hand,
    PauseRule,
    Shift,
    StartEvent,
    Term,
    Unit,
    starts_of,
)

LONGEST = 3660
_COUNTED = ("amount", "unit", "start", "shift", "counts_day_zero")
_RESTARTS = (StartEvent.CLARIFICATION.value,)


def read_term(s: Section) -> Term:
    """One term. One that counts from the clarification begins with the complaint, and begins again with the clarification."""
    met_by, start = _met_by(s), s.choice("start", StartEvent)
    _check_start(s, start, met_by)
    restarts = tuple(StartEvent(one) for one in s.texts("restarts_on", _RESTARTS) if one in _RESTARTS)
    if start is StartEvent.CLARIFICATION and start not in restarts:
        restarts += (start,)
    return Term(
        code=s.code,
        what=s.value("what", str, s.code, required=True),
        amount=s.number("amount", 0, LONGEST, 0, required=True),
        unit=s.choice("unit", Unit),
        start=start,
        counts_day_zero=s.value("counts_day_zero", bool, False),
        shift=s.choice("shift", Shift, Shift.NONE),
        condition=s.choice("condition", Condition, Condition.ALWAYS),
        binding=s.value("binding", bool, True),
        warn_before_days=s.numbers("warn_before_days", 366),
        warn_at_percent=s.numbers("warn_at_percent", 100),
        restarts_on=restarts,
        met_by=met_by,
        pauses=s.part("pauses", _pause, PauseRule()),
        extension=s.part("extension", _extension, ExtensionRule()),
        source=s.origin.source if s.origin else "",
        assumption=any(s.origin_of(name).assumption for name in _COUNTED),
    )


def _met_by(s: Section) -> str:
    """The code of the term whose act meets this one. A code that Gehoor does not know must say so."""
    known = s.code in CODES
    code: str = s.value("met_by", str, "", required=not known)
    if code and (known or code not in CODES):
        message = "hoort niet bij deze termijn." if known else f"mag alleen zijn: {', '.join(CODES)}."
        s.wrong(s.fields["met_by"], "met_by", message)
        return ""
    return code


def _check_start(s: Section, start: StartEvent, met_by: str) -> None:
    """A term that could never start, or not before the act that meets it, is refused."""
    possible = starts_of(s.code, met_by)
    if start not in possible and "start" in s.fields:
        allowed = ", ".join(event.value for event in StartEvent if event in possible)
        s.wrong(s.fields["start"], "start", f"zo zou deze termijn nooit beginnen. Kies uit: {allowed}.")


def _pause(s: Section) -> PauseRule:
    hands = tuple(Hand(one) for one in s.texts("hands", tuple(Hand)) if one in tuple(Hand))
    return PauseRule(
        allowed=s.value("allowed", bool, False, required=True),
        reasons=s.texts("reasons"),
        hands=hands or PauseRule.hands,
        notice_required=s.value("notice_required", bool, True),
    )


def _extension(s: Section) -> ExtensionRule:
    return ExtensionRule(
        allowed=s.value("allowed", bool, False, required=True),
        max_count=s.number("max_count", 1, 99),
        amount=s.number("amount", 1, LONGEST),
        unit=s.choice("unit", Unit) if "unit" in s.fields else None,
        open_ended=s.value("open_ended", bool, False),
        reasons_required=s.value("reasons_required", bool, True),
        notice_required=s.value("notice_required", bool, True),
        approver=s.choice("approver", Hand, Hand.COORDINATOR),
    )
