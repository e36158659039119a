"""What a mail says, and the files that came along."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path

from gehoor.mailroom.apart import limits
from gehoor.mailroom.apart.headers import clean, decoded, decoded_bytes, first
from gehoor.mailroom.apart.html_text import as_text, harmless
from gehoor.mailroom.apart.mail import Part

Node = Message
_CARRIERS = frozenset({"message/rfc822", "message/news", "message/global"})
_FOR_MACHINES = frozenset({"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"})


@dataclass
class Contents:
    """What was found on the way, in its order. ``said``: per place in the mail its plain text and its HTML, made harmless."""

    folder: Path
    said: dict[int, tuple[list[str], list[str]]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    seen: int = 0

    def text(self) -> str:
        """The plain text of each place; where there is none, its HTML as text."""
        pieces = []
        for plain, html in self.said.values():
            words = "\n\n".join(piece for piece in plain if piece.strip())
            pieces.append(words or "\n\n".join(as_text(piece) for piece in html))
        whole = "\n\n".join(piece.strip("\n") for piece in pieces if piece.strip())
        if len(whole) > limits.TEXT:
            self.left_out.append("het vervolg van de tekst")
        return clean(whole, limits.TEXT).strip()

    def html(self) -> str:
        """All HTML, made harmless; empty when there was none."""
        pieces = [piece for _, html in self.said.values() for piece in html]
        return clean("\n<hr>\n".join(pieces), limits.HTML)


def contents_of(message: Node, folder: Path) -> Contents:
    """Everything in the mail. Raises ``TooMuch`` for more parts or deeper nesting than a mail may have."""
    found = Contents(folder)
    _visit(message, found, depth=0, place=None)
    return found


def _visit(node: Node, found: Contents, *, depth: int, place: int | None) -> None:
    found.seen += 1
    if depth > limits.DEPTH or found.seen > limits.PARTS:
        raise limits.TooMuch
    kind = node.get_content_type()
    if kind in _FOR_MACHINES:
        return
    if kind in _CARRIERS:
        _keep(found, _carried(node), _name(node) or f"{_subject_of(node)}.eml", node)
        return
    if node.is_multipart():
        inner = found.seen if kind == "multipart/alternative" else place
        for child in _children(node):
            _visit(child, found, depth=depth + 1, place=inner)
        return
    content = _content(node)
    name = _name(node)
    if kind in {"text/plain", "text/html"} and not name and node.get_content_disposition() != "attachment":
        _say(node, content, found, found.seen if place is None else place)
    elif content or name:
        _keep(found, content, name or _nameless(kind), node)


def _say(node: Node, content: bytes, found: Contents, place: int) -> None:
    text = decoded_bytes(content, node.get_content_charset())
    plain, html = found.said.setdefault(place, ([], []))
    if node.get_content_type() == "text/html":
        html.append(harmless(text))
    elif str(node.get_param("format", "")).lower() == "flowed":
        plain.append(_unflowed(text, delsp=str(node.get_param("delsp", "")).lower() == "yes"))
    else:
        plain.append(text)


def _children(node: Node) -> Iterator[Node]:
    payload = node.get_payload()
    if isinstance(payload, list):
        yield from (child for child in payload if isinstance(child, Message))


def _content(node: Node) -> bytes:
    payload = node.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _carried(node: Node) -> bytes:
    inner = next(_children(node), None)
    try:
        return b"" if inner is None else inner.as_bytes()
    except Exception:  # a mail within the mail that cannot be written again stands in the original
        return b""


def _subject_of(node: Node) -> str:
    inner = next(_children(node), None)
    subject = "" if inner is None else next((value for key, value in inner.raw_items() if key.lower() == "subject"), "")
    return decoded(str(subject)[:500], 100) or "doorgestuurde e-mail"


def _name(node: Node) -> str:
    """The file name it gives itself; empty for none, or one that cannot be read."""
    if any(len(str(value)) > limits.HEADER_BYTES // 16 for _, value in node.raw_items()):
        return ""
    try:
        return decoded(str(node.get_filename() or ""), 300)
    except Exception:  # ``name*`` without a value, and other inventions
        return ""


def _nameless(kind: str) -> str:
    return {
        "text/calendar": "afspraak.ics",
        "text/plain": "tekst.txt",
        "text/html": "tekst.html",
        "image/png": "beeld.png",
        "image/jpeg": "beeld.jpg",
        "image/gif": "beeld.gif",
        "application/pdf": "document.pdf",
    }.get(kind, "bestand")


def _keep(found: Contents, content: bytes, name: str, node: Node) -> None:
    shown = clean(name, 150)
    if not content or len(content) > limits.FILE_BYTES:
        found.left_out.append(f"het bestand “{shown}” ({'te groot' if content else 'leeg of niet te lezen'})")
    elif len(found.parts) >= limits.FILES:
        found.left_out.append(f"het bestand “{shown}”")
    else:
        path = f"part-{len(found.parts)}"
        (found.folder / path).write_bytes(content)
        cid = clean(first(node, "content-id"), 250).strip("<> ")
        inline = node.get_content_disposition() == "inline" or bool(cid)
        found.parts.append(Part(path, shown, inline, cid))


def _unflowed(text: str, *, delsp: bool) -> str:
    """Join what a mail program broke at the end of a line (RFC 3676); quoted lines stay as they are."""
    lines: list[list[str]] = []
    soft = False
    for line in text.replace("\r\n", "\n").split("\n"):
        fixed = line.startswith(">") or line == "-- "
        piece = line if fixed else line.removeprefix(" ")
        if soft and not fixed:
            lines[-1].append(piece)
        else:
            lines.append([piece])
        soft = piece.endswith(" ") and not fixed
    return "\n".join(_joined(pieces, delsp=delsp) for pieces in lines)


def _joined(pieces: list[str], *, delsp: bool) -> str:
    *before, last = pieces
    return "".join(piece[:-1] if delsp else piece for piece in before) + (last if last == "-- " else last.rstrip(" "))
