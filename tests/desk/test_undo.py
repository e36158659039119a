"""A message that somebody of the city sends can be taken back for twenty seconds; until then nobody outside sees anything of it."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.complaints import actions
from gehoor.correspondence.actions import make_link
from gehoor.correspondence.models import Attachment, Message
from gehoor.correspondence.queries import public_file_in_threads
from gehoor.correspondence.sending import send_next
from gehoor.dossiers.actions.intake import Reporter
from gehoor.dossiers.actions.messages import write_to_reporter
from gehoor.dossiers.actions.taking_back import take_back_message
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier, Unsent, WorkItem
from gehoor.files.actions import store
from gehoor.journal.models import Entry
from gehoor.kernel.clock import now
from gehoor.kernel.errors import Conflict, NotAllowed
from tests.city import City
from tests.complaints import course as way
from tests.desk.test_complaint_page import begun
from tests.files.samples import photo
from tests.people import DIRK, KOEN, NELE, THOMAS

SignIn = Callable[..., Client]
Report = Callable[..., Dossier]
TEXT = "Morgen halen we het op."
SOON = timedelta(seconds=19)
LATER = timedelta(seconds=21)


def said(dossier: Dossier, city: City, at: datetime, **values: Any) -> Message:
    return write_to_reporter(dossier, text=TEXT, by=city.actor(NELE), at=at, **values)


def tracking_page(dossier: Dossier) -> str:
    token = make_link(dossier.thread_id, at=now())
    return Client().get(reverse("portal:track", args=[token])).content.decode()


def sent_all(at: datetime) -> None:
    while send_next(at=at):
        pass


def test_a_message_stays_in_the_house_for_twenty_seconds(report: Report, city: City, mailoutbox: list[Any]) -> None:
    dossier, at = report(department="reiniging"), now()
    said(dossier, city, at)
    sent_all(at + SOON)
    assert not any(TEXT in mail.body for mail in mailoutbox)
    page = tracking_page(dossier)
    assert TEXT not in page
    assert "We stuurden je een bericht" not in page
    sent_all(at + LATER)
    assert sum(TEXT in mail.body for mail in mailoutbox) == 1


def test_after_that_the_citizen_reads_it(report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    said(dossier, city, now() - LATER)
    page = tracking_page(dossier)
    assert TEXT in page
    assert "We stuurden je een bericht" in page


def test_taken_back_it_never_leaves_and_the_text_is_ones_own_again(
    sign_in: SignIn, report: Report, city: City, mailoutbox: list[Any]
) -> None:
    dossier = report(department="reiniging")
    message, client = said(dossier, city, now()), sign_in(NELE)
    page = client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()
    found = re.search(r'action="([^"]*/terughalen/)"', page)
    assert found
    answer = client.post(found[1])
    assert (answer.status_code, answer["Location"].partition("#")[2]) == (303, "schrijven")
    page = client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()
    assert f">{TEXT}</textarea>" in page
    assert "Teruggehaald bericht" in page
    sent_all(now() + timedelta(hours=1))
    assert not any(TEXT in mail.body for mail in mailoutbox)
    assert TEXT not in tracking_page(dossier)
    assert Entry.objects.filter(verb="dossiers.message_taken_back", payload__message=message.pk).count() == 1


def test_too_late_is_said_and_changes_nothing(report: Report, city: City) -> None:
    dossier, at = report(department="reiniging"), now()
    message = said(dossier, city, at)
    with pytest.raises(Conflict, match="Te laat"):
        take_back_message(dossier, message.public_id, by=city.actor(NELE), at=at + LATER)
    sent_all(at + LATER)
    assert Message.objects.get(pk=message.pk).delivery == "sent"
    assert not Unsent.objects.exists()


def test_who_may_not_work_on_it_takes_nothing_back(report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    message = said(dossier, city, now())
    with pytest.raises(NotAllowed):
        take_back_message(dossier, message.public_id, by=city.actor(DIRK), at=now())


def test_a_question_taken_back_was_not_asked(report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    before = (dossier.step, dossier.waits_for)
    message = said(dossier, city, now(), asks=True)
    assert Dossier.objects.get(pk=dossier.pk).step == "waiting_reporter"
    take_back_message(dossier, message.public_id, by=city.actor(NELE), at=now())
    after = Dossier.objects.get(pk=dossier.pk)
    assert (after.step, after.waits_for) == before


def test_a_letter_that_was_taken_back_is_not_to_be_posted(report: Report, city: City) -> None:
    dossier = report(
        department="reiniging", reporter=Reporter("Jeanne Peeters", address="Kerkstraat 4, 9999 Vaartberg")
    )
    message = said(dossier, city, now())
    assert WorkItem.objects.filter(message=message, done_at=None).exists()
    take_back_message(dossier, message.public_id, by=city.actor(NELE), at=now())
    assert not WorkItem.objects.filter(message=message, done_at=None).exists()


def test_files_wait_with_the_text(sign_in: SignIn, report: Report, city: City) -> None:
    dossier, nele = report(department="reiniging"), city.actor(NELE)
    file = store(BytesIO(photo("PNG")), name="ophaling.png", by=nele, at=now())
    message = said(dossier, city, now(), files=[file])
    assert public_file_in_threads(str(file.public_id), [dossier.thread_id], at=now()) is None
    take_back_message(dossier, message.public_id, by=nele, at=now())
    client = sign_in(NELE)
    page = client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()
    assert "ophaling.png" in page
    version = Dossier.objects.get(pk=dossier.pk).version
    form = {"text": TEXT, "act": "message", "version": version, "enclose": [str(file.public_id)]}
    assert client.post(f"/desk/dossiers/{dossier.reference}/bericht/", form).status_code == 303
    assert Attachment.objects.filter(file=file).exclude(message=message).count() == 1
    assert not Unsent.objects.exists()


def test_a_message_on_a_complaint_can_be_taken_back_and_a_letter_cannot(sign_in: SignIn, city: City) -> None:
    course = begun(city, way.heard)
    message = actions.write_to_complainant(course.complaint, text=TEXT, by=course.thomas, at=now())
    client = sign_in(THOMAS)
    reference = course.complaint.dossier.reference
    page = client.get(f"/desk/klachten/{reference}/").content.decode()
    assert page.count("/terughalen/") == 1
    client.post(reverse("desk:complaint_take_back", args=[reference, message.public_id]))
    page = client.get(f"/desk/klachten/{reference}/").content.decode()
    assert f">{TEXT}</textarea>" in page
    assert not Message.objects.filter(thread=course.complaint.dossier.thread_id, held_until__isnull=False).exclude(
        letter="message"
    )


def test_a_text_is_kept_for_who_wrote_it_and_for_nobody_else(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging", kind=Kind.MELDING)
    address = f"/desk/dossiers/{dossier.reference}/"
    form = {"text": "Half geschreven.", "act": "keep", "version": dossier.version}
    assert sign_in(NELE).post(f"{address}bericht/", form).status_code == 303
    assert "Half geschreven.</textarea>" in sign_in(NELE).get(address).content.decode()
    assert "Half geschreven." not in sign_in(KOEN).get(address).content.decode()
    assert "Half geschreven." not in tracking_page(dossier)
    assert not Message.objects.filter(letter="message").exists()
    sign_in(NELE).post(f"{address}bericht/", form | {"text": ""})
    assert not Unsent.objects.exists()
