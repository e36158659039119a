"""``./run city FILE``: an empty installation gets its departments and people from a file."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from gehoor.config import env
from gehoor.dossiers import checks
from gehoor.dossiers.actions.intake import receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Category
from gehoor.kernel.clock import now, today
from gehoor.organisation.models import Body, Department, Staff
from gehoor.organisation.queries import contact_point
from gehoor.regulations.models import ClosingDay
from gehoor.regulations.queries import version_on
from tests.city import MONDAY
from tests.complaints.course import CITIZEN, COMPLAINT

CITY = """
bodies:
  - {code: stad, name: Stad Voorbeeld, short_name: stad, phone: "016 555 02 00"}
  - {code: ocmw, name: OCMW Voorbeeld, short_name: OCMW}
hours:
  office: {mon: [["09:00", "12:00"]], tue: [["09:00", "19:00"]]}
departments:
  - {code: onthaal, body: stad, name: Onthaal, hours: office, contact_point: true}
  - {code: groen, body: stad, name: Groen, hours: office, does: "Parken en bomen."}
  - {code: zorg, body: ocmw, name: Zorg, hours: office}
categories:
  - {code: boom, name: Bomen, department: groen, words: "boom tak"}
staff:
  - {name: Noor Baeten, email: noor@voorbeeld.example, role: contactmedewerker, departments: [onthaal]}
  - {name: Jan Thys, email: jan@voorbeeld.example, role: diensthoofd, departments: [groen], head_of: groen}
closing_days:
  - {day: 2026-07-11, label: Feestdag van de Vlaamse Gemeenschap}
regulations:
  leuven: [ocmw]
"""


def load(folder: Path, text: str = CITY) -> str:
    """What the command says about a file with this text."""
    file = folder / "stad.yaml"
    file.write_text(text)
    said = StringIO()
    call_command("city", str(file), stdout=said)
    return said.getvalue()


@pytest.mark.usefixtures("empty_db")
def test_a_city_file_makes_departments_and_people_and_gives_each_a_link(tmp_path: Path, client: Client) -> None:
    said = load(tmp_path)
    assert "2 besturen, 3 diensten, 1 categorieën; 2 nieuwe mensen." in said
    assert contact_point().name == "Onthaal"
    assert Department.objects.get(code="groen").head == Staff.objects.get(email="jan@voorbeeld.example")
    assert Category.objects.get(code="boom").department.code == "groen"
    assert version_on(Body.objects.get(code="ocmw").pk, MONDAY.date()).code == "leuven"
    assert version_on(Body.objects.get(code="stad").pk, MONDAY.date()).code == "vlaams-model"
    link = next(line for line in said.splitlines() if line.startswith("Noor")).split("localhost:8000")[1]
    page = client.get(link, follow=True)
    chosen = {"password1": "een heel lang woord", "password2": "een heel lang woord"}
    client.post(page.request["PATH_INFO"], chosen)
    assert Staff.objects.get(email="noor@voorbeeld.example").check_password("een heel lang woord")


@pytest.mark.usefixtures("empty_db")
def test_the_same_file_again_adds_only_what_is_new(tmp_path: Path) -> None:
    load(tmp_path)
    more = CITY.replace(
        "closing_days:", "  - {name: Els Nys, email: els@voorbeeld.example, role: beheerder}\nclosing_days:"
    )
    said = load(tmp_path, more.replace("name: Groen,", "name: Groen en bos,"))
    assert "1 nieuwe mensen" in said
    assert Department.objects.get(code="groen").name == "Groen en bos"
    assert Staff.objects.filter(email="noor@voorbeeld.example").count() == 1


@pytest.mark.usefixtures("empty_db")
def test_a_closing_day_that_comes_with_the_file_later_moves_the_open_terms_and_no_others(tmp_path: Path) -> None:
    load(tmp_path)
    receive(replace(COMPLAINT, kind=Kind.QUESTION), by=CITIZEN, at=now())
    days = [today() + timedelta(days=n) for n in range(-9, 9)]
    lines = "".join(f"  - {{day: {day}, label: Verhuisdag}}\n" for day in days)
    load(tmp_path, CITY.replace("closing_days:\n", f"closing_days:\n{lines}"))
    added = ClosingDay.objects.filter(label="Verhuisdag", body__code="stad")
    assert added.exists()
    assert not added.filter(day__lt=today()).exists()
    assert not added.filter(added_at=None).exists()
    assert list(checks.problems()) == []


@pytest.mark.usefixtures("empty_db")
def test_somebody_who_lost_the_link_gets_another(tmp_path: Path) -> None:
    load(tmp_path)
    said = StringIO()
    call_command("city", link="NOOR@voorbeeld.example", stdout=said)
    assert "/account/password/reset/key/" in said.getvalue()
    with pytest.raises(CommandError, match="Niemand heeft het adres"):
        call_command("city", link="niemand@voorbeeld.example")


@pytest.mark.usefixtures("empty_db")
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("role: contactmedewerker", "role: baas", "staff 1, role: baas bestaat niet"),
        ("departments: [groen]", "departments: [bos]", "staff 2, departments: bos bestaat niet"),
        ("body: ocmw", "body: agb", "departments 3, body: agb bestaat niet"),
        ("hours: office, does", "hours: nooit, does", "departments 2, hours: nooit bestaat niet"),
        ("noor@voorbeeld.example", "noor", "staff 1, email: noor is geen e-mailadres"),
        ("jan@voorbeeld.example", "Noor@voorbeeld.example", "staat er twee keer"),
        ("code: zorg", "code: groen", "departments 3, code: groen staat er twee keer"),
        ("name: Zorg", "naam: Zorg", "departments 3, naam: is een onbekend veld"),
        ("name: Zorg,", "", "departments 3, name: ontbreekt"),
        ('"016 555 02 00"', "16555", "bodies 1, phone: moet een tekst"),
        ("2026-07-11", "binnenkort", "closing_days 1, day: moet een datum zijn"),
        ("leuven: [ocmw]", "gent: [ocmw]", "regulations: gent bestaat niet"),
        ("bodies:", "bodies: [", "geen geldige YAML"),
        ("staff:", "staff: x\nzomaar:", "staff: moet een lijst zijn"),
        ('[["09:00", "12:00"]]', "altijd", "hours, office"),
        (CITY, "hallo", "begint met velden"),
    ],
)
def test_a_file_with_a_fault_changes_nothing_and_says_where(tmp_path: Path, old: str, new: str, words: str) -> None:
    with pytest.raises(CommandError) as refused:
        load(tmp_path, CITY.replace(old, new, 1))
    assert words in str(refused.value)
    assert not Staff.objects.exists()


@pytest.mark.usefixtures("empty_db")
def test_the_city_file_of_the_manual_is_good(tmp_path: Path) -> None:
    page = (env.ROOT / "docs/how-to/start-empty.md").read_text()
    assert "2 nieuwe mensen" in load(tmp_path, page.split("```yaml\n")[1].split("```")[0])


def test_every_command_stands_in_the_reference() -> None:
    page = (env.ROOT / "docs/reference/commands.md").read_text()
    names = [path.stem for path in env.ROOT.glob("src/gehoor/*/management/commands/[a-z]*.py")]
    assert [name for name in names if f"`./run {name}" not in page] == []
