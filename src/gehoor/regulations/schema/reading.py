"""The file as sections and values: what was asked, where each value comes from, what is wrong (line, field). Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import yaml

_E = TypeVar("_E", bound=StrEnum)
_M = TypeVar("_M")

ORIGIN_FIELDS = ("source", "assumption", "assumed", "note")
"""Fields that every section may have: where its values come from, and a remark."""


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
class Origin:
    """Where a value comes from: a source that was read, or an assumption (with, perhaps, what it rests on)."""

    source: str
    assumption: bool


@dataclass
class Ledger:
    """What reading a file brings up: what is wrong, the origin of each value by path, and which fields were asked for
    (by the path of their section, with ``*`` for a code the file chooses)."""

    problems: list[Problem] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    asked: set[tuple[str, str]] = field(default_factory=set)


_KIND_WORDS: dict[type, str] = {
    str: "een tekst",
    int: "een geheel getal",
    bool: "true of false",
    date: "een datum (jjjj-mm-dd)",
}


class _PlainLoader(yaml.SafeLoader):
    """YAML without references, which could make a small file endlessly large."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise RegulationError([Problem(_line(event), "", "Verwijzingen (& en *) mogen niet in een reglement.")])
        return super().compose_node(parent, index)


def compose(text: str) -> yaml.MappingNode:
    """The YAML text as nodes that know their lines. Raises :class:`RegulationError`, never anything else."""
    try:
        node = yaml.compose(text, Loader=_PlainLoader)
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


class Section:
    """A mapping of the file: its fields by name, which of them were asked for, and where its values come from."""

    def __init__(
        self, node: yaml.MappingNode, path: str, ledger: Ledger, *, pattern: str = "", inherited: Origin | None = None
    ) -> None:
        self.node, self.path, self.pattern, self.ledger = node, path, pattern, ledger
        self.fields: dict[str, yaml.Node] = {}
        self.asked: set[str] = set()
        for key, value in node.value:
            name = str(getattr(key, "value", ""))
            if name in self.fields:
                self.wrong(key, name, "staat er twee keer.")
            self.fields[name] = value
        own = self._own_origin()
        self.has_own_origin = own is not None
        self.origin = own or inherited
        self.assumed = self.texts("assumed")

    def _own_origin(self) -> Origin | None:
        source, assumption = self.value("source", str, ""), self.value("assumption", bool, False)
        self.value("note", str)
        if assumption:
            self.ledger.assumptions.append(self.path)
        return Origin(source, assumption) if source or assumption else None

    def wrong(self, node: Any, name: str, message: str) -> None:
        """Note a problem at a node of the file."""
        self.ledger.problems.append(Problem(_line(node), self.path_of(name), message))

    def value(self, name: str, kind: type, default: Any = None, *, required: bool = False) -> Any:
        """A single value; the default when it is not there or not of this kind (which is then noted)."""
        self._ask(name)
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

    def number(self, name: str, low: int, high: int, default: int | None = None, *, required: bool = False) -> Any:
        """A whole number within bounds."""
        found = self.value(name, int, default, required=required)
        if found is not None and not low <= found <= high:
            self.wrong(self.fields.get(name, self.node), name, f"moet tussen {low} en {high} liggen.")
            return max(low, min(found, high))
        return found

    def choice(self, name: str, enum: type[_E], default: _E | None = None) -> Any:
        """One of the values of an enumeration."""
        text = self.value(name, str, None if default is None else default.value, required=default is None)
        try:
            return enum(text)
        except ValueError:
            if text is not None:
                allowed = ", ".join(member.value for member in enum)
                self.wrong(self.fields.get(name, self.node), name, f"mag alleen zijn: {allowed}.")
            return default or next(iter(enum))

    def texts(self, name: str, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, each of the allowed ones."""
        self._ask(name)
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

    def numbers(self, name: str, high: int) -> tuple[int, ...]:
        """A list of whole numbers from 0 to ``high``."""
        found = []
        for text in self.texts(name):
            if text.isdecimal() and len(text) <= len(str(high)) and int(text) <= high:
                found.append(int(text))
            else:
                self.wrong(self.fields[name], name, f"moet een lijst van getallen zijn (0 tot {high}).")
        return tuple(found)

    def section(self, name: str, *, required: bool = True) -> "Section | None":
        """The mapping under a name; None when it is not there or none."""
        self._ask(name)
        node = self.fields.get(name)
        if node is None:
            if required:
                self.wrong(self.node, name, "ontbreekt.")
            return None
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, name, "moet velden bevatten.")
            return None
        return self._inner(node, name, name)

    def part(self, name: str, read: Callable[["Section"], _M], default: _M, *, required: bool = False) -> _M:
        """What stands under a name, read and finished; the default when it is not there."""
        section = self.section(name, required=required)
        if section is None:
            return default
        made = read(section)
        section.done()
        return made

    def each(self, name: str, read: Callable[["Section"], _M], *, required: bool = True) -> dict[str, _M]:
        """What stands under each code below a name, read and finished."""
        parent = self.section(name, required=required)
        if parent is None:
            return {}
        entries = list(parent.entries())
        found = {entry.code: read(entry) for entry in entries}
        if not entries:
            parent.wrong(parent.node, "", "is leeg.")
        if entries and parent.origin is None and not any(entry.has_own_origin for entry in entries):
            parent.without_origin()
            for entry in entries:
                entry.origin = Origin("", assumption=False)
        for entry in entries:
            entry.done()
        parent.asked.update(entry.code for entry in entries)
        parent.close()
        return found

    def listed(self, name: str, read: Callable[["Section"], _M], *, required: bool = True) -> tuple[_M, ...]:
        """What stands in each part of a list, read and finished."""
        self._ask(name)
        node = self.fields.get(name)
        if node is None and not required:
            return ()
        if not isinstance(node, yaml.SequenceNode) or (required and not node.value):
            self.wrong(node or self.node, name, "moet een lijst zijn met minstens één deel.")
            return ()
        found = []
        for number, item in enumerate(node.value, 1):
            if not isinstance(item, yaml.MappingNode):
                self.wrong(item, name, "moet velden bevatten.")
                continue
            entry = self._inner(item, f"{name}.{number}", f"{name}.*")
            found.append(read(entry))
            entry.done()
        return tuple(found)

    def entries(self) -> Iterator["Section"]:
        """The sections under this one, each under a code that the file chooses."""
        for code, node in self.fields.items():
            if code in ORIGIN_FIELDS:
                continue
            if isinstance(node, yaml.MappingNode):
                yield self._inner(node, code, "*")
            else:
                self.asked.add(code)
                self.wrong(node, code, "moet velden bevatten.")

    def _inner(self, node: yaml.MappingNode, name: str, pattern: str) -> "Section":
        join = ".".join
        return Section(
            node,
            join(p for p in (self.path, name) if p),
            self.ledger,
            pattern=join(p for p in (self.pattern, pattern) if p),
            inherited=self.origin if self.path else None,
        )

    def _ask(self, name: str) -> None:
        self.asked.add(name)
        self.ledger.asked.add((self.pattern, name))

    def done(self) -> None:
        """All fields were asked for, and the section says where it comes from."""
        if self.origin is None:
            self.without_origin()
        self.close()

    def without_origin(self) -> None:
        """Note that nobody can tell where this section comes from."""
        self.wrong(
            self.node, "source", "zeg waar dit vandaan komt (source) of dat het een aanname is (assumption: true)."
        )

    def close(self) -> None:
        """All fields were asked for; where each value comes from is kept."""
        for name in self.assumed:
            if name not in self.asked:
                self.wrong(self.fields["assumed"], "assumed", f"noemt «{name}», maar dat veld is er niet.")
        for name, node in self.fields.items():
            if name not in self.asked:
                self.wrong(node, name, "is een onbekend veld.")
            elif name not in ORIGIN_FIELDS and not isinstance(node, yaml.MappingNode):
                self.ledger.origins[self.path_of(name)] = self.origin_of(name)
        self.ledger.assumptions.extend(self.path_of(name) for name in self.assumed)

    def path_of(self, name: str) -> str:
        """The path of a field of this section."""
        return ".".join(part for part in (self.path, name) if part)

    def origin_of(self, name: str) -> Origin:
        """Where the value of a field comes from, also when it was left out and the default holds."""
        origin = self.origin or Origin("", assumption=False)
        return Origin(origin.source, assumption=True) if name in self.assumed else origin

    @property
    def code(self) -> str:
        """The last part of the path: the code of an entry."""
        return self.path.rsplit(".", 1)[-1]
