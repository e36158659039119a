"""Making the organisation what a plan says. Doing it again changes what changed and adds what is new; it takes nothing away."""

from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction

from gehoor.config.city.plan import Plan
from gehoor.dossiers.actions.closing_days import close_on
from gehoor.dossiers.models import Category, Dossier
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date
from gehoor.organisation import actions
from gehoor.organisation.models import Body, Department, Staff
from gehoor.regulations.actions import add_closing_days, apply_version, import_shipped
from gehoor.regulations.holidays_of_belgium import legal_holidays
from gehoor.regulations.queries import calendar_of

MODEL = "vlaams-model"
"""The regulation of a body for which the file names none."""


@transaction.atomic
def found(plan: Plan, *, at: datetime) -> list[Staff]:
    """Put bodies, departments, categories, people, regulations and closing days in place; the people who are new."""
    bodies = actions.put_bodies({row["code"]: _without_code(row) for row in plan.bodies})
    departments = actions.put_departments({row["code"]: _department(row, bodies, plan) for row in plan.departments})
    for row in plan.categories:
        values = {"name": row["name"], "department": departments[row["department"]], "words": row.get("words", "")}
        Category.objects.update_or_create(code=row["code"], defaults=values)
    known = {email.lower() for email in Staff.objects.values_list("email", flat=True)}
    fresh = [_person(row, departments, at=at) for row in plan.staff if row["email"].lower() not in known]
    _regulate(plan, bodies, at=at)
    actions.note_city_file(plan.text, by=SYSTEM, at=at)
    transaction.on_commit(cache.clear)
    return fresh


def _without_code(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "code"}


def _department(row: dict[str, Any], bodies: dict[str, Body], plan: Plan) -> dict[str, Any]:
    body = bodies[row["body"]]
    return {
        "body": body,
        "name": row["name"],
        "what_it_does": row.get("does", ""),
        "phone": row.get("phone", body.phone),
        "email": row.get("email", body.email),
        "opening_hours": plan.hours[row["hours"]],
        **({"is_contact_point": True} if row.get("contact_point") else {}),
    }


def _person(row: dict[str, Any], departments: dict[str, Department], *, at: datetime) -> Staff:
    person = actions.add_staff(
        email=row["email"],
        name=row["name"],
        function=row.get("function", ""),
        roles=[row["role"]],
        department_codes=row.get("departments", []),
        external=row.get("external", False),
        at=at,
        by=SYSTEM,
    )
    if "head_of" in row:
        actions.appoint_head(departments[row["head_of"]], person)
    return person


def _regulate(plan: Plan, bodies: dict[str, Body], *, at: datetime) -> None:
    for name, codes in plan.regulations.items():
        import_shipped(name, body_codes=codes, by=SYSTEM, at=at)
    named = {code for codes in plan.regulations.values() for code in codes}
    model = import_shipped(MODEL, by=SYSTEM, at=at)
    others = [body for code, body in bodies.items() if code not in named]
    apply_version(model, others, by=SYSTEM, at=at, start=model.valid_from)
    days = legal_holidays(range(at.year - 1, at.year + 4)) | {row["day"]: row["label"] for row in plan.closing_days}
    for body in bodies.values():
        _close(body, days, at=at)


def _close(body: Body, days: dict[date, str], *, at: datetime) -> None:
    """Before there are dossiers every day stands there from the beginning; after that only a day to come is added, and terms move."""
    if not Dossier.objects.filter(body=body).exists():
        add_closing_days(body, days, by=SYSTEM, at=at)
        return
    there = calendar_of(body.pk).closing_days
    fresh = {day: label for day, label in days.items() if day >= local_date(at) and day not in there}
    if fresh:
        close_on(body, fresh, by=SYSTEM, at=at)
