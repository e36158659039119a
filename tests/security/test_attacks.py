"""One regression test for each class of attack known on this kind of software, by its name.

Some have a file of their own: signing in and resetting in ``test_sign_in``, between departments in ``test_matrix``, leaks from inside and
what somebody typed in ``test_canary``, caches, framing and forged forms in ``test_headers``.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

import gehoor
from gehoor.config.logs import WithoutKeys
from gehoor.correspondence.actions import LINK_LIFE, make_link
from gehoor.correspondence.models import Link
from gehoor.dossiers.models import Dossier
from gehoor.files.models import StoredFile
from gehoor.kernel.clock import now
from gehoor.organisation.actions import count_hit
from tests import people
from tests.security.visiting import client_of, go, look
from tests.security.world import World

PACKAGE = Path(gehoor.__file__).parent
SOURCES = [file for file in PACKAGE.rglob("*.py") if "migrations" not in file.parts]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>mrk()</script></svg>'
PAGE = b"<!doctype html><script>mrk()</script>"


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.svg", SVG, "image/svg+xml"),
        ("foto.png", PAGE, "image/png"),
        ("brief.pdf", PAGE, "application/pdf"),
        ("x.html", PAGE, "text/html"),
    ],
)
def test_attachment_xss_a_file_never_runs_on_our_site(world: World, name: str, content: bytes, said: str) -> None:
    own = world.things["eigen"]
    upload = SimpleUploadedFile(name, content, content_type=said)
    newest = StoredFile.objects.latest("pk").pk
    body = {"text": "Zie bijlage.", "ticket": "een-keer-" + name, "files": [upload]}
    Client().post(f"/volg/{own.token}/{own.reference}/bericht/", body)
    for kept in StoredFile.objects.filter(pk__gt=newest):
        for client, path in (
            (Client(), f"/volg/{own.token}/bestand/{kept.public_id}/"),
            (client_of(world, people.NELE), f"/desk/dossiers/{own.reference}/bestand/{kept.public_id}/"),
        ):
            seen = go(client, path)
            assert seen.status == 200
            assert seen.headers["Content-Type"] == "application/octet-stream"
            assert seen.headers["Content-Disposition"].startswith("attachment")
            assert "sandbox" in seen.headers["Content-Security-Policy"]


def test_ssrf_nothing_here_fetches_an_address(world: World) -> None:
    fetches = re.compile(
        r"^\s*(?:import|from) (?:requests|httpx|aiohttp|urllib3|urllib\.request|ftplib|telnetlib)\b", re.MULTILINE
    )
    at_start = {"launch.py", "serve.py", "embedded.py", "web.py"}
    assert [file.name for file in SOURCES if fetches.search(text_of(file)) and file.name not in at_start] == []


def test_file_read_through_rendering_no_text_of_a_person_is_a_template() -> None:
    made = re.compile(r"\bTemplate\(|from_string\(|\|safe\b|mark_safe\(|autoescape off")
    pages = [file for file in PACKAGE.rglob("*.html") if made.search(text_of(file))]
    sources = [file.relative_to(PACKAGE).as_posix() for file in SOURCES if made.search(text_of(file))]
    our_own = (
        "web/templatetags/",
        "web/icons",
        "web/strips",
        "complaints/package/index.py",
    )  # the last: its style sheet
    assert pages == []
    assert [name for name in sources if not name.startswith(our_own)] == []


def test_idor_a_file_or_letter_is_of_its_own_dossier_only(world: World) -> None:
    own, other = world.things["eigen"], world.things["onderzoek"]
    nele = client_of(world, people.NELE)
    assert go(nele, f"/desk/dossiers/{own.reference}/bestand/{own.public_file}/").status == 200
    assert go(nele, f"/desk/dossiers/{own.reference}/bestand/{other.public_file}/").status == 404
    assert go(nele, f"/desk/dossiers/{other.reference}/bestand/{other.public_file}/").status == 404
    assert all(len(thing.public_file) in (0, 36) for thing in world.things.values())


def test_backscatter_the_acknowledgement_repeats_nothing_the_sender_wrote(world: World) -> None:
    for thing in world.of_amina:
        thread = Dossier.objects.get(reference=thing.reference).thread
        for letter in thread.messages.filter(letter__in=["received", "complaint_acknowledged", "new_link"]):
            assert "gezegd-" not in letter.body + letter.subject, letter.letter


def test_upload_to_code_execution_nothing_is_unpacked_or_brought_to_life() -> None:
    modules = r"^\s*(?:import|from) (?:pickle|marshal|shelve|dill|tarfile|zipfile)\b"
    opens = re.compile(modules + r"|yaml\.(?:load|unsafe_load)\(|\beval\(|\bexec\(", re.MULTILINE)
    found = {file.relative_to(PACKAGE).as_posix() for file in SOURCES if opens.search(text_of(file))}
    writes_ours, goes_along = "complaints/package/bag.py", "complaints/package/verify.py"
    assert found == {writes_ours, goes_along}, "the package is written here, and read only by who received it"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "..\\..\\boot.pdf", "/etc/cron.d/x.pdf", "a\x00b.pdf", "a\r\nSet-Cookie: x.pdf"]
)
def test_path_traversal_a_name_is_only_a_name(world: World, name: str) -> None:
    own = world.things["eigen"]
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    upload.name = name
    newest = StoredFile.objects.latest("pk").pk
    Client().post(
        f"/volg/{own.token}/{own.reference}/bericht/", {"text": "Zie.", "ticket": name[:20], "files": [upload]}
    )
    for kept in StoredFile.objects.filter(pk__gt=newest):
        assert not set(kept.name) & set("/\\\x00\r\n")
        headers = go(Client(), f"/volg/{own.token}/bestand/{kept.public_id}/").headers
        assert "Set-Cookie" not in headers
        assert "\n" not in headers["Content-Disposition"]


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: kwaad@kwaad.example", "\nBcc: kwaad@kwaad.example", "\x00", ", kwaad@kwaad.example"]
)
def test_header_injection_no_field_of_a_form_becomes_a_header(world: World, evil: str) -> None:
    asked = {"reference": world.things["eigen"].reference, "email": f"amina.daoudi@voorbeeld.example{evil}"}
    seen = go(Client(raise_request_exception=False), "/link-kwijt/", "post", asked)
    assert seen.status in (303, 400, 422)
    assert b"kwaad" not in seen.headers.get("Location", "").encode()


def test_mass_assignment_what_a_form_does_not_ask_is_not_taken(world: World) -> None:
    own = world.things["eigen"]
    before = Dossier.objects.values("step", "department", "handler", "due_on", "kind", "reference").get(
        reference=own.reference
    )
    extra = {
        "step": "closed",
        "department": "1",
        "handler": "1",
        "due_on": "2030-01-01",
        "kind": "complaint",
        "direction": "note",
    }
    body = {
        "text": "Nog iets.",
        "ticket": "meer-dan-gevraagd",
        "author_name": "De burgemeester",
        "letter": "closing",
        **extra,
    }
    assert Client().post(f"/volg/{own.token}/{own.reference}/bericht/", body).status_code == 303
    assert Dossier.objects.values(*before).get(reference=own.reference) | {"step": before["step"]} == before
    said = Dossier.objects.get(reference=own.reference).thread.messages.latest("pk")
    assert (said.direction, said.letter, said.body) == ("in", "", "Nog iets.")
    assert "burgemeester" not in said.author_name


def test_weak_tokens_a_link_has_at_least_128_bits_ends_and_stands_nowhere(world: World) -> None:
    dossier = Dossier.objects.get(reference=world.things["eigen"].reference)
    token = make_link(dossier.thread_id, at=now())
    assert len(token) >= 43
    assert len({make_link(dossier.thread_id, at=now()) for _ in range(50)}) == 50
    row = Link.objects.latest("pk")
    assert row.expires_at - row.created_at == LINK_LIFE
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{token}%"])
            assert cursor.fetchone() == (0,), table


def test_enumeration_every_link_that_opens_nothing_gets_the_same_answer(world: World) -> None:
    dossier = Dossier.objects.get(reference=world.things["eigen"].reference)
    expired = make_link(dossier.thread_id, at=now() - LINK_LIFE - timedelta(days=1))
    revoked = make_link(dossier.thread_id, at=now())
    Link.objects.filter(pk=Link.objects.latest("pk").pk).update(revoked_at=now())
    answers = {
        (seen.status, seen.body, tuple(sorted(seen.headers.items())))
        for token in (expired, revoked, "x", "a" * 43, "é" * 43, "a" * 5000, "..")
        for seen in [go(Client(), f"/volg/{token}/")]
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def test_enumeration_asking_for_a_lost_link_tells_nobody_what_exists(world: World) -> None:
    own = world.things["eigen"].reference
    answers = {
        (seen.status, seen.headers["Location"], seen.body)
        for reference, email in (
            (own, "amina.daoudi@voorbeeld.example"),
            (own, "iemand@kwaad.example"),
            (world.things["genoemd"].reference, "iemand@kwaad.example"),
        )
        for seen in [go(Client(), "/link-kwijt/", "post", {"reference": reference, "email": email})]
    }
    assert len(answers) == 1


NO_TEXT_TO_TRUST = [
    "'; DROP TABLE dossiers_dossier; --",
    '" OR 1=1 --',
    "%' OR 'a'='a",
    "\\",
    "\x00",
    "a" * 10_000,
    "\N{COLLISION SYMBOL}" * 50,
    "&|!():*<->",
]


@pytest.mark.parametrize("evil", NO_TEXT_TO_TRUST)
def test_sql_injection_what_somebody_searches_for_is_only_text(world: World, evil: str) -> None:
    nele = client_of(world, people.NELE)
    for path in ("/desk/zoek/", "/desk/wachtrij/"):
        for parameter in ("q", "dienst", "na", "stap", "dossier"):
            answer = nele.get(path, {parameter: evil})
            assert answer.status_code < 500, (path, parameter)
            assert b"geheim-buur" not in answer.content
    assert Dossier.objects.count() > 15


def test_secrets_in_logs_a_link_that_fails_is_in_no_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    token = world.things["eigen"].token
    told: Any = settings.LOGGING
    for handler in told["handlers"].values():
        assert "without_keys" in handler["filters"]
    caplog.handler.addFilter(WithoutKeys())
    client = Client(raise_request_exception=False)
    for rest in ("bestand/x/", "2026-77777-5/intrekken/", "a/b/c/d/"):
        assert client.get(f"/volg/{token}/{rest}").status_code == 404
    assert client.get(f"/volg/{token}x/").status_code == 404
    assert client.put(f"/volg/{token}/").status_code == 405
    client.put(f"/account/password/reset/key/1-{token}/")
    assert "Method Not Allowed" in caplog.text
    assert token not in caplog.text


def test_log_injection_an_address_cannot_write_a_line_of_its_own(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    Client(raise_request_exception=False).get("/niets%0d%0a2026-01-01%20INFO%20alles%20goed/")
    assert "\n2026-01-01" not in caplog.text


def test_brute_force_tries_of_many_processes_are_one_count(fresh_db: str) -> None:
    def tried(_: int) -> int:
        try:
            return count_hit("proef", "zelfde", window_seconds=10_000_000, at=now())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(tried, range(40))) == list(range(1, 41))


def test_too_many_tries_say_so_with_the_phone_number(world: World) -> None:
    client = Client()
    answers = [client.post("/link-kwijt/", {"reference": "2026-77777-5", "email": "x@y.example"}) for _ in range(11)]
    assert answers[-1].status_code == 429
    assert "016 555" in answers[-1].content.decode()
    assert "Retry-After" in answers[-1].headers


def test_cross_site_framing_and_methods_an_act_needs_a_post(world: World) -> None:
    own = world.things["eigen"]
    for path in (f"/desk/dossiers/{own.reference}/opnemen/", f"/desk/dossiers/{own.reference}/bericht/"):
        assert look(world, people.NELE, path).status == 405
