"""Letters on the tracking page: what somebody wrote in them, without the frame around it."""

from typing import TYPE_CHECKING

from gehoor.correspondence.letters import LINK_MARK
from gehoor.correspondence.personal import PERSONAL

if TYPE_CHECKING:
    from gehoor.correspondence.models import Message


def letter_on_page(message: "Message", *, link: str) -> str:
    """The text of a letter on a page of its own: where the mail has the link, the link this reader came with."""
    body = "\n".join(link if line.strip() == LINK_MARK else line for line in message.body.splitlines())
    return f"{body.rstrip()}\n\n{message.signature}".rstrip()


def is_machinery(message: "Message") -> bool:
    """Only the carrier of a link: whoever reads the page has one, and it says nothing about the matter."""
    return message.letter == "new_link"


def is_letter(message: "Message") -> bool:
    """A letter that stands on a page of its own."""
    return bool(message.letter)


def is_formal(message: "Message") -> bool:
    """A letter of the procedure rather than something a person wrote."""
    return bool(message.letter) and message.letter not in PERSONAL
