"""The contact desk: a call with one question or several, registered while it happens."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date

import pytest
from django.test import Client

from gehoor.complaints.models import Complaint
from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Contact, Dossier, Participant, WorkItem
from gehoor.kernel.clock import local_date
from tests.city import City
from tests.people import AN, DIRK, GREET, NELE, SARA, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
Report = Callable[..., Dossier]
YASMIN = {"name": "Yasmin Bakker", "phone": "016 555 01 47", "email": "yasmin@voorbeeld.example"}


def call(*questions: Mapping[str, object], act: str = "register", key: str = "", **who: object) -> dict[str, object]:
    """What the form sends."""
    posted: dict[str, object] = {"medium": "phone", "key": key or str(uuid.uuid4()), "act": act, **who}
    posted |= {"q-TOTAL_FORMS": len(questions), "q-INITIAL_FORMS": 0}
    for number, question in enumerate(questions):
        posted |= {f"q-{number}-{name}": value for name, value in ({"kind": "melding", **question}).items()}
    return posted


def text_of(client: Client) -> str:
    return client.get("/desk/contact/").content.decode()


def test_a_call_becomes_a_dossier_with_a_number_to_tell(sign_in: SignIn, city: City) -> None:
    client = sign_in(SARA)
    assert (
        client.post("/desk/contact/", call({"text": "De straatlamp is stuk.", "place": "Kaai 9"}, **YASMIN)).status_code
        == 303
    )
    dossier = Dossier.objects.get()
    assert (dossier.reporter_name, dossier.medium, dossier.place) == ("Yasmin Bakker", "phone", "Kaai 9")
    assert dossier.department == city["contactpunt"]
    assert dossier.reference in text_of(client)
    assert dossier.reference not in text_of(client)


def test_a_complaint_that_the_ombudsman_sent_on_for_a_first_try_came_through_the_ombudsman(sign_in: SignIn) -> None:
    complaint = {"text": "De stad antwoordt niet.", "kind": "complaint"}
    who = {**YASMIN, "address": "Kaai 9, 9999 Vaartberg", "medium": "email"}
    assert sign_in(SARA).post("/desk/contact/", call(complaint, route="ombudsman", **who)).status_code == 303
    assert (Contact.objects.get().route, Dossier.objects.get().kind) == ("ombudsman", "complaint")
    sign_in(SARA).post("/desk/contact/", call({"text": "Een lamp."}, **YASMIN))
    assert Contact.objects.latest("pk").route == "citizen"


def test_two_questions_are_two_dossiers_of_one_contact(sign_in: SignIn, city: City) -> None:
    two: list[dict[str, object]] = [
        {"text": "De lamp is stuk.", "department": city["groen"].pk},
        {"text": "En mijn parkeerkaart?", "kind": "question"},
    ]
    assert sign_in(SARA).post("/desk/contact/", call(*two, **YASMIN)).status_code == 303
    contact = Contact.objects.get()
    dossiers = Dossier.objects.filter(contact_links__contact=contact).order_by("pk")
    assert [(d.kind, d.department.name) for d in dossiers] == [("melding", "Groen"), ("question", "Contactpunt")]
    assert Message.objects.filter(letter="received").count() == 2


def test_what_is_answered_at_once_is_closed_at_once(sign_in: SignIn) -> None:
    question = {"text": "Wanneer is het containerpark open?", "kind": "question", "answer": "Elke dag tot 17 uur."}
    sign_in(SARA).post("/desk/contact/", call(question, **YASMIN))
    dossier = Dossier.objects.get()
    assert (dossier.step, dossier.close_reason, dossier.closed_at) == ("closed", "answered", dossier.registered_at)
    assert [m.letter for m in Message.objects.filter(direction="out")] == ["closed"]
    assert "Elke dag tot 17 uur." in Message.objects.get(letter="closed").body


def test_a_promise_to_call_back_becomes_a_task(sign_in: SignIn) -> None:
    sign_in(SARA).post("/desk/contact/", call({"text": "Bel mij.", "call_back": "on"}, **YASMIN))
    assert "Yasmin Bakker" in WorkItem.objects.get(kind="callback").title


def test_a_complaint_is_lodged(sign_in: SignIn, city: City) -> None:
    question = {
        "text": "De man aan het loket was grof.",
        "kind": "complaint",
        "department": city["reiniging"].pk,
        "wished_outcome": "Excuses",
        "named": "Joris Claes\n\nIemand anders",
    }
    client = sign_in(SARA)
    assert client.post("/desk/contact/", call(question, address="Kaai 1, 9999 Vaartberg", **YASMIN)).status_code == 303
    complaint = Complaint.objects.get()
    assert complaint.concerned_department == city["reiniging"]
    assert {name.text for name in complaint.named.all()} == {"Joris Claes", "Iemand anders"}
    page = text_of(client)
    assert complaint.dossier.reference in page
    assert f'href="/desk/dossiers/{complaint.dossier.reference}' not in page


def test_a_complaint_without_an_address_registers_nothing_of_the_call(sign_in: SignIn) -> None:
    questions = [{"text": "De lamp is stuk."}, {"text": "Dit is een klacht.", "kind": "complaint"}]
    answer = sign_in(SARA).post("/desk/contact/", call(*questions, **YASMIN))
    assert answer.status_code == 422
    assert "Vul het adres van de melder in" in answer.content.decode()
    assert "De lamp is stuk." in answer.content.decode()
    assert not Dossier.objects.exists()


def test_what_belongs_to_a_known_dossier_joins_it(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    sign_in(SARA).post("/desk/contact/", call({"text": "Het staat er nog.", "joins": dossier.reference}, **YASMIN))
    assert Dossier.objects.count() == 1
    assert Message.objects.get(body="Het staat er nog.").thread_id == dossier.thread_id


def test_a_wrong_number_to_join_is_said_at_its_field(sign_in: SignIn) -> None:
    answer = sign_in(SARA).post(
        "/desk/contact/", call({"text": "Het staat er nog.", "joins": "2026-00001-1"}, **YASMIN)
    )
    assert answer.status_code == 422
    assert "We vinden dit dossier niet." in answer.content.decode()
    assert "Het staat er nog." in answer.content.decode()


def test_what_joins_is_said_once_however_often_it_is_sent(sign_in: SignIn, report: Report) -> None:
    dossier = report()
    client, key = sign_in(SARA), str(uuid.uuid4())
    said = {"text": "Het is nog erger geworden.", "joins": dossier.reference}
    for _ in range(2):
        assert client.post("/desk/contact/", call(said, key=key, **YASMIN)).status_code == 303
    assert dossier.thread.messages.filter(body=said["text"]).count() == 1
    assert dossier.contact_links.filter(opened=False).count() == 1
    other = call({**said, "text": "Iets anders."}, key=key, **YASMIN)
    assert client.post("/desk/contact/", other).status_code == 409
    instead = call({"text": said["text"], "kind": "complaint"}, key=key, **YASMIN, address="Kaai 9")
    assert client.post("/desk/contact/", instead).status_code == 409


def test_who_somebody_speaks_for_is_kept_for_every_question_and_shown(sign_in: SignIn, city: City) -> None:
    mother = {"represented_name": "Maria Bakker", "represented_address": "Rusthuis 4"}
    two = (
        {"text": "De lift is stuk."},
        {"text": "En de bel ook."},
        {"text": "Ik dien een klacht in.", "kind": "complaint"},
    )
    client = sign_in(SARA)
    assert client.post("/desk/contact/", call(*two, **YASMIN, **mother, address="Kaai 9")).status_code == 303
    for dossier in Dossier.objects.all():
        spoken_for = dossier.participants.get(role=Participant.Role.REPRESENTED).party
        assert (spoken_for.name, spoken_for.address) == ("Maria Bakker", "Rusthuis 4")
        reader = sign_in(GREET if dossier.kind == "complaint" else SARA)
        where = "klachten" if dossier.kind == "complaint" else "dossiers"
        page = reader.get(f"/desk/{where}/{dossier.reference}/").content.decode()
        assert "Spreekt voor Maria Bakker, Rusthuis 4" in page


def test_who_speaks_for_another_gives_a_name_too(sign_in: SignIn) -> None:
    answer = sign_in(SARA).post("/desk/contact/", call({"text": "De lift is stuk."}, represented_name="Maria Bakker"))
    assert answer.status_code == 422
    assert "geeft ook een eigen naam" in answer.content.decode()
    assert not Dossier.objects.exists()


def test_sending_twice_is_once(sign_in: SignIn) -> None:
    client, posted = sign_in(SARA), call({"text": "De lamp is stuk."}, {"text": "En de bank."}, **YASMIN)
    assert [client.post("/desk/contact/", posted).status_code for _ in range(2)] == [303, 303]
    assert Dossier.objects.count() == 2


def test_the_same_key_with_other_words_is_refused(sign_in: SignIn) -> None:
    client, key = sign_in(SARA), str(uuid.uuid4())
    client.post("/desk/contact/", call({"text": "De lamp is stuk."}, key=key, **YASMIN))
    answer = client.post("/desk/contact/", call({"text": "De bank is stuk."}, key=key, **YASMIN))
    assert answer.status_code == 409
    assert Dossier.objects.count() == 1


def test_one_more_question_loses_nothing(sign_in: SignIn) -> None:
    answer = sign_in(SARA).post("/desk/contact/", call({"text": "Eerst dit."}, act="add", **YASMIN))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Eerst dit." in page
    assert "Yasmin Bakker" in page
    assert 'name="q-1-text"' in page
    assert "g-error" not in page
    assert not Dossier.objects.exists()


def test_a_letter_counts_from_the_day_it_arrived(sign_in: SignIn) -> None:
    arrived = call({"text": "Geachte,"}, medium="letter", received_at="2026-03-02T10:00", **YASMIN)
    sign_in(SARA).post("/desk/contact/", arrived | {"medium": "letter"})
    dossier = Dossier.objects.get()
    assert local_date(dossier.received_at) == date(2026, 3, 2)
    assert dossier.deadlines.get().started_on == date(2026, 3, 2)


def test_nothing_comes_in_tomorrow(sign_in: SignIn) -> None:
    answer = sign_in(SARA).post("/desk/contact/", call({"text": "Dag"}, received_at="2099-01-01T10:00", **YASMIN))
    assert answer.status_code == 422
    assert "toekomst" in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "says"), [("phone", "12", "telefoonnummer"), ("email", "x@", "e-mailadres")]
)
def test_a_wrong_address_is_said_and_nothing_is_lost(sign_in: SignIn, field: str, value: str, says: str) -> None:
    answer = sign_in(SARA).post("/desk/contact/", call({"text": "De lamp."}, **(YASMIN | {field: value})))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "De lamp." in answer.content.decode()


def test_an_empty_question_is_not_registered(sign_in: SignIn) -> None:
    answer = sign_in(SARA).post("/desk/contact/", call({"text": " "}, **YASMIN))
    assert answer.status_code == 422
    assert "Schrijf op wat de melder vertelt." in answer.content.decode()


def test_a_worker_registers_for_the_own_department(sign_in: SignIn, city: City) -> None:
    client = sign_in(NELE)
    assert "q-0-department" not in text_of(client)
    posted = call({"text": "De bak is vol.", "department": city["groen"].pk}, **YASMIN)
    assert client.post("/desk/contact/", posted).status_code in {303, 422}
    client.post("/desk/contact/", call({"text": "De bak is vol."}, **YASMIN))
    assert {d.department.name for d in Dossier.objects.all()} == {"Reiniging"}


@pytest.mark.parametrize("somebody", [AN, DIRK])
def test_who_may_not_register_does_not(sign_in: SignIn, somebody: Somebody) -> None:
    client = sign_in(somebody)
    assert client.get("/desk/contact/").status_code == 404
    assert client.post("/desk/contact/", call({"text": "x"}, **YASMIN)).status_code == 404
    assert not Dossier.objects.exists()


def test_earlier_dossiers_are_found_by_phone_and_by_place(sign_in: SignIn, report: Report) -> None:
    dossier, near = report("Mijn vuilnis", department="reiniging"), report("Iets anders", place="Sluisplein 3")
    Dossier.objects.filter(pk=near.pk).update(reporter_name="Iemand")
    client = sign_in(SARA)
    by_phone = client.post("/desk/contact/vondsten/", {"phone": "016/555 01 40"}).content.decode()
    by_place = client.post("/desk/contact/vondsten/", {"q-0-place": "sluispl"}).content.decode()
    assert dossier.reference in by_phone
    assert near.reference in by_place
    assert dossier.reference not in by_place


def test_earlier_dossiers_of_elsewhere_are_not_shown(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="groen")
    assert (
        dossier.reference
        not in sign_in(NELE).post("/desk/contact/vondsten/", {"phone": "016 555 01 40"}).content.decode()
    )
