"""``mail ingest``: mail from files, as if it came in a mailbox; also how old mail is taken over."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoor.files.storage import NotKept
from gehoor.kernel.clock import now
from gehoor.mailroom import sources
from gehoor.mailroom.actions.reading import read_mail, unread
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.models import Outcome

_COUNTED = {
    Outcome.CONTACT: "new",
    Outcome.REPLY: "new",
    Outcome.PARKED: "parked",
    Outcome.BOUNCE: "bounces",
    Outcome.AUTOMATIC: "automatic",
    Outcome.DOUBLE: "known",
}
_IN_WORDS = (
    ("read", "gelezen"),
    ("new", "nieuw"),
    ("known", "al gekend"),
    ("parked", "onleesbaar, voor een mens"),
    ("bounces", "berichten van mailservers"),
    ("automatic", "automatisch"),
)


class Command(BaseCommand):
    help = "Take in mail from files, a Maildir or an mbox. Running it again makes no doubles."

    def add_arguments(self, parser: CommandParser) -> None:
        sub = parser.add_subparsers(dest="what", required=True)
        ingest = sub.add_parser("ingest", help="keep each mail, then read it")
        ingest.add_argument("files", nargs="*", type=Path, metavar="FILE.eml")
        ingest.add_argument("--maildir", type=Path, action="append", default=[], metavar="DIR")
        ingest.add_argument("--mbox", type=Path, action="append", default=[], metavar="FILE")
        ingest.add_argument("--old", action="store_true", help="old mail: nobody waits for an acknowledgement any more")
        ingest.add_argument("--json", action="store_true", help="the summary as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["files"] or options["maildir"] or options["mbox"]):
            raise CommandError("Zeg welke e-mails: ./run mail ingest BESTAND.eml", returncode=2)
        counts, problems = Counter[str](), list[str]()
        for name, content in self._mails(options, problems):
            counts["read"] += 1
            try:
                row, fresh = keep(content, at=now(), acknowledge=not options["old"])
            except NotKept as refused:
                problems.append(f"{name}: {refused.message}")
                continue
            if not fresh and row.outcome:
                counts["known"] += 1
                continue
            self._read(row.pk, counts)
        for pk in unread():  # what an earlier run kept and did not get to read
            read_mail(pk, at=now())
        self._tell(counts, problems, as_json=options["json"])

    def _mails(self, options: dict[str, Any], problems: list[str]) -> Iterator[tuple[str, bytes]]:
        paths: list[Path] = list(options["files"])
        for folder in options["maildir"]:
            try:
                paths += sources.in_maildir(folder)
            except sources.NoSuchSource as missing:
                problems.append(str(missing))
        for path in paths:
            try:
                yield str(path), sources.of_file(path)
            except sources.NoSuchSource as missing:
                problems.append(str(missing))
        for path in options["mbox"]:
            try:
                for number, content in enumerate(sources.in_mbox(path), start=1):
                    yield f"{path} ({number})", content
            except sources.NoSuchSource as missing:
                problems.append(str(missing))

    def _read(self, pk: int, counts: Counter[str]) -> None:
        outcome = read_mail(pk, at=now())
        counts["known" if outcome is None else _COUNTED[outcome]] += 1
        counts["replies"] += outcome is Outcome.REPLY

    def _tell(self, counts: Counter[str], problems: list[str], *, as_json: bool) -> None:
        if as_json:
            summary: dict[str, Any] = {name: counts[name] for name, _ in _IN_WORDS}
            summary |= {"replies": counts["replies"], "errors": problems}
            self.stdout.write(json.dumps(summary, ensure_ascii=False))
        else:
            self.stdout.write(", ".join(f"{counts[name]} {words}" for name, words in _IN_WORDS))
        if problems:
            raise CommandError("\n".join(problems), returncode=1)
