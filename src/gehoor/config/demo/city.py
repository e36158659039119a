"""Founding the city of ``city.yaml``: bodies, departments, categories, people, regulations, closing days."""

import re
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.cache import cache
from django.db import transaction

from gehoor.dossiers.actions.canned import Canned, save_canned
from gehoor.dossiers.models import Category
from gehoor.kernel.actors import SYSTEM
from gehoor.organisation.actions import add_staff
from gehoor.organisation.models import Body, Department, Staff
from gehoor.regulations.actions import add_closing_days, import_shipped, import_version
from gehoor.regulations.holidays_of_belgium import legal_holidays, local_closing_days

CITY = Path(__file__).with_name("city.yaml")
YEARS_BACK = 6
"""How far back the calendar reaches: as far as synthetic dossiers go."""

REGULATIONS = {"leuven": ["stad", "ocmw"], "vlaams-model": []}
"""Which regulation of the library holds for which bodies; one without bodies lies ready to be put in force."""
OWN_REGULATION = Path(__file__).with_name("vaartberg-leeft.yaml")
"""That of the autonomous company, which treats a complaint twice before the ombudsman comes."""


def is_founded() -> bool:
    """Whether the demo is there."""
    return Staff.objects.filter(is_demo=True).exists()


@transaction.atomic
def found(*, at: datetime) -> None:
    """Found the city of ``city.yaml``. Bodies and departments that are there already are completed."""
    plan: dict[str, Any] = yaml.safe_load(CITY.read_text(encoding="utf-8"))
    bodies = {row["code"]: _body(row) for row in plan["bodies"]}
    departments = {row["code"]: _department(row, bodies, plan["hours"]) for row in plan["departments"]}
    Category.objects.bulk_create(
        Category(code=row["code"], name=row["name"], department=departments[row["department"]], words=row["words"])
        for row in plan["categories"]
    )
    for row in plan["staff"]:
        _person(row, departments, at=at)
    for name, codes in REGULATIONS.items():
        import_shipped(name, body_codes=codes, by=SYSTEM, at=at)
    import_version(OWN_REGULATION.read_text(encoding="utf-8"), body_codes=["agb"], by=SYSTEM, at=at)
    _close(bodies, plan["closing_days"], at=at)
    for row in plan["texts"]:
        _text(row, departments, at=at)
    cache.clear()


def _body(row: dict[str, str]) -> Body:
    body, _ = Body.objects.update_or_create(code=row["code"], defaults={k: v for k, v in row.items() if k != "code"})
    return body


def _department(row: dict[str, Any], bodies: dict[str, Body], hours: dict[str, Any]) -> Department:
    body = bodies[row["body"]]
    department, _ = Department.objects.update_or_create(
        code=row["code"],
        defaults={
            "body": body,
            "name": row["name"],
            "what_it_does": row["does"],
            "phone": body.phone,
            "email": f"{row['code']}@vaartberg.example",
            "opening_hours": hours[row["hours"]],
            "is_contact_point": row.get("contact_point", False),
        },
    )
    return department


def _person(row: dict[str, Any], departments: dict[str, Department], *, at: datetime) -> None:
    person = add_staff(
        email=address_of(row["name"]),
        name=row["name"],
        function=row["function"],
        roles=[row["role"]],
        department_codes=row["departments"],
        external=row.get("external", False),
        demo=True,
        at=at,
        by=SYSTEM,
    )
    if row.get("head_of"):
        Department.objects.filter(pk=departments[row["head_of"]].pk).update(head=person)


def _text(row: dict[str, Any], departments: dict[str, Department], *, at: datetime) -> None:
    department_id = departments[row["department"]].pk if "department" in row else None
    save_canned(None, Canned(row["title"], row["body"], department_id, row.get("step", "")), by=SYSTEM, at=at)


def address_of(name: str) -> str:
    """``Thomas De Clercq`` → ``thomas.declercq@vaartberg.example``."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    first, _, last = plain.partition(" ")
    return f"{first}.{re.sub('[^a-z]', '', last)}@vaartberg.example"


def _close(bodies: dict[str, Body], extra: list[dict[str, Any]], *, at: datetime) -> None:
    years = range(at.year - YEARS_BACK, at.year + 4)
    days = legal_holidays(years) | local_closing_days(years)
    days |= {date.fromisoformat(f"{year}-{row['day']}"): row["label"] for year in years for row in extra}
    for body in bodies.values():
        add_closing_days(body, days, by=SYSTEM, at=at)
