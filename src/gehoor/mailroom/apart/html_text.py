"""HTML of strangers: made harmless, and made plain text. The cleaning is nh3's (an allow-list on a real HTML5 parser). Pure."""

import re
from html.parser import HTMLParser

import nh3

from gehoor.mailroom.apart.limits import HTML, HTML_READ

_TAGS = frozenset({
    "a", "abbr", "address", "article", "b", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
    "dd", "del", "div", "dl", "dt", "em", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img",
    "ins", "kbd", "li", "main", "nav", "ol", "p", "pre", "q", "s", "section", "small", "span", "strike", "strong", "sub",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul",
})  # fmt: skip
_GONE = frozenset({"script", "style", "title", "head", "template"})
_BLOCKS = frozenset({
    "address", "article", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
})  # fmt: skip
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "dl", "pre"})


def harmless(html: str) -> str:
    """Only the tags of the list, links to the web and to addresses, no pictures from elsewhere, no style, no script."""
    cleaned = nh3.clean(
        html[:HTML_READ],
        tags=set(_TAGS),
        clean_content_tags=set(_GONE),
        attributes={"a": {"href"}, "img": {"alt", "src"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return cleaned if len(cleaned) <= HTML else nh3.clean(cleaned[:HTML], tags=set(_TAGS))


def _kept(tag: str, name: str, value: str) -> str | None:
    """A picture points at a file of the same mail; nothing else does."""
    inside = value.strip().lower().startswith("cid:")
    picture = tag == "img" and name == "src"
    if picture or inside:
        return value.strip() if picture and inside else None
    return value


def as_text(html: str) -> str:
    """The words of harmless HTML with its lines, lists, quotes (as ``>``) and the addresses of its links."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Walks over cleaned HTML once; keeps finished lines, each with how deep it was quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.depth = 0
        self.kept_as_is = 0
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "br":
            self._end_line()
        elif tag in _BLOCKS:
            self._block(tag)
        if tag == "blockquote":
            self.depth += 1
        elif tag == "pre":
            self.kept_as_is += 1
        elif tag == "li":
            self.line += "- "
        elif tag in {"td", "th"} and self.line:
            self.line += "\t"
        elif tag == "hr":
            self.line = "----"
            self._end_line()
        elif tag == "img" and (values.get("alt") or "").strip():
            self.line += f"[afbeelding: {(values['alt'] or '').strip()}]"
        elif tag == "a":
            self.links.append((values.get("href") or "", len(self.line)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.links:
            self._end_link(*self.links.pop())
        if tag in _BLOCKS and self.line.strip():
            self._end_line()
        if tag == "blockquote":
            self.depth = max(0, self.depth - 1)
        elif tag == "pre":
            self.kept_as_is = max(0, self.kept_as_is - 1)
        if tag in _BLOCKS:
            self._block(tag)

    def handle_data(self, data: str) -> None:
        if self.kept_as_is:
            *whole, last = data.split("\n")
            for line in whole:
                self.line += line
                self._end_line()
            self.line += last
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        self.line += words.lstrip() if not self.line or self.line.endswith((" ", "\t")) else words

    def _end_link(self, href: str, start: int) -> None:
        shown, address = self.line[start:].strip(), re.sub(r"^(mailto|tel):", "", href)
        if address and address.rstrip("/") not in shown and shown not in address:
            self.line += f" <{address}>" if shown else f"<{address}>"

    def _block(self, tag: str) -> None:
        if self.line.strip():
            self._end_line()
        if tag in _APART and self.lines and self.lines[-1].strip("> "):
            self.lines.append("" if tag == "blockquote" else ">" * self.depth)

    def _end_line(self) -> None:
        mark = ">" * self.depth
        self.lines.append(f"{mark} {self.line.rstrip()}".rstrip() if mark else self.line.rstrip())
        self.line = ""

    def text(self) -> str:
        """All lines, at most one empty one between two."""
        if self.line.strip():
            self._end_line()
        text = "\n".join(self.lines).replace("\xa0", " ")
        return re.sub(r"\n(?:[ \t]*\n){2,}", "\n\n", text).strip("\n")
