"""What was read of a mail, as plain values: what the two processes say to each other. Pure."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Part:
    """A file that came along. ``path``: its bytes, in the folder of the reading; ``inline``: shown inside the text by the sender;
    ``cid``: under which name its HTML points at it.
    """

    path: str
    name: str
    inline: bool = False
    cid: str = ""


@dataclass(frozen=True)
class Report:
    """What a mail server says about one recipient (RFC 3464): ``action`` is failed, delayed, delivered, relayed or expanded."""

    action: str
    status: str = ""
    recipient: str = ""
    diagnostic: str = ""


@dataclass(frozen=True)
class Mail:
    """The parts of a mail that we use. All text is valid Unicode without NUL, cut to a length that a page can bear.

    ``received``: when our own server says it took it in. ``refers_to``: the Message-IDs it answers, the nearest first;
    ``returned``: those of a mail it sends back; ``mentions``: whatever in it looks like an id of ours. ``marks``: what says that
    a machine sent it, by lower-case header name.
    ``left_out``: what stands in the original only, in words for staff.
    """

    subject: str = ""
    from_name: str = ""
    from_address: str = ""
    to: tuple[str, ...] = ()
    date: str = ""
    received: str = ""
    message_id: str = ""
    refers_to: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    marks: dict[str, str] = field(default_factory=dict)
    content_type: str = ""
    report_type: str = ""
    authentication: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    parts: tuple[Part, ...] = ()
    reports: tuple[Report, ...] = ()
    body_hash: str = ""
    left_out: tuple[str, ...] = ()


def from_json(values: dict[str, Any]) -> Mail:
    """The mail that the other process wrote down with ``asdict``."""
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    lists["parts"] = tuple(Part(**part) for part in values["parts"])
    lists["reports"] = tuple(Report(**report) for report in values["reports"])
    return Mail(**{**values, **lists})
