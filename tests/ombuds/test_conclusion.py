"""The conclusion of the ombudsman, and what the city and the complainant do with it."""

from collections.abc import Callable

import pytest
from django.test import Client

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint, Recommendation
from gehoor.complaints.procedure import ReferralGround
from gehoor.correspondence.actions import make_link
from gehoor.correspondence.models import Message
from gehoor.dossiers.actions.correcting import finish_work
from gehoor.dossiers.models import WorkItem
from gehoor.kernel.clock import now
from gehoor.kernel.references import make_reference
from tests.city import City
from tests.complaints import course
from tests.ombuds.conftest import handed_over, referral_of
from tests.people import GREET, ILSE, NELE, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]


def at(complaint: Complaint) -> str:
    return f"/ombuds/{complaint.dossier.reference}/besluit/"


def typed(*recommendations: str, conclusion: str = "De klacht is gegrond.", act: str = "send") -> dict[str, str]:
    fields = {f"recommendation_{number}": text for number, text in enumerate(recommendations, start=1)}
    return {"conclusion": conclusion, "count": str(len(recommendations)), "act": act, **fields}


def test_a_conclusion_goes_to_the_complainant_and_becomes_work_for_the_city(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    answer = ilse.post(at(complaint), typed("Zet een bord aan het hek.", "", "Betaal haar kosten."))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/ombuds/bedankt/")
    assert complaint.dossier.reference in ilse.get("/ombuds/bedankt/").content.decode()
    letter = Message.objects.get(letter="concluded")
    assert letter.to_address == "amina.daoudi@voorbeeld.example"
    for words in ("De klacht is gegrond.", "Zet een bord aan het hek.", "Betaal haar kosten."):
        assert words in letter.body, words
    assert Recommendation.objects.count() == WorkItem.objects.filter(kind="recommendation").count() == 2


def test_afterwards_the_dossier_is_gone_and_looks_like_it_never_was(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    ilse.post(at(complaint), typed())
    page = ilse.get("/ombuds/").content.decode()
    assert complaint.dossier.reference not in page
    assert "Er wacht geen dossier op je" in page
    for path in ("", "besluit/", "bestand/00000000-0000-4000-8000-000000000000/"):
        nothing = ilse.get(f"/ombuds/{make_reference(2026, 99999)}/{path}")
        hidden = ilse.get(f"/ombuds/{complaint.dossier.reference}/{path}")
        assert (hidden.status_code, hidden.content) == (404, nothing.content), path


def test_one_looks_again_before_it_leaves(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    page = ilse.post(at(complaint), typed("Zet een bord.", act="check")).content.decode()
    for words in (
        "Kijk je besluit na",
        "De klacht is gegrond.",
        "Zet een bord.",
        "Versturen kan je niet terugdraaien.",
    ):
        assert words in page, words
    assert referral_of(complaint).ended_at is None
    assert "Zet een bord." in ilse.get(at(complaint)).content.decode()


def test_without_recommendations_the_page_says_so(city: City, ilse: Client) -> None:
    page = ilse.post(at(handed_over(city)), typed("", act="check")).content.decode()
    assert "Je geeft geen aanbevelingen." in page


def test_one_more_recommendation_keeps_what_was_typed(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    page = ilse.post(at(complaint), typed("Zet een bord.", act="add", conclusion="Half")).content.decode()
    for words in ("Half", "Zet een bord.", 'name="recommendation_2"'):
        assert words in page, words
    assert 'name="recommendation_3"' not in page
    assert 'name="recommendation_2"' in ilse.get(at(complaint)).content.decode()


def test_thirty_recommendations_are_the_most(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    page = ilse.post(at(complaint), typed(*["x"] * 30, act="add")).content.decode()
    assert 'name="recommendation_31"' not in page
    assert "Meer dan 30 aanbevelingen kan niet." in page
    assert ilse.post(at(complaint), typed(*[f"Punt {n}" for n in range(30)])).status_code == 303
    assert Recommendation.objects.count() == 30


@pytest.mark.parametrize("count", ["", "0", "-1", "99", "1e3", "x", "٣", "1" * 400])
def test_a_strange_number_of_fields_loses_nothing(city: City, ilse: Client, count: str) -> None:
    complaint = handed_over(city)
    answer = ilse.post(at(complaint), {**typed("Zet een bord."), "count": count, "act": "check"})
    assert answer.status_code == 200
    assert "Zet een bord." in answer.content.decode()


def test_an_empty_conclusion_gets_a_sentence_and_keeps_the_rest(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    for act in ("check", "send", ""):
        answer = ilse.post(at(complaint), typed("Zet een bord.", conclusion=" \n ", act=act))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Schrijf eerst je besluit." in page
        assert "Zet een bord." in page
    assert not Message.objects.filter(letter="concluded").exists()


def test_a_text_that_is_too_long_gets_a_sentence_and_is_kept(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    answer = ilse.post(at(complaint), typed("y" * 20_001))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Deze tekst is te lang." in page
    assert "y" * 20_001 in page


def test_odd_characters_are_text(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    nasty = "<script>alert(1)</script> {{ x }} {name} %s 🙂"
    assert nasty not in ilse.post(at(complaint), typed(nasty, conclusion=nasty, act="check")).content.decode()
    assert ilse.post(at(complaint), typed(nasty, conclusion=nasty)).status_code == 303
    assert nasty in Message.objects.get(letter="concluded").body


def test_a_second_click_is_told_that_it_already_left(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    ilse.post(at(complaint), typed("Zet een bord."))
    again = ilse.post(at(complaint), typed("Zet een bord."))
    assert (again.status_code, again.headers["Location"]) == (303, "/ombuds/bedankt/")
    assert "Je besluit was al verstuurd." in ilse.get("/ombuds/bedankt/").content.decode()
    assert Message.objects.filter(letter="concluded").count() == 1
    assert Recommendation.objects.count() == 1


def test_when_a_colleague_was_first_the_text_is_not_lost(city: City, ilse: Client, sign_in: SignIn) -> None:
    complaint = handed_over(city)
    actions.conclude(referral_of(complaint), conclusion="Klaar.", by=city.actor(ILSE), at=now())
    answer = sign_in(ILSE).post(at(complaint), typed("Mijn aanbeveling.", conclusion="Mijn besluit."))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Mijn besluit." in page
    assert "Mijn aanbeveling." in page
    unknown = ilse.post(
        f"/ombuds/{make_reference(2026, 99999)}/besluit/", typed("Mijn aanbeveling.", conclusion="Mijn besluit.")
    )
    assert unknown.status_code == 404
    assert unknown.content.decode().partition("<main")[2] == page.partition("<main")[2]


def test_thanks_without_a_conclusion_leads_to_the_list(city: City, ilse: Client) -> None:
    assert ilse.get("/ombuds/bedankt/").headers["Location"] == "/ombuds/"


def test_the_coordinator_follows_a_recommendation_up(city: City, ilse: Client, sign_in: SignIn) -> None:
    complaint = handed_over(city)
    long = "Zet een bord aan het hek. " * 20
    ilse.post(at(complaint), typed(long))
    greet = sign_in(GREET)
    item = WorkItem.objects.get(kind="recommendation")
    page = greet.get("/desk/taken/").content.decode()
    assert "Zet een bord aan het hek." in page
    assert "Aanbeveling" in page
    form = greet.get(f"/desk/taken/{item.pk}/klaar/").content.decode()
    assert long.strip() in form
    empty = greet.post(f"/desk/taken/{item.pk}/klaar/", {"outcome": " "})
    assert empty.status_code == 422
    assert "wat de stad ermee deed" in empty.content.decode()
    assert greet.post(f"/desk/taken/{item.pk}/klaar/", {"outcome": "Het bord staat er."}).status_code == 303
    item.refresh_from_db()
    assert item.outcome == "Het bord staat er."


def test_after_the_access_ended_the_ombudsman_still_reads_what_the_city_did_with_each_recommendation(
    city: City, ilse: Client
) -> None:
    assert "Je gaf nog geen aanbevelingen" in ilse.get("/ombuds/aanbevelingen/").content.decode()
    complaint = handed_over(city)
    ilse.post(at(complaint), typed("Zet een bord aan het hek.", "Betaal haar kosten."))
    item = Recommendation.objects.get(number=1).work_item
    finish_work(item, outcome="Het bord staat er.", by=city.actor(GREET), at=now())
    page = ilse.get("/ombuds/aanbevelingen/").content.decode()
    for words in (complaint.dossier.reference, "Zet een bord aan het hek.", "Het bord staat er.", "nog niet gedaan"):
        assert words in page, words
    assert complaint.dossier.reporter_name not in page
    assert complaint.dossier.title not in page
    assert ilse.get(f"/ombuds/{complaint.dossier.reference}/").status_code == 404


def test_a_recommendation_is_not_for_the_department(city: City, ilse: Client, sign_in: SignIn) -> None:
    complaint = handed_over(city)
    ilse.post(at(complaint), typed("Zet een bord."))
    item = WorkItem.objects.get(kind="recommendation")
    assert "Zet een bord." not in sign_in(NELE).get("/desk/taken/").content.decode()
    assert sign_in(NELE).get(f"/desk/taken/{item.pk}/klaar/").status_code == 404


def test_the_complainant_reads_conclusion_recommendations_and_what_came_of_them(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    ilse.post(at(complaint), typed("Zet een bord."))
    item = WorkItem.objects.get(kind="recommendation")
    finish_work(item, outcome="Het bord staat er.", by=city.actor(GREET), at=now())
    page = Client().get(f"/volg/{make_link(complaint.dossier.thread_id, at=now())}/").content.decode()
    for words in ("De klacht is gegrond.", "Zet een bord.", "Het bord staat er."):
        assert words in page, words


def test_a_complaint_can_come_back_and_shows_what_was_concluded_before(city: City, ilse: Client) -> None:
    complaint = handed_over(city)
    ilse.post(at(complaint), typed("Zet een bord."))
    actions.refer(complaint, ground=ReferralGround.HANDLING, by=course.complainant(complaint), at=now())
    actions.open_referral(referral_of(complaint), by=city.actor(ILSE), at=now())
    page = ilse.get(f"/ombuds/{complaint.dossier.reference}/").content.decode()
    for words in ("Al eens bij de tweede lijn", "De klacht is gegrond.", "Zet een bord.", "nog niet gedaan"):
        assert words in page, words
