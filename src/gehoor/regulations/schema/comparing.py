"""Two regulation files held beside each other, field by field. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from gehoor.regulations.schema.reading import ORIGIN_FIELDS, compose
from gehoor.regulations.schema.words import all_sections, field_words, words_of

_SAID = {
    "true": "ja",
    "false": "nee",
    "calendar_day": "kalenderdag",
    "working_day": "werkdag",
    "week": "week",
    "month": "maand",
    "hard": "moet",
    "discretionary": "kan gevraagd worden",
    "none": "niet",
    "next_working_day": "volgende werkdag",
}


@dataclass(frozen=True)
class Value:
    """A value as it stands in a file. ``section`` and ``label`` are Dutch; ``of`` is the code or number it belongs to."""

    section: str
    of: str
    label: str
    text: str
    line: int


@dataclass(frozen=True)
class Difference:
    """One value that is not the same. An empty side: it is not there."""

    section: str
    of: str
    label: str
    before: str
    after: str
    only_origin: bool


def values_in(text: str) -> dict[str, Value]:
    """Every value of a file by its path. Raises ``RegulationError`` for what is no YAML; wrong values are shown as they stand."""
    return dict(_walk(compose(text), (), "", set(all_sections())))


def differences(before: str, after: str) -> list[Difference]:
    """What differs between two files, in the order of the second, what only the first has after it."""
    old, new = values_in(before), values_in(after)
    found = []
    for path in [*new, *(path for path in old if path not in new)]:
        was, now = old.get(path), new.get(path)
        if was is not None and now is not None and was.text == now.text:
            continue
        known = new[path] if path in new else old[path]
        only_origin = path.rsplit(".", 1)[-1] in ORIGIN_FIELDS
        found.append(
            Difference(
                known.section, known.of, known.label, was.text if was else "", now.text if now else "", only_origin
            )
        )
    order = {section: place for place, section in enumerate(dict.fromkeys(one.section for one in found))}
    return sorted(found, key=lambda one: order[one.section])


def _walk(node: yaml.MappingNode, path: tuple[str, ...], pattern: str, known: set[str]) -> Iterator[tuple[str, Value]]:
    for key, value in node.value:
        name = str(getattr(key, "value", ""))
        below = ".".join(part for part in (pattern, name) if part)
        if isinstance(value, yaml.MappingNode):
            entry = below not in known and f"{pattern}.*" in known
            yield from _walk(value, (*path, name), f"{pattern}.*" if entry else below, known)
        elif isinstance(value, yaml.SequenceNode) and any(isinstance(item, yaml.MappingNode) for item in value.value):
            for number, item in enumerate(value.value, 1):
                if isinstance(item, yaml.MappingNode):
                    yield from _walk(item, (*path, name, str(number)), f"{below}.*", known)
        else:
            yield ".".join((*path, name)), _value(path, pattern, name, value)


def _value(path: tuple[str, ...], pattern: str, name: str, node: yaml.Node) -> Value:
    top = words_of(path[0] if path else "") or words_of(f"{path[0]}.*" if path else "")
    inner = words_of(pattern) if len(path) > 2 else None
    label = field_words(pattern, name)
    if inner is not None and inner.fields:
        label = f"{inner.title}: {label}"
    return Value(
        top.title if top else path[0], path[1] if len(path) > 1 else "", label, _text(node), node.start_mark.line + 1
    )


def _text(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return ", ".join(str(getattr(item, "value", "")) for item in node.value)
    text = str(getattr(node, "value", ""))
    return _SAID.get(text, text)
