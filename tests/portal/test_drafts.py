"""What somebody is still writing stands on the server for a day, and nobody else gets at it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from gehoor.dossiers import jobs
from gehoor.dossiers.actions.drafts import forget_old_drafts
from gehoor.dossiers.models import Dossier, Draft
from gehoor.files.models import StoredFile
from gehoor.kernel.clock import now
from gehoor.kernel.tokens import digest
from tests.portal.citizen import STORY, Citizen, who
from tests.portal.test_files import letter


def age(hours: int) -> None:
    Draft.objects.update(changed_at=now() - timedelta(hours=hours))


def test_a_reload_shows_what_was_answered(citizen: Citizen) -> None:
    citizen.tell()
    where = citizen.at.replace("nakijken", "plaats")
    assert 'value="Lindenstraat 14"' in citizen.visit(where)
    assert f'value="{who()["email"]}"' in citizen.visit(citizen.at.replace("plaats", "wie"))


def test_back_shows_the_question_before(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=STORY)
    story = citizen.at.replace("soort", "verhaal")
    assert f'href="{story}"' in citizen.text
    assert f"{STORY}</textarea>" in citizen.visit(story)
    citizen.send(text="De lamp én de bank zijn stuk.")
    assert citizen.at.endswith("/soort/")
    assert Draft.objects.get().answers["text"] == "De lamp én de bank zijn stuk."


def test_two_tabs_write_two_things(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text="De lamp is stuk.")
    first = citizen.at
    citizen.visit("/")
    citizen.send("/melden/", text="De bank is stuk.")
    second = citizen.at
    assert first != second
    for tab, story in ((first, "De lamp is stuk."), (second, "De bank is stuk.")):
        assert f"{story}</textarea>" in citizen.visit(tab.replace("soort", "verhaal"))


def test_one_form_in_two_tabs_keeps_the_answers_of_both(citizen: Citizen) -> None:
    citizen.tell(place="", occurred="")
    base = citizen.at.removesuffix("nakijken/")
    citizen.visit(f"{base}plaats/")
    citizen.client.post(f"{base}wie/", who(name="Amina D."))
    citizen.send(place="Kaaistraat 3", occurred="")
    answers = Draft.objects.get().answers
    assert (answers["place"], answers["name"]) == ("Kaaistraat 3", "Amina D.")


def test_a_draft_opens_only_in_the_browser_that_wrote_it(citizen: Citizen) -> None:
    citizen.tell()
    stranger = Client().get(citizen.at)
    assert stranger.status_code == 410
    assert escape(STORY) not in stranger.content.decode()


def test_the_key_of_a_draft_is_stored_as_its_hash_and_hidden_from_scripts(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.client.post("/melden/", {"text": STORY})
    (cookie,) = [c for name, c in citizen.client.cookies.items() if name.startswith("gehoor_concept_")]
    assert bytes(Draft.objects.get().digest) == digest(cookie.value)
    assert len(cookie.value) >= 43
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"].startswith("/melden/")
    assert cookie["max-age"] <= 24 * 60 * 60


def test_another_draft_does_not_open_with_this_cookie(citizen: Citizen) -> None:
    citizen.tell()
    other = Citizen(Client())
    other.tell("Iets geheims.")
    mine = citizen.at.split("/")[2]
    (value,) = [c.value for n, c in citizen.client.cookies.items() if n == f"gehoor_concept_{mine}"]
    theirs = other.at.split("/")[2]
    citizen.client.cookies[f"gehoor_concept_{theirs}"] = value
    assert citizen.client.get(other.at).status_code == 410


def test_after_a_day_a_draft_is_gone_with_its_files(citizen: Citizen) -> None:
    citizen.tell(files=[letter()])
    assert StoredFile.objects.count() == 1
    age(25)
    assert "Je concept is er niet meer" in citizen.visit(citizen.at, 410)
    jobs.forget.func(timestamp=0)
    assert not Draft.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_draft_of_less_than_a_day_stays(citizen: Citizen) -> None:
    citizen.tell(files=[letter()])
    age(23)
    assert forget_old_drafts(at=now()) == 0
    assert "Klopt alles?" in citizen.visit(citizen.at)


def test_files_that_were_sent_outlive_their_draft(citizen: Citizen) -> None:
    citizen.tell_and_send(files=[letter()])
    age(25)
    assert forget_old_drafts(at=now()) == 1
    assert StoredFile.objects.count() == 1
    assert "brief.txt" in citizen.visit(citizen.at)


@pytest.mark.parametrize("gone", [True, False], ids=["deleted", "expired"])
def test_a_page_that_stood_open_for_a_day_still_knows_the_answers(citizen: Citizen, gone: bool) -> None:
    citizen.tell()
    base = citizen.at.removesuffix("nakijken/")
    citizen.visit(f"{base}plaats/?wijzig=ja")
    age(25)
    if gone:
        forget_old_drafts(at=now())
    citizen.send(place="Kaaistraat 3", occurred="")
    assert citizen.at == f"{base}nakijken/"
    assert STORY in citizen.text
    assert "Kaaistraat 3" in citizen.text


def test_sending_from_a_page_that_stood_open_for_a_day_asks_to_look_first(citizen: Citizen) -> None:
    citizen.tell()
    age(25)
    forget_old_drafts(at=now())
    citizen.send()
    assert "Je was even weg." in citizen.text
    assert not Dossier.objects.exists()
    citizen.send()
    assert citizen.at.endswith("/ontvangst/")
    assert Dossier.objects.count() == 1


def test_a_copy_that_was_tampered_with_opens_nothing(citizen: Citizen) -> None:
    citizen.tell()
    hidden = citizen.hidden()
    stranger = Client()
    for copy in ("", "x", hidden["copy"][:-3] + "abc", hidden["copy"] * 2):
        answer = stranger.post(citizen.at.replace("nakijken", "plaats"), {"copy": copy, "place": "hier"})
        assert answer.status_code == 410, copy[:10]
    assert Draft.objects.count() == 1


def test_what_was_typed_on_an_expired_page_can_be_taken_to_a_new_beginning(citizen: Citizen) -> None:
    answer = Client().post("/melden/000000000000/verhaal/", {"text": "Een lang verhaal."})
    assert answer.status_code == 410
    assert "Een lang verhaal.</textarea>" in answer.content.decode()
    again = citizen.client.post("/melden/opnieuw/", {"text": "Een lang verhaal."})
    assert "Een lang verhaal.</textarea>" in again.content.decode()
