"""A message that went wrong is withdrawn or moved; the original stays with the city, and the DPO can be asked."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.correspondence.actions import make_link
from gehoor.correspondence.models import Attachment, Delivery, Message
from gehoor.correspondence.sending import send_next
from gehoor.dossiers.actions.messages import write_to_reporter
from gehoor.dossiers.models import Dossier, Unsent, WorkItem
from gehoor.files.actions import store
from gehoor.journal.models import Entry
from gehoor.kernel.clock import now
from gehoor.kernel.errors import Conflict, InvalidInput, NotFound
from gehoor.mishaps.actions.reporting import Judgement, Question, judge_breach
from gehoor.mishaps.actions.setting_right import Correction, set_right
from gehoor.mishaps.models import BreachReport, Mishap
from gehoor.mishaps.rules import Wrong
from tests.city import City
from tests.files.samples import photo
from tests.people import DIRK, KOEN, NELE, THOMAS

SignIn = Callable[..., Client]
Report = Callable[..., Dossier]
TEXT = "Beste mevrouw Peeters, uw nieuwe adres staat in ons bestand."
EARLIER = timedelta(minutes=5)


def said(dossier: Dossier, city: City, **values: Any) -> Message:
    return write_to_reporter(dossier, text=TEXT, by=city.actor(NELE), at=now() - EARLIER, **values)


def tracking(dossier: Dossier) -> str:
    return reverse("portal:track", args=[make_link(dossier.thread_id, at=now())])


def page(address: str) -> str:
    return Client().get(address).content.decode()


def right(dossier: Dossier, message: Message, city: City, **values: Any) -> Mishap:
    asked = Correction(**{"wrong": Wrong.PERSON, "reason": "Verkeerde mevrouw Peeters.", **values})
    return set_right(dossier.reference, message.public_id, asked, by=city.actor(NELE), at=now())


def question() -> Question:
    return Question(
        True, "Een brief aan een ander.", "Amina Daoudi", "Naam en adres.", now().date() - timedelta(days=1)
    )


def test_withdrawn_the_citizen_reads_that_it_was_and_why_and_nothing_else(report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    message, address = said(dossier, city), tracking(dossier)
    assert TEXT in page(address)
    right(dossier, message, city)
    shown = page(address)
    assert TEXT not in shown
    assert "Bericht ingetrokken op" in shown
    assert "niet voor jou bedoeld" in shown
    assert "Verkeerde mevrouw" not in shown
    assert TEXT not in page(address + "gegevens/")
    message.refresh_from_db()
    assert TEXT in message.body


def test_a_mail_that_still_waits_does_not_leave_and_one_that_left_stays_sent(
    report: Report, city: City, mailoutbox: list[Any]
) -> None:
    dossier = report(department="reiniging")
    waiting = said(dossier, city)
    right(dossier, waiting, city)
    while send_next(at=now()):
        pass
    assert not any(TEXT in mail.body for mail in mailoutbox)
    left = said(dossier, city)
    while send_next(at=now()):
        pass
    right(dossier, left, city)
    left.refresh_from_db()
    assert left.delivery == Delivery.SENT


def test_a_wrong_file_stops_at_once_and_the_right_one_stays(report: Report, city: City) -> None:
    dossier, by = report(department="reiniging"), city.actor(NELE)
    wrong, good = (store(BytesIO(photo("JPEG")), name=name, by=by, at=now()) for name in ("fout.jpg", "goed.jpg"))
    message = said(dossier, city, files=[wrong, good])
    address = tracking(dossier)
    found = page(address)
    links = {one: next(part for part in found.split('"') if str(one.public_id) in part) for one in (wrong, good)}
    assert Client().get(links[wrong]).status_code == 200
    right(dossier, message, city, wrong=Wrong.FILE, files=[wrong.public_id])
    assert Client().get(links[wrong]).status_code == 404
    assert Client().get(links[good]).status_code == 200
    shown = page(address)
    assert "fout.jpg" not in shown
    assert "Bestand ingetrokken op" in shown
    assert Attachment.objects.filter(file=wrong).exists()


def test_what_came_in_moves_to_where_it_belongs_with_a_trace_on_both_sides(report: Report, city: City) -> None:
    here, there = report(department="reiniging"), report(department="reiniging")
    message = Message.objects.get(thread=here.thread, direction="in")
    mishap = right(here, message, city, wrong=Wrong.DOSSIER, target=there.reference)
    assert mishap.moved_as is not None
    assert (mishap.moved_as.thread_id, mishap.moved_as.body) == (there.thread_id, message.body)
    assert Entry.objects.filter(chain=f"dossier:{here.pk}", verb="mishaps.withdrawn").exists()
    assert Entry.objects.filter(chain=f"dossier:{there.pk}", verb="mishaps.came_from_elsewhere").exists()
    assert message.body in page(tracking(there))


def test_what_we_wrote_stands_ready_in_the_other_dossier_and_is_not_sent(report: Report, city: City) -> None:
    here, there = report(department="reiniging"), report(department="reiniging")
    right(here, said(here, city), city, wrong=Wrong.DOSSIER, target=there.reference)
    assert Unsent.objects.get(dossier=there).text == TEXT
    assert TEXT not in page(tracking(there))


def test_a_dossier_that_is_closed_to_somebody_is_refused_as_one_that_is_not_there(report: Report, city: City) -> None:
    here, hidden = report(department="reiniging"), report(department="groen")
    message, refused = said(here, city), set()
    for number in (hidden.reference, "2026-77777-5", "<script>", "x" * 40):
        with pytest.raises(InvalidInput) as refusal:
            right(here, message, city, wrong=Wrong.DOSSIER, target=number)
        refused.add(refusal.value.message)
    assert len(refused) == 1
    assert not Mishap.objects.exists()


def test_somebody_of_another_department_does_not_find_it(report: Report, city: City, sign_in: SignIn) -> None:
    dossier = report(department="reiniging")
    message = said(dossier, city)
    asked = Correction(Wrong.PERSON, "Niet van mij.")
    with pytest.raises(NotFound):
        set_right(dossier.reference, message.public_id, asked, by=city.actor(THOMAS), at=now())
    assert sign_in(THOMAS).get(reverse("desk:mishap", args=[dossier.reference, message.public_id])).status_code == 404


def test_twice_is_once(report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    message = said(dossier, city)
    right(dossier, message, city)
    with pytest.raises(Conflict):
        right(dossier, message, city)
    assert Mishap.objects.count() == 1


def test_the_dpo_gets_a_task_and_judges_once(report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    right(dossier, said(dossier, city), city, breach=question())
    found, dirk = BreachReport.objects.get(), city.actor(DIRK)
    assert (found.work_item.assignee, found.work_item.kind) == (city.person(DIRK), WorkItem.Kind.BREACH)
    judge_breach(found, Judgement("breach", "Adres van een ander.", told_people=True), by=dirk, at=now())
    found.work_item.refresh_from_db()
    assert found.work_item.done_at is not None
    with pytest.raises(Conflict):
        judge_breach(found, Judgement("none", "Toch niet."), by=dirk, at=now())


def test_the_whole_guide_in_pages(report: Report, city: City, sign_in: SignIn) -> None:
    dossier = report(department="reiniging")
    message, client = said(dossier, city), sign_in(NELE)
    address = reverse("desk:mishap", args=[dossier.reference, message.public_id])
    desk = reverse("desk:dossier", args=[dossier.reference])
    assert address in client.get(desk).content.decode()
    assert "Wat ging er mis?" in client.get(address).content.decode()
    dossier.refresh_from_db()
    kept: dict[str, Any] = {"done": []}
    answers = [
        ("wrong", {"wrong": "content"}, "Is dit een datalek?"),
        ("breach", {"doubt": "unsure"}, "Wat moet de DPO weten?"),
        ("told", {"happened": "a", "whom": "b", "which": "c", "since_on": "2026-01-05"}, "Dit gaat er gebeuren"),
    ]
    for name, given, then in answers:
        kept |= given
        shown = client.post(address, kept | {"page": name}).content.decode()
        assert then in shown
        kept["done"] = [*kept["done"], name]
    refused = client.post(address, kept | {"page": "check", "version": dossier.version})
    assert refused.status_code == 422
    done = client.post(
        address, kept | {"page": "check", "version": dossier.version, "reason": "Fout bedrag.", "again": "on"}
    )
    assert done.status_code == 303
    shown = client.get(desk).content.decode()
    assert "ligt bij de DPO" in shown
    assert Unsent.objects.get(dossier=dossier).text == TEXT
    dpo = sign_in(DIRK)
    assert dossier.reference in dpo.get(reverse("desk:breaches")).content.decode()
    one = reverse("desk:breach", args=[BreachReport.objects.get().pk])
    assert dpo.post(one, {"verdict": "none", "reasons": "Geen gegevens van een ander."}).status_code == 303
    assert "DPO: geen datalek" in sign_in(NELE).get(desk).content.decode()


def test_who_does_not_judge_sees_no_list(sign_in: SignIn, city: City) -> None:
    assert sign_in(KOEN).get(reverse("desk:breaches")).status_code == 404
