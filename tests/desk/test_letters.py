"""The screens on which the city rewrites its letters."""

from collections.abc import Callable

from django.test import Client

from gehoor.correspondence.letters import codes, letter
from gehoor.correspondence.models import Wording
from tests.people import BART, GREET, Somebody

SignIn = Callable[[Somebody], Client]
LIST = "/desk/brieven/"
OWN = {
    "subject": "Over je dossier {reference}",
    "body": "Beste {name}\n\n{text}\n\nOver {reference}:\n[link]\n\n{sender}",
    "why": "Zo spreekt onze stad.",
}


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_letter_is_on_the_list_and_can_be_looked_at(sign_in: SignIn) -> None:
    client = sign_in(GREET)
    listed = page(client, LIST)
    for code in codes():
        assert f'href="{LIST}{code}/"' in listed
        assert "{" not in page(client, f"{LIST}{code}/mail/").partition("</style>")[2], code
    one = page(client, f"{LIST}closing/")
    assert "Deze brief noemt altijd de tweede lijn." in one
    assert "Vlaamse Ombudsdienst" in one


def test_a_new_text_is_looked_at_kept_and_put_in_force(sign_in: SignIn) -> None:
    client = sign_in(GREET)
    looked = client.post(f"{LIST}message/nieuw/", {**OWN, "look": "1"}).content.decode()
    assert "Beste Amina Daoudi" in looked
    assert not Wording.objects.exists()
    kept = client.post(f"{LIST}message/nieuw/", OWN)
    assert (kept.status_code, kept.headers["Location"]) == (303, f"{LIST}message/1/")
    shown = page(client, f"{LIST}message/1/")
    assert "Zo spreekt onze stad." in shown
    assert '<del><span class="g-sr">weg: </span>Dag {name}</del>' in shown
    assert '<ins><span class="g-sr">nieuw: </span>Beste {name}</ins>' in shown
    assert "Beste Amina Daoudi" in page(client, f"{LIST}message/1/mail/")
    assert client.post(f"{LIST}message/1/gebruik/").status_code == 303
    assert Wording.objects.get().state == "in_force"
    assert client.post(f"{LIST}message/1/gebruik/").status_code == 303
    again = page(client, f"{LIST}message/1/")
    assert "Over dit voorstel is al beslist." in again
    assert client.post(f"{LIST}message/origineel/", {"why": "Toch niet."}).status_code == 303
    assert "Het origineel geldt weer." in page(client, f"{LIST}message/")


def test_what_is_wrong_stands_beside_the_field_and_nothing_typed_is_lost(sign_in: SignIn) -> None:
    client = sign_in(GREET)
    wrong = {**OWN, "body": OWN["body"].replace("{text}", "{tekst} <mrk-1>").replace("[link]", "")}
    for extra in ({}, {"look": "1"}):
        answer = client.post(f"{LIST}message/nieuw/", {**wrong, **extra})
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert "Regel 3: het veld {tekst} bestaat niet in deze brief" in shown
        assert "De regel [link] ontbreekt" in shown
        assert "&lt;mrk-1&gt;" in shown
        assert "<mrk-1>" not in shown
    assert not Wording.objects.exists()


def test_who_may_not_does_not(sign_in: SignIn) -> None:
    client = sign_in(BART)
    assert client.get(LIST).status_code == 404
    assert client.post(f"{LIST}message/nieuw/", OWN).status_code == 404
    assert sign_in(GREET).get(f"{LIST}../niets/").status_code == 404
    assert sign_in(GREET).get(f"{LIST}niets/").status_code == 404


def test_the_frame_of_a_mail_runs_and_fetches_nothing(sign_in: SignIn) -> None:
    answer = sign_in(GREET).get(f"{LIST}closing/mail/")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox" in policy
    assert letter("closing").names_second_line
