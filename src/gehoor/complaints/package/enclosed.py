"""The files that go along: the exhibits under their numbers, and what the city sent with its answers to the ombudsman."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gehoor.complaints.package.bag import Written
from gehoor.complaints.pages import ComplaintPage
from gehoor.complaints.questions import Asked
from gehoor.files.models import StoredFile

Values = dict[str, Any]
_QUESTION = "number text asked_by asked_at due_on answer answered_by answered_at late"


@dataclass(frozen=True)
class Enclosed:
    """A file in the package. ``word`` and ``number``: how the index calls it. ``belongs_to``: what it came with, if not a message."""

    number: int
    stored: StoredFile
    from_name: str
    at: datetime
    folder: str = "bijlagen"
    word: str = "Stuk"
    belongs_to: tuple[int, int] | None = None

    @property
    def path(self) -> str:
        """Where it lies in the package: a name that every computer can unpack; its own name stands in the index."""
        stem, dot, extension = self.stored.name.rpartition(".")
        if not dot or len(extension) > 10:
            stem, extension = self.stored.name, ""
        plain = "-".join(_ascii(stem).split("-"))[:60].strip("-") or "bijlage"
        ending = _ascii(extension)
        return f"data/{self.folder}/{self.number:03}-{plain}{f'.{ending}' if ending else ''}"


def _ascii(text: str) -> str:
    kept = "".join(one if one.isascii() and one.isalnum() else "-" for one in text.lower())
    return "-".join(part for part in kept.split("-") if part)


def exhibits_of(page: ComplaintPage) -> Iterator[Enclosed]:
    """The numbered exhibits that are a file; a number never stands for a file of a note among colleagues.

    What was withdrawn stays with the city: the conversation says so.
    """
    numbered = [one for one in page.evidence if one.file is not None and one.file.withdrawn_at is None]
    files = StoredFile.objects.in_bulk(
        [UUID(one.file.public_id) for one in numbered if one.file], field_name="public_id"
    )
    for one in numbered:
        if one.file is not None:
            yield Enclosed(one.number, files[UUID(one.file.public_id)], one.from_name, one.at)


def files_of_answers(questions: Iterable[Asked]) -> Iterator[Enclosed]:
    """What came with the answers to the questions of the ombudsman, numbered on."""
    number = 0
    for question in questions:
        for stored in sorted(question.files, key=lambda file: file.pk):
            number += 1
            at = question.answered_at or question.asked_at
            key = (question.referral, question.number)
            yield Enclosed(number, stored, question.answered_by, at, "antwoorden", "Bijlage bij een antwoord", key)


def file_values(one: Enclosed, written: Mapping[str, Written], faults: Mapping[str, str]) -> Values:
    """What the index says of a file, once the archive holds it. ``faults``: what is wrong with one, by path."""
    return {
        "number": one.number,
        "path": one.path if one.path in written else "",
        "name": one.stored.name,
        "media_type": one.stored.media_type,
        "size": one.stored.size,
        "sha256": one.stored.sha256,
        "from": one.from_name,
        "at": one.at,
        "fault": faults.get(one.path, ""),
    }


def question_values(
    questions: Iterable[Asked],
    referrals: Sequence[int],
    enclosed: Iterable[Enclosed],
    written: Mapping[str, Written],
    faults: Mapping[str, str],
) -> list[Values]:
    """The questions of the ombudsman with their answers and the files of these. ``referrals``: their ids, the first one first."""
    files: dict[tuple[int, int] | None, list[Values]] = {}
    for file in enclosed:
        files.setdefault(file.belongs_to, []).append(file_values(file, written, faults))
    return [
        {"referral": referrals.index(one.referral) + 1}
        | {name: getattr(one, name) for name in _QUESTION.split()}
        | {"files": files.get((one.referral, one.number), [])}
        for one in questions
    ]
