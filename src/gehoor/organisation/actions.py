"""Changing the organisation."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import connection, transaction

from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM, Actor, Scope
from gehoor.kernel.errors import InvalidInput
from gehoor.organisation import entries
from gehoor.organisation.models import (
    Body,
    Department,
    Membership,
    RateCounter,
    Role,
    RoleHolding,
    RolePermission,
    Staff,
)
from gehoor.organisation.permissions import PERMISSIONS

MATRIX = Path(__file__).with_name("matrix.yaml")


def read_matrix(text: str) -> dict[str, Any]:
    """The matrix as ``{role: {"name": …, "permissions": {permission: scope}}}``; raises InvalidInput on an unknown word."""
    matrix: dict[str, Any] = yaml.safe_load(text)
    for code, role in matrix.items():
        for permission, scope in role["permissions"].items():
            if permission not in PERMISSIONS or scope not in set(Scope):
                raise InvalidInput(f"Onbekend recht of bereik bij de rol {code}: {permission}, {scope}.")
    return matrix


@transaction.atomic
def load_matrix(*, at: datetime, by: Actor = SYSTEM, text: str | None = None) -> None:
    """Make roles and permissions what the file says; running it twice changes nothing."""
    text = MATRIX.read_text(encoding="utf-8") if text is None else text
    wanted = {
        (code, permission): scope
        for code, role in read_matrix(text).items()
        for permission, scope in role["permissions"].items()
    }
    present = {
        (row.role.code, row.permission): row.scope for row in RolePermission.objects.select_related("role").all()
    }
    if wanted == present:
        return
    for code, role in read_matrix(text).items():
        row, _ = Role.objects.update_or_create(code=code, defaults={"name": role["name"]})
        row.permissions.all().delete()
        RolePermission.objects.bulk_create(
            RolePermission(role=row, permission=permission, scope=scope)
            for permission, scope in role["permissions"].items()
        )
    digest = hashlib.sha256(text.encode()).hexdigest()
    record(entries.MATRIX_LOADED, room_chain("organisation"), by=by, at=at, sha256=digest)


@transaction.atomic
def add_staff(
    *,
    email: str,
    name: str,
    roles: list[str],
    department_codes: list[str],
    at: datetime,
    by: Actor,
    function: str = "",
    external: bool = False,
    demo: bool = False,
) -> Staff:
    """Make an account without a usable password: its owner sets one by mail or link."""
    person = Staff(
        email=email, name=name, function=function, is_external=external, is_demo=demo, created_at=at, last_login=None
    )
    person.set_unusable_password()
    person.save()
    found = Department.objects.filter(code__in=department_codes)
    Membership.objects.bulk_create(Membership(staff=person, department=row) for row in found)
    RoleHolding.objects.bulk_create(
        RoleHolding(staff=person, role=role) for role in Role.objects.filter(code__in=roles)
    )
    record(entries.STAFF_ADDED, room_chain("organisation"), by=by, at=at, staff=person.pk)
    return person


@transaction.atomic
def first_administrator(*, at: datetime) -> Staff:
    """The account of the first administrator: made when nobody is there yet."""
    person = Staff.objects.filter(holdings__role__code="beheerder").first()
    if person is None:
        person = add_staff(
            email="beheerder@gehoor.example",
            name="Beheerder",
            roles=["beheerder"],
            department_codes=[],
            at=at,
            by=SYSTEM,
        )
        record(entries.ADMIN_INVITED, room_chain("organisation"), by=SYSTEM, at=at, staff=person.pk)
    return person


def count_hit(bucket: str, key: str, *, window_seconds: int, at: datetime) -> int:
    """Count one try and return how many there were in this window, over all processes.

    One atomic statement; windows are aligned to the epoch. The key is stored as its SHA-256.
    """
    start = datetime.fromtimestamp(int(at.timestamp()) // window_seconds * window_seconds, tz=at.tzinfo)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisation_ratecounter (bucket, key, window_start, hits) VALUES (%s, %s, %s, 1)"
            " ON CONFLICT (bucket, key, window_start)"
            " DO UPDATE SET hits = organisation_ratecounter.hits + 1 RETURNING hits",
            [bucket, hashlib.sha256(key.encode("utf-8", "replace")).digest(), start],
        )
        row = cursor.fetchone()
    return int(row[0])


def forget_hits(*, at: datetime) -> int:
    """Delete counters older than a day; returns how many."""
    deleted, _ = RateCounter.objects.filter(window_start__lt=at - timedelta(days=1)).delete()
    return deleted


@transaction.atomic
def found_city(name: str, *, phone: str = "") -> Body:
    """The least a city needs: a body and its contact point. An administrator gives it departments and people."""
    body = Body.objects.create(code="stad", name=name, short_name="stad", phone=phone)
    Department.objects.create(
        body=body,
        code="contactpunt",
        name="Contactpunt",
        phone=phone,
        is_contact_point=True,
        opening_hours={day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
    )
    return body


@transaction.atomic
def put_bodies(rows: dict[str, dict[str, str]]) -> dict[str, Body]:
    """Make each body as the row under its code says, or change the one that is there; the bodies by code."""
    return {code: Body.objects.update_or_create(code=code, defaults=row)[0] for code, row in rows.items()}


@transaction.atomic
def put_departments(rows: dict[str, dict[str, Any]]) -> dict[str, Department]:
    """Make each department as the row under its code says, or change the one that is there; the departments by code.

    A row with ``is_contact_point`` takes that over from whichever department had it.
    """
    if contact_points := [code for code, row in rows.items() if row.get("is_contact_point")]:
        Department.objects.filter(is_contact_point=True).exclude(code__in=contact_points).update(is_contact_point=False)
    return {code: Department.objects.update_or_create(code=code, defaults=row)[0] for code, row in rows.items()}


def appoint_head(department: Department, person: Staff) -> None:
    """Say who heads a department."""
    Department.objects.filter(pk=department.pk).update(head=person)


def note_city_file(text: str, *, by: Actor, at: datetime) -> None:
    """Write down that the organisation was made what a file says."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    record(entries.CITY_LOADED, room_chain("organisation"), by=by, at=at, sha256=digest)
