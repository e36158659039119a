"""The other ways a complaint can go: not admissible, withdrawn, solved early; and a first line that solves it."""

import pytest

from tests.journeys.conftest import Town
from tests.journeys.people import Citizen
from tests.people import GREET, LIES, NELE, SARA

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

STORY = "De man aan het loket lachte mij uit toen ik een kids-ID kwam vragen."
_COMPLAINT = "Ik wil een formele klacht indienen"


def _complains(town: Town) -> tuple[Citizen, str]:
    amina = town.citizen()
    number = amina.tell(STORY, _COMPLAINT, place="Stadskantoor", wished="Een verontschuldiging.")
    amina.follow(amina.mail("We kregen je klacht"))
    return amina, number


def _ends(town: Town) -> None:
    checked = town.verify()
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_complaint_that_cannot_be_treated_is_told_why_where_to_go_and_who_looks_again(town: Town) -> None:
    amina, number = _complains(town)
    greet = town.at_work(GREET)
    greet.act(number, "Verklaar onontvankelijk")
    greet.press("Verklaar onontvankelijk en stuur de brief")
    greet.sees("Kies minstens één grond.", "Geef een reden.")
    greet.page.locator("[name=grounds]").first.check()
    greet.fill(reason="De feiten zijn van drie jaar geleden.", refer_to="Het vredegerecht.")
    greet.press("Verklaar onontvankelijk en stuur de brief")
    greet.done("onontvankelijk")
    letter = amina.mail("De feiten zijn van drie jaar geleden.")
    assert "Het vredegerecht." in letter
    assert "Vlaamse Ombudsdienst" in letter
    amina.look()
    amina.sees("Vlaamse Ombudsdienst")
    amina.press("Vraag de ombudsman om te kijken")
    amina.page.locator("[name=ground]").first.check()
    amina.send()
    amina.sees("bekijkt je klacht")
    _ends(town)


def test_somebody_withdraws_a_complaint(town: Town) -> None:
    amina, number = _complains(town)
    amina.press("Je klacht intrekken")
    amina.send()
    amina.sees("Je trok je klacht in.")
    greet = town.at_work(GREET)
    greet.open(f"/desk/klachten/{number}/")
    greet.sees("ingetrokken")
    _ends(town)


def test_somebody_is_satisfied_before_the_end(town: Town) -> None:
    amina, number = _complains(town)
    greet = town.at_work(GREET)
    greet.act(number, "Verklaar ontvankelijk")
    greet.fill(reason="Alles is duidelijk.")
    greet.press("Verklaar ontvankelijk en stuur de brief")
    greet.done("ontvankelijk")
    amina.look()
    amina.press("Zeggen dat het opgelost is")
    amina.send()
    amina.sees("Het is opgelost voor jou.")
    greet.open(f"/desk/klachten/{number}/")
    greet.sees("tevreden")
    _ends(town)


def test_a_department_solves_it_together_with_the_reporter(town: Town) -> None:
    amina = town.citizen()
    number = amina.tell("De glasbol aan de kerk is al een week vol.", "Ik wil iets melden", place="Kerkplein")
    amina.follow(amina.mail(number))
    sara = town.at_work(SARA)
    sara.dossier(number)
    sara.pick("department", "Groen")
    sara.press("Stuur naar de dienst")
    sara.open("/desk/wachtrij/")
    assert town.at_work(NELE).page.request.get(f"/desk/dossiers/{number}/").status == 404
    _gives_it_back(town, number)
    nele = town.at_work(NELE)
    nele.dossier(number)
    nele.page.locator("#id_text").fill("We maakten de glasbol leeg.")
    nele.press("Verstuur als voorstel")
    amina.follow(amina.mail("We maakten de glasbol leeg."))
    amina.press("Dit lost het op")
    amina.sees("Dit is opgelost.")
    _ends(town)


def _gives_it_back(town: Town, number: str) -> None:
    """The wrong department says why it is not theirs; the contact point finds the right one."""
    lies = town.at_work(LIES)
    lies.dossier(number)
    lies.page.locator("details.g-menu summary").first.click()
    lies.press("Niet voor ons")
    lies.fill(reason="Glasbollen zijn van Reiniging.")
    lies.send()
    sara = town.at_work(SARA)
    sara.dossier(number)
    sara.sees("Glasbollen zijn van Reiniging.")
    sara.page.locator("details.g-menu summary").first.click()
    sara.press("Stuur naar een dienst")
    sara.pick("department", "Reiniging")
    sara.send()


def test_without_scripts_it_is_the_same(town: Town) -> None:
    amina = town.citizen(java_script_enabled=False)
    number = amina.tell(STORY, _COMPLAINT, place="Stadskantoor")
    amina.follow(amina.mail("We kregen je klacht"))
    amina.fill(text="Het was op 3 november.")
    amina.press("Verstuur bericht")
    amina.sees("Het was op 3 november.")
    amina.press("Je klacht intrekken")
    amina.send()
    amina.sees("Je trok je klacht in.", number)
    _ends(town)
