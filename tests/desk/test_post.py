"""Who has no e-mail address gets each letter that must arrive on paper: a task, the letter to print, posted once."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint
from gehoor.correspondence.letters import codes, letter
from gehoor.correspondence.models import Delivery, Link, Medium, Message
from gehoor.dossiers.actions.first_line import offer_solution
from gehoor.dossiers.actions.intake import Reporter
from gehoor.dossiers.actions.sweeping import report_failed_mail
from gehoor.dossiers.models import Dossier, WorkItem
from gehoor.kernel.clock import now
from tests.city import City
from tests.complaints.course import CITIZEN, COMPLAINT
from tests.people import GREET, HILDE, JORIS, LIES, NELE, SARA, THOMAS, WOUTER, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
ON_PAPER = Reporter(name="Jeanne Peeters", address="Kerkstraat 4, 9999 Vaartberg")


def lodged(city: City, reporter: Reporter = ON_PAPER) -> Complaint:
    told = replace(COMPLAINT, reporter=reporter, medium=Medium.LETTER, concerned_department_id=city["reiniging"].pk)
    found = actions.lodge(told, by=CITIZEN, at=now())
    return Complaint.objects.select_related("dossier__thread", "concerned_department").get(pk=found.dossier.pk)


def only_task(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.select_related("message").get(dossier=dossier, kind=WorkItem.Kind.POST)


def page_of(item: WorkItem) -> str:
    return reverse("desk:post_letter", args=[item.pk])


def print_of(item: WorkItem) -> str:
    return reverse("desk:print_letter", args=[item.pk])


# What goes on paper


def test_a_complainant_without_email_gets_each_letter_on_paper_once(city: City) -> None:
    complaint = lodged(city)
    item = only_task(complaint.dossier)
    assert item.message is not None
    assert (item.message.letter, item.message.delivery, item.message.medium) == (
        "complaint_acknowledged",
        Delivery.POST,
        Medium.LETTER,
    )
    actions.admit(complaint, reason="Alles is duidelijk.", by=city.actor(GREET), at=now())
    posted = WorkItem.objects.filter(dossier=complaint.dossier, kind=WorkItem.Kind.POST)
    letters = Message.objects.filter(thread=complaint.dossier.thread, direction="out")
    assert sorted(posted.values_list("message", flat=True)) == sorted(letters.values_list("pk", flat=True))
    assert "admitted" in set(letters.values_list("letter", flat=True))


def test_a_complainant_with_email_gets_no_paper(city: City) -> None:
    complaint = lodged(city, COMPLAINT.reporter)
    assert not WorkItem.objects.filter(dossier=complaint.dossier).exists()


def test_an_answer_goes_by_post_to_who_gave_an_address_only(city: City, report: Callable[..., Dossier]) -> None:
    with_address = report(department="reiniging", reporter=ON_PAPER)
    by_phone = report(department="reiniging", reporter=Reporter(name="Rik", phone="016 555 123"))
    nobody = report(department="reiniging", reporter=Reporter())
    for dossier in (with_address, by_phone, nobody):
        offer_solution(dossier, text="We komen donderdag.", by=city.actor(NELE), at=now())
    assert only_task(with_address).title.startswith("Verstuur per post: Een oplossing")
    assert not WorkItem.objects.filter(dossier__in=[by_phone, nobody]).exists()


def test_every_letter_of_the_procedure_must_arrive() -> None:
    """The others are said or shown at once, or go by post when there is an address."""
    free = {"closed", "inquiry", "inquiry_reminder", "message", "new_link", "offer", "received"}
    assert {code for code in codes() if not letter(code).must_arrive} == free


# At the desk


def test_the_coordinator_prints_the_letter_with_a_link_of_its_own_and_posts_it(city: City, sign_in: SignIn) -> None:
    complaint = lodged(city)
    item, greet = only_task(complaint.dossier), sign_in(GREET)
    assert page_of(item) in greet.get(reverse("desk:tasks")).content.decode()
    links = Link.objects.filter(thread=complaint.dossier.thread)
    before = links.count()
    shown = greet.get(page_of(item)).content.decode()
    assert links.count() == before, "looking makes no link"
    assert "Kerkstraat 4" in shown
    assert complaint.dossier.reference in shown
    printed = greet.post(print_of(item)).content.decode()
    token = re.search(r"/volg/((?:[a-z2-9]{4}-){6}[a-z2-9]{4})/", printed)
    assert token is not None
    typed = token[1].upper().replace("-", "")
    assert complaint.dossier.reference in Client().get(f"/volg/{typed}/").content.decode()
    assert greet.post(page_of(item)).status_code == 303
    item.refresh_from_db()
    assert item.done_at is not None
    message = Message.objects.get(pk=item.message_id or 0)
    assert (message.delivery, message.medium) == (Delivery.SENT, Medium.LETTER)
    assert message.sent_at == item.done_at
    page = greet.get(reverse("desk:complaint", args=[complaint.dossier.reference])).content.decode()
    assert "per post verstuurd" in page


def test_a_second_click_posts_nothing_more_and_prints_no_more_links(city: City, sign_in: SignIn) -> None:
    complaint = lodged(city)
    item, greet = only_task(complaint.dossier), sign_in(GREET)
    greet.post(page_of(item))
    done_at = WorkItem.objects.get(pk=item.pk).done_at
    links = Link.objects.count()
    assert greet.post(page_of(item))["Location"] == page_of(item)
    assert "al afgehandeld" in greet.get(page_of(item)).content.decode()
    greet.post(print_of(item))
    assert WorkItem.objects.get(pk=item.pk).done_at == done_at
    assert Link.objects.count() == links


@pytest.mark.parametrize("somebody", [JORIS, NELE, HILDE, SARA, LIES], ids=lambda one: one.name)
def test_nobody_else_reads_or_prints_the_letter_of_a_complaint(city: City, sign_in: SignIn, somebody: Somebody) -> None:
    item, client = only_task(lodged(city).dossier), sign_in(somebody)
    links = Link.objects.count()
    answers = [client.get(page_of(item)), client.post(print_of(item)), client.post(page_of(item))]
    assert {answer.status_code for answer in answers} <= {403, 404}
    assert all("Kerkstraat" not in answer.content.decode() for answer in answers)
    assert Link.objects.count() == links


def test_the_department_posts_its_own_letters_and_another_does_not(
    city: City, sign_in: SignIn, report: Callable[..., Dossier]
) -> None:
    dossier = report(department="reiniging", reporter=ON_PAPER)
    offer_solution(dossier, text="We komen donderdag.", by=city.actor(NELE), at=now())
    item = only_task(dossier)
    assert sign_in(LIES).post(page_of(item)).status_code == 404
    finish = reverse("desk:finish_task", args=[item.pk])
    nele = sign_in(NELE)
    assert nele.get(finish)["Location"] == page_of(item)
    nele.post(finish, {"outcome": "Klaar"})
    assert WorkItem.objects.get(pk=item.pk).done_at is None, "a letter is not finished as a task"
    assert nele.post(page_of(item)).status_code == 303
    assert Message.objects.get(pk=item.message_id or 0).delivery == Delivery.SENT


def test_without_an_address_the_desk_says_so_and_how_it_was_told_instead(city: City, sign_in: SignIn) -> None:
    complaint = lodged(city)
    complaint.dossier.participants.get(role="reporter").party.__class__.objects.update(address="")
    item, greet = only_task(complaint.dossier), sign_in(GREET)
    assert "kennen het postadres" in greet.get(page_of(item)).content.decode()
    other = reverse("desk:other_than_letter", args=[item.pk])
    refused = greet.post(other, {"outcome": "  "})
    assert refused.status_code == 422
    assert WorkItem.objects.get(pk=item.pk).done_at is None
    greet.post(other, {"outcome": "Gebeld en voorgelezen."})
    assert WorkItem.objects.get(pk=item.pk).outcome == "Gebeld en voorgelezen."
    assert Message.objects.get(pk=item.message_id or 0).delivery == Delivery.NONE


def test_the_handler_of_a_complaint_may_look_into_the_envelope_only_when_it_is_their_task(
    city: City, sign_in: SignIn
) -> None:
    item, thomas = only_task(lodged(city).dossier), sign_in(THOMAS)
    assert thomas.get(page_of(item)).status_code == 404


def test_a_colleague_who_registers_a_complaint_does_not_sign_as_coordinator(city: City) -> None:
    told = replace(COMPLAINT, reporter=ON_PAPER, medium=Medium.PHONE, concerned_department_id=city["reiniging"].pk)
    told = replace(told, reporter=replace(ON_PAPER, phone="016 555 077"))
    found = actions.lodge(told, by=city.actor(SARA), at=now())
    message = only_task(found.dossier).message
    assert message is not None
    assert "klachtencoördinatie" not in message.body
    complaint = Complaint.objects.select_related("dossier__thread").get(pk=found.dossier.pk)
    actions.admit(complaint, reason="Alles is duidelijk.", by=city.actor(GREET), at=now())
    admitted = Message.objects.get(thread=complaint.dossier.thread, letter="admitted")
    assert "Greet Maes\nklachtencoördinatie" in admitted.body


# A mail that never arrived


def lost_mail(dossier: Dossier) -> WorkItem:
    Message.objects.filter(thread=dossier.thread_id, direction="out").update(delivery=Delivery.FAILED, retry_at=None)
    report_failed_mail(at=now())
    return WorkItem.objects.get(dossier=dossier, kind=WorkItem.Kind.MAIL_FAILED)


def test_a_mail_that_never_arrived_goes_on_paper_with_the_same_words(
    city: City, report: Callable[..., Dossier], sign_in: SignIn
) -> None:
    item = lost_mail(report(department="reiniging"))
    nele = sign_in(NELE)
    assert "Maak er een brief van" in nele.get(reverse("desk:finish_task", args=[item.pk])).content.decode()
    for _ in range(2):  # the second click changes nothing
        assert nele.post(reverse("desk:on_paper", args=[item.pk])).status_code == 303
    item.refresh_from_db()
    assert item.message is not None
    item.message.refresh_from_db()
    assert (item.kind, item.message.delivery) == (WorkItem.Kind.POST, Delivery.POST)
    shown = nele.get(page_of(item)).content.decode()
    assert "kwam niet aan" in shown
    nele.post(page_of(item))
    item.message.refresh_from_db()
    assert item.message.delivery == Delivery.SENT


def test_nobody_of_elsewhere_makes_a_letter_of_it_nor_of_a_mail_that_arrived(
    city: City, report: Callable[..., Dossier], sign_in: SignIn
) -> None:
    item = lost_mail(report(department="reiniging"))
    assert sign_in(LIES).post(reverse("desk:on_paper", args=[item.pk])).status_code == 404
    assert item.message_id is not None
    Message.objects.filter(pk=item.message_id).update(delivery=Delivery.SENT)
    assert sign_in(NELE).post(reverse("desk:on_paper", args=[item.pk])).status_code == 303
    item.refresh_from_db()
    assert item.kind == WorkItem.Kind.MAIL_FAILED


def test_a_letter_does_not_wait_for_one_coordinator_who_is_away(city: City, sign_in: SignIn) -> None:
    complaint = lodged(city)
    item = only_task(complaint.dossier)
    WorkItem.objects.filter(pk=item.pk).update(assignee=city.person(GREET))
    assert "Van een collega, voor wie kan" in (shown := sign_in(WOUTER).get("/desk/taken/").content.decode())
    assert page_of(item) in shown
    actions.declare_interest(complaint, text="De klager is mijn zus.", by=city.actor(WOUTER), at=now())
    assert page_of(item) not in sign_in(WOUTER).get("/desk/taken/").content.decode()


def test_the_director_finds_their_tasks_in_the_menu(sign_in: SignIn) -> None:
    assert 'href="/desk/taken/"' in sign_in(HILDE).get("/desk/klachten/").content.decode()
