#!/usr/bin/env python3
"""Kijkt na of dit overdrachtspakket nog is zoals de stad het maakte.

    python3 verify.py                    het uitgepakte pakket waar dit bestand in staat
    python3 verify.py MAP                een uitgepakt pakket
    python3 verify.py PAKKET.zip         een pakket dat nog ingepakt is
    python3 verify.py PAKKET.zip SOM     idem, met de controlesom (SHA-256) die de stad je gaf

Nodig is alleen Python 3.8 of nieuwer: geen internet, geen Gehoor, niets om te installeren. Drie dingen worden nagerekend:
elk bestand (SHA-256), elke regel van het logboek (ze houden elkaar vast) en elke uiterste datum (dag per dag geteld).
Het antwoord is 0 als alles klopt, 1 als iets niet klopt, 2 als er geen pakket is.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Iterator  # noqa: UP035  # Python 3.8

MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
NEEDED = ("bagit.txt", "bag-info.txt", "data/dossier.json", "data/logboek.jsonl", *MANIFESTS)
HEX = frozenset("0123456789abcdef")
DAY = timedelta(days=1)


class Folder:
    """A package that was unpacked."""

    double = False

    def __init__(self, root: str) -> None:
        self.root = root

    def names(self) -> Iterator[str]:
        """Every file in it, with forward slashes; a link to a folder counts as one, for no package has links."""
        for folder, folders, files in os.walk(self.root):
            linked = [name for name in folders if os.path.islink(os.path.join(folder, name))]
            for name in files + linked:
                yield os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/")

    def links(self) -> list[str]:
        """What is no file but points to one somewhere else."""
        return [name for name in self.names() if os.path.islink(os.path.join(self.root, *name.split("/")))]

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one file."""
        return open(os.path.join(self.root, *name.split("/")), "rb")


class Archive:
    """A package that is still packed: everything in one folder of the archive."""

    def __init__(self, path: str) -> None:
        self.zip = zipfile.ZipFile(path)
        names = [name for name in self.zip.namelist() if not name.endswith("/")]
        tops = {name.split("/", 1)[0] for name in names}
        self.top = tops.pop() + "/" if len(tops) == 1 else ""
        self.double = len(names) != len(set(names))

    def names(self) -> Iterator[str]:
        """Every file in it."""
        for name in self.zip.namelist():
            if not name.endswith("/"):
                yield name[len(self.top) :]

    def links(self) -> list[str]:
        """What would become a link when it is unpacked."""
        found = [one for one in self.zip.infolist() if stat.S_ISLNK(one.external_attr >> 16)]
        return [one.filename[len(self.top) :] for one in found]

    def open(self, name: str) -> IO[bytes]:
        """The bytes of one file."""
        return self.zip.open(self.top + name)


if TYPE_CHECKING:
    Package = Folder | Archive
    Row = dict[str, Any]


def sha256_of(stream: IO[bytes]) -> str:
    """The checksum of a stream, in pieces: the size of a file does not matter."""
    running = hashlib.sha256()
    with stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            running.update(chunk)
    return running.hexdigest()


def read(package: Package, name: str) -> str:
    """One small file as text."""
    with package.open(name) as stream:
        return stream.read().decode("utf-8")


# De bestanden ---------------------------------------------------------------------------------------------------------


def missing_in(there: set[str]) -> list[str]:
    """What a package cannot do without and is not there."""
    return [name for name in NEEDED if name not in there]


def leads_outside(name: str) -> bool:
    """A path that could point to something outside the package, on whatever computer it is unpacked."""
    parts = name.split("/")
    return any(part in ("", ".", "..") for part in parts) or any(ord(one) < 32 or one in '\\:*?"<>|' for one in name)


def check_files(package: Package) -> Iterator[str]:
    """Every file is named in exactly one list, and is what the list says."""
    there = set(package.names())
    if package.double:
        yield "Een bestand zit twee keer in het pakket."
    for name in sorted(there):
        if leads_outside(name):
            yield f"{name[:120]!r}: dit pad mag niet in een pakket. Pak het niet uit."
    for name in package.links():
        yield f"{name[:120]}: is een verwijzing en geen bestand. Pak het niet uit."
    for name in NEEDED:
        if name not in there:
            yield f"{name}: ontbreekt."
    listed: set[str] = set()
    for manifest in MANIFESTS:
        if manifest in there:
            yield from check_manifest(package, manifest, there, listed)
    for name in sorted(there - listed - {MANIFESTS[1]}):
        yield f"{name}: staat niet in de lijst van bestanden."
    if not missing_in(there):
        yield from check_counts(package, there)


def check_manifest(package: Package, manifest: str, there: set[str], listed: set[str]) -> Iterator[str]:
    """One list of checksums."""
    inside = manifest == MANIFESTS[0]
    text = read(package, manifest)
    if text != text.strip() + "\n" or "\r" in text:
        yield f"{manifest}: is veranderd."
    for line in text.splitlines():
        digest, name = line[:64], line[66:]
        if line[64:66] != "  " or len(digest) != 64 or not HEX.issuperset(digest) or name in listed:
            yield f"{manifest}: deze regel klopt niet: {line[:120]}"
            continue
        if leads_outside(name):
            yield f"{manifest}: dit pad mag niet in een pakket: {name[:120]!r}"
            continue
        if name.startswith("data/") is not inside:
            yield f"{manifest}: {name} staat in de verkeerde lijst."
        listed.add(name)
        if name not in there:
            yield f"{name}: ontbreekt."
        elif sha256_of(package.open(name)) != digest:
            yield f"{name}: is veranderd."


def check_counts(package: Package, there: set[str]) -> Iterator[str]:
    """The number of files and bytes that bag-info.txt promises."""
    promised = [line for line in read(package, "bag-info.txt").splitlines() if line.startswith("Payload-Oxum: ")]
    size = count = 0
    for name in there:
        if name.startswith("data/"):
            with package.open(name) as stream:
                for chunk in iter(lambda: stream.read(1 << 20), b""):
                    size += len(chunk)
            count += 1
    if promised != [f"Payload-Oxum: {size}.{count}"]:
        yield "bag-info.txt: het aantal bestanden of hun grootte klopt niet."


# Het logboek ----------------------------------------------------------------------------------------------------------


def canonical(content: Row) -> bytes:
    """The one way to write an entry down (RFC 8785 for what an entry can hold)."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def check_journal(entries: list[Row], promised: Row) -> Iterator[str]:
    """Each line holds on to the one before it: sha256(hash of the line before + this line)."""
    previous, chain = "0" * 64, promised["chain"]
    for place, entry in enumerate(entries, 1):
        fact = {name: value for name, value in entry.items() if name not in ("previous_hash", "hash")}
        where = f"logboek, regel {place}"
        if fact.get("sequence") != place or fact.get("chain") != chain:
            yield f"{where}: een regel ontbreekt of staat op een verkeerde plaats."
        if entry.get("previous_hash") != previous:
            yield f"{where}: sluit niet aan op de regel ervoor."
        digest = hashlib.sha256(bytes.fromhex(entry.get("previous_hash", "")) + canonical(fact)).hexdigest()
        if digest != entry.get("hash"):
            yield f"{where}: de inhoud is veranderd na het schrijven."
        previous = str(entry.get("hash"))
    if len(entries) != promised["entries"] or previous != promised["last_hash"]:
        yield "logboek: het einde klopt niet met wat in dossier.json staat."
    for seal in promised["seals"]:
        if seal["sequence"] <= len(entries) and entries[seal["sequence"] - 1]["hash"] != seal["hash"]:
            yield f"logboek, regel {seal['sequence']}: is anders dan in controlepunt {seal['checkpoint']}."


# De datums ------------------------------------------------------------------------------------------------------------


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


class Term:
    """One term of the regulation with what moved it, counted with a paper calendar: page by page."""

    def __init__(self, clock: Row) -> None:
        rule = clock["rule"]
        self.amount, self.unit = rule["amount"], rule["unit"]
        self.zero_counts, self.shifts = rule["counts_day_zero"], rule["shift"] == "next_working_day"
        self.started = day(clock["started_on"])
        self.weekend = set(clock["weekend"])
        self.closed = {day(text) for text in clock["closing_days"]}
        changes = clock["changes"]
        pauses = [one for one in changes if one["kind"] == "pause"] if rule["pauses_allowed"] else []
        self.stopped = [day(one["start"]) for one in pauses if one["until"] is None]
        self.paused: set[date] = set()
        for one in pauses:
            if one["until"] is not None:
                self.paused.update(between(day(one["start"]), day(one["until"])))
        self.longer = self.allowed(rule, changes)
        self.restarts = sorted(
            day(one["start"]) for one in changes if one["kind"] == "restart" and one["unit"] in rule["restarts_on"]
        )

    def allowed(self, rule: Row, changes: list[Row]) -> list[Row]:
        """The extensions that the regulation takes: the first ones, as many as it allows."""
        if not rule["extension_allowed"]:
            return []
        found = [one for one in changes if one["kind"] == "extend" and not one["taken_back_on"]]
        found = [one for one in found if one["until"] is None or rule["open_ended"]]
        found.sort(key=lambda one: (one["start"], one["until"] or "", one["amount"] or 0, one["unit"]))
        most = rule["max_count"]
        return found if most is None else found[:most]

    def works(self, page: date) -> bool:
        """Somebody sits at the counter."""
        return page.weekday() not in self.weekend and page not in self.closed

    def last_day(self) -> date:
        """The last day of the term."""
        zero = self.started
        for page in self.restarts:
            if zero < page <= self.counted_from(zero):
                zero = page
        return self.counted_from(zero)

    def counted_from(self, zero: date) -> date:
        """The last day when the counting begins here."""
        end = self.without_pauses(zero)
        page = zero if self.zero_counts else zero + DAY
        while page <= end:
            if page in self.paused:
                if self.unit != "working_day":
                    end += DAY
                elif self.works(page):
                    end = self.next_page(end)
            page += DAY
        while end in self.paused or (self.shifts and not self.works(end)):
            end += DAY
        return end

    def next_page(self, page: date) -> date:
        """The next working day."""
        page += DAY
        while not self.works(page):
            page += DAY
        return page

    def without_pauses(self, zero: date) -> date:
        """The term and its extensions, as if the clock never stood still."""
        more = [one for one in self.longer if one["until"] is None]
        own = self.amount + sum(one["amount"] or 0 for one in more if one["unit"] == self.unit)
        end = self.crossed(zero, own, self.unit, self.zero_counts)
        for unit in ("month", "week", "calendar_day", "working_day"):
            if unit != self.unit:
                end = self.crossed(end, sum(one["amount"] or 0 for one in more if one["unit"] == unit), unit, False)
        return max([end] + [day(one["until"]) for one in self.longer if one["until"] is not None])

    def crossed(self, zero: date, amount: int, unit: str, zero_counts: bool) -> date:
        """Cross off days until the amount is reached."""
        if unit == "month":
            end = months_later(zero, amount)
            return end - DAY if zero_counts and end > zero else end
        left = amount * 7 if unit == "week" else amount
        if zero_counts and left and (unit != "working_day" or self.works(zero)):
            left -= 1
        end = zero
        while left > 0:
            end += DAY
            left -= unit != "working_day" or self.works(end)
        return end


def between(start: date, end: date) -> Iterator[date]:
    """The days from the first up to, not including, the second."""
    while start < end:
        yield start
        start += DAY


def months_later(zero: date, amount: int) -> date:
    """The same day number so many months on, or the last day of a shorter month."""
    index = zero.year * 12 + zero.month - 1 + amount
    year, month = index // 12, index % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + (zero.day - 1) * DAY, after - DAY)


def check_dates(clocks: list[Row], entries: list[Row]) -> Iterator[str]:
    """Each last day is counted again, and each date stands in the journal."""
    said = {}
    for entry in entries:
        payload = entry["payload"]
        if entry["verb"] in ("dossiers.deadline_started", "dossiers.deadline_met") and "deadline" in payload:
            said[(payload["deadline"], entry["verb"])] = payload
    for clock in clocks:
        where = f"termijn «{clock['label']}»"
        term = Term(clock)
        last = term.last_day()
        stands_still = any(start <= last for start in term.stopped)
        if stands_still is not (clock["due_on"] is None):
            yield f"{where}: er hoort {'geen' if stands_still else 'een'} uiterste datum te zijn."
        elif not stands_still and last != day(clock["due_on"]):
            yield f"{where}: nageteld is de uiterste datum {last}, niet {clock['due_on']}."
        started = said.get((clock["id"], "dossiers.deadline_started"))
        if started is None or started["started_on"] != clock["started_on"]:
            yield f"{where}: het begin staat anders in het logboek."
        met = said.get((clock["id"], "dossiers.deadline_met"))
        if (met or {}).get("met_on") != clock["met_on"]:
            yield f"{where}: wanneer ze gehaald is, staat anders in het logboek."


# Alles samen ----------------------------------------------------------------------------------------------------------


def faults(package: Package) -> Iterator[str]:
    """Everything that is wrong, one sentence each; nothing when all is well."""
    yield from check_files(package)
    if missing_in(set(package.names())):
        return
    try:
        told = json.loads(read(package, "data/dossier.json"))
        entries = [json.loads(line) for line in read(package, "data/logboek.jsonl").splitlines()]
        yield from check_journal(entries, told["journal"])
        yield from check_dates(told["clocks"], entries)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
        yield f"De inhoud is niet te lezen ({type(error).__name__})."


def is_another(path: str, digest: str) -> bool:
    """Whether this file does not have that checksum."""
    with Path(path).open("rb") as stream:
        return sha256_of(stream) != digest.strip().lower()


def main(words: list[str]) -> int:
    """Check one package and say what was found."""
    where = words[0] if words else os.path.dirname(os.path.abspath(__file__))
    if not os.path.exists(where):
        print(f"Dit bestaat niet: {where}")
        return 2
    found: list[str] = []
    try:
        if len(words) > 1 and is_another(where, words[1]):
            found.append("De controlesom is een andere: dit pakket is veranderd, of het is niet dat pakket.")
        package: Package = Folder(where) if os.path.isdir(where) else Archive(where)
        if not any(name.endswith(".txt") for name in package.names()):
            print(f"Hier staat geen overdrachtspakket: {where}")
            return 2
        found += faults(package)
    except Exception as error:  # a damaged archive can raise anything, also from inside the unpacker of Python
        found.append(f"Het pakket is niet te lezen: het is beschadigd of veranderd ({type(error).__name__}).")
    for fault in found:
        print("FOUT  " + fault)
    if found:
        print(f"Dit pakket klopt NIET: {len(found)} {'fout' if len(found) == 1 else 'fouten'}.")
        return 1
    print("Alles klopt: de bestanden, het logboek en de datums zijn nagerekend.")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
