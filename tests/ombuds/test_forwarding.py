"""What the ombudsman sends on for a first try: typed in there or at the desk, a complaint with its clock, and a notice at the end."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.complaints import actions
from gehoor.complaints.actions.forwarding import Forwarded, forward, tell_forwarders
from gehoor.complaints.forwarded import Forwarding
from gehoor.complaints.jobs import tell_forwarder
from gehoor.complaints.models import Complaint
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.first_line import close
from gehoor.dossiers.actions.intake import Submission
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.models import ContactDossier, Deadline, Dossier
from gehoor.journal.models import Entry
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date, now
from gehoor.kernel.errors import InvalidInput, NotAllowed, NotFound
from gehoor.regulations.actions import apply_version, import_version
from gehoor.regulations.library import text_of
from tests.city import FOUNDED, MONDAY, City
from tests.complaints import course
from tests.ombuds.conftest import citizen_of
from tests.people import AMINA, GREET, ILSE, NELE, SARA, THOMAS, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
STORY = "De stad veegde mijn straat drie keer niet. Op mijn brief kwam geen antwoord."
HERE = "/ombuds/doorgestuurd/"


def typed(**other: object) -> dict[str, Any]:
    """What stands in the form of the ombudsman."""
    who = {"name": AMINA.name, "address": AMINA.address, "email": AMINA.email, "phone": AMINA.phone}
    what = {"text": STORY, "wished_outcome": "Veeg mijn straat.", "named": "Koen Verlinden"}
    when = {"filed_on": local_date(now()).isoformat(), "their_reference": "VO-2026-118", "consent": "on"}
    return {"key": str(uuid.uuid4()), **who, **what, **when, **other}


def at_the_desk(**other: object) -> dict[str, Any]:
    """The same, from a letter that came three days ago."""
    day = (local_date(now()) - timedelta(days=3)).isoformat()
    came = {"medium": "letter", "received_on": day, "filed_on": day, "notice_to": "dienst@ombudsman.example"}
    return typed() | came | other


def sent_on(city: City, at: datetime = MONDAY, **told: Any) -> Dossier:
    """The ombudsman sends something on."""
    submission = Submission(kind=Kind.COMPLAINT, text=STORY, reporter=AMINA)
    along = Forwarded(filed_on=at.date(), consent=True, their_reference="VO-2026-118", **told)
    return forward(submission, along, by=city.actor(ILSE), at=at).dossier


def first_to_the_department(city: City) -> None:
    """A regulation under which the department always has its chance first."""
    text = text_of("leuven").replace("required: discretionary", "required: hard").replace('version: "', 'version: "x')
    version = import_version(text, by=SYSTEM, at=FOUNDED)
    apply_version(version, [city.stad, city.ocmw], by=SYSTEM, at=FOUNDED, start=date(2025, 10, 1))


def ended(complaint: Complaint) -> Complaint:
    """The complainant says that it is solved."""
    actions.satisfy(complaint, by=course.complainant(complaint), at=now())
    return complaint


def test_the_ombudsman_sends_a_complaint_on_with_its_files_and_sees_how_far_it_is(ilse: Client, city: City) -> None:
    sent = {**typed(), "files": SimpleUploadedFile("brief.txt", b"mijn brief")}
    answer = ilse.post(HERE + "nieuw/", sent)
    complaint = Complaint.objects.select_related("dossier").get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HERE}{complaint.dossier.reference}/")
    assert complaint.dossier.reporter_name == AMINA.name
    assert complaint.named.get().staff is not None
    assert ContactDossier.objects.get(dossier=complaint.dossier).contact.route == "ombudsman"
    assert Message.objects.get(thread=complaint.dossier.thread_id, direction="in").attachments.count() == 1
    assert Message.objects.get(letter="complaint_acknowledged").to_address == AMINA.email
    due = Deadline.objects.get(dossier=complaint.dossier, term="answer")
    assert due.started_on == local_date(now())
    page = ilse.get(answer.headers["Location"]).content.decode()
    for words in (AMINA.name, "VO-2026-118", "De stad is ermee bezig", "als klacht"):
        assert words in page, words
    assert STORY not in page.split("<h1")[1].split("</h1>")[1], "only how far it is, not the dossier"
    assert complaint.dossier.reference in ilse.get(HERE).content.decode()
    entry = Entry.objects.get(verb="complaints.forwarded")
    assert (entry.actor_kind, entry.public_text) == ("ombudsman", "De ombudsman stuurde je klacht naar ons door.")


def test_sent_twice_it_is_one_complaint(ilse: Client) -> None:
    sent = typed()
    assert ilse.post(HERE + "nieuw/", sent).headers["Location"] == ilse.post(HERE + "nieuw/", sent).headers["Location"]
    assert Forwarding.objects.count() == Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"consent": ""}, "Vraag dat eerst"),
        ({"name": " "}, "Vul de naam van de klager in"),
        ({"text": ""}, "Schrijf op waarover de klacht gaat"),
        ({"address": ""}, "Vul het adres van de klager in"),
        ({"email": "", "phone": ""}, "Vul een e-mailadres of een telefoonnummer in"),
        ({"filed_on": "2199-01-01"}, "moet nog komen"),
        ({"filed_on": "1999-01-01"}, "ligt te ver terug"),
        ({"filed_on": "ooit"}, "Dit is geen datum"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_lost(
    ilse: Client, wrong: dict[str, str], sentence: str
) -> None:
    answer = ilse.post(HERE + "nieuw/", typed(**wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    if "text" not in wrong:
        assert STORY in page
    assert not Dossier.objects.exists()


def test_a_letter_of_the_ombudsman_is_registered_by_the_coordinator_and_runs_from_its_arrival(
    city: City, sign_in: SignIn
) -> None:
    greet = sign_in(GREET)
    sent = at_the_desk(department=city["reiniging"].pk)
    answer = greet.post("/desk/klachten/doorgestuurd/", sent)
    complaint = Complaint.objects.select_related("dossier").get()
    assert answer.headers["Location"] == f"/desk/klachten/{complaint.dossier.reference}/"
    arrived = local_date(now()) - timedelta(days=3)
    assert Deadline.objects.get(dossier=complaint.dossier, term="answer").started_on == arrived
    assert complaint.concerned_department == city["reiniging"]
    assert Forwarding.objects.get().registered_by == city.person(GREET)
    page = greet.get(answer.headers["Location"]).content.decode()
    assert "Doorgestuurd door de ombudsman" in page
    assert "VO-2026-118" in page


def test_the_coordinator_says_where_the_ombudsman_reads_the_end_and_days_that_can_be(sign_in: SignIn) -> None:
    greet = sign_in(GREET)
    tomorrow = (local_date(now()) + timedelta(days=1)).isoformat()
    for wrong, sentence in (
        ({"notice_to": ""}, "waar de ombudsman de afloop leest"),
        ({"received_on": tomorrow}, "niet in de toekomst"),
        ({"filed_on": local_date(now()).isoformat()}, "Kijk de datums na"),
    ):
        answer = greet.post("/desk/klachten/doorgestuurd/", at_the_desk(**wrong))
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True), wrong
    assert not Dossier.objects.exists()


def test_where_the_regulation_gives_the_department_its_chance_first_it_becomes_a_first_line_matter(
    city: City, sign_in: SignIn, ilse: Client
) -> None:
    first_to_the_department(city)
    ilse.post(HERE + "nieuw/", typed())
    dossier = Dossier.objects.get()
    assert (dossier.kind, dossier.is_first_line) == ("melding", True)
    assert Deadline.objects.get(dossier=dossier).term == "first_line"
    page = ilse.get(f"{HERE}{dossier.reference}/").content.decode()
    assert "eerst voor de dienst" in page
    answer = sign_in(GREET).post("/desk/klachten/doorgestuurd/", at_the_desk())
    assert answer.headers["Location"].startswith("/desk/dossiers/")


def test_when_it_is_over_the_ombudsman_is_told_once_without_a_name(city: City, ilse: Client) -> None:
    dossier = sent_on(city)
    assert tell_forwarders(at=now()) == 0
    complaint = ended(Complaint.objects.select_related("dossier__thread").get(pk=dossier.pk))
    assert tell_forwarders(at=now()) == 1
    assert tell_forwarders(at=now()) == 0
    jobs = ProcrastinateJob.objects.filter(task_name="gehoor.complaints.jobs.tell_forwarder")
    assert [job.args for job in jobs] == [{"forwarding_id": complaint.pk}]
    tell_forwarder(forwarding_id=complaint.pk)
    (notice,) = mail.outbox
    assert notice.to == [ILSE.email]
    for words in (
        dossier.reference,
        "VO-2026-118",
        "de klager is tevreden",
        f"/ombuds/doorgestuurd/{dossier.reference}/",
    ):
        assert words in notice.body, words
    assert AMINA.name not in str(notice.message())
    page = ilse.get(f"{HERE}{dossier.reference}/").content.decode()
    assert "Afgesloten op" in page
    assert "Ben je niet tevreden over hoe we je klacht behandelden?" in page, "the last letter to the complainant"
    assert "[link]" not in page
    assert Entry.objects.filter(verb="complaints.forwarder_told").count() == 1


def test_the_end_of_a_registered_letter_goes_to_the_address_that_was_given_without_a_link(
    city: City, sign_in: SignIn
) -> None:
    sign_in(GREET).post("/desk/klachten/doorgestuurd/", at_the_desk())
    complaint = ended(Complaint.objects.select_related("dossier__thread").get())
    tell_forwarder(forwarding_id=complaint.pk)
    (notice,) = mail.outbox
    assert notice.to == ["dienst@ombudsman.example"]
    assert "/ombuds/" not in notice.body


def test_a_first_line_matter_that_goes_on_as_a_complaint_is_over_with_that_complaint(city: City, ilse: Client) -> None:
    first_to_the_department(city)
    melding = sent_on(city)
    complaint = actions.lodge_from(melding, by=citizen_of(melding), at=now())
    melding.refresh_from_db()
    if melding.is_open:
        close(melding, CloseReason.ANSWERED, text="Gedaan.", by=city.actor(SARA), at=now())
    assert tell_forwarders(at=now()) == 0
    complaint.refresh_from_db()
    ended(Complaint.objects.select_related("dossier__thread").get(pk=complaint.pk))
    assert tell_forwarders(at=now()) == 1
    page = ilse.get(f"{HERE}{melding.reference}/").content.decode()
    assert complaint.dossier.reference in page


def test_the_ombudsman_sees_only_what_was_sent_on_there(city: City, sign_in: SignIn, ilse: Client) -> None:
    own = course.lodged(city).complaint.dossier
    sign_in(GREET).post("/desk/klachten/doorgestuurd/", at_the_desk())
    by_letter = Forwarding.objects.get().dossier
    for other in (own, by_letter):
        assert ilse.get(f"{HERE}{other.reference}/").status_code == 404
    assert ilse.get(f"/ombuds/{by_letter.reference}/").status_code == 404, "sending on opens no dossier"
    assert own.reference not in ilse.get(HERE).content.decode()


@pytest.mark.parametrize("somebody", [SARA, NELE, THOMAS], ids=lambda who: who.function)
def test_nobody_else_sends_on_or_registers_it(city: City, sign_in: SignIn, somebody: Somebody) -> None:
    client = sign_in(somebody)
    assert client.post("/desk/klachten/doorgestuurd/", at_the_desk()).status_code == 404
    assert client.post(HERE + "nieuw/", typed()).status_code == 404
    submission = Submission(kind=Kind.COMPLAINT, text=STORY, reporter=AMINA)
    with pytest.raises((NotAllowed, NotFound)):
        forward(submission, Forwarded(MONDAY.date(), consent=True), by=city.actor(somebody), at=MONDAY)
    assert not Dossier.objects.exists()


def test_without_consent_nothing_is_sent_on(city: City) -> None:
    submission = Submission(kind=Kind.COMPLAINT, text=STORY, reporter=AMINA)
    with pytest.raises(InvalidInput, match="akkoord"):
        forward(submission, Forwarded(MONDAY.date(), consent=False), by=city.actor(ILSE), at=MONDAY)
