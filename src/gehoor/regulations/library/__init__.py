"""The regulations that come along, as files."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """The files, by name without ending."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def text_of(name: str) -> str:
    """The text of one file; raises ``FileNotFoundError``."""
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
