"""One letter, two dresses: plain text and simple HTML of the same words and links. Knows no database.

The HTML is one column, without tables, scripts, fonts or pictures from elsewhere: nothing is fetched when it is opened, and nobody
learns that it was. Light and dark follow the reader's own choice.
"""

import re
from dataclasses import dataclass
from html import escape
from typing import Final

from gehoor.correspondence.letters import LINK_MARK

BUTTON: Final = "Open je dossier"
"""What the link to the tracking page says in HTML; the text has the address itself."""
BUTTON_TO_ANSWER: Final = "Lees en antwoord"
"""What the link says to somebody outside who is asked something."""
_URL = re.compile(r"https?://[^\s<>\"']+")
_TAIL = ".,;:!?)]}"
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069]")
"""Characters that a reader does not see, and that turn what they do see around."""

_FONT: Final = "font-family:'Segoe UI',system-ui,-apple-system,Roboto,'Helvetica Neue',Arial,sans-serif"
_SHEET: Final = (
    "max-width:600px;margin:0 auto;padding:28px 32px;background:#ffffff;border:1px solid #e4dfd4;border-radius:8px;color:#17211f;"
    f"{_FONT};font-size:17px;line-height:1.55;overflow-wrap:anywhere;"
)
_STYLE: Final = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a:focus-visible { outline: 3px solid #0d5654; outline-offset: 2px; }
@media (max-width: 480px) { .sheet { padding: 20px 16px !important; } .page { padding: 0 !important; } }
@media (prefers-color-scheme: dark) {
  .page { background: #0f1716 !important; }
  .sheet { background: #16201f !important; border-color: #263331 !important; color: #e8eeec !important; }
  .name, .link { color: #8bd0c9 !important; }
  .button { background: #8bd0c9 !important; color: #0b1211 !important; }
  .foot { color: #9fadaa !important; border-color: #263331 !important; }
  .logo { background: #ffffff !important; padding: 6px !important; }
  a:focus-visible { outline-color: #8bd0c9; }
}
"""


@dataclass(frozen=True)
class Sheet:
    """What a mail says. ``link``: the address of the tracking page; ``logo``: where its picture is (``cid:…``), empty without one."""

    subject: str
    body: str
    link: str
    sender: str
    signature: str
    logo: str = ""
    button: str = BUTTON


def as_text(sheet: Sheet) -> str:
    """The mail as plain text."""
    body = sheet.body.replace(LINK_MARK, sheet.link).strip()
    return f"{body}\n\n-- \n{sheet.signature.strip()}\n" if sheet.signature.strip() else f"{body}\n"


def as_html(sheet: Sheet) -> str:
    """The same mail as an HTML page."""
    title = escape(_seen(sheet.subject))
    parts = "\n".join(_part(lines, sheet) for lines in _parts(sheet.body))
    return f"""<!DOCTYPE html>
<html lang="nl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#faf8f4;">
<div class="sheet" role="article" aria-label="{title}" lang="nl" style="{_SHEET}">
{_head(sheet)}
{parts}
{_foot(sheet)}
</div>
</body>
</html>
"""


def _head(sheet: Sheet) -> str:
    name = escape(_seen(sheet.sender))
    if sheet.logo:
        return (
            f'<p style="margin:0 0 24px;"><img class="logo" src="{escape(sheet.logo)}" alt="{name}" '
            'style="max-width:240px;max-height:80px;border:0;border-radius:4px;"></p>'
        )
    return f'<p class="name" style="margin:0 0 24px;color:#0d5654;font-weight:700;font-size:19px;">{name}</p>'


def _foot(sheet: Sheet) -> str:
    if not sheet.signature.strip():
        return ""
    return (
        '<div class="foot" style="margin:28px 0 0;padding:16px 0 0;border-top:1px solid #e4dfd4;color:#56635f;font-size:15px;">'
        f"{_lines(sheet.signature.strip().splitlines())}</div>"
    )


def _parts(body: str) -> list[list[str]]:
    """Paragraphs, each of its lines. The mark of the link is a part of its own, as is a list."""
    parts: list[list[str]] = [[]]
    for line in body.strip().splitlines():
        alone = line.strip() == LINK_MARK
        listed = line.startswith("- ")
        before = parts[-1]
        if not line.strip() or alone or (before and listed != before[-1].startswith("- ")):
            parts.append([])
        if line.strip():
            parts[-1].append(line)
        if alone:
            parts.append([])
    return [lines for lines in parts if lines]


def _part(lines: list[str], sheet: Sheet) -> str:
    if lines[0].strip() == LINK_MARK:
        return (
            f'<p style="margin:0 0 18px;"><a class="button" href="{escape(sheet.link)}" style="display:inline-block;padding:12px 20px;'
            f'background:#0d5654;color:#ffffff;border-radius:6px;font-weight:600;text-decoration:none;">{sheet.button}</a></p>'
        )
    if lines[0].startswith("- "):
        items = "\n".join(f'<li style="margin:0 0 6px;">{_inline(line[2:])}</li>' for line in lines)
        return f'<ul style="margin:0 0 18px;padding:0 0 0 22px;">\n{items}\n</ul>'
    return f'<p style="margin:0 0 18px;">{_lines(lines)}</p>'


def _lines(lines: list[str]) -> str:
    return "<br>\n".join(_inline(line) for line in lines)


def _inline(line: str) -> str:
    """The words of a line, its addresses as links. Whatever is markup in it stays words."""
    line, made, done = _seen(line), [], 0
    for match in _URL.finditer(line):
        url = match.group().rstrip(_TAIL)
        made += [
            escape(line[done : match.start()]),
            f'<a class="link" href="{escape(url)}" style="color:#0d5654;">{escape(url)}</a>',
        ]
        done = match.start() + len(url)
    return "".join([*made, escape(line[done:])])


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text)
