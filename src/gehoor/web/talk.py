"""What was said, as a line of a conversation: who, how, when, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from gehoor.correspondence.queries import FileLink, Said, shown_body
from gehoor.dossiers.wording import withdrawn_words
from gehoor.mailroom.folding import Piece, fold
from gehoor.web.deliveries import fate_of

_MEDIA = {
    "web": "via de website",
    "email": "via e-mail",
    "phone": "aan de telefoon",
    "counter": "aan het loket",
    "letter": "per brief",
    "social": "via sociale media",
}
_AUTOMATIC = {
    "received": "Automatische ontvangstmelding",
    "inquiry_reminder": "Herinnering aan wie buiten de stad iets gevraagd is",
    "new_link": "Nieuwe link naar de volgpagina",
    "first_line_late": "Automatisch bericht: we zijn te laat",
    "dossier_late": "Automatisch bericht: we zijn te laat",
}


@dataclass(frozen=True)
class Line:
    """One thing in the conversation. ``kind``: ``in``, ``out``, ``auto``, ``note``, ``event`` or ``outside``.

    ``letter`` and ``subject``: which letter it is, and what stands above it. ``where``: of which other dossier, when not of this.
    ``asked``: with which question to somebody outside the city it goes.
    ``undo``: while it can still be taken back, how.
    ``pieces``: the text of what came by mail, with what it quotes and how it is signed apart; ``mail``: a link to the mail itself.
    ``withdrawn``: when and why nobody outside reads it any more; ``wrong_url``: where somebody says that something went wrong with
    it; ``mishap``: what was done about that.
    """

    kind: str
    at: datetime
    text: str
    pk: int = 0
    who: str = ""
    how: str = ""
    icon: str = ""
    delivery: str = ""
    failed: bool = False
    files: list[FileLink] = field(default_factory=list)
    offer: dict[str, Any] | None = None
    originals: list[dict[str, Any]] = field(default_factory=list)
    letter: str = ""
    subject: str = ""
    where: str = ""
    asked: str = ""
    by_mail: bool = False
    public_id: str = ""
    held_until: datetime | None = None
    undo: Any = None
    pieces: Sequence[Piece] = ()
    mail: Any = None
    withdrawn: str = ""
    wrong_url: str = ""
    mishap: Any = None


def how_it_came(medium: str) -> str:
    """``via de website``."""
    return _MEDIA.get(medium, medium)


def line_of(said: Said, offer: dict[str, Any] | None = None, originals: Sequence[dict[str, Any]] = ()) -> Line:
    """A message as a line, with what was withdrawn. For readers outside the text itself was left out already."""
    line = replace(_line_of(said, offer, originals), public_id=str(said.message.public_id))
    message = said.message
    if message.withdrawn_at is None:
        gone = [
            withdrawn_words("Bestand", one.withdrawn_at, one.withdrawn_why) for one in said.gone if one.withdrawn_at
        ]
        return replace(line, text="\n\n".join([line.text, *gone])) if gone else line
    told = withdrawn_words("Bericht", message.withdrawn_at, message.withdrawn_why)
    return replace(line, withdrawn=told, text=line.text or told)


def _line_of(said: Said, offer: dict[str, Any] | None = None, originals: Sequence[dict[str, Any]] = ()) -> Line:
    """A message as a line. ``offer``: when it was the answer of the first line; ``originals``: what it said before a correction."""
    message = said.message
    if message.direction == "note":
        return Line("note", message.at, message.body, message.pk, message.author_name, files=said.files)
    if message.direction == "in":
        how = how_it_came(message.medium)
        by_mail = message.medium == "email"
        return Line(
            "in",
            message.at,
            message.body,
            message.pk,
            message.author_name,
            how,
            files=said.files,
            originals=list(originals),
            by_mail=by_mail,
            pieces=fold(message.body) if by_mail else (),
        )
    icon, delivery = fate_of(said)
    never_left = "Teruggehaald bericht" if message.delivery == "taken_back" else ""
    automatic = _AUTOMATIC.get(message.letter, "") or never_left
    return Line(
        "auto" if automatic else "out",
        message.at,
        shown_body(message).strip(),
        message.pk,
        automatic or message.author_name,
        f"aan {to}" if (to := message.to_name or message.to_address) else "op de volgpagina",
        icon,
        delivery,
        message.delivery == "failed",
        said.files,
        offer,
        letter=message.letter,
        subject=message.subject,
        public_id=str(message.public_id),
        held_until=message.held_until,
    )
