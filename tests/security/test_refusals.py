"""Whoever is signed in and asks for what they may not have leaves a mark, and learns nothing from it."""

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError
from django.test import Client

from gehoor.journal.models import Refusal
from gehoor.kernel.references import make_reference
from gehoor.web import middleware
from tests.city import City, small_city
from tests.desk.conftest import take_in
from tests.people import NELE, Somebody


@pytest.fixture
def city(db: None) -> City:
    """The small city."""
    return small_city()


def client_of(city: City, somebody: Somebody) -> Client:
    client = Client()
    client.force_login(city.person(somebody))
    return client


def test_a_worker_who_asks_for_a_dossier_of_another_department_is_noted_once_an_hour(city: City) -> None:
    dossier = take_in(city, "De boom hangt scheef.", "groen")
    nele = client_of(city, NELE)
    for _ in range(2):
        assert nele.get(f"/desk/dossiers/{dossier.reference}/").status_code == 404
    assert nele.post(f"/desk/dossiers/{dossier.reference}/notitie/", {"text": "Wat ik typte"}).status_code == 404
    found = list(Refusal.objects.order_by("pk").values_list("actor_id", "method", "address", "reference"))
    pk = city.person(NELE).pk
    assert found == [
        (pk, "GET", "desk:dossier", dossier.reference),
        (pk, "POST", "desk:note", dossier.reference),
    ]


def test_who_may_leaves_none(city: City) -> None:
    dossier = take_in(city, "Het afval staat er nog.", "reiniging")
    assert client_of(city, NELE).get(f"/desk/dossiers/{dossier.reference}/").status_code == 200
    assert not Refusal.objects.exists()


def test_a_stranger_with_a_wrong_link_leaves_none(city: City) -> None:
    assert Client().get("/volg/xyz/").status_code == 404
    assert not Refusal.objects.exists()


def test_nothing_of_what_was_typed_is_kept(city: City) -> None:
    assert client_of(city, NELE).get("/desk/dossiers/KANARIE-7f3a/").status_code == 404
    assert list(Refusal.objects.values_list("address", "reference")) == [("desk:dossier", "")]


def test_the_answer_is_that_of_a_number_that_does_not_exist(city: City) -> None:
    dossier, nele = take_in(city, "De boom hangt scheef.", "groen"), client_of(city, NELE)
    refused = nele.get(f"/desk/dossiers/{dossier.reference}/")
    unknown = nele.get(f"/desk/dossiers/{make_reference(2026, 99999)}/")
    assert (refused.status_code, refused.content) == (unknown.status_code, unknown.content)


@pytest.mark.parametrize("away", [OperationalError, InterfaceError])
def test_a_refusal_that_cannot_be_kept_gives_the_same_answer(
    city: City, monkeypatch: pytest.MonkeyPatch, away: type[Exception]
) -> None:
    dossier, nele = take_in(city, "De boom hangt scheef.", "groen"), client_of(city, NELE)
    kept = nele.post(f"/desk/dossiers/{dossier.reference}/notitie/", {"text": "Wat ik typte"})

    def fail(**_: object) -> None:
        raise away("the connection is closed")

    monkeypatch.setattr(middleware, "log_refusal", fail)
    lost = nele.post(f"/desk/dossiers/{dossier.reference}/notitie/", {"text": "Wat ik typte"})
    assert (lost.status_code, lost.content, dict(lost.headers)) == (404, kept.content, dict(kept.headers))


def test_the_command_says_who_and_what(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = take_in(city, "De boom hangt scheef.", "groen")
    call_command("refusals")
    assert capsys.readouterr().out == "Niemand werd geweigerd.\n"
    client_of(city, NELE).get(f"/desk/dossiers/{dossier.reference}/")
    call_command("refusals")
    assert f"Nele Aerts  GET desk:dossier  {dossier.reference}" in capsys.readouterr().out
