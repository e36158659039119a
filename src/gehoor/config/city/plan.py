"""What a city file may say, and what is wrong with one that says something else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LARGEST = 1_000_000

_FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "bodies": ({"code", "name", "short_name"}, {"phone", "email", "address"}),
    "departments": ({"code", "body", "name", "hours"}, {"does", "phone", "email", "contact_point"}),
    "categories": ({"code", "name", "department"}, {"words"}),
    "staff": ({"name", "email", "role"}, {"function", "departments", "head_of", "external"}),
    "closing_days": ({"day", "label"}, set()),
}
"""Per list: the fields a row must have, and those it may have."""

_KINDS: dict[str, type] = {"contact_point": bool, "external": bool, "departments": list, "day": date}
"""Fields that are not text."""


class CityFileError(Exception):
    """The file cannot be used; ``problems`` has one Dutch sentence per fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Plan:
    """A city file without faults."""

    text: str
    bodies: list[dict[str, Any]] = field(default_factory=list)
    departments: list[dict[str, Any]] = field(default_factory=list)
    categories: list[dict[str, Any]] = field(default_factory=list)
    staff: list[dict[str, Any]] = field(default_factory=list)
    closing_days: list[dict[str, Any]] = field(default_factory=list)
    hours: dict[str, dict[str, list[list[str]]]] = field(default_factory=dict)
    regulations: dict[str, list[str]] = field(default_factory=dict)


def read_plan(raw: bytes, *, roles: set[str], regulations: set[str]) -> Plan:
    """The plan in a file; raises CityFileError with all that is wrong. ``roles`` and ``regulations``: the codes that exist."""
    text, content = _parse(raw)
    problems = [*_wrong_shape(content)]
    if not problems:
        plan = Plan(text=text, **content)
        problems = [*_wrong_words(plan), *_wrong_references(plan, roles, regulations)]
        if not problems:
            return plan
    raise CityFileError(problems)


def _parse(raw: bytes) -> tuple[str, dict[str, Any]]:
    if len(raw) > LARGEST:
        raise CityFileError(["het bestand is te groot."])
    try:
        text = raw.decode()
        content = yaml.safe_load(text)
    except UnicodeDecodeError:
        raise CityFileError(["dit is geen tekst in UTF-8."]) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CityFileError([f"regel {line}: dit is geen geldige YAML ({error.problem})."]) from None
    except (yaml.YAMLError, ValueError, RecursionError):
        raise CityFileError(["dit is geen geldige YAML."]) from None
    if not isinstance(content, dict):
        raise CityFileError(["het bestand begint met velden zoals «bodies» en «departments»."])
    return text, content


def _wrong_shape(content: dict[str, Any]) -> Iterator[str]:
    for name in content.keys() - _FIELDS.keys() - {"hours", "regulations"}:
        yield f"{name}: is een onbekend veld."
    for name in {"hours", "regulations"} & content.keys():
        if not isinstance(content[name], dict):
            yield f"{name}: moet velden bevatten."
    for name in _FIELDS.keys() & content.keys():
        rows = content[name]
        if not isinstance(rows, list):
            yield f"{name}: moet een lijst zijn."
            continue
        for number, row in enumerate(rows, 1):
            yield from _wrong_row(f"{name} {number}", row, *_FIELDS[name])


def _wrong_row(place: str, row: object, needed: set[str], allowed: set[str]) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"{place}: moet velden bevatten."
        return
    for name in sorted(needed - row.keys()):
        yield f"{place}, {name}: ontbreekt."
    for name in sorted(map(str, row.keys() - needed - allowed)):
        yield f"{place}, {name}: is een onbekend veld."
    for name in sorted((needed | allowed) & row.keys()):
        kind = _KINDS.get(name, str)
        if not isinstance(row[name], kind):
            yield f"{place}, {name}: moet {_KIND_NAMES[kind]} zijn."
        elif kind is str and (len(row[name]) > 2000 or (name in needed and not row[name].strip())):
            yield f"{place}, {name}: is leeg of te lang."


_KIND_NAMES = {
    str: "een tekst (zet ze tussen aanhalingstekens)",
    bool: "true of false",
    list: "een lijst",
    date: "een datum",
}


def _wrong_words(plan: Plan) -> Iterator[str]:
    for name in ("bodies", "departments", "categories"):
        yield from _wrong_codes(name, [row["code"] for row in getattr(plan, name)])
    addresses = [row["email"].lower() for row in plan.staff]
    for number, row in enumerate(plan.staff, 1):
        try:
            validate_email(row["email"])
        except ValidationError:
            yield f"staff {number}, email: {row['email']} is geen e-mailadres."
        if addresses.count(row["email"].lower()) > 1:
            yield f"staff {number}, email: {row['email']} staat er twee keer."
    if sum(row.get("contact_point", False) for row in plan.departments) > 1:
        yield "departments: er is één contactpunt (contact_point: true), niet meer."
    for name, week in plan.hours.items():
        if not _is_week(week):
            yield f'hours, {name}: schrijf het als {{mon: [["09:00", "12:00"]]}}.'


def _wrong_codes(name: str, codes: list[str]) -> Iterator[str]:
    for number, code in enumerate(codes, 1):
        try:
            validate_slug(code)
        except ValidationError:
            yield f"{name} {number}, code: alleen letters, cijfers en streepjes."
        if len(code) > 50:
            yield f"{name} {number}, code: hoogstens 50 tekens."
        if code in codes[: number - 1]:
            yield f"{name} {number}, code: {code} staat er twee keer."


def _is_week(week: object) -> bool:
    return isinstance(week, dict) and all(
        day in DAYS
        and isinstance(spans, list)
        and all(isinstance(span, list) and len(span) == 2 and all(isinstance(at, str) for at in span) for span in spans)
        for day, spans in week.items()
    )


def _wrong_references(plan: Plan, roles: set[str], regulations: set[str]) -> Iterator[str]:
    bodies = {row["code"] for row in plan.bodies}
    departments = {row["code"] for row in plan.departments}
    for number, row in enumerate(plan.departments, 1):
        yield from _unknown(f"departments {number}, body", [row["body"]], bodies)
        yield from _unknown(f"departments {number}, hours", [row["hours"]], set(plan.hours))
    for number, row in enumerate(plan.categories, 1):
        yield from _unknown(f"categories {number}, department", [row["department"]], departments)
    for number, row in enumerate(plan.staff, 1):
        yield from _unknown(f"staff {number}, role", [row["role"]], roles)
        yield from _unknown(f"staff {number}, departments", row.get("departments", []), departments)
        yield from _unknown(f"staff {number}, head_of", [row["head_of"]] if "head_of" in row else [], departments)
    for name, codes in plan.regulations.items():
        yield from _unknown("regulations", [name], regulations)
        yield from _unknown(f"regulations, {name}", codes if isinstance(codes, list) else [codes], bodies)


def _unknown(place: str, words: list[Any], known: set[str]) -> Iterator[str]:
    for word in words:
        if word not in known:
            yield f"{place}: {word} bestaat niet. Wel: {', '.join(sorted(known)) or 'niets'}."
