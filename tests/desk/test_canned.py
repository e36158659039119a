"""Texts that come back: written by who leads or administers, offered by department and step, filled in by the dossier."""

from collections.abc import Callable

import pytest
from django.test import Client

from gehoor.dossiers.actions.canned import Canned, save_canned
from gehoor.dossiers.canned_fields import FIELDS, filled_in, wrong_fields
from gehoor.dossiers.models import CannedText, Dossier, Unsent
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import now
from gehoor.kernel.errors import InvalidInput, NotAllowed
from tests.city import City
from tests.complaints import course as way
from tests.desk.test_complaint_page import begun
from tests.people import KOEN, NELE, THOMAS

SignIn = Callable[..., Client]
Report = Callable[..., Dossier]


def text(title: str, body: str = "Dag {naam}, over {nummer}.", **where: object) -> CannedText:
    return save_canned(None, Canned(title, body, **where), by=SYSTEM, at=now())  # type: ignore[arg-type]


def page_of(client: Client, dossier: Dossier) -> str:
    return client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()


def insert(client: Client, dossier: Dossier, pk: object, typed: str = "") -> tuple[int, str]:
    form = {"text": typed, "act": "insert", "version": dossier.version, "canned": pk}
    answer = client.post(f"/desk/dossiers/{dossier.reference}/bericht/", form)
    return answer.status_code, answer.content.decode()


def test_fields_are_filled_in_and_what_is_not_known_is_a_gap_one_sees() -> None:
    assert filled_in("Dag {naam}, {termijn}.", {"naam": "Amina"}) == "Dag Amina, [de laatste dag van de termijn?]."
    assert filled_in("Geen veld.", {}) == "Geen veld."


@pytest.mark.parametrize(
    ("body", "wrong"),
    [("Dag {naam}", []), ("Dag {name}", ["{name}"]), ("Dag {naam", ["{"]), ("{{naam}}", ["{", "}"]), ("{}", ["{}"])],
)
def test_what_is_no_field_is_found(body: str, wrong: list[str]) -> None:
    assert wrong_fields(body) == wrong


def test_a_text_with_an_unknown_field_is_refused_in_words(city: City) -> None:
    with pytest.raises(InvalidInput, match=r"Dit kennen we niet: \{name\}") as refused:
        text("Fout", "Dag {name}")
    assert all(f"{{{field}}}" in refused.value.message for field in FIELDS)


def test_a_text_is_offered_by_department_and_step(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    text("Voor iedereen")
    text("Voor ons", department_id=city["reiniging"].pk)
    text("Voor groen", department_id=city["groen"].pk)
    text("Bij deze stap", step=dossier.step)
    text("Bij een andere stap", step="answered")
    text("Staat uit", is_active=False)
    page = page_of(sign_in(NELE), dossier)
    found = [title for title in CannedText.objects.values_list("title", flat=True) if f">{title}</option>" in page]
    assert found == ["Bij deze stap", "Voor iedereen", "Voor ons"]


def test_a_text_is_inserted_under_what_was_typed_without_scripts(sign_in: SignIn, report: Report) -> None:
    dossier, chosen, client = report(department="reiniging"), text("Kort"), sign_in(NELE)
    assert insert(client, dossier, chosen.pk, "Eerst dit.")[0] == 303
    said = f"Dag Amina Daoudi, over {dossier.reference}."
    assert f"Eerst dit.\n\n{said}</textarea>" in page_of(client, dossier)


def test_a_text_of_another_department_or_none_is_not_inserted(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    other = text("Voor groen", department_id=city["groen"].pk)
    for odd in (other.pk, "", "-1", "x"):
        status, page = insert(sign_in(NELE), dossier, odd, "Dit typte ik.")
        assert (status, "Kies eerst een tekst" in page, "Dit typte ik." in page) == (422, True, True)
    assert not Unsent.objects.exists()


def test_a_text_for_complaints_is_inserted_there(sign_in: SignIn, city: City) -> None:
    course, client = begun(city, way.heard), sign_in(THOMAS)
    chosen = text("Onderzoek", step=f"complaint:{course.complaint.step}")
    address = f"/desk/klachten/{course.complaint.dossier.reference}/"
    assert ">Onderzoek</option>" in client.get(address).content.decode()
    version = Dossier.objects.get(pk=course.complaint.pk).version
    assert (
        client.post(f"{address}bericht/", {"act": "insert", "version": version, "canned": chosen.pk}).status_code == 303
    )
    assert "Dag Amina Daoudi, over" in client.get(address).content.decode()


def test_a_head_writes_for_the_own_department_only(city: City) -> None:
    koen = city.actor(KOEN)
    own = save_canned(None, Canned("Eigen", "Dag.", city["reiniging"].pk), by=koen, at=now())
    again = save_canned(own, Canned("Eigen", "Dag {naam}.", city["reiniging"].pk), version=1, by=koen, at=now())
    assert [(one.number, one.body) for one in again.versions.all()] == [(2, "Dag {naam}."), (1, "Dag.")]
    for elsewhere in (None, city["groen"].pk):
        with pytest.raises(NotAllowed):
            save_canned(None, Canned("Elders", "Dag.", elsewhere), by=koen, at=now())
    with pytest.raises(NotAllowed):
        save_canned(None, Canned("Mag niet", "Dag.", city["reiniging"].pk), by=city.actor(NELE), at=now())


def test_the_screen_saves_refuses_and_shows_who_wrote_what(sign_in: SignIn, city: City) -> None:
    client = sign_in(KOEN)
    form = {"title": "Zak", "body": "Dag {name}", "department": city["reiniging"].pk, "is_active": "on", "version": 0}
    answer = client.post("/desk/teksten/nieuw/", form)
    assert (answer.status_code, "Dit kennen we niet" in answer.content.decode()) == (422, True)
    assert client.post("/desk/teksten/nieuw/", form | {"body": "Dag {naam}"}).status_code == 303
    saved = CannedText.objects.get()
    page = client.get(f"/desk/teksten/{saved.pk}/").content.decode()
    assert f'Versie 1</b> <span class="g-quiet">{KOEN.name}' in page
    assert "Zak" in client.get("/desk/teksten/").content.decode()
    stale = client.post(f"/desk/teksten/{saved.pk}/", form | {"body": "Dag.", "version": 0})
    assert (stale.status_code, "Iemand anders veranderde" in stale.content.decode()) == (422, True)
