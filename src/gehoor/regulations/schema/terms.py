"""The terms of a regulation file: what must be done within how long of which event, and what moves the date. Pure."""

from gehoor.regulations.schema.reading import Section
from gehoor.regulations.terms import ExtensionRule, PauseRule, Shift, StartEvent, Term, Unit

LONGEST = 3660
_COUNTED = ("amount", "unit", "start", "shift", "counts_day_zero")


def read_term(s: Section) -> Term:
    """One term."""
    return Term(
        code=s.code,
        what=s.value("what", str, s.code, required=True),
        amount=s.number("amount", 0, LONGEST, 0, required=True),
        unit=s.choice("unit", Unit),
        start=s.choice("start", StartEvent),
        counts_day_zero=s.value("counts_day_zero", bool, False),
        shift=s.choice("shift", Shift, Shift.NONE),
        condition=s.value("condition", str, "always"),
        binding=s.value("binding", bool, True),
        warn_before_days=s.numbers("warn_before_days", 366),
        pauses=s.part("pauses", _pause, PauseRule()),
        extension=s.part("extension", _extension, ExtensionRule()),
        source=s.origin.source if s.origin else "",
        assumption=any(s.origin_of(name).assumption for name in _COUNTED),
    )


def _pause(s: Section) -> PauseRule:
    return PauseRule(s.value("allowed", bool, False, required=True), s.texts("reasons"))


def _extension(s: Section) -> ExtensionRule:
    return ExtensionRule(
        allowed=s.value("allowed", bool, False, required=True),
        max_count=s.value("max_count", int),
        amount=s.value("amount", int),
        unit=s.choice("unit", Unit) if "unit" in s.fields else None,
        open_ended=s.value("open_ended", bool, False),
        reasons_required=s.value("reasons_required", bool, True),
        notice_required=s.value("notice_required", bool, True),
        approver=s.value("approver", str, ""),
    )
