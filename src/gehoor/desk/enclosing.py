"""The files of a dossier that can be enclosed with a message: what came or went already, and apart what was internal until now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gehoor.dossiers.actions.intake import MOST_FILES
from gehoor.dossiers.writing import Chosen, files_to_enclose
from gehoor.kernel.errors import InvalidInput
from gehoor.web.uploads import keep_files

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from gehoor.correspondence.models import Message
    from gehoor.correspondence.queries import Said
    from gehoor.dossiers.models import Dossier
    from gehoor.dossiers.writing import Begun
    from gehoor.files.models import StoredFile
    from gehoor.kernel.actors import Actor


@dataclass(frozen=True)
class Choice:
    """One file. ``whose``: where it comes from, in words; ``other``: it came from somebody else than who gets the message."""

    public_id: str
    name: str
    whose: str
    other: bool
    checked: bool


@dataclass(frozen=True)
class Enclosable:
    """What can be enclosed; ``internal``: files of notes."""

    files: list[Choice]
    internal: list[Choice]

    @property
    def any_checked(self) -> bool:
        """Something is chosen already."""
        return any(one.checked for one in (*self.files, *self.internal))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.files) + len(self.internal)


def all_files(request: "HttpRequest", dossier: "Dossier", *, by: "Actor") -> list["StoredFile"]:
    """What goes along with a message: ticked, and uploaded now. In the caller's transaction; raises InvalidInput."""
    files = [*files_to_enclose(dossier, by, _chosen(request.POST)), *keep_files(request, by=by)]
    if len(files) > MOST_FILES:
        raise InvalidInput(f"Je kan hoogstens {MOST_FILES} bestanden toevoegen.", field="files")
    return files


def _chosen(data: "QueryDict") -> Chosen:
    return Chosen(data.getlist("enclose"), data.getlist("enclose_internal"))


def enclosable(said: "Iterable[Said]", unsent: "Begun | None", data: Any, *, to: str) -> Enclosable:
    """The files of a conversation, the latest first, each once; ticked as they were. ``to``: the name of who gets the message."""
    ticked = Chosen([file["public_id"] for file in unsent.files] if unsent else []) if data is None else _chosen(data)
    files: dict[str, Choice] = {}
    internal: dict[str, Choice] = {}
    for file in unsent.files if unsent else ():
        key = file["public_id"]
        files[key] = Choice(key, file["name"], "stond al klaar", False, key in ticked.files)
    for one in reversed(list(said)):
        note = one.message.direction == "note"
        place, marks = (internal, ticked.internal) if note else (files, ticked.files)
        whose, other = _whose(one.message, to)
        for link in one.files if one.message.delivery != "taken_back" else ():
            if link.withdrawn_at is not None:
                continue
            key = link.public_id
            place.setdefault(key, Choice(key, link.name, whose, other, key in marks))
    return Enclosable(list(files.values()), [one for key, one in internal.items() if key not in files])


def _whose(message: "Message", to: str) -> tuple[str, bool]:
    if message.direction == "note":
        return f"notitie van {message.author_name}", False
    if message.direction == "out":
        return f"verstuurd aan {message.to_name or 'de melder'}", bool(message.to_name) and message.to_name != to
    return f"van {message.author_name}", bool(to) and message.author_name != to
