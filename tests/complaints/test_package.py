"""The hand-over package: everything in it, checked by its own script on a machine without Gehoor, one changed byte found."""

import json
import runpy
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from gehoor.complaints import actions
from gehoor.complaints.actions.packaging import make_package
from gehoor.complaints.models import Package
from gehoor.complaints.package import index
from gehoor.complaints.package.bag import Ledger, Member, bagged
from gehoor.complaints.package.state import package_of
from gehoor.dossiers.actions.messages import add_note, hear_reporter
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.files.queries import open_bytes
from gehoor.files.storage import path_of
from gehoor.journal.checkpoints import checkpoint
from gehoor.journal.models import Entry
from gehoor.kernel.errors import Conflict, NotAllowed, NotFound
from tests import people
from tests.city import MONDAY, small_city
from tests.complaints import course
from tests.complaints.course import Course


@pytest.fixture
def there(db: None) -> Course:
    """A complaint that is with the ombudsman, on a machine that draws no PDF: that takes longer than all the rest."""
    return referred()


@pytest.fixture(autouse=True)
def _no_pango(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "there" in request.fixturenames:
        monkeypatch.setitem(sys.modules, "weasyprint", None)  # what an import gives where its libraries are missing


@pytest.fixture(scope="module")
def whole(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """A package with everything in it, made once: its folder, the zip and the checksum of the zip."""
    to = tmp_path_factory.mktemp("pakket")
    with django_db_blocker.unblock(), transaction.atomic():
        stored = made(referred())
        packed = to / "pakket.zip"
        packed.write_bytes(path_of(stored.public_id).read_bytes())
        transaction.set_rollback(True)
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(to / "uit")
    (folder,) = (to / "uit").iterdir()
    return folder, packed, stored.sha256


@pytest.fixture
def folder(whole: tuple[Path, Path, str], tmp_path: Path) -> Path:
    """The same, unpacked for one test to spoil."""
    return Path(shutil.copytree(whole[0], tmp_path / whole[0].name))


def referred() -> Course:
    """With a file, a file on an internal note, a text that would run, and a checkpoint over the journal."""
    found = course.referred(small_city())
    dossier = found.fresh().dossier
    at = found.later()
    photo = kept(found, "foto van de stoep é.txt", b"een foto")
    hear_reporter(dossier, text="Kijk zelf. <script>alert(1)</script>", by=found.amina, at=at, files=[photo])
    referral = found.complaint.referrals.get()
    actions.open_referral(referral, by=found.ilse, at=at)
    actions.ask_city(referral, text="Reed de wagen tot het hek?", by=found.ilse, at=at)
    plan = kept(found, "plan.txt", b"het plan van de rit")
    actions.answer_ombudsman(found.complaint, 1, text="Nee, het hek was dicht.", by=found.greet, at=at, files=[plan])
    whispered = [kept(found, "geheim.txt", b"geheim-stuk")]
    add_note(dossier, text="Onder ons: geheim-notitie.", by=found.greet, at=at, files=whispered)
    checkpoint(at=at)
    return found


def kept(found: Course, name: str, content: bytes) -> StoredFile:
    return store(BytesIO(content), name=name, by=found.greet, at=found.at)


def made(found: Course) -> StoredFile:
    """The coordinator asks for the package and the worker makes it."""
    at = found.later()
    actions.ask_package(found.complaint, by=found.greet, at=at)
    make_package(found.complaint.pk, clock=lambda: at)
    state = package_of(found.fresh())
    assert state.ready
    assert state.file is not None
    return state.file


def unpacked(stored: StoredFile, to: Path) -> Path:
    """The folder of the package."""
    with open_bytes(stored) as content, zipfile.ZipFile(content) as archive:
        archive.extractall(to)
    (folder,) = to.iterdir()
    return folder


def checked(folder: Path, *words: str) -> tuple[int, str]:
    """What the script inside says, run apart from everything of ours."""
    script = [sys.executable, "-I", "-B", "-S", str(folder / "verify.py"), *words]
    answer = subprocess.run(script, capture_output=True, text=True, cwd="/", env={}, timeout=60, check=False)
    assert answer.stderr == ""
    return answer.returncode, answer.stdout


def told(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "data/dossier.json").read_text(encoding="utf-8"))
    return found


def test_everything_is_in_it_and_follows_its_own_schema(folder: Path) -> None:
    values = told(folder)
    jsonschema.validate(values, json.loads((folder / "data/dossier.schema.json").read_text(encoding="utf-8")))
    assert values["referrals"][0]["ground"] == "answer"
    assert values["account_of_complainant"].startswith("Het restafval bleef")
    assert values["accounts_of_departments"][0]["answer"] == "De rit stopte aan het hek."
    assert values["grievances"][0]["norm_labels"]
    assert values["proposals"][0]["reaction_text"] == "Te weinig."
    assert values["independence"]["state"] == "proven"
    assert [(one["answer"], one["late"]) for one in values["questions"]] == [("Nee, het hek was dicht.", False)]
    assert values["answer"]["learnt"] == course.ANSWER["learnt"]
    assert values["regulation"]["code"] == "leuven"
    assert {clock["term"] for clock in values["clocks"]} >= {"answer", "admissibility"}
    assert values["journal"]["seals"]
    assert values["missing"] == []
    assert (folder / "data/index.pdf").read_bytes().startswith(b"%PDF-")
    assert (folder / "data/reglement.yaml").read_text(encoding="utf-8").startswith(("#", "schema", "code"))


def test_the_index_needs_nothing_around_it_and_leads_to_the_exhibits(folder: Path) -> None:
    page = (folder / "data/index.html").read_text(encoding="utf-8")
    exhibit = told(folder)["exhibits"][0]
    assert (exhibit["name"], exhibit["path"]) == ("foto van de stoep é.txt", "data/bijlagen/002-foto-van-de-stoep.txt")
    assert (folder / exhibit["path"]).read_bytes() == b"een foto"
    assert 'href="bijlagen/002-foto-van-de-stoep.txt"' in page
    for words in (
        "Ik wil meer.",
        "De rit stopte aan het hek.",
        "tekende niet betrokken",
        "45 kalenderdagen",
        "Ons besluit",
    ):
        assert words in page, words
    for strange in ("http-equiv", "<script", "<link", " src="):
        assert strange not in page


def test_what_the_city_sent_with_an_answer_to_the_ombudsman_is_enclosed(folder: Path) -> None:
    (enclosed,) = told(folder)["questions"][0]["files"]
    assert (enclosed["name"], enclosed["path"]) == ("plan.txt", "data/antwoorden/001-plan.txt")
    assert (folder / enclosed["path"]).read_bytes() == b"het plan van de rit"
    assert 'href="antwoorden/001-plan.txt"' in (folder / "data/index.html").read_text(encoding="utf-8")


def test_all_that_the_dossier_gained_is_in_it(there: Course, tmp_path: Path) -> None:
    """A talk, another complaint handled together, a wait for the court, agreed contact: in the data and in the index."""
    found, other = course.assigned(there.city), course.admitted(there.city)
    actions.note_hearing(
        found.complaint,
        kind="phone",
        whom="complainant",
        held_on=found.at.date(),
        report="Ze wil haar geld terug.",
        by=found.thomas,
        at=found.later(),
    )
    actions.join(other.complaint, found.complaint, reason="Dezelfde straat.", by=found.greet, at=found.at)
    actions.suspend(
        found.complaint, kind="court", reason="De zaak ligt bij de vrederechter.", by=found.greet, at=found.at
    )
    actions.agree_contact(
        found.complaint,
        agreed="Eén antwoord per week.",
        reasons="Twintig mails per dag.",
        ends_on=found.at.date() + timedelta(days=90),
        by=found.greet,
        at=found.at,
    )
    folder = unpacked(made(found), tmp_path)
    values, page = told(folder), (folder / "data/index.html").read_text(encoding="utf-8")
    jsonschema.validate(values, json.loads((folder / "data/dossier.schema.json").read_text(encoding="utf-8")))
    assert (values["hearings"][0]["report"], values["hearings"][0]["exhibit"]) == ("Ze wil haar geld terug.", 1)
    assert values["joined"][0]["reference"] == other.complaint.dossier.reference
    for words in ("Ze wil haar geld terug.", "Dezelfde straat.", "bij de vrederechter", "Eén antwoord per week."):
        assert words in page, words
    assert checked(folder)[0] == 0


def test_what_somebody_typed_is_text_in_the_index(folder: Path) -> None:
    page = (folder / "data/index.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_no_internal_note_and_no_file_of_one_goes_along(folder: Path) -> None:
    assert all(b"geheim" not in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert all("geheim" not in path.name for path in folder.rglob("*"))
    assert "de notitie zelf blijft bij de stad" in (folder / "data/index.html").read_text(encoding="utf-8")


def test_the_script_inside_finds_all_well_packed_and_unpacked(whole: tuple[Path, Path, str], folder: Path) -> None:
    packed, digest = str(whole[1]), whole[2]
    assert checked(folder) == (0, "Alles klopt: de bestanden, het logboek en de datums zijn nagerekend.\n")
    assert checked(folder, packed, digest)[0] == 0
    assert checked(folder, packed, "0" * 64)[0] == 1
    assert checked(folder, str(folder / "nergens"))[0] == 2


def test_the_script_inside_imports_nothing_but_python(folder: Path) -> None:
    script = (folder / "verify.py").read_text(encoding="utf-8")
    used = {line.split()[1] for line in script.splitlines() if line.startswith(("import ", "from "))}
    assert used <= sys.stdlib_module_names | {"__future__"}


def test_one_changed_byte_is_found_in_whichever_file(folder: Path) -> None:
    check = runpy.run_path(str(folder / "verify.py"))["main"]
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "verify.py":
            content = path.read_bytes()
            for place in (0, len(content) // 2, len(content) - 1):
                path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
                assert check([str(folder)]) == 1, (path.name, place)
            path.write_bytes(content)
    assert checked(folder)[0] == 0


def test_a_changed_script_is_found_by_the_script_of_another_package(folder: Path, tmp_path: Path) -> None:
    honest = tmp_path / "eerlijk"
    honest.mkdir()
    (honest / "verify.py").write_bytes((folder / "verify.py").read_bytes())
    with (folder / "verify.py").open("ab") as script:
        script.write(b"#")
    assert checked(honest, str(folder))[0] == 1


def test_a_file_that_is_gone_or_came_later_is_found(folder: Path) -> None:
    (folder / "data/extra.txt").write_text("erbij")
    assert "staat niet in de lijst" in checked(folder)[1]
    (folder / "data/extra.txt").unlink()
    (folder / "data/reglement.yaml").unlink()
    assert "data/reglement.yaml: ontbreekt." in checked(folder)[1]


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "data/../../buiten.txt", "data//x", "data/./x", "C:\\x", "data\\x"]
)
def test_a_list_that_names_something_outside_the_package_is_refused(folder: Path, path: str) -> None:
    with (folder / "manifest-sha256.txt").open("a", encoding="utf-8") as manifest:
        manifest.write(f"{'0' * 64}  {path}\n")
    code, said = checked(folder)
    assert code == 1
    assert "dit pad mag niet in een pakket" in said


def test_a_link_to_something_outside_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "buiten").mkdir()
    (folder / "data/bijlagen/map").symlink_to(tmp_path / "buiten")
    assert "is een verwijzing en geen bestand" in checked(folder)[1]
    (folder / "data/bijlagen/map").unlink()
    exhibit = folder / told(folder)["exhibits"][0]["path"]
    exhibit.rename(tmp_path / "buiten/foto.txt")
    exhibit.symlink_to(tmp_path / "buiten/foto.txt")
    assert "is een verwijzing en geen bestand" in checked(folder)[1]


def test_an_archive_that_would_be_unpacked_elsewhere_is_refused(whole: tuple[Path, Path, str], tmp_path: Path) -> None:
    folder, packed, _ = whole
    for name, attributes in ((f"{folder.name}/../../buiten.txt", 0), (f"{folder.name}/data/wijs", 0o120777 << 16)):
        spoiled = tmp_path / "pakket.zip"
        shutil.copy(packed, spoiled)
        with zipfile.ZipFile(spoiled, "a") as archive:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = attributes
            archive.writestr(entry, "/etc/passwd")
        code, said = checked(folder, str(spoiled))
        assert (code, "Pak het niet uit." in said) == (1, True), name


def test_whoever_rewrites_the_lists_too_is_still_found(folder: Path) -> None:
    """The files are all as the manifests say; the journal and the dates tell."""
    values = told(folder)
    values["clocks"][2]["due_on"] = "2026-04-30"
    rewritten(folder, "data/dossier.json", json.dumps(values))
    assert "nageteld is de uiterste datum 2026-04-16, niet 2026-04-30" in checked(folder)[1]
    values["clocks"][2]["due_on"] = "2026-04-16"
    rewritten(folder, "data/dossier.json", json.dumps(values))
    assert checked(folder)[0] == 0
    lines = (folder / "data/logboek.jsonl").read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace('"actor_kind":"', '"actor_kind":"x')
    rewritten(folder, "data/logboek.jsonl", "\n".join(lines) + "\n")
    assert "logboek, regel 4: de inhoud is veranderd na het schrijven." in checked(folder)[1]


def rewritten(folder: Path, name: str, text: str) -> None:
    """Change a file, and make both lists and the count agree with it."""
    (folder / name).write_text(text, encoding="utf-8")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ledger = Ledger()
    inside = [Member(path, [content]) for path, content in sorted(files.items()) if path.startswith("data/")]
    beside = [Member(path, [files[path]]) for path in ("verify.py", "LEESMIJ.txt")]
    lines = [line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines()]
    info = [(label, value) for label, value in lines if label not in ("Bagging-Date", "Payload-Oxum")]
    pieces = b"".join(bagged("x", [*inside, *beside], ledger, info=info, at=MONDAY))
    with zipfile.ZipFile(BytesIO(pieces)) as archive:
        for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt", "bag-info.txt"):
            (folder / manifest).write_bytes(archive.read(f"x/{manifest}"))


def test_a_clock_that_stood_still_is_counted_again_by_the_script(there: Course, tmp_path: Path) -> None:
    found = course.lodged(there.city)
    actions.ask_clarification(found.complaint, question="Welke straat?", by=found.greet, at=found.later())
    actions.clarify(found.complaint, text="De Lindenstraat.", by=found.amina, at=found.later(9))
    folder = unpacked(made(found), tmp_path)
    assert "pause" in [change["kind"] for clock in told(folder)["clocks"] for change in clock["changes"]]
    assert checked(folder)[0] == 0


def test_it_is_made_again_when_the_dossier_changed_since(there: Course) -> None:
    first = made(there)
    assert Entry.objects.filter(verb="complaints.package_made", payload__sha256=first.sha256).exists()
    assert package_of(there.complaint).ready, "that it was made is nothing new for it"
    hear_reporter(there.complaint.dossier, text="Nog iets.", by=there.amina, at=there.later())
    assert package_of(there.complaint).stale
    with pytest.raises(Conflict, match="veranderde intussen"):
        actions.fetch_package(there.complaint, by=there.greet, at=there.at)
    second = made(there)
    assert second.pk != first.pk
    assert not StoredFile.objects.filter(pk=first.pk).exists()


def test_who_takes_it_along_stands_in_the_journal(there: Course) -> None:
    made(there)
    stored = actions.fetch_package(there.complaint, by=there.greet, at=there.later())
    entry = Entry.objects.get(verb="complaints.package_fetched")
    assert (entry.actor_id, entry.payload) == (there.greet.id, {"sha256": stored.sha256})
    assert package_of(there.complaint).ready


def test_only_the_coordinator_and_the_ombudsman_it_was_handed_to_may(there: Course) -> None:
    joris = there.city.actor(people.JORIS)
    for somebody in (there.thomas, there.amina, joris):
        with pytest.raises(NotAllowed):
            actions.ask_package(there.complaint, by=somebody, at=there.at)
    referral = there.complaint.referrals.get()
    actions.ask_package(there.complaint, by=there.ilse, at=there.at)
    actions.conclude(referral, conclusion="Gegrond.", by=there.ilse, at=there.later())
    with pytest.raises(NotFound):
        actions.fetch_package(there.complaint, by=there.ilse, at=there.at)


def test_the_referral_itself_has_it_made_and_opening_it_makes_no_other(there: Course) -> None:
    assert Package.objects.get().state == Package.State.WAITING
    make_package(there.complaint.pk, clock=there.later)
    other = course.referred(there.city)
    make_package(other.complaint.pk, clock=other.later)
    actions.open_referral(other.complaint.referrals.get(), by=other.ilse, at=other.later())
    assert package_of(other.complaint).ready


def test_what_changed_before_it_was_opened_is_in_the_package_that_is_made_then(there: Course) -> None:
    found = course.referred(there.city)
    make_package(found.complaint.pk, clock=found.later)
    hear_reporter(found.complaint.dossier, text="Nog iets.", by=found.amina, at=found.later())
    actions.open_referral(found.complaint.referrals.get(), by=found.ilse, at=found.later())
    assert package_of(found.complaint).busy
    make_package(found.complaint.pk, clock=found.later)
    assert package_of(found.complaint).ready


def test_a_job_that_runs_twice_makes_it_once(there: Course) -> None:
    make_package(there.complaint.pk, clock=there.later)
    first = package_of(there.complaint)
    make_package(there.complaint.pk, clock=there.later)
    assert package_of(there.complaint).file == first.file
    assert Entry.objects.filter(verb="complaints.package_made").count() == 1


def test_asking_twice_makes_it_once_and_a_lost_job_can_be_asked_again(there: Course) -> None:
    actions.ask_package(there.complaint, by=there.greet, at=there.later())
    asked = Package.objects.get().asked_at
    actions.ask_package(there.complaint, by=there.greet, at=there.at)
    assert Package.objects.get().asked_at == asked
    actions.ask_package(there.complaint, by=there.greet, at=there.later())
    assert Package.objects.get().asked_at > asked


def test_without_pango_the_package_goes_without_pdf_and_says_so(there: Course, tmp_path: Path) -> None:
    folder = unpacked(made(there), tmp_path)
    assert not (folder / "data/index.pdf").exists()
    assert told(folder)["missing"] == [index.NO_PDF]
    assert index.NO_PDF in (folder / "data/index.html").read_text(encoding="utf-8")
    assert checked(folder)[0] == 0


def test_an_exhibit_that_is_gone_or_damaged_on_the_server_is_told(there: Course, tmp_path: Path) -> None:
    other = kept(there, "brief.txt", b"een brief")
    hear_reporter(there.complaint.dossier, text="En dit.", by=there.amina, at=there.later(), files=[other])
    gone = StoredFile.objects.get(name="foto van de stoep é.txt")
    path_of(gone.public_id).unlink()
    path_of(other.public_id).write_bytes(b"vervalst")
    folder = unpacked(made(there), tmp_path)
    first, second = told(folder)["exhibits"]
    assert (first["path"], first["fault"]) == ("", "«foto van de stoep é.txt» ontbreekt op de server van de stad.")
    assert second["fault"] == "«brief.txt» is veranderd sinds het bewaard werd."
    assert len(told(folder)["missing"][:-1]) == 2
    assert checked(folder)[0] == 0


def test_a_making_that_fails_says_so_and_can_be_tried_again(there: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.ask_package(there.complaint, by=there.greet, at=there.at)
    with monkeypatch.context() as broken:
        broken.setattr(index, "_STYLE", Path("/nergens/index.css"))
        with pytest.raises(Exception, match="bewaren"):
            make_package(there.complaint.pk, clock=lambda: there.at)
    state = package_of(there.complaint)
    assert state.failed
    assert state.failure
    make_package(there.complaint.pk, clock=there.later)  # the worker tries again by itself
    assert package_of(there.complaint).ready


def test_memory_does_not_grow_with_the_files() -> None:
    """Sixty megabytes go by; hardly more than a piece of them is ever kept."""

    def pieces() -> Iterator[bytes]:
        for number in range(960):
            yield number.to_bytes(2, "big") * 32_768

    tracemalloc.start()
    size = sum(map(len, bagged("x", [Member("data/groot.bin", pieces())], Ledger(), info=[], at=MONDAY)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 0
    assert peak < 4_000_000


def test_the_date_of_the_bag_is_the_date_in_the_city() -> None:
    late = datetime.fromisoformat("2026-03-02T23:30:00+00:00")
    pieces = b"".join(bagged("x", [], Ledger(), info=[], at=late))
    with zipfile.ZipFile(BytesIO(pieces)) as archive:
        assert f"Bagging-Date: {date(2026, 3, 3)}\n" in archive.read("x/bag-info.txt").decode()
