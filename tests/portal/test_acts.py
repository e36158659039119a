"""What a citizen can do on the page of a dossier: each act where it belongs, and a sentence wherever it does not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint, Referral
from gehoor.correspondence.models import Message
from gehoor.dossiers.access import dossier_for
from gehoor.dossiers.actions import assigning, first_line
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier, FirstLineOffer
from gehoor.kernel.clock import now
from gehoor.portal.views.acts import ACTS
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.people import NELE, SARA
from tests.portal.citizen import Citizen, token_of

GIVEN = {"text": "Te weinig.", "named": "", "wished": "", "ground": "answer"}


def clarifying(city: City, **how: Any) -> Course:
    course = way.lodged(city, **how)
    actions.ask_clarification(course.complaint, question="Op welke dagen?", by=course.greet, at=course.later())
    return course


def sent_back(city: City, **how: Any) -> Course:
    course = way.lodged(city, **how)
    actions.send_to_first_line(course.complaint, reason="De dienst wil helpen.", by=course.greet, at=course.later())
    return course


def concluded(city: City, **how: Any) -> Course:
    course = way.referred(city, **how)
    actions.conclude(Referral.objects.get(), conclusion="De stad had gelijk.", by=course.ilse, at=course.later())
    return course


STAGES: dict[str, tuple[Callable[..., Course], set[str]]] = {
    "lodged": (way.lodged, {"intrekken", "tevreden"}),
    "clarification": (clarifying, {"verduidelijken", "intrekken", "tevreden"}),
    "sent to the first line": (sent_back, {"verder", "intrekken", "tevreden"}),
    "admitted": (way.admitted, {"intrekken", "tevreden"}),
    "assigned": (way.assigned, {"intrekken", "tevreden"}),
    "heard": (way.heard, {"intrekken", "tevreden"}),
    "drafted": (way.drafted, {"intrekken", "tevreden"}),
    "differing": (way.differing, {"intrekken", "tevreden"}),
    "agreed": (way.agreed, {"intrekken", "tevreden"}),
    "proposed": (way.proposed, {"akkoord", "niet-akkoord", "intrekken", "tevreden", "ombudsman"}),
    "refused": (way.refused, {"intrekken", "ombudsman"}),
    "closed": (way.closed, {"ombudsman"}),
    "referred": (way.referred, set()),
    "concluded": (concluded, set()),
}


def a_course(city: City, make: Callable[..., Course]) -> Course:
    """That stage, filed so lately that nothing is late."""
    return make(city, at=now() - timedelta(days=8))


def base_of(dossier: Dossier) -> str:
    return f"/volg/{token_of(dossier)}/{dossier.reference}/"


def facts_of(course: Course) -> tuple[str, str, int]:
    course.fresh()
    return course.complaint.step, course.complaint.outcome, Referral.objects.count()


@pytest.mark.parametrize(("stage", "slug"), [(stage, slug) for stage in STAGES for slug in sorted(STAGES[stage][1])])
def test_an_act_is_done_where_the_procedure_allows_it(city: City, client: Client, stage: str, slug: str) -> None:
    course = a_course(city, STAGES[stage][0])
    before = facts_of(course)
    page = client.post(f"{base_of(course.complaint.dossier)}{slug}/", GIVEN)
    assert page.status_code == 303, page.content.decode()
    assert facts_of(course) != before
    assert client.get(page.headers["Location"]).status_code == 200


@pytest.mark.parametrize("stage", STAGES)
def test_any_other_act_is_refused_in_words_and_changes_nothing(city: City, client: Client, stage: str) -> None:
    make, allowed = STAGES[stage]
    course = a_course(city, make)
    before, base = facts_of(course), base_of(course.complaint.dossier)
    for slug in sorted(set(ACTS) - allowed):
        page = client.post(f"{base}{slug}/", GIVEN)
        assert page.status_code == 422, slug
        said = page.content.decode()
        assert ("Dat kan nu niet" if ACTS[slug].form is ACTS["akkoord"].form else "Er klopt nog iets niet") in said, (
            slug
        )
        assert facts_of(course) == before, slug


@pytest.mark.parametrize("stage", STAGES)
def test_the_page_of_any_other_act_says_kindly_why_not(city: City, citizen: Citizen, stage: str) -> None:
    make, allowed = STAGES[stage]
    course = a_course(city, make)
    base = base_of(course.complaint.dossier)
    for slug in sorted(set(ACTS) - allowed):
        text = citizen.visit(f"{base}{slug}/")
        assert "Dat kan nu niet" in text, slug
        assert "</textarea>" not in text, "nobody types what cannot be sent"
        assert "Terug naar je dossier" in text, slug


@pytest.mark.parametrize("stage", STAGES)
def test_the_page_offers_what_can_be_done_and_nothing_else(city: City, citizen: Citizen, stage: str) -> None:
    make, allowed = STAGES[stage]
    dossier = a_course(city, make).complaint.dossier
    base = base_of(dossier)
    text = citizen.visit(f"/volg/{base.split('/')[2]}/")
    offered = {slug for slug in ACTS if f'/{slug}/"' in text}
    assert offered == allowed
    for slug in offered:
        assert ACTS[slug].button in citizen.visit(f"{base}{slug}/")


def test_a_proposal_is_accepted(city: City, citizen: Citizen) -> None:
    course = a_course(city, way.proposed)
    citizen.visit(f"{base_of(course.complaint.dossier)}akkoord/")
    assert "We betalen 24 euro terug." in citizen.text
    citizen.send()
    assert "We weten dat je akkoord gaat." in citizen.text
    assert course.fresh().step == "closing"


def test_refusing_a_proposal_needs_a_reason(city: City, citizen: Citizen) -> None:
    course = a_course(city, way.proposed)
    where = f"{base_of(course.complaint.dossier)}niet-akkoord/"
    citizen.visit(where)
    assert citizen.send(text="  ").status_code == 422
    assert "Zeg waarom je niet akkoord gaat." in citizen.text
    citizen.send(where, text="Te weinig.")
    assert "We weten dat je niet akkoord gaat, en waarom." in citizen.text


def test_the_ombudsman_is_asked_with_a_ground_and_reads_what_was_handed_over(city: City, citizen: Citizen) -> None:
    course = a_course(city, way.closed)
    where = f"{base_of(course.complaint.dossier)}ombudsman/"
    text = citizen.visit(where)
    assert "je klacht en alles wat je ons schreef" in text
    assert citizen.send(ground="").status_code == 422
    assert "Kies waarom je de ombudsman vraagt om te kijken." in citizen.text
    assert citizen.send(where, ground="te-laat").status_code == 422
    citizen.send(where, ground="answer", text="Ik wil meer.")
    assert "De Vlaamse Ombudsdienst bekijkt je klacht." in citizen.text
    assert Referral.objects.get().complaint == course.complaint


def test_an_answer_to_our_question_makes_the_clock_run_again(city: City, citizen: Citizen) -> None:
    course = a_course(city, clarifying)
    where = f"{base_of(course.complaint.dossier)}verduidelijken/"
    assert "Op welke dagen?" in citizen.visit(where)
    assert citizen.send(text="").status_code == 422
    citizen.send(where, text="Op dinsdag.")
    assert course.fresh().step == "admissibility"
    assert "Op dinsdag." in citizen.text


# The first line --------------------------------------------------------------------------------------------------------


@pytest.fixture
def offered(city: City) -> Dossier:
    """Reiniging offered Amina a solution."""
    at = now() - timedelta(days=3)
    dossier = way.first_line(city, at=at)
    assigning.route(
        dossier, kind=Kind.MELDING, department=city["reiniging"], is_first_line=True, by=city.actor(SARA), at=at
    )
    dossier = dossier_for(city.actor(NELE), dossier.reference)
    first_line.offer_solution(dossier, text="We halen het morgen op.", by=city.actor(NELE), at=now())
    return dossier


def test_the_citizen_is_asked_whether_it_solves_it(offered: Dossier, citizen: Citizen) -> None:
    citizen.visit(f"/volg/{token_of(offered)}/")
    assert "Lost dit het voor jou op?" in citizen.text
    assert "We halen het morgen op." in citizen.text


def test_this_solves_it(offered: Dossier, citizen: Citizen) -> None:
    base = base_of(offered)
    citizen.visit(f"/volg/{base.split('/')[2]}/")
    citizen.send(f"{base}opgelost/")
    assert "Fijn dat het opgelost is." in citizen.text
    assert "Dit is opgelost." in citizen.text
    assert "<strong>Dit lost het op.</strong>" in citizen.text


def test_this_does_not_and_the_words_stay_on_the_page(offered: Dossier, citizen: Citizen) -> None:
    base = base_of(offered)
    citizen.visit(f"{base}niet-opgelost/")
    citizen.send(text="Het staat er nog.")
    assert "De dienst kijkt opnieuw, samen met jou." in citizen.text
    assert "Het staat er nog." in citizen.text
    assert FirstLineOffer.objects.get().reply_text == "Het staat er nog."


def test_saying_the_opposite_afterwards_is_refused_in_words(offered: Dossier, client: Client) -> None:
    base = base_of(offered)
    assert client.post(f"{base}opgelost/").status_code == 303
    stale = client.post(f"{base}niet-opgelost/", {"text": "Toch niet."})
    assert stale.status_code == 422
    assert "Er is geen voorstel meer dat op je antwoord wacht." in stale.content.decode()
    assert "Toch niet.</textarea>" in stale.content.decode()


def test_solved_from_an_old_page_changes_nothing_twice(offered: Dossier, client: Client) -> None:
    base = base_of(offered)
    for _ in range(2):
        assert client.post(f"{base}opgelost/", {"ticket": ""}).status_code == 303
    offered.refresh_from_db()
    assert offered.close_reason == "solved"


def test_one_step_makes_it_a_complaint_that_carries_everything(offered: Dossier, citizen: Citizen) -> None:
    where = f"{base_of(offered)}klacht/"
    text = citizen.visit(where)
    assert "Lindenstraat 14" in text
    assert "Amina Daoudi" in text
    assert 'name="address"' not in text, "what was told is not asked again"
    citizen.send(text="", named="Jan Peeters", wished="Geld terug.")
    complaint = Complaint.objects.select_related("dossier").get()
    assert complaint.dossier.arises_from == offered
    assert complaint.wished_outcome == "Geld terug."
    assert way.COMPLAINT.text in Message.objects.filter(thread=complaint.dossier.thread_id).first().body  # type: ignore[union-attr]
    assert "We kregen je klacht." in citizen.text
    assert offered.reference in citizen.text, "both stand on one page"


def test_an_anonymous_reporter_says_who_they_are_before_complaining(citizen: Citizen) -> None:
    token = citizen.tell_and_send(kind="ontevreden", behalf="anonymous")
    dossier = Dossier.objects.get()
    where = f"/volg/{token}/{dossier.reference}/klacht/"
    citizen.visit(where)
    assert "Wie ben je?" in citizen.text
    assert citizen.send(text="", named="", wished="", name="", email="", phone="", address="").status_code == 422
    assert not Complaint.objects.exists()
    citizen.visit(where)
    citizen.send(text="", named="", wished="", name="Amina Daoudi", email="", phone="016 555 01 40", address="Kaai 1")
    assert Complaint.objects.count() == 1


def test_a_matter_of_the_first_line_says_why_an_act_is_not_for_now(offered: Dossier, citizen: Citizen) -> None:
    base = base_of(offered)
    assert "Dat kan alleen bij een klacht." in citizen.visit(f"{base}akkoord/")
    assert citizen.client.post(f"{base}ombudsman/", GIVEN).status_code == 422
    assert "Je dossier staat nog open." in citizen.visit(f"{base}heropenen/")
    citizen.client.post(f"{base}opgelost/")
    for slug, why in (("niet-opgelost", "Je liet ons al weten"), ("intrekken", "Dit is al afgesloten.")):
        assert why in citizen.visit(f"{base}{slug}/")


def test_whose_complaint_runs_is_not_asked_to_complain_again(city: City, citizen: Citizen) -> None:
    late = way.first_line(city, at=now() - timedelta(days=40))
    base = base_of(late)
    assert f"{late.reference}/klacht/" in citizen.visit(f"/volg/{base.split('/')[2]}/")
    citizen.visit(f"{base}klacht/")
    citizen.send(text="", named="", wished="")
    number = Complaint.objects.select_related("dossier").get().dossier.reference
    assert "Dien een klacht in" not in citizen.text
    assert f"Je klacht hierover loopt, met nummer {number}." in citizen.text
    assert f"Hierover loopt al een klacht van je, met nummer {number}." in citizen.visit(f"{base}klacht/")


def test_what_became_a_complaint_is_not_opened_again_beside_it(offered: Dossier, citizen: Citizen) -> None:
    base = base_of(offered)
    citizen.visit(f"{base}klacht/")
    citizen.send(text="", named="", wished="")
    offered.refresh_from_db()
    assert offered.close_reason == "complaint"
    assert "We gaan hiermee verder in een ander dossier." in citizen.visit(f"{base}heropenen/")
    assert citizen.client.post(f"{base}heropenen/").status_code == 422
    offered.refresh_from_db()
    assert not offered.is_open


def test_somebody_withdraws_and_their_reason_is_kept(offered: Dossier, citizen: Citizen) -> None:
    citizen.visit(f"{base_of(offered)}intrekken/")
    citizen.send(text="Het is al opgehaald.")
    offered.refresh_from_db()
    assert offered.close_reason == "withdrawn"
    assert "Je trok dit in." in citizen.text
    assert "Het is al opgehaald." in citizen.text


def test_a_closed_matter_is_opened_again(offered: Dossier, citizen: Citizen) -> None:
    base = base_of(offered)
    citizen.client.post(f"{base}opgelost/")
    citizen.visit(f"/volg/{base.split('/')[2]}/")
    assert "Open dit opnieuw" in citizen.text
    citizen.visit(f"{base}heropenen/")
    citizen.send()
    assert "Je dossier staat opnieuw open." in citizen.text
    stale = citizen.client.post(f"{base}heropenen/")
    assert stale.status_code == 422


def test_an_old_page_that_asks_to_confirm_says_how_it_stands_now(offered: Dossier, client: Client) -> None:
    base = base_of(offered)
    client.post(f"{base}niet-opgelost/", {"text": "Het staat er nog."})
    stale = client.post(f"{base}opgelost/")
    assert stale.status_code == 422
    text = stale.content.decode()
    assert "Je liet ons al weten of het opgelost is." in text
    assert ACTS["opgelost"].button not in text.replace(f"<q>{ACTS['opgelost'].button}</q>", "")
    assert "De dienst zoekt samen met jou een oplossing" in text


def test_a_message_after_the_end_is_kept(offered: Dossier, citizen: Citizen) -> None:
    base = base_of(offered)
    citizen.client.post(f"{base}opgelost/")
    citizen.visit(f"/volg/{base.split('/')[2]}/")
    citizen.send(f"{base}bericht/", text="Toch nog iets.")
    assert "We kregen je bericht." in citizen.text
    assert "Toch nog iets." in citizen.text


def test_an_empty_message_is_asked_again(offered: Dossier, citizen: Citizen) -> None:
    page = citizen.client.post(f"{base_of(offered)}bericht/", {"text": " "})
    assert page.status_code == 422
    assert "Schrijf eerst een tekst, of kies een bestand." in page.content.decode()


def test_an_act_that_does_not_exist_and_a_dossier_of_somebody_else_are_not_found(
    offered: Dossier, city: City, client: Client
) -> None:
    base = base_of(offered)
    other = way.first_line(city, at=now() - timedelta(days=1))
    nothing = client.get("/volg/niets/").content
    for address in (f"{base}ontploffen/", base.replace(offered.reference, other.reference) + "intrekken/"):
        for answer in (client.get(address), client.post(address, GIVEN)):
            assert answer.status_code == 404
            assert answer.content == nothing
    other.refresh_from_db()
    assert other.is_open
