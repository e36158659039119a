"""A file of the dossier goes along with a message; where it comes from is said, and nothing internal goes unnoticed.

And the tracking page shows exactly what was sent.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

from django.core import mail
from django.test import Client
from django.urls import reverse

from gehoor.correspondence.actions import make_link
from gehoor.correspondence.models import Attachment, Message
from gehoor.correspondence.sending import send_next
from gehoor.dossiers.actions.messages import add_note, hear_reporter, write_to_reporter
from gehoor.dossiers.models import Dossier
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now
from tests.city import City
from tests.files.samples import photo
from tests.people import NELE

SignIn = Callable[..., Client]
Report = Callable[..., Dossier]


def file(name: str, by: Actor) -> StoredFile:
    return store(BytesIO(photo("PNG")), name=name, by=by, at=now())


def page_of(client: Client, dossier: Dossier) -> str:
    return client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()


def write(client: Client, dossier: Dossier, **fields: object) -> tuple[int, str]:
    version = Dossier.objects.get(pk=dossier.pk).version
    form = {"text": "Hierbij de foto.", "act": "message", "version": version} | fields
    answer = client.post(f"/desk/dossiers/{dossier.reference}/bericht/", form)
    return answer.status_code, answer.content.decode()


def in_dossier(city: City, dossier: Dossier) -> tuple[StoredFile, StoredFile]:
    """A file that the reporter gave, and one of a note."""
    nele = city.actor(NELE)
    told, noted = file("hek.png", nele), file("intern.png", nele)
    hear_reporter(dossier, text="Zie foto.", by=nele, at=now(), files=[told])
    add_note(dossier, text="Niet voor buiten.", by=nele, at=now(), files=[noted])
    return told, noted


def test_a_file_of_the_dossier_goes_along(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    told, _ = in_dossier(city, dossier)
    client = sign_in(NELE)
    assert "Voeg een bestand uit het dossier toe (2)" in page_of(client, dossier)
    assert write(client, dossier, enclose=[str(told.public_id)])[0] == 303
    message = Message.objects.get(letter="message")
    assert [row.file for row in message.attachments.all()] == [told]


def test_a_file_of_a_note_goes_along_only_as_what_it_is(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    _, noted = in_dossier(city, dossier)
    client = sign_in(NELE)
    assert "Tot nu alleen intern" in page_of(client, dossier)
    status, page = write(client, dossier, enclose=[str(noted.public_id)])
    assert (status, "kan niet mee" in page, "Hierbij de foto." in page) == (422, True, True)
    assert write(client, dossier, enclose_internal=[str(noted.public_id)])[0] == 303
    assert Attachment.objects.filter(file=noted).count() == 2


def test_a_file_of_another_dossier_or_a_made_up_one_is_refused(sign_in: SignIn, report: Report, city: City) -> None:
    dossier, other = report(department="reiniging"), report("Iets anders.", department="reiniging")
    told, _ = in_dossier(city, other)
    for odd in (str(told.public_id), "onzin"):
        assert write(sign_in(NELE), dossier, enclose=[odd])[0] == 422
    assert not Message.objects.filter(thread=dossier.thread_id, letter="message").exists()


def test_a_file_of_somebody_else_says_so(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    in_dossier(city, dossier)
    client = sign_in(NELE)
    assert "van iemand anders" not in page_of(client, dossier)
    Message.objects.filter(body="Zie foto.").update(author_name="Lucas Peeters")
    assert "van iemand anders: mag dit mee?" in page_of(client, dossier)


def test_the_tracking_page_shows_exactly_what_was_sent(report: Report, city: City) -> None:
    dossier, nele = report(department="reiniging"), city.actor(NELE)
    told, noted = in_dossier(city, dossier)
    at = now() - timedelta(minutes=1)
    texts = ["Eerste regel.\n\nTweede met <b>haken</b> & «tekens».", "Kom je dinsdag?"]
    write_to_reporter(dossier, text=texts[0], by=nele, at=at, files=[told])
    write_to_reporter(dossier, text=texts[1], by=nele, at=at, asks=True)
    while send_next(at=now()):
        pass
    token = make_link(dossier.thread_id, at=now())
    page = Client().get(reverse("portal:track", args=[token])).content.decode()
    shown = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    for text in texts:
        said = " ".join(text.split())
        assert shown.count(said) == 1
        assert sum(said in " ".join(one.body.split()) for one in mail.outbox) == 1
    assert str(told.public_id) in page
    assert str(noted.public_id) not in page
    assert "Niet voor buiten." not in page
