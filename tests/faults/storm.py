"""Many people send something with a file while processes are killed; afterwards their notes are held beside the database."""

import hashlib
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

from gehoor.correspondence.models import Direction
from gehoor.dossiers import entries
from gehoor.dossiers.models import Dossier
from gehoor.files import storage
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Entry
from tests.faults.visitor import Unanswered, Visitor
from tests.portal.citizen import Citizen, who

_NUMBER = re.compile(r'class="g-receipt__no">([^<]+)<')


@dataclass(frozen=True)
class Note:
    """What a sender wrote down: the story, the file, and the number they were given (None: nobody answered and they left)."""

    story: str
    sha256: str
    reference: str | None


@dataclass
class Storm:
    """``senders`` people at once, each sending ``each`` stories. Every third one leaves when sending is not answered."""

    port: int
    senders: int
    each: int
    notes: list[Note] = field(default_factory=list)

    def blow(self, meanwhile: Callable[[threading.Event], None]) -> None:
        """Send everything while ``meanwhile`` does its worst, until the event says that all is sent.

        The worst happens in this thread: what it starts would end with any other one (``family.die_with``).
        """
        done = threading.Event()
        with ThreadPoolExecutor(self.senders + 1) as pool:
            sending = pool.submit(self._send_all, done)
            meanwhile(done)
            sending.result()

    def _send_all(self, done: threading.Event) -> None:
        try:
            with ThreadPoolExecutor(self.senders) as pool:
                list(pool.map(self._tell, range(self.senders * self.each)))
        finally:
            done.set()

    def _tell(self, number: int) -> None:
        story = f"De straatlamp {uuid4().hex} voor mijn deur is stuk."
        content = f"foto bij {story}".encode() * 50
        visitor = Visitor(self.port)
        citizen = Citizen(cast(Any, visitor))
        citizen.visit("/")
        citizen.send("/melden/", text=story)
        citizen.send(kind="melding")
        citizen.send(place="Lindenstraat 14", occurred="vorige week")
        _add_file(citizen, visitor, ("lamp.txt", content))
        citizen.send(verder="ja")
        citizen.send(behalf="self")
        citizen.send(**who())
        assert citizen.at.endswith("/nakijken/"), (citizen.at, citizen.text)
        visitor.patience = 0 if number % 3 == 0 else 60
        self.notes.append(Note(story, hashlib.sha256(content).hexdigest(), _send(citizen)))


def _send(citizen: Citizen) -> str | None:
    """Send, and again: the second time gives the same number."""
    try:
        citizen.page = citizen.client.post(citizen.at, citizen.hidden())
    except Unanswered:
        return None
    cast(Any, citizen.client).patience = 60
    check = citizen.at
    first = _number(citizen)
    citizen.page = citizen.client.post(check, {})
    assert _number(citizen) == first
    return first


def _number(citizen: Citizen) -> str:
    citizen.visit_next()
    found = _NUMBER.search(citizen.text)
    assert found, (citizen.at, citizen.text)
    return found[1]


def _add_file(citizen: Citizen, visitor: Visitor, file: tuple[str, bytes]) -> None:
    """Add it; when nobody answers look first whether it is there, as a person does."""
    page = citizen.at
    while file[0] not in citizen.visit(page):
        patience, visitor.patience = visitor.patience, 0
        try:
            visitor.post(page, {"files": file})
        except Unanswered:
            pass
        finally:
            visitor.patience = patience


def what_is_wrong(notes: list[Note]) -> list[str]:
    """Where notes and database differ: lost, half, or double. Empty when every promise was kept."""
    wrong = []
    for note in notes:
        found = list(Dossier.objects.filter(thread__messages__body=note.story))
        if len(found) > 1:
            wrong.append(f"double: {note} became {[row.reference for row in found]}")
        if note.reference is not None and [row.reference for row in found] != [note.reference]:
            wrong.append(f"lost: {note}, found {[row.reference for row in found]}")
        wrong += [f"half: {note}: {what}" for row in found for what in _missing(row, note)]
    told = Dossier.objects.count()
    if told != len({note.reference for note in notes} - {None}) + _complete_but_unanswered(notes):
        wrong.append(f"{told} dossiers that these notes do not explain")
    return wrong


def _complete_but_unanswered(notes: list[Note]) -> int:
    stories = [note.story for note in notes if note.reference is None]
    return Dossier.objects.filter(thread__messages__body__in=stories).count()


def _missing(dossier: Dossier, note: Note) -> list[str]:
    """What a dossier lacks of all that belongs to a submission."""
    messages = list(dossier.thread.messages.all())
    files = [link.file for message in messages for link in message.attachments.select_related("file")]
    acknowledged = [m for m in messages if m.direction == Direction.OUT and m.letter == "received"]
    received = Entry.objects.filter(chain=dossier_chain(dossier.pk), verb=entries.RECEIVED.verb)
    present = {
        "the file": [file.sha256 for file in files] == [note.sha256],
        "the bytes": all(
            hashlib.sha256(storage.path_of(f.public_id).read_bytes()).hexdigest() == f.sha256 for f in files
        ),
        "one acknowledgement": len(acknowledged) == 1,
        "a deadline": dossier.deadlines.count() == 1,
        "an owner": dossier.assignments.filter(ended_at=None).count() == 1,
        "one entry that it was received": received.count() == 1,
    }
    return [what for what, there in present.items() if not there]
