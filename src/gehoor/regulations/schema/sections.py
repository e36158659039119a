"""The sections of a regulation file that say who may ask what, and what is decided. Pure."""

import re
from datetime import date

from gehoor.regulations.grounds import Choice, Ground, Norm
from gehoor.regulations.schema.content import (
    AssignmentRule,
    CalendarRule,
    ClosingRule,
    FirstLine,
    JudgementRule,
    KindRule,
    OwnWay,
    Reach,
    Stage,
)
from gehoor.regulations.schema.reading import Section

KINDS = ("question", "melding", "complaint", "suggestion", "compliment")
CHANNELS = ("web", "app", "email", "phone", "counter", "letter", "social", "ombudsman")
IDENTITY = ("name", "address", "email", "phone", "email_or_phone")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOVING_DAYS = ("good_friday", "ascension_friday", "first_monday_of_september")
FIRST_LINE = ("hard", "discretionary", "none")
FORWARDED = ("complaint", "first_line")
ORAL = ("accepted", "written_down", "refused")
OUTCOMES = ("solved", "no_agreement", "no_reaction")
HANDLERS = ("head", "superior", "department_head", "coordinator", "director", "assigned")
_MONTH_AND_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def one_of(s: Section, name: str, allowed: tuple[str, ...], default: str = "", *, required: bool = False) -> str:
    """One word of a list."""
    found = str(s.value(name, str, default, required=required))
    if found and found not in allowed:
        s.wrong(s.fields.get(name, s.node), name, f"mag alleen zijn: {', '.join(allowed)}.")
        return default
    return found


def read_reach(s: Section) -> Reach:
    """For which bodies, where, and for which departments."""
    return Reach(s.texts("bodies"), s.value("territory", str, ""), s.texts("departments"), s.texts("not_departments"))


def read_exception(s: Section) -> OwnWay:
    """One matter with a procedure of its own."""
    return OwnWay(
        code=s.code,
        label=s.value("label", str, s.code, required=True),
        text=s.value("text", str, ""),
        refer_to=s.value("refer_to", str, ""),
        stored=s.value("stored", bool, False),
    )


def read_kind(s: Section) -> KindRule:
    """What is asked of one kind of dossier."""
    if s.code not in KINDS:
        s.wrong(s.node, "", f"kies uit: {', '.join(KINDS)}.")
    return KindRule(
        anonymous_allowed=s.value("anonymous_allowed", bool, False, required=True),
        identity=s.texts("identity", IDENTITY),
        channels=s.texts("channels", CHANNELS),
        definition=s.value("definition", str, ""),
        oral=one_of(s, "oral", ORAL, "accepted"),
    )


def read_first_line(s: Section) -> FirstLine:
    """Whether the department must have had a chance first."""
    return FirstLine(
        one_of(s, "required", FIRST_LINE, "none", required=True),
        s.texts("outcomes", OUTCOMES),
        one_of(s, "forwarded", FORWARDED),
    )


def read_calendar(s: Section) -> CalendarRule:
    """Which days are no working days."""
    weekend = s.texts("weekend", WEEKDAYS)
    if len(set(weekend)) == len(WEEKDAYS):
        s.wrong(s.fields["weekend"], "weekend", "kan niet de hele week zijn: dan is er geen enkele werkdag.")
    return CalendarRule(
        weekend=weekend if "weekend" in s.fields else CalendarRule.weekend,
        legal_holidays=s.value("legal_holidays", bool, True),
        closing_days=s.listed("closing_days", _closing_day, required=False),
    )


def _closing_day(s: Section) -> ClosingRule:
    day = s.value("day", str, "01-01", required=True)
    if day not in MOVING_DAYS and not _MONTH_AND_DAY.fullmatch(day):
        s.wrong(s.fields["day"], "day", f"schrijf maand-dag («07-11») of kies uit: {', '.join(MOVING_DAYS)}.")
    return ClosingRule(day, s.value("label", str, "", required=True))


def read_ground(s: Section) -> Ground:
    """One reason not to handle a complaint."""
    return Ground(
        code=s.code,
        label=s.value("label", str, s.code, required=True),
        text=s.value("text", str, "", required=True),
        hard=s.value("hard", bool, False),
        refer_to=s.value("refer_to", str, ""),
        months=s.number("months", 1, 1200),
        reclassify=s.value("reclassify", bool, False),
    )


def read_stage(s: Section) -> Stage:
    """One treatment of the complaint inside the city."""
    return Stage(
        code=s.code,
        label=s.value("label", str, s.code, required=True),
        handler=one_of(s, "handler", HANDLERS),
        another_handler=s.value("another_handler", bool, False),
        terms=s.texts("terms"),
        asked_when=s.value("asked_when", str, ""),
    )


def read_assignment(s: Section) -> AssignmentRule:
    """Who handles a complaint."""
    return AssignmentRule(
        head_is_handler=s.value("head_is_handler", bool, False, required=True),
        concerned_may_read=s.value("concerned_may_read", bool, False),
        ladder=s.texts("ladder") or AssignmentRule.ladder,
        handler=one_of(s, "handler", HANDLERS),
        coordinator=s.value("coordinator", str, ""),
        on_difference=s.value("on_difference", str, ""),
        representatives=s.value("representatives", str, ""),
    )


def read_judgement(s: Section) -> JudgementRule:
    """What a founded point asks for."""
    return JudgementRule(s.value("norm_required", bool, True), s.value("measure_required", bool, True))


def read_choice(s: Section) -> Choice:
    """One finding or resolution."""
    return Choice(
        s.code,
        s.value("label", str, s.code, required=True),
        s.value("official", str, ""),
        s.value("founded", bool, False),
    )


def read_norm(s: Section) -> Norm:
    """One norm."""
    return Norm(
        s.code, s.value("label", str, s.code, required=True), s.value("group", str, ""), s.value("official", str, "")
    )


def read_dates(s: Section) -> tuple[date | None, date | None]:
    """From when until when; noted when the end comes before the beginning."""
    start, end = s.value("valid_from", date), s.value("valid_to", date)
    if start and end and end < start:
        s.wrong(s.fields["valid_to"], "valid_to", "ligt voor de eerste dag.")
    return start, end
