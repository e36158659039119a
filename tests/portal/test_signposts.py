"""What the city hears here but handles elsewhere: who brings it, is shown the way."""

from dataclasses import replace

import pytest

from gehoor.dossiers.models import Dossier, Draft
from gehoor.portal.signposts import SIGNPOSTS, matter_elsewhere, signposts_of
from gehoor.regulations.library import text_of
from gehoor.regulations.schema import load
from gehoor.regulations.schema.content import OwnWay
from tests.city import small_city
from tests.dossiers.test_clocks import in_force
from tests.portal.citizen import STORY, Citizen

SECRET = "Ik wil als klokkenluider melden dat mijn chef fraude pleegt."


def test_a_whistle_blower_is_shown_the_protected_channel_and_nothing_is_stored(citizen: Citizen) -> None:
    citizen.visit("/")
    page = citizen.send("/melden/", text=SECRET)
    assert page.status_code == 200
    assert "beschermd meldkanaal" in citizen.text
    assert "016 555 01 00" in citizen.text
    assert not Draft.objects.exists()
    assert not citizen.client.cookies.get("gehoor_concept")


def test_who_means_something_else_goes_on_with_the_same_words(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=SECRET)
    assert f"{SECRET}</textarea>" in citizen.text
    citizen.send("/melden/", text=SECRET)
    assert citizen.at.endswith("/soort/")


def test_a_story_that_changes_into_one_is_not_stored_either(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=STORY)
    story = citizen.at.replace("soort", "verhaal")
    citizen.visit(story)
    citizen.send(text=SECRET)
    assert "beschermd meldkanaal" in citizen.text
    assert Draft.objects.get().answers["text"] == STORY
    citizen.send(story, text="De klokkenluider van de toren is ziek.")
    assert citizen.at.endswith("/soort/")


@pytest.mark.parametrize(
    ("story", "title"),
    [
        ("Ik wil bezwaar indienen tegen mijn belasting", "Bezwaar of beroep tegen een beslissing"),
        ("Ik vraag schadevergoeding voor mijn fiets", "Schade door werken of door de stad"),
        ("De politie kwam niet", "De politie"),
        ("De burgemeester antwoordt niet", "Een klacht over de burgemeester, een schepen of een raadslid"),
    ],
)
def test_who_may_have_to_be_elsewhere_is_told_and_not_stopped(citizen: Citizen, story: str, title: str) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=story)
    assert f"Gaat het over dit? {title}" in citizen.text
    citizen.send(kind="melding")
    assert citizen.at.endswith("/plaats/")


def test_an_ordinary_story_gets_no_hint(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=STORY)
    assert "Gaat het over dit?" not in citizen.text
    assert matter_elsewhere("De schepencollegezaal en het polikliniekbezoek") is None


def test_every_other_way_stands_on_the_page_about_complaints(citizen: Citizen) -> None:
    text = citizen.visit("/hoe-we-klachten-behandelen/")
    assert [post.title for post in SIGNPOSTS if post.title not in text] == []
    assert not Dossier.objects.exists()


def test_a_matter_with_a_way_of_its_own_in_the_regulation_is_pointed_to_by_its_words() -> None:
    content = load(text_of("leuven"))
    nursery = OwnWay("opvang", "Kinderopvang", "De opvang heeft een eigen reglement.", "Vraag het aan de opvang zelf.")
    posts = signposts_of(replace(content, exceptions={**content.exceptions, "opvang": nursery}))
    found = matter_elsewhere("Ik klaag over de kinderopvang in onze straat.", posts)
    assert found is not None
    assert found.text == "De opvang heeft een eigen reglement. Vraag het aan de opvang zelf."
    assert len({post.title for post in posts}) == len(posts)


def test_a_kind_that_the_regulation_does_not_take_in_over_the_website_is_refused_with_the_ways_that_are_open(
    citizen: Citizen,
) -> None:
    in_force(small_city(), ("channels: [web, email, phone, counter, letter]}", "channels: [letter, counter]}"))
    citizen.visit("/")
    citizen.send("/melden/", text=STORY)
    citizen.send(kind="klacht")
    assert "Volgens het reglement nemen we een klacht niet via de website aan." in citizen.text
    assert "Het kan wel per brief of aan het loket." in citizen.text
    citizen.send(kind="vraag")
    assert not citizen.at.endswith("/soort/")
