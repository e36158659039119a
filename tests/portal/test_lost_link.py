"""Somebody lost the link: a new one goes to the stored address, and a stranger learns nothing."""

from typing import cast

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from gehoor.correspondence.models import Message
from gehoor.dossiers import jobs
from gehoor.dossiers.models import Dossier
from gehoor.kernel.references import make_reference
from gehoor.organisation.models import RateCounter
from tests.people import AMINA
from tests.portal.citizen import Citizen


@pytest.fixture
def dossier(citizen: Citizen) -> Dossier:
    citizen.tell_and_send()
    return Dossier.objects.get()


def ask(reference: str, email: str) -> HttpResponse:
    return cast(HttpResponse, Client().post("/link-kwijt/", {"reference": reference, "email": email}))


def carry_out() -> int:
    """What the worker does with what was asked; how many letters with a new link there are."""
    for job in ProcrastinateJob.objects.filter(task_name="gehoor.dossiers.jobs.new_link", status="todo"):
        jobs.new_link.func(**job.args)
    return Message.objects.filter(letter="new_link").count()


def test_number_and_address_send_a_new_link_to_the_stored_address(dossier: Dossier) -> None:
    ask(dossier.reference, AMINA.email.upper())
    assert carry_out() == 1
    assert Message.objects.get(letter="new_link").to_address == AMINA.email


@pytest.mark.parametrize("between", [" ", ".", "/", ""])
def test_a_number_may_be_written_as_people_do(dossier: Dossier, between: str) -> None:
    ask(f" {dossier.reference.replace('-', between)} ", AMINA.email)
    assert carry_out() == 1


def test_another_address_sends_nothing(dossier: Dossier) -> None:
    ask(dossier.reference, "iemand.anders@voorbeeld.example")
    ask(make_reference(2026, 99_999), AMINA.email)
    assert carry_out() == 0


def test_the_answer_is_the_same_to_the_letter_whether_or_not_it_exists(dossier: Dossier) -> None:
    answers = [
        ask(dossier.reference, AMINA.email),
        ask(dossier.reference, "x@voorbeeld.example"),
        ask(make_reference(2026, 77), AMINA.email),
    ]
    seen = {(a.status_code, a.content, tuple(sorted(a.headers.items()))) for a in answers}
    assert len(seen) == 1
    assert answers[0].headers["Location"] == "/link-kwijt/verstuurd/"
    assert "Horen het nummer en het e-mailadres bij elkaar?" in Client().get("/link-kwijt/verstuurd/").content.decode()


def test_the_work_is_the_same_too(dossier: Dossier) -> None:
    counts = set()
    for reference, email in (
        (dossier.reference, AMINA.email),
        (dossier.reference, "x@voorbeeld.example"),
        (make_reference(2026, 77), AMINA.email),
    ):
        with CaptureQueriesContext(connection) as asked:
            ask(reference, email)
        counts.add(tuple(query["sql"].split()[0] for query in asked.captured_queries))
    assert len(counts) == 1


def test_the_new_link_opens_the_page_and_the_old_one_still_does(dossier: Dossier, citizen: Citizen) -> None:
    old = citizen.at.split("/")[2]
    ask(dossier.reference, AMINA.email)
    carry_out()
    assert citizen.client.get(f"/volg/{old}/").status_code == 200


def test_a_number_with_a_slip_of_the_pen_is_noticed_at_once(citizen: Citizen) -> None:
    for wrong in ("2026-00042-6", "hallo", "1"):
        page = citizen.client.post("/link-kwijt/", {"reference": wrong, "email": AMINA.email})
        assert page.status_code == 422
        assert "Dit nummer klopt niet." in page.content.decode()
    page = citizen.client.post("/link-kwijt/", {"reference": "", "email": "x"})
    assert "Vul het nummer in dat op je bevestiging staat." in page.content.decode()
    assert "Vul een volledig e-mailadres in" in page.content.decode()


def test_asking_too_often_for_one_number_waits_whether_or_not_it_exists(dossier: Dossier) -> None:
    for reference in (dossier.reference, make_reference(2026, 77)):
        RateCounter.objects.all().delete()
        codes = [ask(reference, AMINA.email).status_code for _ in range(4)]
        assert codes == [303, 303, 303, 429]


def test_asking_too_often_from_one_address_waits(citizen: Citizen) -> None:
    answers = [ask(make_reference(2026, n), AMINA.email) for n in range(1, 12)]
    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "Even wachten" in answers[-1].content.decode()
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_number_of_the_first_page_is_filled_in(citizen: Citizen) -> None:
    assert 'value="2026-00042-5"' in citizen.visit("/link-kwijt/?nummer=2026-00042-5")
    assert "<mrk-a>" not in citizen.client.get("/link-kwijt/?nummer=<mrk-a>").content.decode()
