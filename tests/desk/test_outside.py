"""Asking somebody outside the city, on the page of a dossier and of a complaint."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gehoor.complaints.actions.exhibiting import number_all_exhibits
from gehoor.complaints.actions.outside import ask_outside as ask_in_complaint
from gehoor.complaints.models import Exhibit
from gehoor.correspondence.models import Delivery, Message
from gehoor.dossiers.access import who_was_asked
from gehoor.dossiers.actions.inquiring import Asking, answer_inquiry, ask_outside
from gehoor.dossiers.models import Dossier, Inquiry, Unsent
from gehoor.files.actions import store
from gehoor.kernel.clock import local_date, now
from gehoor.kernel.errors import NotAllowed
from tests.city import City
from tests.complaints import course as way
from tests.people import AMINA, GREET, LIES, NELE, WOUTER, Somebody

SignIn = Callable[[Somebody], Client]
ANSWER = "Ja, met vertraging."
FORM = {
    "organisation": "De Lijn",
    "name": "Kris Peeters",
    "email": "kris.peeters@voorbeeld.example",
    "question": "Reed lijn 2 om die tijd?",
    "term": "10",
}


@pytest.fixture
def dossier(report: Callable[..., Dossier]) -> Dossier:
    return report(department="reiniging")


def page(dossier: Dossier, act: str = "") -> str:
    return f"/desk/dossiers/{dossier.reference}/{act}"


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def form(dossier: Dossier, **changed: object) -> dict[str, object]:
    return FORM | {"version": Dossier.objects.get(pk=dossier.pk).version} | changed


def asked(city: City, dossier: Dossier) -> Inquiry:
    asking = Asking("Kris Peeters", "De Lijn", FORM["email"], FORM["question"], local_date(now()) + timedelta(days=14))
    return ask_outside(dossier, asking, by=city.actor(NELE), at=now())


def test_a_department_looks_at_the_mail_first_and_then_asks(sign_in: SignIn, dossier: Dossier) -> None:
    nele = sign_in(NELE)
    assert "Vraag iets aan iemand buiten de stad" in text_of(nele, page(dossier))
    shown = nele.post(page(dossier, "vraag-buiten/"), form(dossier, toon="brief"))
    text = unescape(shown.content.decode())
    assert "Deze e-mail vertrekt" in text
    assert "(persoonlijke link)" in text
    assert "wat Amina Daoudi ons meldde" not in text
    assert not Inquiry.objects.exists()
    assert nele.post(page(dossier, "vraag-buiten/"), form(dossier)).status_code == 303
    text = text_of(nele, page(dossier))
    assert "Vraag 1 aan Kris Peeters (De Lijn)" in text
    assert "wacht op antwoord" in text


def test_another_department_finds_no_such_dossier(sign_in: SignIn, dossier: Dossier) -> None:
    assert sign_in(LIES).post(page(dossier, "vraag-buiten/"), form(dossier)).status_code == 404
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "kris"}, "naam@voorbeeld.be"),
        ({"email": AMINA.email}, "Dit is het adres van de melder"),
        ({"organisation": "", "name": ""}, "Schrijf aan wie je het vraagt"),
        ({"question": " "}, "Schrijf eerst je vraag"),
        ({"term": "other"}, "Kies een dag."),
        ({"term": "other", "due_on": "2020-01-01"}, "Kies een dag die nog moet komen."),
        ({"term": "300"}, "Kies een termijn."),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_stays(
    sign_in: SignIn, dossier: Dossier, changed: dict[str, str], sentence: str
) -> None:
    answer = sign_in(NELE).post(page(dossier, "vraag-buiten/"), form(dossier, **changed))
    assert answer.status_code == 422
    assert sentence in unescape(answer.content.decode())
    assert "De Lijn" in answer.content.decode() or "organisation" in changed
    assert not Inquiry.objects.exists()


def test_only_the_chosen_files_go_along(sign_in: SignIn, city: City, dossier: Dossier) -> None:
    nele = sign_in(NELE)
    chosen = SimpleUploadedFile("plan.txt", b"plan", "text/plain")
    nele.post(page(dossier, "vraag-buiten/"), form(dossier, files=[chosen]))
    [file] = Message.objects.get(letter="inquiry").attachments.all()
    assert file.file.name == "plan.txt"
    assert nele.get(page(dossier, f"bestand/{file.file.public_id}/")).status_code == 200


def test_the_answer_stands_in_the_conversation_and_is_nobodys_message_to_the_city(
    sign_in: SignIn, city: City, dossier: Dossier
) -> None:
    answer_inquiry(one := asked(city, dossier), text=ANSWER, by=who_was_asked(one), at=now())
    text = text_of(sign_in(NELE), page(dossier))
    assert "g-say--outside" in text
    assert "de melder ziet dit niet" in text
    assert ANSWER in text
    assert "antwoord gekregen" in text
    assert "Lees het" in text_of(sign_in(NELE), "/desk/taken/")


def test_an_answer_is_taken_over_in_a_message_that_is_not_sent(sign_in: SignIn, city: City, dossier: Dossier) -> None:
    answer_inquiry(one := asked(city, dossier), text=ANSWER, by=who_was_asked(one), at=now())
    form_of = {"what": "share", "version": Dossier.objects.get(pk=dossier.pk).version}
    answer = sign_in(NELE).post(page(dossier, "vraag-buiten/1/"), form_of)
    assert answer.headers["Location"].endswith("#schrijven")
    assert ANSWER in Unsent.objects.get().text
    assert not Message.objects.filter(thread=dossier.thread_id, body__contains=ANSWER).exists()


@pytest.mark.parametrize(("what", "state"), [("close", "afgesloten"), ("withdraw", "ingetrokken")])
def test_a_question_is_closed_or_withdrawn(
    sign_in: SignIn, city: City, dossier: Dossier, what: str, state: str
) -> None:
    asked(city, dossier)
    nele, at = sign_in(NELE), page(dossier, "vraag-buiten/1/")
    form_of = {"what": what, "version": Dossier.objects.get(pk=dossier.pk).version}
    assert nele.post(at, form_of).status_code == 303
    assert state in text_of(nele, at)


def test_more_time_asks_for_a_day(sign_in: SignIn, city: City, dossier: Dossier) -> None:
    asked(city, dossier)
    nele, at = sign_in(NELE), page(dossier, "vraag-buiten/1/")
    form_of = {"what": "longer", "version": Dossier.objects.get(pk=dossier.pk).version}
    assert nele.post(at, form_of).status_code == 422
    later = (local_date(now()) + timedelta(days=30)).isoformat()
    assert nele.post(at, form_of | {"due_on": later}).status_code == 303
    assert Inquiry.objects.get().due_on.isoformat() == later


def test_what_is_late_stands_in_the_queue(sign_in: SignIn, city: City, dossier: Dossier) -> None:
    one = asked(city, dossier)
    assert "Buiten de stad, te laat" not in text_of(sign_in(NELE), "/desk/wachtrij/")
    past = local_date(now()) - timedelta(days=1)
    Inquiry.objects.update(due_on=past)
    type(one.work_item).objects.filter(pk=one.work_item_id).update(due_on=past)
    assert "Buiten de stad, te laat" in text_of(sign_in(NELE), "/desk/wachtrij/")
    assert "te laat" in text_of(sign_in(NELE), page(dossier))


def test_a_mail_that_did_not_arrive_says_so_on_the_dossier(sign_in: SignIn, city: City, dossier: Dossier) -> None:
    one = asked(city, dossier)
    Message.objects.filter(thread=one.thread).update(delivery=Delivery.FAILED, failure="550 5.1.1 unknown")
    text = text_of(sign_in(NELE), page(dossier))
    assert "e-mail kwam niet aan" in text
    assert ": kijk het adres na" in text


# In a complaint -----------------------------------------------------------------------------------------------------------


def test_in_a_complaint_the_answer_is_an_exhibit_and_what_we_sent_is_none(sign_in: SignIn, city: City) -> None:
    course = way.assigned(city)
    due_on = local_date(course.at) + timedelta(days=14)
    asking = Asking("", "De Lijn", FORM["email"], FORM["question"], due_on)
    sent = store(SimpleUploadedFile("plan.txt", b"plan"), name="plan.txt", by=course.thomas, at=course.at)
    one = ask_in_complaint(course.complaint, asking, by=course.thomas, at=course.at, files=[sent])
    theirs = store(SimpleUploadedFile("rit.txt", b"rit"), name="rit.txt", by=who_was_asked(one), at=course.at)
    answer_inquiry(one, text=ANSWER, by=who_was_asked(one), at=course.later(), files=[theirs])
    text = text_of(sign_in(GREET), f"/desk/klachten/{course.complaint.dossier.reference}/")
    assert "Antwoord van buiten de stad" in text
    assert "Stuk 2" in text
    assert number_all_exhibits(at=course.at) == 2
    assert {exhibit.key[0] for exhibit in Exhibit.objects.all()} == {"file", "reply"}
    assert "iemand buiten de stad" in text_of(sign_in(GREET), "/desk/vandaag/")


def test_who_does_not_handle_or_coordinate_the_complaint_does_not_ask(sign_in: SignIn, city: City) -> None:
    course = way.assigned(city)
    asking = Asking("", "De Lijn", FORM["email"], FORM["question"], local_date(course.at) + timedelta(days=14))
    with pytest.raises(NotAllowed):
        ask_in_complaint(course.complaint, asking, by=city.actor(NELE), at=course.at)
    path = f"/desk/klachten/{course.complaint.dossier.reference}/vraag-buiten/"
    assert sign_in(NELE).get(path).status_code == 404
    assert "Aan wie?" in text_of(sign_in(WOUTER), path)
