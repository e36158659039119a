"""``regulations check`` and ``regulations due``: without a database, without a server."""

import json
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gehoor.regulations.acted import only_shown
from gehoor.regulations.clock import Extension, Pause, Reckoning, Restart, reckon, why_not_longer
from gehoor.regulations.days_off import calendar_in
from gehoor.regulations.schema import Content, RegulationError, load
from gehoor.regulations.terms import StartEvent, Term

_LONGEST = 3660
"""The most days, weeks or months of an extension."""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is geen datum (jjjj-mm-dd)") from None


def _pause(first: str, counts_again: str) -> Pause:
    start, end = _day(first), None if counts_again == "-" else _day(counts_again)
    if end is not None and end < start:
        raise ArgumentTypeError(f"de schorsing van {start} eindigt voor ze begint, op {end}")
    return Pause(start, end)


def _amount(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:6]) <= _LONGEST or len(text) > len(str(_LONGEST)):
        raise ArgumentTypeError(f"{text} is geen aantal van 1 tot {_LONGEST}")
    return int(text)


class Command(BaseCommand):
    help = "Check a regulation file, or compute a due date from it with its proof. Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        sub = parser.add_subparsers(dest="what", required=True)
        check = sub.add_parser("check", help="is this file a regulation? names line and field of what is wrong")
        check.add_argument("file", type=Path)
        due = sub.add_parser("due", help="the due date of a term, with its proof")
        due.add_argument("file", type=Path)
        due.add_argument("--term", required=True, help="code of the term in the file")
        due.add_argument("--start", required=True, type=_day, help="day of the start event (day 0), jjjj-mm-dd")
        due.add_argument(
            "--pause",
            nargs=2,
            action="append",
            default=[],
            metavar=("FROM", "TO"),
            help="TO counts again; '-' when still open",
        )
        due.add_argument(
            "--extend",
            type=_amount,
            action="append",
            default=[],
            metavar="N",
            help="extend by N, in the unit of the rule",
        )
        due.add_argument(
            "--closed", type=_day, action="append", default=[], help="a closing day besides those of the regulation"
        )
        due.add_argument(
            "--until", type=_day, help="extended until this day, where the rule has no fixed length (written notice)"
        )
        due.add_argument(
            "--restart", type=_day, action="append", default=[], help="day of the clarification: the term begins again"
        )
        due.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        content = self._read(options["file"])
        if options["what"] == "check":
            self.stdout.write(
                f"{content.title}: in orde, {len(content.terms)} termijnen, {len(content.grounds)} gronden."
            )
            if content.assumptions:
                self.stdout.write(f"Aannames: {', '.join(content.assumptions)}.")
            for path, instead in only_shown(content):
                self.stdout.write(f"Alleen getoond: {path} ({instead}).")
            return
        self._due(content, options)

    def _read(self, path: Path) -> Content:
        try:
            return load(path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path}: niet te lezen ({error.strerror}).", returncode=2) from None
        except RegulationError as error:
            raise CommandError("\n".join(f"{path}: {problem}" for problem in error.problems), returncode=1) from None

    def _due(self, content: Content, options: dict[str, Any]) -> None:
        term = content.terms.get(options["term"])
        if term is None:
            raise CommandError(f"Geen termijn «{options['term']}». Wel: {', '.join(content.terms)}.", returncode=2)
        start: date = options["start"]
        years = range(max(start.year - 1, date.min.year), min(start.year + 4, date.max.year))
        calendar = calendar_in(content.calendar, years, options["closed"])
        if options["restart"] and StartEvent.CLARIFICATION not in term.restarts_on:
            raise CommandError("Het reglement laat deze termijn niet opnieuw beginnen.", returncode=2)
        if options["pause"] and not term.pauses.allowed:
            raise CommandError("Het reglement laat niet toe om deze termijn te schorsen.", returncode=2)
        try:
            pauses = [_pause(*days) for days in options["pause"]]
        except ArgumentTypeError as error:
            raise CommandError(str(error), returncode=2) from None
        restarts = [Restart(day) for day in options["restart"]]
        try:
            plain = reckon(term, start, calendar, pauses=pauses, restarts=restarts)
            longer = _extensions(term, plain.due_on or start, options["extend"], options["until"])
            reckoning = reckon(term, start, calendar, pauses=pauses, extensions=longer, restarts=restarts)
        except OverflowError:
            raise CommandError("Zo ver reikt de kalender niet.", returncode=2) from None
        self.stdout.write(
            json.dumps(_plain(reckoning), ensure_ascii=False, indent=2) if options["json"] else _said(reckoning)
        )


def _extensions(term: Term, due_on: date, amounts: list[int], until: date | None) -> list[Extension]:
    """What was asked for, as far as the regulation allows; otherwise a sentence that says why not."""
    asked = len(amounts) + (until is not None)
    refusals = [why_not_longer(term, due_on, amount=amount) for amount in amounts]
    if until is not None:
        refusals.append(why_not_longer(term, due_on, until=until))
    most = term.extension.max_count
    if most is not None and asked > most:
        refusals.append(f"Het reglement laat hoogstens {most} keer verlengen toe.")
    if refused := next(filter(None, refusals), ""):
        raise CommandError(refused, returncode=2)
    unit = term.extension.unit or term.unit
    found = [Extension(amount, unit) for amount in amounts]
    return [*found, Extension(None, None, until)] if until is not None else found


def _plain(reckoning: Reckoning) -> dict[str, Any]:
    return {
        "term": reckoning.term.code,
        "started_on": reckoning.started_on.isoformat(),
        "due_on": reckoning.due_on and reckoning.due_on.isoformat(),
        "assumption": reckoning.term.assumption,
        "proof": [
            {"text": line.text, "date": line.date and line.date.isoformat(), "days": line.days}
            for line in reckoning.lines
        ],
    }


def _said(reckoning: Reckoning) -> str:
    head = reckoning.due_on.isoformat() if reckoning.due_on else "de klok staat stil"
    lines = [f"  {line.text}" + (f": {line.date.isoformat()}" if line.date else "") for line in reckoning.lines]
    note = ["  Let op: deze termijn is een aanname, geen gelezen tekst."] if reckoning.term.assumption else []
    return "\n".join([head, *lines, *note])
