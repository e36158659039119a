"""A regulation as a file: read, checked, and told where it is wrong (line, field, in Dutch). Pure.

The file is YAML. Each section says where it comes from: ``source: …`` or ``assumption: true``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

from gehoor.regulations.grounds import Choice, Ground, Norm
from gehoor.regulations.terms import ExtensionRule, PauseRule, Shift, StartEvent, Term, Unit

LONGEST_FILE = 500_000
_DEEPEST = 12
_KINDS = ("question", "melding", "complaint", "suggestion", "compliment")
_IDENTITY = ("name", "address", "email", "phone", "email_or_phone")
_E = TypeVar("_E", bound=StrEnum)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file: where, and what."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"regel {self.line}, {self.field or 'bestand'}: {self.message}"


class RegulationError(Exception):
    """A file that is not a regulation, with everything that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class KindRule:
    """What the regulation asks of one kind of dossier."""

    anonymous_allowed: bool
    identity: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True)
class FirstLine:
    """Whether the department must have been given a chance first: ``hard``, ``discretionary`` or ``none``."""

    required: str = "none"


@dataclass(frozen=True)
class AssignmentRule:
    """Who handles a complaint. ``head_is_handler``: the head of the department complained about may, unless concerned."""

    head_is_handler: bool = False
    concerned_may_read: bool = False
    ladder: tuple[str, ...] = ("diensthoofd", "klachtencoordinator", "algemeen-directeur", "college")


@dataclass(frozen=True)
class SecondLine:
    """Who looks at it again, from when to when, and on which grounds."""

    name: str
    contact: tuple[str, ...] = ()
    url: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Content:
    """A regulation version, checked."""

    code: str
    version: str
    title: str
    valid_from: date
    valid_to: date | None
    source: str
    assumptions: tuple[str, ...]
    kinds: Mapping[str, KindRule]
    first_line: FirstLine
    terms: Mapping[str, Term]
    grounds: Mapping[str, Ground]
    assignment: AssignmentRule
    findings: Mapping[str, Choice]
    resolutions: Mapping[str, Choice]
    norms: Mapping[str, Norm]
    second_lines: tuple[SecondLine, ...]
    retention_months: Mapping[str, int] = field(default_factory=dict)

    def second_line_on(self, day: date) -> SecondLine:
        """The second line in force on a day; the last one listed when none claims that day."""
        for line in self.second_lines:
            if (line.valid_from is None or line.valid_from <= day) and (line.valid_to is None or day <= line.valid_to):
                return line
        return self.second_lines[-1]

    @property
    def second_line(self) -> SecondLine:
        """The one listed last: the newest."""
        return self.second_lines[-1]


def load(text: str | bytes) -> Content:
    """The regulation in this YAML text. Raises :class:`RegulationError` with every problem found; never anything else."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError:
            raise RegulationError([Problem(1, "", "Dit is geen tekst in UTF-8.")]) from None
    if len(text) > LONGEST_FILE:
        raise RegulationError([Problem(1, "", "Dit bestand is te groot voor een reglement.")])
    return _Reader(_compose(text)).content()


def _compose(text: str) -> yaml.MappingNode:
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise RegulationError([Problem(_line(event), "", "Verwijzingen (& en *) mogen niet in een reglement.")])
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RegulationError([Problem(line, "", f"Dit is geen geldige YAML: {error.problem}.")]) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise RegulationError([Problem(1, "", "Dit is geen geldige YAML.")]) from None
    if not isinstance(node, yaml.MappingNode):
        raise RegulationError([Problem(1, "", "Een reglement begint met velden zoals «code» en «title».")])
    return node


def _line(thing: Any) -> int:
    return int(thing.start_mark.line) + 1


class _Section:
    """A mapping of the file: its fields by name, and which of them were asked for."""

    def __init__(self, node: yaml.MappingNode, path: str, problems: list[Problem]) -> None:
        self.node, self.path, self.problems = node, path, problems
        self.fields: dict[str, yaml.Node] = {}
        self.asked: set[str] = {"source", "assumption", "note"}
        for key, value in node.value:
            name = str(getattr(key, "value", ""))
            if name in self.fields:
                self.wrong(key, name, "staat er twee keer.")
            self.fields[name] = value

    def wrong(self, node: Any, name: str, message: str) -> None:
        where = ".".join(part for part in (self.path, name) if part)
        self.problems.append(Problem(_line(node), where, message))

    def value(self, name: str, kind: type, default: Any = None, *, required: bool = False) -> Any:
        self.asked.add(name)
        node = self.fields.get(name)
        if node is None:
            if required:
                self.wrong(self.node, name, "ontbreekt.")
            return default
        try:
            plain = yaml.SafeLoader("").construct_object(node, deep=True) if isinstance(node, yaml.ScalarNode) else None
        except (ValueError, yaml.YAMLError):
            plain = None
        if plain is None and getattr(node, "tag", "").endswith(":null") and not required:
            return default
        if kind is str and isinstance(plain, (int, float, date)) and not isinstance(plain, bool):
            plain = str(getattr(node, "value", plain))
        if not isinstance(plain, kind) or (kind is int and isinstance(plain, bool)):
            self.wrong(node, name, f"moet {_KIND_WORDS[kind]} zijn.")
            return default
        return plain

    def choice(self, name: str, enum: type[_E], default: _E | None = None) -> Any:
        text = self.value(name, str, None if default is None else default.value, required=default is None)
        try:
            return enum(text)
        except ValueError:
            if text is not None:
                allowed = ", ".join(member.value for member in enum)
                self.wrong(self.fields.get(name, self.node), name, f"mag alleen zijn: {allowed}.")
            return default or next(iter(enum))

    def texts(self, name: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
        self.asked.add(name)
        node = self.fields.get(name)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(n, yaml.ScalarNode) for n in node.value):
            self.wrong(node, name, "moet een lijst van teksten zijn.")
            return ()
        found = tuple(str(item.value) for item in node.value)
        for item in node.value:
            if allowed is not None and item.value not in allowed:
                self.wrong(item, name, f"kent «{item.value}» niet. Kies uit: {', '.join(allowed)}.")
        return found

    def section(self, name: str, *, required: bool = True) -> "_Section | None":
        self.asked.add(name)
        node = self.fields.get(name)
        if node is None:
            if required:
                self.wrong(self.node, name, "ontbreekt.")
            return None
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, name, "moet velden bevatten.")
            return None
        return _Section(node, ".".join(p for p in (self.path, name) if p), self.problems)

    def entries(self, name: str) -> list["_Section"]:
        """The sections under a name, each under its own code."""
        parent = self.section(name)
        if parent is None:
            return []
        found = []
        for code, node in parent.fields.items():
            if code in ("source", "assumption", "note"):
                continue
            if not isinstance(node, yaml.MappingNode):
                parent.wrong(node, code, "moet velden bevatten.")
                continue
            found.append(_Section(node, f"{parent.path}.{code}", self.problems))
        if not found:
            parent.wrong(parent.node, "", "is leeg.")
        return found

    def sections(self, name: str) -> list["_Section"]:
        self.asked.add(name)
        node = self.fields.get(name)
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.wrong(node or self.node, name, "moet een lijst zijn met minstens één deel.")
            return []
        found = []
        for number, item in enumerate(node.value, 1):
            if isinstance(item, yaml.MappingNode):
                found.append(_Section(item, f"{self.path + '.' if self.path else ''}{name}.{number}", self.problems))
            else:
                self.wrong(item, name, "moet velden bevatten.")
        return found

    def origin(self) -> None:
        """Each section says where it comes from."""
        if not self.value("source", str) and not self.value("assumption", bool):
            self.wrong(
                self.node, "source", "zeg waar dit vandaan komt (source) of dat het een aanname is (assumption: true)."
            )

    def done(self) -> None:
        for name, node in self.fields.items():
            if name not in self.asked:
                self.wrong(node, name, "is een onbekend veld.")

    @property
    def code(self) -> str:
        return self.path.rsplit(".", 1)[-1]


_KIND_WORDS: dict[type, str] = {
    str: "een tekst",
    int: "een geheel getal",
    bool: "true of false",
    date: "een datum (jjjj-mm-dd)",
}


class _Reader:
    def __init__(self, node: yaml.MappingNode) -> None:
        self.problems: list[Problem] = []
        self.top = _Section(node, "", self.problems)
        self.assumptions: list[str] = []

    def content(self) -> Content:
        top = self.top
        made = Content(
            code=top.value("code", str, "", required=True),
            version=top.value("version", str, "", required=True),
            title=top.value("title", str, "", required=True),
            valid_from=top.value("valid_from", date, date.min, required=True),
            valid_to=top.value("valid_to", date),
            source=top.value("source", str, "", required=True),
            kinds=self._each("kinds", self._kind),
            first_line=self._one("first_line", self._first_line, FirstLine()),
            terms=self._each("terms", self._term),
            grounds=self._each("grounds", self._ground),
            assignment=self._one("assignment", self._assignment, AssignmentRule()),
            findings=self._each("findings", self._choice),
            resolutions=self._each("resolutions", self._choice),
            norms=self._each("norms", self._norm),
            second_lines=tuple(self._second_line(s) for s in top.sections("second_lines")),
            retention_months=self._retention(),
            assumptions=tuple(self.assumptions),
        )
        for kind in _KINDS:
            if kind not in made.kinds and "kinds" in top.fields:
                top.wrong(top.fields["kinds"], f"kinds.{kind}", "ontbreekt.")
        top.done()
        if self.problems:
            raise RegulationError(sorted(self.problems, key=lambda p: (p.line, p.field)))
        return made

    def _origin(self, section: _Section) -> None:
        section.origin()
        if section.value("assumption", bool, False):
            self.assumptions.append(section.path)

    def _each(self, name: str, read: Callable[[_Section], Any]) -> dict[str, Any]:
        found = {}
        for section in self.top.entries(name):
            found[section.code] = read(section)
            section.done()
        parent = self.top.fields.get(name)
        if isinstance(parent, yaml.MappingNode):
            self._origin(_Section(parent, name, self.problems))
        return found

    def _one(self, name: str, read: Callable[[_Section], Any], default: Any) -> Any:
        section = self.top.section(name)
        if section is None:
            return default
        made = read(section)
        self._origin(section)
        section.done()
        return made

    def _kind(self, s: _Section) -> KindRule:
        if s.code not in _KINDS:
            s.wrong(s.node, "", f"kies uit: {', '.join(_KINDS)}.")
        return KindRule(
            s.value("anonymous_allowed", bool, False, required=True),
            s.texts("identity", _IDENTITY),
            s.texts("channels"),
        )

    def _first_line(self, s: _Section) -> FirstLine:
        required = s.value("required", str, "none", required=True)
        if required not in ("hard", "discretionary", "none"):
            s.wrong(s.node, "required", "mag alleen zijn: hard, discretionary, none.")
        return FirstLine(required)

    def _term(self, s: _Section) -> Term:
        amount = s.value("amount", int, 0, required=True)
        if amount < 0 or amount > 3660:
            s.wrong(s.fields["amount"], "amount", "moet tussen 0 en 3660 liggen.")
        if s.value("assumption", bool, False):
            self.assumptions.append(s.path)
        pause, extension = s.section("pauses", required=False), s.section("extension", required=False)
        return Term(
            code=s.code,
            what=s.value("what", str, s.code, required=True),
            amount=max(0, min(amount, 3660)),
            unit=s.choice("unit", Unit),
            start=s.choice("start", StartEvent),
            counts_day_zero=s.value("counts_day_zero", bool, False),
            shift=s.choice("shift", Shift, Shift.NONE),
            condition=s.value("condition", str, "always"),
            binding=s.value("binding", bool, True),
            warn_before_days=self._numbers(s, "warn_before_days"),
            pauses=PauseRule() if pause is None else self._pause(pause),
            extension=ExtensionRule() if extension is None else self._extension(extension),
            source=s.value("source", str, ""),
            assumption=s.value("assumption", bool, False),
        )

    def _numbers(self, s: _Section, name: str) -> tuple[int, ...]:
        found = []
        for text in s.texts(name):
            if text.isdecimal() and int(text) <= 366:
                found.append(int(text))
            else:
                s.wrong(s.fields[name], name, "moet een lijst van dagen zijn (0 tot 366).")
        return tuple(found)

    def _pause(self, s: _Section) -> PauseRule:
        made = PauseRule(s.value("allowed", bool, False, required=True), s.texts("reasons"))
        s.done()
        return made

    def _extension(self, s: _Section) -> ExtensionRule:
        made = ExtensionRule(
            allowed=s.value("allowed", bool, False, required=True),
            max_count=s.value("max_count", int),
            amount=s.value("amount", int),
            unit=s.choice("unit", Unit) if "unit" in s.fields else None,
            open_ended=s.value("open_ended", bool, False),
            reasons_required=s.value("reasons_required", bool, True),
            notice_required=s.value("notice_required", bool, True),
            approver=s.value("approver", str, ""),
        )
        s.done()
        return made

    def _ground(self, s: _Section) -> Ground:
        return Ground(
            code=s.code,
            label=s.value("label", str, s.code, required=True),
            text=s.value("text", str, "", required=True),
            hard=s.value("hard", bool, False),
            refer_to=s.value("refer_to", str, ""),
            months=s.value("months", int),
        )

    def _assignment(self, s: _Section) -> AssignmentRule:
        ladder = s.texts("ladder")
        return AssignmentRule(
            head_is_handler=s.value("head_is_handler", bool, False, required=True),
            concerned_may_read=s.value("concerned_may_read", bool, False),
            ladder=ladder or AssignmentRule.ladder,
        )

    def _choice(self, s: _Section) -> Choice:
        return Choice(
            s.code,
            s.value("label", str, s.code, required=True),
            s.value("official", str, ""),
            s.value("founded", bool, False),
        )

    def _norm(self, s: _Section) -> Norm:
        return Norm(s.code, s.value("label", str, s.code, required=True), s.value("group", str, ""))

    def _second_line(self, s: _Section) -> SecondLine:
        made = SecondLine(
            name=s.value("name", str, "", required=True),
            contact=s.texts("contact"),
            url=s.value("url", str, ""),
            valid_from=s.value("valid_from", date),
            valid_to=s.value("valid_to", date),
            grounds=s.texts("grounds"),
        )
        self._origin(s)
        s.done()
        return made

    def _retention(self) -> dict[str, int]:
        section = self.top.section("retention_months", required=False)
        if section is None:
            return {}
        found = {name: section.value(name, int, 0) for name in section.fields if name in _KINDS}
        self._origin(section)
        section.done()
        return found
