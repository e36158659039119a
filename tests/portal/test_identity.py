"""Who somebody is: what the regulation asks for each kind, and nothing more."""

import pytest

from gehoor.dossiers.models import Dossier, Participant
from gehoor.parties.models import Mandate, Party
from tests.people import AMINA
from tests.portal.citizen import STORY, Citizen, who

NOT_A_COMPLAINT = ("vraag", "melding", "ontevreden", "suggestie", "compliment")


@pytest.mark.parametrize("kind", NOT_A_COMPLAINT)
def test_a_matter_that_is_no_complaint_may_be_anonymous(citizen: Citizen, kind: str) -> None:
    citizen.tell_and_send(kind=kind, behalf="anonymous")
    assert Dossier.objects.get().reporter_name == ""
    assert not Party.objects.exists()
    assert "Je gaf geen e-mailadres" in citizen.text


def test_a_complaint_may_not(citizen: Citizen) -> None:
    citizen.tell_up_to_behalf(kind="klacht")
    assert "Ik wil mijn naam niet geven" not in citizen.text
    assert citizen.send(behalf="anonymous").status_code == 422
    assert "Kies voor wie je schrijft." in citizen.text


@pytest.mark.parametrize("missing", ["name", "address"])
def test_a_complaint_needs_name_and_address(citizen: Citizen, missing: str) -> None:
    citizen.tell_up_to_behalf(kind="klacht")
    citizen.send(behalf="self")
    assert citizen.send(**who(**{missing: ""})).status_code == 422
    assert f'href="#id_{missing}"' in citizen.text
    assert AMINA.email in citizen.text, "what was right is still there"
    citizen.send(**who())
    assert citizen.at.endswith("/nakijken/")


def test_a_complaint_needs_one_way_to_reach_somebody(citizen: Citizen) -> None:
    citizen.tell_up_to_behalf(kind="klacht")
    citizen.send(behalf="self")
    assert citizen.send(**who(email="", phone="")).status_code == 422
    assert "Vul een e-mailadres of een telefoonnummer in." in citizen.text
    citizen.send(**who(email=""))
    assert citizen.at.endswith("/nakijken/")
    citizen.send()
    assert Party.objects.get().phone.startswith("+32 16")


def test_a_question_asks_nothing_and_takes_what_is_given(citizen: Citizen) -> None:
    citizen.tell_and_send(kind="vraag", name="", email="", phone="", address="")
    assert not Party.objects.exists()


def test_an_organisation_says_its_name_and_who_writes(citizen: Citizen) -> None:
    citizen.tell_up_to_behalf(kind="klacht")
    citizen.send(behalf="organisation")
    citizen.send(**who(name="Buurtcomité Oudveld"), contact_name="Amina Daoudi")
    assert "Buurtcomité Oudveld" in citizen.text
    citizen.send()
    party = Party.objects.get()
    assert (party.kind, party.name, party.contact_name) == ("organisation", "Buurtcomité Oudveld", "Amina Daoudi")
    assert "We hebben je klacht</h1>" in citizen.text


def test_who_writes_for_somebody_else_has_their_word_for_it(citizen: Citizen) -> None:
    citizen.tell_up_to_behalf(kind="klacht")
    citizen.send(behalf="other")
    for_somebody = {"represented_name": "Fatima Daoudi", "represented_address": "Kaaistraat 3"}
    assert citizen.send(**who(), **for_somebody).status_code == 422
    assert "Vraag eerst aan deze persoon of je dit mag doen" in citizen.text
    citizen.send(**who(), **for_somebody, mandate="on")
    assert "Fatima Daoudi, Kaaistraat 3" in citizen.text
    citizen.send()
    mandate = Mandate.objects.select_related("represented", "representative").get()
    assert (mandate.represented.name, mandate.representative.name) == ("Fatima Daoudi", AMINA.name)
    roles = Participant.objects.values_list("party__name", "role")
    assert set(roles) == {(AMINA.name, "reporter"), ("Fatima Daoudi", "represented")}


def test_who_writes_for_somebody_else_names_them(citizen: Citizen) -> None:
    citizen.tell_up_to_behalf(kind="vraag")
    citizen.send(behalf="other")
    assert citizen.send(**who(), represented_name="", mandate="on").status_code == 422
    assert "Vul de naam in van de persoon voor wie je schrijft." in citizen.text


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("email", "amina@", "Vul een volledig e-mailadres in"),
        ("email", "a" * 250 + "@voorbeeld.example", "Dit e-mailadres is te lang"),
        ("phone", "12", "Dit telefoonnummer kan niet kloppen"),
        ("phone", "0" * 60, "Dit telefoonnummer kan niet kloppen"),
        ("name", "n" * 151, "Dit is te lang"),
    ],
)
def test_what_cannot_be_right_is_said_and_kept(citizen: Citizen, field: str, wrong: str, sentence: str) -> None:
    citizen.tell_up_to_behalf(kind="vraag")
    citizen.send(behalf="self")
    assert citizen.send(**who(**{field: wrong})).status_code == 422
    assert sentence in citizen.text
    assert f'value="{wrong}"' in citizen.text
    assert f'value="{wrong}"' in citizen.visit(citizen.at), "also after a reload"


def test_too_many_or_too_long_names_are_refused_in_words(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=STORY)
    citizen.send(kind="klacht")
    citizen.send(place="", occurred="")
    assert citizen.send(department="", named="\n".join(f"Naam {n}" for n in range(21)), wished="").status_code == 422
    assert "Noem hoogstens 20 mensen." in citizen.text
    assert citizen.send(department="", named="n" * 201, wished="").status_code == 422
    assert "Een van de namen is erg lang." in citizen.text
    assert citizen.send(department="999999", named="", wished="").status_code == 422
    assert "Kies een dienst uit de lijst" in citizen.text
