"""Each act on a dossier: it happens, and its refusal stands beside it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.assigning import assign
from gehoor.dossiers.actions.correcting import plan_work
from gehoor.dossiers.actions.first_line import close, offer_solution
from gehoor.dossiers.actions.intake import Reporter
from gehoor.dossiers.lifecycle import CloseReason
from gehoor.dossiers.models import Category, Correction, Dossier, WorkItem
from gehoor.kernel.clock import now
from tests.city import City
from tests.people import JORIS, LIES, NELE, SARA, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
Report = Callable[..., Dossier]


def post(client: Client, dossier: Dossier, act: str, **values: object) -> tuple[int, str]:
    path, _, query = act.partition("?")
    fresh = Dossier.objects.get(pk=dossier.pk)
    answer = client.post(
        f"/desk/dossiers/{dossier.reference}/{path}/?{query}",
        {"version": values.pop("version", fresh.version), **values},
    )
    return answer.status_code, answer.content.decode()


def form_of(client: Client, dossier: Dossier, act: str) -> str:
    answer = client.get(f"/desk/dossiers/{dossier.reference}/{act}")
    assert answer.status_code == 200
    return answer.content.decode()


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_related("department").get(pk=dossier.pk)


# Where it goes


def test_the_contact_point_gives_kind_and_department(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report()
    client = sign_in(SARA)
    there = {"kind": "question", "department": city["reiniging"].pk, "staff": city.person(NELE).pk, "first_line": "on"}
    assert post(client, dossier, "sturen", **there)[0] == 303
    now_at = fresh(dossier)
    assert (now_at.kind, now_at.department.name, now_at.handler_name) == ("question", "Reiniging", "Nele Aerts")
    assert now_at.is_first_line
    assert now_at.kind_confirmed


def test_a_category_is_suggested_with_the_reason_and_brings_its_department(
    sign_in: SignIn, report: Report, city: City
) -> None:
    category = Category.objects.create(
        code="restafval", name="Restafval", department=city["reiniging"], words="restafval\nvuilnis"
    )
    from django.core.cache import cache

    cache.clear()
    dossier = report()
    client = sign_in(SARA)
    page = client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()
    assert "Voorgesteld: Restafval" in page
    assert "«restafval»" in page
    assert post(client, dossier, "sturen", kind="melding", category=category.pk)[0] == 303
    assert fresh(dossier).department.name == "Reiniging"
    cache.clear()


def test_without_department_or_category_it_goes_nowhere(sign_in: SignIn, report: Report) -> None:
    dossier = report()
    status, page = post(sign_in(SARA), dossier, "sturen", kind="melding")
    assert status == 422
    assert "Kies een dienst" in page
    assert not fresh(dossier).kind_confirmed


def test_a_worker_does_not_send_it_elsewhere(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "sturen", kind="melding", department=city["groen"].pk)[0] == 404
    assert fresh(dossier).department.name == "Reiniging"


def test_a_complaint_is_not_a_kind_to_choose_here(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report()
    assert post(sign_in(SARA), dossier, "sturen", kind="complaint", department=city["groen"].pk)[0] == 422


def test_the_colleagues_follow_the_department(sign_in: SignIn, city: City) -> None:
    answer = sign_in(SARA).get(f"/desk/collegas/?department={city['reiniging'].pk}")
    assert "Nele Aerts" in answer.content.decode()
    assert sign_in(SARA).get("/desk/collegas/?department=x").status_code == 200
    assert sign_in(NELE).get(f"/desk/collegas/?department={city['groen'].pk}").status_code == 404


def test_a_worker_takes_it_up(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "opnemen")[0] == 303
    assert fresh(dossier).handler_name == "Nele Aerts"


def test_who_comes_second_does_not_take_it_away_unseen(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    seen = fresh(dossier).version
    assert post(sign_in(NELE), dossier, "opnemen", version=seen)[0] == 303
    assert post(sign_in(JORIS), dossier, "opnemen", version=seen)[0] == 303
    assert fresh(dossier).handler_name == "Nele Aerts"


def test_a_colleague_of_the_department_can_be_assigned(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    assert "Joris Claes" in form_of(client, dossier, "toewijzen/")
    assert post(client, dossier, "toewijzen", staff=city.person(JORIS).pk)[0] == 303
    assert fresh(dossier).handler_name == "Joris Claes"


def test_who_has_it_already_is_no_choice(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    assign(dossier, city.person(NELE), by=city.actor(NELE), at=now())
    assert "Nu behandelt Nele Aerts dit dossier." in form_of(sign_in(NELE), dossier, "toewijzen/")
    for chosen in ("", city.person(NELE).pk):
        assert post(sign_in(NELE), dossier, "toewijzen", staff=chosen)[0] == 422


def test_somebody_of_elsewhere_cannot_be_assigned(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "toewijzen", staff=city.person(LIES).pk)[0] == 422
    assert fresh(dossier).handler is None


def test_not_for_us_goes_back_with_a_reason(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "teruggeven", reason="Dit is van groen.")[0] == 303
    assert fresh(dossier).department.name == "Contactpunt"


def test_not_for_us_without_a_reason_does_not(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    status, page = post(sign_in(NELE), dossier, "teruggeven", reason=" ")
    assert status == 422
    assert "Zeg waarom dit niet voor jullie is." in page
    assert fresh(dossier).department.name == "Reiniging"


# Answering and closing


def test_it_is_closed_with_a_reason_and_a_letter(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "afsluiten", reason="answered", text="Het is opgehaald.")[0] == 303
    assert (fresh(dossier).step, fresh(dossier).close_reason) == ("closed", "answered")
    assert "Het is opgehaald." in Message.objects.get(letter="closed").body


def test_it_is_not_closed_without_a_reason(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    status, page = post(sign_in(NELE), dossier, "afsluiten", text="Mijn getypte tekst")
    assert status == 422
    assert "Kies een reden om af te sluiten." in page
    assert "Mijn getypte tekst" in page
    assert fresh(dossier).is_open


def test_a_reason_of_the_machine_cannot_be_chosen(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "afsluiten", reason="procedure_ended", text="x")[0] == 422


def test_a_closed_dossier_opens_again(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    close(dossier, CloseReason.ANSWERED, text="Klaar.", by=city.actor(NELE), at=now())
    due = fresh(dossier).due_on
    assert post(sign_in(NELE), dossier, "heropenen")[0] == 303
    assert (fresh(dossier).step, fresh(dossier).reopened, fresh(dossier).due_on) == ("in_progress", 1, due)


def test_an_open_dossier_is_not_opened(sign_in: SignIn, report: Report) -> None:
    status, page = post(sign_in(NELE), report(department="reiniging"), "heropenen")
    assert status == 409
    assert "Dit kan niet (meer)" in page


@pytest.mark.parametrize(("said", "step"), [("yes", "closed"), ("no", "in_progress")])
def test_what_the_reporter_said_by_phone_is_noted(
    sign_in: SignIn, report: Report, city: City, said: str, step: str
) -> None:
    dossier = report(department="reiniging")
    offer_solution(dossier, text="We rijden om.", by=city.actor(NELE), at=now())
    client = sign_in(NELE)
    assert post(client, dossier, "reactie", solved=said, text="Ik belde even.")[0] == 303
    assert fresh(dossier).step == step
    assert "Ik belde even." in client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()


def test_without_an_offer_there_is_no_reaction(sign_in: SignIn, report: Report) -> None:
    status, page = post(sign_in(NELE), report(department="reiniging"), "reactie", solved="yes")
    assert status == 409
    assert "geen voorstel" in page


def test_an_offer_that_was_not_answered_before_closing_still_reopens(
    sign_in: SignIn, report: Report, city: City
) -> None:
    dossier = report(department="reiniging")
    offer_solution(dossier, text="Zo?", by=city.actor(NELE), at=now())
    close(fresh(dossier), CloseReason.NO_REACTION, text="We hoorden niets.", by=city.actor(NELE), at=now())
    assert post(sign_in(NELE), dossier, "reactie", solved="no")[0] == 303
    assert (fresh(dossier).step, fresh(dossier).closed_at) == ("in_progress", None)


def test_what_a_caller_said_is_added_in_their_voice(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "gezegd", text="Het is nummer 11.", medium="phone")[0] == 303
    said = Message.objects.get(body="Het is nummer 11.")
    assert (said.direction, said.author_name, said.medium) == ("in", "Amina Daoudi", "phone")


def test_nothing_said_is_nothing_added(sign_in: SignIn, report: Report) -> None:
    assert post(sign_in(NELE), report(department="reiniging"), "gezegd", text="", medium="phone")[0] == 422


# A formal complaint


def test_a_caller_says_it_is_a_complaint_and_it_goes_along(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging", first_line=True)
    client = sign_in(NELE)
    assert "Dit is een formele klacht" in form_of(client, dossier, "klacht/")
    values = {"how": "said", "text": "Ik dien een klacht in.", "wished_outcome": "Dat het stopt.", "medium": "phone"}
    assert post(client, dossier, "klacht", **values)[0] == 303
    complaint = Dossier.objects.get(kind="complaint")
    assert complaint.arises_from == dossier
    assert f"nummer {complaint.reference}" in client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()


def test_triage_names_a_complaint_that_came_in_as_something_else(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report()
    values = {"how": "named", "department": city["reiniging"].pk, "medium": "phone"}
    assert post(sign_in(SARA), dossier, "klacht", **values)[0] == 303
    assert fresh(dossier).step == "closed"
    assert Dossier.objects.get(kind="complaint").received_at == dossier.received_at


def test_a_complaint_asks_who_complains(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging", reporter=Reporter(name="Jan", email="jan@voorbeeld.example"))
    client = sign_in(NELE)
    assert "Adres van de klager" in form_of(client, dossier, "klacht/")
    status, page = post(client, dossier, "klacht", how="said", text="Klacht", medium="phone", address="")
    assert status == 422
    assert "Vul het adres van de melder in." in page
    values = {"how": "said", "text": "Klacht", "medium": "phone", "address": "Kaai 1, 9999 Vaartberg"}
    assert post(client, dossier, "klacht", **values)[0] == 303


def test_a_worker_does_not_name_it_as_a_complaint(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    assert post(sign_in(NELE), dossier, "klacht", how="named", medium="phone")[0] == 422
    assert not Dossier.objects.filter(kind="complaint").exists()


# Correcting


def test_a_typo_is_corrected_and_the_original_stays_readable(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging", place="Vaartstraar 9")
    client = sign_in(NELE)
    assert "Vaartstraar 9" in form_of(client, dossier, "verbeteren/?veld=place")
    done = post(client, dossier, "verbeteren?veld=place", before="Vaartstraar 9", after="Vaartstraat 9")
    assert done[0] == 303
    page = client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()
    assert "Vaartstraat 9" in page
    assert "Eerst stond er: «Vaartstraar 9»" in page


def test_a_message_is_corrected_and_the_original_stays_readable(sign_in: SignIn, report: Report) -> None:
    dossier = report("De lapm is stuk.", department="reiniging")
    message = Message.objects.get(thread=dossier.thread_id, direction="in")
    client = sign_in(NELE)
    act = f"verbeteren?veld=message&bericht={message.pk}"
    assert post(client, dossier, act, before="De lapm is stuk.", after="De lamp is stuk.")[0] == 303
    page = client.get(f"/desk/dossiers/{dossier.reference}/").content.decode()
    assert "De lamp is stuk." in page
    assert "De lapm is stuk." in page


def test_what_we_wrote_ourselves_is_not_corrected(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    ours = Message.objects.get(thread=dossier.thread_id, direction="out")
    client = sign_in(NELE)
    for act in (f"verbeteren?veld=message&bericht={ours.pk}", "verbeteren?veld=message", "verbeteren?veld=kind"):
        assert post(client, dossier, act, before="", after="x")[0] == 404
    assert not Correction.objects.exists()


def test_correcting_nothing_is_said(sign_in: SignIn, report: Report) -> None:
    dossier = report(department="reiniging")
    status, page = post(sign_in(NELE), dossier, "verbeteren?veld=title", before=dossier.title, after=dossier.title)
    assert status == 422
    assert "Je veranderde niets." in page


# Tasks


def test_a_task_is_made_and_finished_with_an_outcome(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    client = sign_in(NELE)
    values = {"title": "Sleutel vragen", "due_on": "2026-12-01", "staff": city.person(NELE).pk}
    assert post(client, dossier, "taak", **values)[0] == 303
    item = WorkItem.objects.get()
    assert (item.title, item.due_on, item.assignee) == ("Sleutel vragen", date(2026, 12, 1), city.person(NELE))
    assert "Sleutel vragen" in client.get("/desk/taken/").content.decode()
    assert client.get(f"/desk/taken/{item.pk}/klaar/").status_code == 200
    assert client.post(f"/desk/taken/{item.pk}/klaar/", {"outcome": "Gekregen."}).status_code == 303
    item.refresh_from_db()
    assert (item.outcome, item.done_by) == ("Gekregen.", city.person(NELE))
    assert client.post(f"/desk/taken/{item.pk}/klaar/", {"outcome": "Nog eens."}).status_code == 409


def test_a_task_of_another_department_is_not_there(sign_in: SignIn, report: Report, city: City) -> None:
    item = plan_work(report(department="groen"), title="GEHEIM snoeien", by=city.actor(LIES), at=now())
    client = sign_in(NELE)
    assert "GEHEIM" not in client.get("/desk/taken/").content.decode()
    hidden = client.post(f"/desk/taken/{item.pk}/klaar/", {"outcome": "x"})
    nothing = client.post("/desk/taken/999999/klaar/", {"outcome": "x"})
    assert (hidden.status_code, hidden.content) == (404, nothing.content)
    item.refresh_from_db()
    assert item.done_at is None


def test_a_task_needs_words(sign_in: SignIn, report: Report) -> None:
    status, page = post(sign_in(NELE), report(department="reiniging"), "taak", title="", due_on="gisteren")
    assert status == 422
    assert "Schrijf wat er moet gebeuren." in page
    assert "Dit is geen datum." in page


def test_a_stale_page_keeps_what_was_typed(sign_in: SignIn, report: Report, city: City) -> None:
    dossier = report(department="reiniging")
    seen = fresh(dossier).version
    assign(dossier, city.person(JORIS), by=city.actor(JORIS), at=now())
    status, page = post(sign_in(NELE), dossier, "afsluiten", reason="answered", text="Mijn tekst", version=seen)
    assert status == 409
    assert "Iemand anders werkte intussen aan dit dossier" in page
    assert "Mijn tekst" in page
    assert f'name="version" value="{fresh(dossier).version}"' in page
    assert fresh(dossier).is_open
