"""What comes from the ombudsman and what goes there, and complaints about one matter that go together, in real browsers."""

import subprocess
import sys
import zipfile
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from playwright.sync_api import expect

from gehoor.complaints.actions.forwarding import tell_forwarders
from gehoor.kernel.clock import now
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO
from tests.journeys.conftest import Town
from tests.journeys.people import Citizen, Colleague
from tests.people import AMINA, GREET, ILSE, THOMAS
from tests.portal.citizen import token_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

STORY = "De veegwagen slaat mijn straat al drie keer over. Op mijn brief kwam geen antwoord."


def _with_her_link(town: Town, course: Course) -> Citizen:
    """Amina, who kept the mail with the link."""
    amina = town.citizen()
    amina.link = f"/volg/{token_of(course.complaint.dossier)}/"
    amina.look()
    return amina


def _ends(town: Town) -> None:
    checked = town.verify()
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_two_complaints_about_one_matter_are_investigated_once_and_answered_each(town: Town) -> None:
    main, other = way.heard(town.city, at=AGO), way.admitted(town.city, at=AGO)
    first, second = (one.complaint.dossier.reference for one in (main, other))
    greet, thomas = town.at_work(GREET), town.at_work(THOMAS)
    greet.act(second, "Voeg bij een andere klacht")
    greet.fill(reference="2026-77777-5", reason="Dezelfde straat.")
    greet.press("Voeg samen")
    expect(greet.page.locator("[data-errors]")).to_be_visible()
    greet.fill(reference=first, reason="Het gaat over dezelfde straat en dezelfde weken.")
    greet.press("Voeg samen")
    greet.done(f"Gevoegd bij {first}.")
    amina = town.citizen()
    assert second in amina.mail("samen met een andere")
    thomas.complaint(second)
    thomas.press("Teken de verklaring")
    thomas.press("Ik teken deze verklaring")
    for course in (main, other):
        way.answer(course)
    thomas.act(first, "Rond het onderzoek af")
    thomas.page.locator("[name=finding][value=gegrond]").check()
    thomas.fill(text="De stad was fout.", **way.ANSWER)
    thomas.press("Geef het ontwerp aan de coördinator")
    thomas.done("ontwerp")
    greet.act(first, "Ik ben het eens")
    greet.press("Ik ben het eens")
    assert main.fresh().step == other.fresh().step == "proposal", "one judgement for both"
    greet.act(second, "Stuur het voorstel")
    greet.page.locator("main textarea").first.fill("We vegen je straat vanaf nu elke week.")
    greet.press("Stuur het voorstel")
    greet.done("voorstel")
    assert second in amina.mail("We vegen je straat vanaf nu elke week.")
    _ends(town)


def test_the_ombudsman_sends_on_what_the_city_did_not_see_yet_and_hears_how_it_ended(town: Town) -> None:
    ilse, amina = town.at_work(ILSE), town.citizen()
    ilse.open("/ombuds/")
    ilse.press("Doorgestuurd")
    ilse.press("Stuur een klacht door")
    ilse.fill(name=AMINA.name, address=AMINA.address, email=AMINA.email, text=STORY, their_reference="VO-118")
    ilse.press("Stuur de klacht door")
    ilse.sees("Vraag dat eerst")
    ilse.page.locator("[name=consent]").check()
    ilse.press("Stuur de klacht door")
    ilse.sees("De stad is ermee bezig")
    number = ilse.number
    amina.follow(amina.mail("We kregen je klacht"))
    amina.sees(STORY[:40])
    greet = town.at_work(GREET)
    greet.complaint(number)
    greet.sees("Doorgestuurd door de ombudsman", "VO-118")
    assert ilse.page.request.get(f"/ombuds/{number}/").status == 404
    amina.press("Zeggen dat het opgelost is")
    amina.send()
    amina.sees("Het is opgelost voor jou.")
    tell_forwarders(at=now())  # as the worker does every five minutes, unless it did just now
    assert number in _mail_to(ILSE.email, amina)
    ilse.open("/ombuds/doorgestuurd/")
    ilse.press(number)
    ilse.sees("Afgesloten op", "Ben je niet tevreden over hoe we je klacht behandelden?")
    _ends(town)


def _mail_to(whom: str, amina: Citizen) -> str:
    """The text of the mail that this person got, once the worker has sent it."""
    for _ in range(300):
        for path in amina.outbox.glob("*.eml"):
            mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
            if whom in str(mail["To"]):
                return str(mail.get_content())
        amina.page.wait_for_timeout(200)
    raise AssertionError(f"no mail for {whom}")


def test_a_referral_with_a_package_a_question_an_answer_a_conclusion_and_its_follow_up(
    town: Town, tmp_path: Path
) -> None:
    course = way.closed(town.city, at=AGO)
    number = course.complaint.dossier.reference
    amina = _with_her_link(town, course)
    amina.press("Vraag de ombudsman om te kijken")
    amina.send()  # two clicks: the ground that weighs most stands ready
    amina.sees("bekijkt je klacht")
    ilse, greet = town.at_work(ILSE), town.at_work(GREET)
    ilse.open("/ombuds/")
    ilse.press(number)
    ilse.press("Open het dossier")
    ilse.press("Stel de stad een vraag")
    ilse.fill(text="Reed de wagen tot aan het hek?")
    ilse.press("Stel de vraag")
    ilse.sees("Je vraag is bij de klachtencoördinator")
    _answers(greet, tmp_path)
    ilse.open(f"/ombuds/{number}/")
    ilse.sees("Nee, het hek was dicht.", "rit.txt")
    _takes_it_along(ilse, number, tmp_path)
    ilse.open(f"/ombuds/{number}/besluit/")
    ilse.fill(conclusion="De klacht is gegrond.", recommendation_1="Meld een dicht hek dezelfde dag.")
    ilse.press("Kijk je besluit na")
    ilse.press("Verstuur je besluit")
    assert ilse.page.request.get(f"/ombuds/{number}/").status == 404
    greet.open("/desk/taken/")
    greet.sees("Meld een dicht hek dezelfde dag.")
    greet.press("rond af")
    greet.page.locator("main textarea").first.fill("De ploeg meldt het nu meteen aan de planning.")
    greet.send()
    ilse.open("/ombuds/aanbevelingen/")
    ilse.sees(number, "gedaan", "De ploeg meldt het nu meteen aan de planning.")
    amina.look()
    amina.sees("De ploeg meldt het nu meteen aan de planning.")
    _ends(town)


def _answers(greet: Colleague, tmp_path: Path) -> None:
    """The coordinator answers from the list of tasks, with a file."""
    paper = tmp_path / "rit.txt"
    paper.write_text("de rit van 6 november")
    greet.open("/desk/taken/")
    greet.sees("vraag 1 van de ombudsman")
    greet.press("rond af")
    greet.fill(text="Nee, het hek was dicht.")
    greet.page.locator("[name=files]").set_input_files(str(paper))
    greet.press("Stuur het antwoord")
    greet.done("Je antwoord is bij de ombudsman.")


def _takes_it_along(ilse: Colleague, number: str, tmp_path: Path) -> None:
    """Made without asking at the referral; what came after that asks for it once more. It is checked where nothing else is."""
    for _ in range(100):
        ilse.open(f"/ombuds/{number}/pakket/")
        if ilse.page.get_by_role("button", name="Haal het pakket op").count():
            break
        if ilse.page.get_by_role("button", name="Maak het pakket opnieuw").count():
            ilse.press("Maak het pakket opnieuw")
        else:
            ilse.page.wait_for_timeout(500)
    with ilse.page.expect_download() as fetched:
        ilse.page.get_by_role("button", name="Haal het pakket op").click()
    packed, empty = tmp_path / "pakket.zip", tmp_path / "leeg"
    fetched.value.save_as(packed)
    empty.mkdir()
    with zipfile.ZipFile(packed) as archive:
        assert f"{number}/data/antwoorden/001-rit.txt" in archive.namelist()
        (empty / "verify.py").write_bytes(archive.read(f"{number}/verify.py"))
    script = [sys.executable, "-I", "-S", "verify.py", str(packed)]
    checked = subprocess.run(script, cwd=empty, env={}, capture_output=True, text=True, timeout=60, check=False)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
