"""Setting up a mailbox: who may, what is wrong in words, and a secret that never comes out."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from gehoor.journal.models import Entry
from gehoor.kernel.clock import now
from gehoor.mailroom.models import Mailbox
from gehoor.mailroom.sealing import unseal
from tests.live import free_port
from tests.mailroom.dovecot import PASSWORD, USER, Dovecot
from tests.mailroom.dovecot import dovecot as dovecot
from tests.mailroom.dovecot import dovecot_home as dovecot_home
from tests.people import AN, BART, GREET, Somebody

SignIn = Callable[[Somebody], Client]
LIST, NEW = "/desk/mailboxen/", "/desk/mailboxen/nieuw/"


def _filled(**changes: object) -> dict[str, object]:
    return {
        "name": "Info",
        "address": "info@vaartberg.example",
        "host": "localhost",
        "port": free_port(),
        "security": "tls",
        "sign_in": "password",
        "username": USER,
        "secret": PASSWORD,
        "folder": "INBOX",
        "is_active": "on",
        **changes,
    }


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_administrator_adds_a_mailbox_and_is_told_what_is_wrong(sign_in: SignIn) -> None:
    client = sign_in(AN)
    answer = client.post(NEW, _filled())
    box = Mailbox.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}{box.pk}/")
    page = _page(client, f"{LIST}{box.pk}/")
    assert "De test lukte niet." in page
    assert "luistert niemand" in page
    assert "werkt niet" in _page(client, LIST)
    assert {"mailroom.mailbox_saved", "mailroom.mailbox_checked"} <= set(Entry.objects.values_list("verb", flat=True))


def test_a_mailbox_that_works_says_so(sign_in: SignIn, dovecot: Dovecot) -> None:
    client = sign_in(AN)
    client.post(NEW, _filled(port=dovecot.tls_port))
    box = Mailbox.objects.get()
    assert "De test lukte" in _page(client, f"{LIST}{box.pk}/")
    client.post(f"{LIST}{box.pk}/", _filled(port=dovecot.tls_port, secret="verkeerd"))
    assert "wachtwoord klopt niet" in _page(client, f"{LIST}{box.pk}/")
    client.post(f"{LIST}{box.pk}/test/")
    assert "wachtwoord klopt niet" in _page(client, f"{LIST}{box.pk}/")


def test_the_secret_is_sealed_and_never_on_a_page(sign_in: SignIn) -> None:
    client = sign_in(AN)
    client.post(NEW, _filled())
    box = Mailbox.objects.get()
    assert PASSWORD.encode() not in bytes(box.secret)
    assert unseal(bytes(box.secret)) == PASSWORD
    refused = client.post(NEW, _filled(address="geen adres"))
    for page in (_page(client, f"{LIST}{box.pk}/"), _page(client, LIST), refused.content.decode()):
        assert PASSWORD not in page


def test_an_empty_secret_keeps_the_one_that_is_there_but_not_for_another_server(sign_in: SignIn) -> None:
    client = sign_in(AN)
    client.post(NEW, _filled())
    box = Mailbox.objects.get()
    assert client.post(f"{LIST}{box.pk}/", _filled(secret="", name="Nieuw")).status_code == 303
    elsewhere = client.post(f"{LIST}{box.pk}/", _filled(secret="", host="kwaad.example"))
    assert elsewhere.status_code == 422
    box.refresh_from_db()
    assert (box.name, box.host, unseal(bytes(box.secret))) == ("Nieuw", "localhost", PASSWORD)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"address": "geen adres"}, "geen e-mailadres"),
        ({"port": "x"}, "Een poort is een getal"),
        ({"port": 70000}, "1 tot 65535"),
        ({"host": "https://imap.stad.example/"}, "alleen de naam van de server"),
        ({"secret": ""}, "Vul het wachtwoord in"),
        ({"done_folder": "INBOX"}, "Kies een andere map"),
        ({"name": ""}, "Geef de mailbox een naam"),
    ],
)
def test_what_is_filled_in_wrongly_is_said(sign_in: SignIn, wrong: dict[str, object], told: str) -> None:
    answer = sign_in(AN).post(NEW, _filled(**wrong))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Mailbox.objects.exists()


def test_who_does_not_manage_the_organisation_finds_no_mailboxes(sign_in: SignIn) -> None:
    client = sign_in(BART)
    assert client.get(LIST).status_code == 404
    assert client.post(NEW, _filled()).status_code == 404
    assert "Mailboxen" not in _page(client, "/desk/wachtrij/")


def _failing(minutes: int) -> Mailbox:
    since = now() - timedelta(minutes=minutes)
    return Mailbox.objects.create(
        name="Info", address="info@vaartberg.example", host="localhost", username="x", secret=b"x", created_at=since,
        failing_since=since, checked_at=now(), failure="Op localhost, poort 993 luistert niemand.",
    )  # fmt: skip


def test_a_coordinator_reads_among_the_tasks_that_a_mailbox_fails(sign_in: SignIn) -> None:
    _failing(16)
    page = _page(sign_in(GREET), "/desk/taken/")
    assert "mailbox werkt niet" in page
    assert "luistert niemand" in page
    assert "mailbox werkt niet" not in _page(sign_in(BART), "/desk/taken/")


def test_a_trouble_of_a_moment_is_no_task(sign_in: SignIn) -> None:
    _failing(5)
    assert "mailbox werkt niet" not in _page(sign_in(GREET), "/desk/taken/")


def test_oauth2_asks_where_and_how(sign_in: SignIn) -> None:
    client = sign_in(AN)
    for wrong, words in (
        ({"token_url": "http://login.example/token", "client_id": "gehoor"}, "met https://"),
        ({"token_url": "https://iemand@login.example/token", "client_id": "gehoor"}, "met https://"),
        ({"token_url": "https://login.example/token"}, "client-id"),
    ):
        answer = client.post(NEW, _filled(sign_in="oauth", **wrong))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Mailbox.objects.exists()


def test_what_is_sealed_goes_nowhere_else(sign_in: SignIn) -> None:
    client = sign_in(AN)
    oauth = {"sign_in": "oauth", "token_url": f"https://localhost:{free_port()}/token", "client_id": "gehoor"}
    client.post(NEW, _filled(**oauth, refresh_secret="vernieuw"))
    box = Mailbox.objects.get()
    assert unseal(bytes(box.refresh_secret)) == "vernieuw"
    assert "vernieuw" not in re.findall(r'value="([^"]*)"', _page(client, f"{LIST}{box.pk}/"))
    address = f"{LIST}{box.pk}/"
    elsewhere = _filled(**{**oauth, "token_url": "https://kwaad.example/token"}, secret="")
    assert client.post(address, elsewhere).status_code == 422
    assert client.post(address, {**elsewhere, "secret": "nieuw"}).status_code == 422
    assert client.post(address, {**elsewhere, "secret": "nieuw", "refresh_secret": "nieuw"}).status_code == 303
