"""The form, from the first word to the receipt: one question per page, in the words of the citizen."""

import pytest

from gehoor.complaints.models import Complaint, Grievance, NamedPerson
from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Dossier, Draft
from tests.city import City
from tests.portal.citizen import STORY, Citizen, who

KINDS = {
    "vraag": ("question", False),
    "melding": ("melding", False),
    "ontevreden": ("melding", True),
    "klacht": ("complaint", False),
    "suggestie": ("suggestion", False),
    "compliment": ("compliment", False),
}


def test_a_story_becomes_a_dossier_with_a_number_and_a_link(citizen: Citizen) -> None:
    token = citizen.tell_and_send()
    dossier = Dossier.objects.get()
    assert dossier.reference in citizen.text
    assert f"/volg/{token}/" in citizen.text
    assert "We hebben je melding, Amina" in citizen.text
    assert STORY in citizen.text


@pytest.mark.parametrize("code", KINDS)
def test_each_answer_to_what_it_is_opens_its_own_kind_of_dossier(citizen: Citizen, code: str) -> None:
    citizen.tell_and_send(kind=code)
    dossier = Dossier.objects.get()
    assert (dossier.kind, dossier.is_first_line) == KINDS[code]
    assert Complaint.objects.count() == (1 if code == "klacht" else 0)


def test_everything_that_was_answered_arrives(citizen: Citizen, city: City) -> None:
    citizen.tell_and_send(
        "Mijn restafval bleef staan.",
        "klacht",
        place="Lindenstraat 14",
        occurred="elke dinsdag",
        department=str(city["reiniging"].pk),
        named="Jan Peeters\nde man aan loket 3",
        wished="Haal het op.",
    )
    dossier, complaint = Dossier.objects.get(), Complaint.objects.get()
    assert (dossier.place, dossier.occurred) == ("Lindenstraat 14", "elke dinsdag")
    assert (complaint.wished_outcome, complaint.concerned_department) == ("Haal het op.", city["reiniging"])
    assert set(NamedPerson.objects.values_list("text", flat=True)) == {"Jan Peeters", "de man aan loket 3"}
    assert "Mijn restafval bleef staan." in Grievance.objects.get().text


def test_who_is_not_satisfied_tells_the_department_all_of_it(citizen: Citizen, city: City) -> None:
    reiniging = str(city["reiniging"].pk)
    citizen.tell_and_send(kind="ontevreden", department=reiniging, named="loket 3", wished="een excuus")
    body = Message.objects.get(direction="in").body
    assert all(part in body for part in (STORY, "Reiniging", "loket 3", "een excuus"))


def test_an_empty_story_is_asked_again_and_opens_nothing(citizen: Citizen) -> None:
    citizen.visit("/")
    page = citizen.send("/melden/", text="  \n ")
    assert page.status_code == 422
    assert "Vertel eerst waarmee we je kunnen helpen." in citizen.text
    assert "<title>Fout: " in citizen.text
    assert not Draft.objects.exists()


def test_a_question_cannot_be_skipped(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=STORY)
    base = citizen.at.removesuffix("soort/")
    for later in ("plaats", "bestanden", "namens", "wie", "nakijken"):
        answer = citizen.client.get(f"{base}{later}/")
        assert answer.headers["Location"].split("?")[0] == f"{base}soort/", later
    sending = citizen.client.post(f"{base}nakijken/")
    assert sending.status_code == 303
    assert not Dossier.objects.exists()


def test_a_question_that_is_not_asked_of_this_kind_leads_back(citizen: Citizen) -> None:
    citizen.tell(kind="vraag")
    answer = citizen.client.get(citizen.at.replace("nakijken", "betrokken"))
    assert answer.status_code == 303


def test_no_kind_chosen_is_asked_again(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=STORY)
    for wrong in ({}, {"kind": "petitie"}):
        assert citizen.send(**wrong).status_code == 422
        assert "Kies wat het best past." in citizen.text


def test_the_kind_that_the_words_point_to_is_chosen_already(citizen: Citizen) -> None:
    for story, code in (
        ("Wanneer is het containerpark open?", "vraag"),
        ("Ik ben niet tevreden over het loket.", "ontevreden"),
        ("De lamp is stuk.", "melding"),
    ):
        citizen.visit("/")
        citizen.send("/melden/", text=story)
        assert f'value="{code}" checked' in citizen.text, story


def test_an_answer_can_be_changed_from_the_last_page_and_leads_back_there(citizen: Citizen) -> None:
    citizen.tell()
    base = citizen.at.removesuffix("nakijken/")
    citizen.visit(f"{base}plaats/?wijzig=ja")
    assert 'value="Lindenstraat 14"' in citizen.text
    citizen.send(place="Kaaistraat 3", occurred="")
    assert citizen.at == f"{base}nakijken/"
    assert "Kaaistraat 3" in citizen.text
    assert "Lindenstraat 14<" not in citizen.text.split("Adres")[0]


def test_another_kind_asks_again_who_somebody_is(citizen: Citizen) -> None:
    citizen.tell(kind="vraag", behalf="anonymous")
    base = citizen.at.removesuffix("nakijken/")
    citizen.visit(f"{base}soort/?wijzig=ja")
    citizen.send(kind="klacht")
    citizen.send(department="", named="", wished="")
    assert "/namens/" in citizen.at
    assert "Ik wil mijn naam niet geven" not in citizen.text
    citizen.send(behalf="self")
    citizen.send(**who())
    assert citizen.at.endswith("/nakijken/")


def test_the_progress_line_counts_the_questions_that_will_come(citizen: Citizen) -> None:
    citizen.visit("/")
    citizen.send("/melden/", text=STORY)
    assert "Stap 1 van 6" in citizen.text
    citizen.send(kind="klacht")
    assert "Stap 2 van 7" in citizen.text


def test_a_robot_that_fills_everything_in_is_stopped_and_a_person_is_told(citizen: Citizen) -> None:
    citizen.visit("/")
    assert citizen.send("/melden/", text=STORY, website="http://voorbeeld.example").status_code == 422
    assert "Laat dit veld leeg." in citizen.text
    assert STORY in citizen.text
    citizen.tell()
    assert citizen.send(website="x").status_code == 422
    assert not Dossier.objects.exists()


def test_an_example_on_the_first_page_fills_the_box(citizen: Citizen) -> None:
    assert "Mijn restafval is niet opgehaald</textarea>" in citizen.visit("/?voorbeeld=restafval")
    assert "></textarea>" in citizen.visit("/?voorbeeld=iets-anders")


def test_a_question_that_does_not_exist_leads_to_the_first_page(citizen: Citizen) -> None:
    citizen.tell()
    answer = citizen.client.get(citizen.at.replace("nakijken", "schoenmaat"))
    assert answer.headers["Location"] == "/"


def test_whom_somebody_named_in_the_first_line_stands_in_the_form_of_the_complaint(citizen: Citizen) -> None:
    named, wished = "Jan Peeters\nde man aan loket 3", "Geld terug."
    token = citizen.tell_and_send(kind="ontevreden", named=named, wished=wished)
    reference = Dossier.objects.get().reference
    text = citizen.visit(f"/volg/{token}/{reference}/klacht/")
    assert f"{named}</textarea>" in text
    assert f"{wished}</textarea>" in text
