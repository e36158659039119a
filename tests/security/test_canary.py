"""What stays inside never reaches a citizen, and what somebody types never runs: marks in every text, looked for on every page."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import cast
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

from gehoor.complaints.models import Complaint
from gehoor.complaints.package.contents import gather
from gehoor.complaints.package.making import packed
from gehoor.correspondence.models import Message
from gehoor.correspondence.sending import send_next
from gehoor.dossiers.models import Dossier
from gehoor.files.models import StoredFile
from gehoor.kernel.clock import now
from gehoor.organisation.models import Staff
from tests import people
from tests.people import Somebody
from tests.security.addresses import Door, row_of
from tests.security.visiting import (
    Place,
    Seen,
    client_of,
    go,
    look,
    places_at_work,
    places_of_citizens,
    places_outside,
    story_begun,
)
from tests.security.world import AMINA, World

INSIDE = re.compile(rb"geheim-[a-z]+")
RUNS = re.compile(rb"<(?:mrk-[a-z]+|script>mrk)", re.IGNORECASE)
THINGS = ("eigen", "buur", "vers", "onderzoek", "overgedragen", "genoemd", "besloten")


def pages_of_the_citizen(world: World) -> Iterator[tuple[Place, Seen]]:
    """Everything a citizen's links open, every public page, and a story being written."""
    for place in places_of_citizens(world):
        yield place, look(world, None, place.path)
    client = Client()
    for place in places_of_citizens(world, ["eigen"], draft=story_begun(client)):
        if row_of(place.address).door is Door.DRAFT:
            yield place, go(client, place.path)


def test_nothing_from_inside_is_on_a_page_or_in_a_file_of_the_citizen(world: World) -> None:
    leaks = {
        f"{place.address.name} {place.thing.what if place.thing else ''}: {found}"
        for place, seen in pages_of_the_citizen(world)
        for found in INSIDE.findall(seen.body)
    }
    assert leaks == set()


def test_who_is_asked_something_outside_reads_the_question_and_their_own_answer_alone(world: World) -> None:
    looked = [(place, look(world, None, place.path)) for place in places_outside(world)]
    assert len(looked) == 6
    assert b"geheim-buitenvraag" in b"".join(seen.body for _, seen in looked)
    for place, seen in looked:
        assert seen.status == 200, place.path
        assert "noindex" in seen.headers["X-Robots-Tag"]
        assert all(mark.startswith(b"geheim-buiten") for mark in INSIDE.findall(seen.body)), place.path
        assert not RUNS.findall(seen.body), place.path
        for words in (b"gezegd-", b"amina", b"Amina", b"Lindenstraat"):
            assert words not in seen.body, place.path


def test_no_address_of_a_colleague_is_on_a_page_of_the_citizen(world: World) -> None:
    private = [email.encode() for email in Staff.objects.values_list("email", flat=True)]
    leaks = {
        f"{place.path}: {email.decode()}"
        for place, seen in pages_of_the_citizen(world)
        for email in private
        if email in seen.body
    }
    assert leaks == set()


def test_each_step_of_a_complaint_has_its_tracking_page(world: World) -> None:
    """Or the canary sings for nothing: the page is there, and holds what the citizen said."""
    for thing in world.of_amina:
        seen = go(Client(), f"/volg/{thing.token}/")
        assert seen.status == 200
        assert thing.reference.encode() in seen.body
    assert b"gezegd-antwoord" in go(Client(), f"/volg/{world.things['eigen'].token}/").body


def test_a_file_of_a_note_is_not_there_for_the_citizen(world: World) -> None:
    client = Client()
    checked = 0
    for thing in world.of_amina:
        if thing.inner_file and thing.public_file:
            inner = go(client, f"/volg/{thing.token}/bestand/{thing.inner_file}/")
            nothing = go(client, f"/volg/{thing.token}/bestand/00000000-0000-4000-8000-000000000000/")
            assert (inner.status, inner.body) == (404, nothing.body)
            assert go(client, f"/volg/{thing.token}/bestand/{thing.public_file}/").status == 200
            checked += 1
    assert checked > 3


def test_a_link_opens_no_file_letter_or_dossier_of_another_matter(world: World) -> None:
    client, own, other = Client(), world.things["eigen"], world.things["oordeel"]
    for path in (
        f"/volg/{own.token}/bestand/{other.public_file}/",
        f"/volg/{own.token}/brief/{other.letter}/",
        f"/volg/{own.token}/{other.reference}/intrekken/",
        f"/volg/{own.token}/{world.things['buur'].reference}/bericht/",
    ):
        assert go(client, path).status == 404
        assert go(client, path, "post", {"text": "Van mij."}).status in (404, 405)


def test_nothing_from_inside_is_in_a_mail_in_neither_of_its_forms(world: World, settings: Settings) -> None:
    settings.GEHOOR_MAILS_AN_HOUR = settings.GEHOOR_MAILS_A_DAY = 10_000
    mail.outbox = []
    while send_next(at=now()):
        pass
    assert len(mail.outbox) > 30
    to_amina = [sent for sent in mail.outbox if "amina.daoudi" in sent.to[0]]
    assert len(to_amina) > 30
    for sent in to_amina:
        wire = sent.message().as_bytes()
        parts = [part for part in sent.message().walk() if part.get_content_maintype() == "text"]
        assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
        read = b"".join(cast(bytes, part.get_payload(decode=True)) for part in parts)
        assert not INSIDE.findall(read + sent.subject.encode() + wire), sent.subject
        assert "gezegd-" not in sent.subject
    assert all(len(sent.recipients()) == 1 for sent in mail.outbox)


def test_every_message_to_a_citizen_that_waits_without_a_mail_address_is_as_clean(world: World) -> None:
    threads = Dossier.objects.filter(reference__in=[thing.reference for thing in world.of_amina]).values("thread")
    for message in Message.objects.filter(thread__in=threads, direction="out"):
        assert not INSIDE.findall((message.body + message.subject + message.author_name).encode()), message.letter


def test_own_data_holds_what_is_the_citizens_own_and_nothing_else(world: World) -> None:
    for thing in world.of_amina:
        answer = Client().get(f"/volg/{thing.token}/gegevens/")
        assert answer.json()["jij"]["e-mail"] == AMINA.email
        assert not INSIDE.findall(answer.content)


def test_what_colleagues_wrote_to_each_other_is_not_in_the_package_of_the_ombudsman(world: World) -> None:
    """Accounts, drafts and declarations go along; notes, the files on them and other people's matters do not."""
    complaint = Complaint.objects.get(dossier__reference=world.things["overgedragen"].reference)
    pieces = packed(gather(complaint, at=now()), at=now(), progress=lambda done, total: None)
    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    inside = re.compile(rb"geheim-(?:notitie|klachtnotitie|bestand|klachtbestand|buur)")
    assert {name for name, content in files.items() if inside.search(content) or inside.search(name.encode())} == set()
    page = files[f"{complaint.dossier.reference}/data/index.html"]
    assert b"gezegd-klachtbijlage" in page
    assert b"geheim-ontwerp" in page
    assert not RUNS.search(page)


def test_error_pages_repeat_nothing_that_was_asked_for(world: World) -> None:
    client = Client()
    for path in ("/mrk-%3Cmrk-pad%3E/", "/volg/%3Cmrk-link%3E/", "/desk/%3Cmrk-desk%3E/", "/?q=%3Cmrk-vraag%3E"):
        body = go(client, path).body
        assert b"mrk-" not in body
        assert b"geheim-" not in body


WHO = (people.SARA, people.NELE, people.THOMAS, people.GREET, people.HILDE, people.ILSE, people.DIRK)


@pytest.mark.parametrize("somebody", WHO, ids=lambda somebody: somebody.name.split()[0])
def test_what_somebody_typed_is_text_on_every_page_of_the_city(world: World, somebody: Somebody) -> None:
    seen_marks = 0
    running = set()
    for place in places_at_work(world, THINGS):
        seen = look(world, somebody, place.path)
        seen_marks += seen.body.count(b"&lt;mrk-")
        if seen.is_page and RUNS.search(seen.body):
            running.add(f"{place.path}: {RUNS.search(seen.body)}")
    assert running == set()
    assert seen_marks > 0 or somebody in (people.HILDE, people.ILSE)


def test_what_somebody_typed_is_text_on_every_page_of_the_citizen(world: World) -> None:
    running = set()
    for place, seen in pages_of_the_citizen(world):
        if seen.is_page:
            running |= {f"{place.path}: {found!r}" for found in RUNS.findall(seen.body)}
        else:
            kind = seen.headers.get("Content-Type", "")
            assert kind.startswith(("application/", "text/plain")), (place.path, kind)
            assert seen.headers.get("X-Content-Type-Options") == "nosniff"
    assert running == set()


def test_what_somebody_searches_for_comes_back_as_text(world: World) -> None:
    client = client_of(world, people.SARA)
    for path in (
        "/desk/zoek/?q=",
        "/desk/wachtrij/?q=",
        "/desk/wachtrij/?dienst=",
        "/link-kwijt/?nummer=",
        "/volg/x/?dossier=",
    ):
        assert not RUNS.search(go(client, f"{path}%3Cmrk-zoek%3E%22%3E%3Cmrk-zoek%3E").body)


def test_a_mail_about_an_account_says_no_more_than_that(world: World) -> None:
    text = render_to_string("web/mail/notice.txt", {"name": "<mrk-n>", "happened": "x", "city": "V", "phone": "016"})
    assert "geheim-" not in text
    assert settings.SECRET_KEY not in text


def test_marks_stand_in_all_that_this_city_holds(world: World) -> None:
    """A new text that somebody can type should be planted in ``tests/security/world.py``."""
    assert StoredFile.objects.filter(name__startswith="geheim-").count() > 5
    assert Message.objects.filter(direction="note", body__startswith="geheim-").count() > 5
