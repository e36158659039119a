"""The fields of a text that comes back: ``{naam}`` becomes the name of the reporter. Pure."""

import re
from collections.abc import Mapping

FIELDS = {
    "naam": "de naam van wie schreef",
    "nummer": "het nummer van het dossier",
    "termijn": "de laatste dag van de termijn",
    "dienst": "de naam van de dienst",
}
"""What may stand between braces, and what it becomes."""
_FIELD = re.compile(r"\{([^{}]*)\}")


def wrong_fields(body: str) -> list[str]:
    """What stands between braces and is no field, as it is written; a brace alone too."""
    found = [f"{{{name}}}" for name in _FIELD.findall(body) if name not in FIELDS]
    return list(dict.fromkeys(found + re.findall(r"[{}]", _FIELD.sub("", body))))


def filled_in(body: str, values: Mapping[str, str]) -> str:
    """The text with the values of a dossier. What is not known stays as a gap that one sees."""
    return _FIELD.sub(lambda field: values.get(field[1]) or f"[{FIELDS.get(field[1], field[1])}?]", body)
