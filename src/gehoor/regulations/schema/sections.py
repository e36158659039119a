"""The sections of a regulation file other than its terms. Pure."""

from datetime import date

from gehoor.regulations.grounds import Choice, Ground, Norm
from gehoor.regulations.schema.content import AssignmentRule, FirstLine, KindRule, SecondLine
from gehoor.regulations.schema.reading import Section

KINDS = ("question", "melding", "complaint", "suggestion", "compliment")
_IDENTITY = ("name", "address", "email", "phone", "email_or_phone")


def read_kind(s: Section) -> KindRule:
    """What is asked of one kind of dossier."""
    if s.code not in KINDS:
        s.wrong(s.node, "", f"kies uit: {', '.join(KINDS)}.")
    return KindRule(
        s.value("anonymous_allowed", bool, False, required=True),
        s.texts("identity", _IDENTITY),
        s.texts("channels"),
    )


def read_first_line(s: Section) -> FirstLine:
    """Whether the department must have had a chance first."""
    required = s.value("required", str, "none", required=True)
    if required not in ("hard", "discretionary", "none"):
        s.wrong(s.node, "required", "mag alleen zijn: hard, discretionary, none.")
    return FirstLine(required)


def read_ground(s: Section) -> Ground:
    """One reason not to handle a complaint."""
    return Ground(
        code=s.code,
        label=s.value("label", str, s.code, required=True),
        text=s.value("text", str, "", required=True),
        hard=s.value("hard", bool, False),
        refer_to=s.value("refer_to", str, ""),
        months=s.value("months", int),
    )


def read_assignment(s: Section) -> AssignmentRule:
    """Who handles a complaint."""
    ladder = s.texts("ladder")
    return AssignmentRule(
        head_is_handler=s.value("head_is_handler", bool, False, required=True),
        concerned_may_read=s.value("concerned_may_read", bool, False),
        ladder=ladder or AssignmentRule.ladder,
    )


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
    return Norm(s.code, s.value("label", str, s.code, required=True), s.value("group", str, ""))


def read_second_line(s: Section) -> SecondLine:
    """One second line, with its validity."""
    return SecondLine(
        name=s.value("name", str, "", required=True),
        contact=s.texts("contact"),
        url=s.value("url", str, ""),
        valid_from=s.value("valid_from", date),
        valid_to=s.value("valid_to", date),
        grounds=s.texts("grounds"),
    )


def read_retention(s: Section) -> dict[str, int]:
    """How many months a dossier of each kind is kept."""
    return {name: s.value(name, int, 0) for name in KINDS if name in s.fields}
