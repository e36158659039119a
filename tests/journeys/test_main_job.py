"""The main job, from the first word to the ombudsman, in a real browser."""

from pathlib import Path

import pytest

from gehoor.complaints.models import Complaint
from tests.files.samples import photo
from tests.journeys.conftest import Town
from tests.journeys.people import Citizen
from tests.people import GREET, HILDE, ILSE, JORIS, KOEN, NELE, SARA, THOMAS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

STORY = "Al drie weken haalt niemand het restafval op in de Vaartstraat. Ik belde twee keer en niemand belde terug."


def test_somebody_is_heard_from_the_first_word_to_the_ombudsman(town: Town, tmp_path: Path) -> None:
    amina = town.citizen()
    picture = tmp_path / "afval.jpg"
    picture.write_bytes(photo("JPEG"))
    melding = amina.tell(STORY, "Ik ben niet tevreden", place="Vaartstraat 9", files=(picture,))
    amina.follow(amina.mail(melding))
    amina.sees(STORY[:40], "afval.jpg")

    _the_department_tries(town, melding)
    complaint = _it_becomes_a_complaint(amina)
    _the_coordinator_admits_it(town, complaint)
    _a_handler_is_found(town, complaint)
    _both_sides_are_heard(town, complaint)
    _the_director_advises(town, complaint)
    _amina_refuses(town, amina, complaint)
    _the_ombudsman_concludes(town, amina, complaint)

    checked = town.verify()
    assert checked.returncode == 0, checked.stdout + checked.stderr


def _the_department_tries(town: Town, melding: str) -> None:
    sara = town.at_work(SARA)
    sara.dossier(melding)
    sara.sees(STORY[:40])
    sara.pick("department", "Reiniging")
    sara.press("Stuur naar de dienst")
    nele = town.at_work(NELE)
    nele.dossier(melding)
    nele.press("Neem dit op")
    nele.page.get_by_role("tab", name="Notitie, alleen intern").click()
    nele.page.locator("#id_note").fill("INTERN: de chauffeur zegt dat het hek dicht was.")
    nele.press("Bewaar de notitie")
    nele.page.locator("#id_text").fill("Dag Amina, we halen het restafval vrijdag op.")
    nele.press("Verstuur als voorstel")
    nele.done("we halen het restafval vrijdag op")


def _it_becomes_a_complaint(amina: Citizen) -> str:
    amina.mail("we halen het restafval vrijdag op")
    amina.look()
    amina.does_not_see("INTERN")
    amina.press("Dit lost het niet op")
    amina.fill(text="Vrijdag is te laat, het stinkt nu al.")
    amina.send()
    amina.look()
    amina.press("maak er een klacht van")
    amina.sees("Dit gaat mee")
    amina.fill(wished="Ik wil 24 euro terug.", named="Koen Verlinden\nde man aan het loket")
    amina.press("Dien de klacht in")
    amina.look()
    mail = amina.mail("We kregen je klacht")
    amina.follow(mail)
    return amina.number


def _the_coordinator_admits_it(town: Town, complaint: str) -> None:
    greet = town.at_work(GREET)
    greet.act(complaint, "Verklaar ontvankelijk")
    greet.fill(reason="De dienst kon het samen met de klager niet oplossen.")
    greet.press("Verklaar ontvankelijk en stuur de brief")
    greet.done("ontvankelijk")


def _a_handler_is_found(town: Town, complaint: str) -> None:
    """A name that matches nobody waits; the head who was named is refused; another head is taken and signs."""
    greet = town.at_work(GREET)
    greet.complaint(complaint)
    greet.sees("de man aan het loket")
    greet.press("Zeg wie het is")
    greet.choose("Niemand van de stad")
    greet.press("Bewaar")
    greet.act(complaint, "Duid een behandelaar aan")
    greet.sees("Koen Verlinden", "Is genoemd in de klacht")
    assert greet.page.get_by_label("Koen Verlinden").count() == 0
    greet.choose("Thomas De Clercq")
    greet.press("Maak deze collega behandelaar")
    greet.done("Thomas De Clercq")
    assert town.at_work(KOEN).page.request.get(f"/desk/klachten/{complaint}/").status == 404
    assert town.at_work(NELE).page.request.get(f"/desk/klachten/{complaint}/").status == 404
    thomas = town.at_work(THOMAS)
    thomas.complaint(complaint)
    thomas.press("Teken de verklaring")
    thomas.press("Ik teken deze verklaring")
    thomas.done("niet betrokken")


def _both_sides_are_heard(town: Town, complaint: str) -> None:
    thomas = town.at_work(THOMAS)
    thomas.act(complaint, "Vraag het relaas van de dienst")
    thomas.pick("department", "Reiniging")
    thomas.fill(question="Waarom werd het restafval in de Vaartstraat drie weken niet opgehaald?")
    thomas.press("Stel de vraag")
    thomas.done("Reiniging")
    joris = town.at_work(JORIS)
    joris.open("/desk/wachtrij/")
    joris.press("Waarom werd het restafval")
    joris.does_not_see("Amina", STORY[:30])
    joris.fill(text="Het hek aan de Vaart was dicht. De ploeg meldde dat niet.")
    joris.press("Geef dit relaas")
    thomas.complaint(complaint)
    thomas.sees("De ploeg meldde dat niet.")
    thomas.open(f"/desk/klachten/{complaint}/punt/1/bevinding/")
    thomas.choose("Gegrond (vraagt een norm en een maatregel)")
    thomas.fill(reasons="Drie ritten bleven uit en niemand belde terug.", measure="We geven 12 euro terug.")
    thomas.page.locator("[name=norms]").first.check()
    thomas.press("Bewaar de bevinding")
    thomas.done("Drie ritten bleven uit")
    thomas.act(complaint, "Rond het onderzoek af")
    thomas.page.locator("[name=finding][value=gegrond]").check()
    thomas.fill(
        text="De klacht is gegrond: de stad reed drie weken niet.",
        remedy="We halen het afval vandaag op en geven 12 euro terug.",
        outstanding="Het geld komt deze week op de rekening.",
        learnt="Een dicht hek melden we voortaan aan de planning.",
    )
    thomas.press("Geef het ontwerp aan de coördinator")
    thomas.done("ontwerp")


def _the_director_advises(town: Town, complaint: str) -> None:
    greet = town.at_work(GREET)
    greet.act(complaint, "Ik zie het anders")
    greet.page.locator("[name=finding][value=deels_gegrond]").check()
    greet.page.locator("main textarea").first.fill("Over het terugbellen weten we niets zeker.")
    greet.press("Vraag advies aan de algemeen directeur")
    greet.done("advies")
    hilde = town.at_work(HILDE)
    hilde.act(complaint, "Geef advies")
    hilde.sees("de stad reed drie weken niet", "weten we niets zeker")
    hilde.page.locator("main textarea").first.fill("Volg de behandelaar: de klager houdt haar beltijden bij.")
    hilde.press("Geef dit advies")
    hilde.done("advies")
    greet.act(complaint, "Beslis na het advies")
    greet.page.locator("[name=finding][value=gegrond]").check()
    greet.page.locator("main textarea").first.fill("We volgen het advies.")
    greet.press("Beslis")
    greet.done("beslis")
    greet.act(complaint, "Stuur het voorstel")
    greet.page.locator("main textarea").first.fill("We halen het afval vandaag op en geven 12 euro terug.")
    greet.press("Stuur het voorstel")
    greet.done("voorstel")


def _amina_refuses(town: Town, amina: Citizen, complaint: str) -> None:
    amina.follow(amina.mail("geven 12 euro terug"))
    amina.does_not_see("INTERN", "Het hek aan de Vaart was dicht")
    amina.press("Ik ga niet akkoord")
    amina.fill(text="Ik vroeg 24 euro.")
    amina.send()
    amina.look()
    amina.sees("Vlaamse Ombudsdienst")
    greet = town.at_work(GREET)
    greet.complaint(complaint)
    greet.sees("Ik vroeg 24 euro.")
    greet.act(complaint, "Sluit af met een brief")
    greet.page.locator("[name=finding][value=gegrond]").check()
    greet.page.locator("[name=resolution]").first.check()
    greet.fill(learnt="Een dicht hek melden we voortaan dezelfde dag aan de planning.")
    greet.press("Sluit af en stuur de brief")
    greet.done("afgesloten")
    letter = amina.mail("Een dicht hek melden we voortaan")
    assert "Vlaamse Ombudsdienst" in letter


def _the_ombudsman_concludes(town: Town, amina: Citizen, complaint: str) -> None:
    amina.look()
    amina.press("Vraag de ombudsman om te kijken")
    amina.page.locator("[name=ground]").last.check()
    amina.fill(text="Niemand belde mij ooit terug.")
    amina.send()
    ilse = town.at_work(ILSE)
    ilse.open("/ombuds/")
    ilse.press(complaint)
    ilse.press("Open het dossier")
    ilse.sees("Niemand belde mij ooit terug.", "De ploeg meldde dat niet.", "We volgen het advies.")
    ilse.does_not_see("INTERN")
    ilse.press("Geef je besluit")
    ilse.fill(conclusion="De stad behandelde deze klacht zorgvuldig, maar te traag.")
    ilse.page.locator("[name^=recommendation]").first.fill("Bel terug binnen twee werkdagen.")
    ilse.press("Kijk je besluit na")
    ilse.press("Verstuur je besluit")
    assert ilse.page.request.get(f"/ombuds/{complaint}/").status == 404
    amina.follow(amina.mail("zorgvuldig, maar te traag"))
    amina.sees("Bel terug binnen twee werkdagen.")
    greet = town.at_work(GREET)
    greet.open("/desk/taken/")
    greet.sees("Bel terug binnen twee werkdagen.")
    greet.press("rond af")
    greet.page.locator("main textarea").first.fill("De telefooncentrale plant terugbellen nu zelf in.")
    greet.send()
    amina.look()
    amina.sees("gedaan")
    assert Complaint.objects.get(dossier__reference=complaint).step == "closed"
