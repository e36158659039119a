"""Putting the package together: which files, in which order, and what stands in them."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from gehoor.complaints.package.bag import Info, Ledger, Member, bagged
from gehoor.complaints.package.contents import Gathered
from gehoor.complaints.package.enclosed import Enclosed, Values, file_values, question_values
from gehoor.complaints.package.index import NoPdf, as_html, as_pdf
from gehoor.files.queries import Quarantined, open_bytes
from gehoor.files.storage import CHUNK
from gehoor.journal.chain import canonical
from gehoor.journal.models import Entry
from gehoor.journal.queries import fact_of
from gehoor.kernel.clock import BRUSSELS, local_date
from gehoor.kernel.errors import NotFound

_HERE = Path(__file__).parent
_BESIDES: Final = 4
"""The journal, the regulation, the index on paper and on screen: what is made beside the exhibits."""

Progress = Callable[[int, int], None]

READ_ME: Final = """OVERDRACHTSDOSSIER {reference}
{city}

Open data/index.html in een browser. Daar staat alles in, met links naar de bijlagen.

  data/index.html           om te lezen
  data/index.pdf            om af te drukken (als de server van de stad een PDF kan maken)
  data/dossier.json         hetzelfde, om met de computer te lezen
  data/dossier.schema.json  wat er in dossier.json staat
  data/logboek.jsonl        het logboek, regel per regel
  data/reglement.yaml       het reglement dat gold toen de klacht binnenkwam
  data/bijlagen/            de bijlagen, genummerd
  data/antwoorden/          wat de stad bij haar antwoorden aan de ombudsman voegde

NAKIJKEN
Met Python 3.8 of nieuwer, in deze map:   python3 verify.py
Zonder Python, op Linux of macOS:         shasum -a 256 -c manifest-sha256.txt
"""


def packed(gathered: Gathered, *, at: datetime, progress: Progress) -> Iterator[bytes]:
    """The archive, in pieces. ``progress`` hears after each file how many of how many are done."""
    values = gathered.values
    reference, city = values["dossier"]["reference"], values["city"]
    info: Info = [
        ("Source-Organization", city["name"]),
        ("Contact-Phone", city["phone"]),
        ("Contact-Email", city["email"]),
        ("External-Description", f"Overdrachtsdossier {reference} voor {values['second_line']}"),
        ("External-Identifier", reference),
        ("Bag-Software-Agent", values["format"]),
    ]
    ledger = Ledger()
    members = _members(gathered, ledger, at=at, progress=progress)
    return bagged(reference, members, ledger, info=info, at=at)


def _members(gathered: Gathered, ledger: Ledger, *, at: datetime, progress: Progress) -> Iterator[Member]:
    total = len(gathered.enclosed) + _BESIDES
    faults: dict[str, str] = {}
    for done, enclosed in enumerate(gathered.enclosed, 1):
        yield from _enclosed(enclosed, ledger, faults)
        progress(done, total)
    yield Member("data/logboek.jsonl", map(_line, gathered.entries))
    progress(total - 3, total)
    yield Member("data/reglement.yaml", [gathered.regulation.source_text.encode()])
    progress(total - 2, total)
    told = _told(gathered, ledger, faults)
    today = local_date(at)
    try:
        drawn = as_pdf(as_html(gathered, told, on_paper=True, today=today))
        yield Member("data/index.pdf", [drawn])
    except NoPdf as without:
        told["missing"].append(str(without))
    progress(total - 1, total)
    yield Member("data/index.html", [as_html(gathered, told, on_paper=False, today=today).encode()])
    yield Member("data/dossier.json", [_json(told)])
    yield Member("data/dossier.schema.json", [(_HERE / "dossier.schema.json").read_bytes()])
    yield Member("verify.py", [(_HERE / "verify.py").read_bytes()])
    about = READ_ME.format(reference=gathered.values["dossier"]["reference"], city=gathered.values["city"]["name"])
    yield Member("LEESMIJ.txt", [about.encode()])
    progress(total, total)


def _enclosed(enclosed: Enclosed, ledger: Ledger, faults: dict[str, str]) -> Iterator[Member]:
    """A file, unless its bytes are gone; one that is not what was kept goes along, and the index says so."""
    stored = enclosed.stored
    try:
        stream = open_bytes(stored)
    except NotFound:
        faults[enclosed.path] = f"«{stored.name}» ontbreekt op de server van de stad."
        return
    except Quarantined:
        faults[enclosed.path] = f"«{stored.name}» staat {stored.closed}."
        return
    with stream:
        yield Member(enclosed.path, iter(lambda: stream.read(CHUNK), b""), stored.size)
    if ledger.written[enclosed.path].sha256 != stored.sha256:
        faults[enclosed.path] = f"«{stored.name}» is veranderd sinds het bewaard werd."


def _told(gathered: Gathered, ledger: Ledger, faults: dict[str, str]) -> Values:
    """All of it, with what became of each file."""
    of_messages = [one for one in gathered.enclosed if one.belongs_to is None]
    referrals = [one.pk for one in gathered.page.referrals]
    return gathered.values | {
        "exhibits": [file_values(one, ledger.written, faults) for one in of_messages],
        "questions": question_values(gathered.questions, referrals, gathered.enclosed, ledger.written, faults),
        "missing": [f"{one.word} {one.number}: {faults[one.path]}" for one in gathered.enclosed if one.path in faults],
    }


def _line(entry: Entry) -> bytes:
    """One line of the journal: what was hashed, the hash before it and its own."""
    told = json.loads(canonical(fact_of(entry)))
    told |= {"previous_hash": bytes(entry.previous_hash).hex(), "hash": bytes(entry.hash).hex()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _json(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=1, default=_plain).encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(BRUSSELS).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot go along")
