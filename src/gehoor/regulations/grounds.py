"""Grounds of inadmissibility, findings, resolutions and norms: the lists a regulation chooses from. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ground:
    """A reason not to handle a complaint. ``hard``: it must be refused; otherwise the coordinator may still handle it.

    ``months``: how old the facts may be, for the ground that asks it. ``reclassify``: it is no refusal, it is named otherwise.
    """

    code: str
    label: str
    text: str
    hard: bool = False
    refer_to: str = ""
    months: int | None = None
    reclassify: bool = False


@dataclass(frozen=True)
class Choice:
    """A code of a list with its Dutch label and the code of the official report it counts as."""

    code: str
    label: str
    official: str = ""
    founded: bool = False


@dataclass(frozen=True)
class Norm:
    """An *ombudsnorm* of a versioned list, with the code of the official list it counts as."""

    code: str
    label: str
    group: str = ""
    official: str = ""
