"""Changing the organisation."""

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.core.cache import cache
from django.db import connection, transaction

from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM, Actor, Scope
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from gehoor.organisation import entries
from gehoor.organisation.access import may
from gehoor.organisation.models import (
    Absence,
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
from gehoor.organisation.queries import AWAY_NOW

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


LONGEST_ABSENCE = timedelta(days=366)


@transaction.atomic
def note_absence(
    staff_id: int, *, first_day: date, last_day: date, deputy_id: int | None = None, by: Actor, at: datetime
) -> Absence:
    """Somebody is away from one day to another (calendar days, both included), and who does the work meanwhile.

    By the person; or by who gives work in a department of that person (``dossiers.assign``), or manages the organisation.
    The deputy gets the tasks, and no right besides. Raises InvalidInput (``field`` says which) and NotAllowed.
    """
    person = _at_work(staff_id, field="staff")
    _require_note(by, person)
    if last_day < first_day:
        raise InvalidInput("De laatste dag ligt voor de eerste.", field="last_day")
    if last_day < local_date(at):
        raise InvalidInput("Die dagen zijn al voorbij.", field="last_day")
    if last_day - first_day >= LONGEST_ABSENCE:
        raise InvalidInput("Een afwezigheid duurt hoogstens een jaar. Noteer daarna een nieuwe.", field="last_day")
    deputy = None if deputy_id is None else _at_work(deputy_id, field="deputy")
    if deputy == person:
        raise InvalidInput("Niemand kan zichzelf vervangen. Kies een collega.", field="deputy")
    _refuse_overlap(person, first_day, last_day, field="first_day")
    if deputy is not None:
        _refuse_overlap(deputy, first_day, last_day, field="deputy")
    row = Absence.objects.create(
        staff=person, first_day=first_day, last_day=last_day, deputy=deputy, noted_by_id=by.staff_id, noted_at=at
    )
    room = room_chain("organisation")
    record(entries.ABSENT, room, by=by, at=at, absence=row.pk, staff=person.pk, deputy=deputy_id)
    transaction.on_commit(lambda: cache.delete(AWAY_NOW))
    return row


@transaction.atomic
def withdraw_absence(absence_id: int, *, by: Actor, at: datetime) -> None:
    """Back earlier, or not away after all: from now on it counts no more. Twice raises Conflict."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("staff").filter(pk=absence_id).first()
    if row is None:
        raise NotFound("We vinden deze afwezigheid niet.")
    _require_note(by, row.staff)
    if row.withdrawn_at is not None:
        raise Conflict("Deze afwezigheid is al teruggenomen.")
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    record(entries.BACK, room_chain("organisation"), by=by, at=at, absence=row.pk, staff=row.staff_id)
    transaction.on_commit(lambda: cache.delete(AWAY_NOW))


def _at_work(staff_id: int, *, field: str) -> Staff:
    """An active colleague, locked: two absences of one person are noted one after the other."""
    person = Staff.objects.select_for_update().filter(pk=staff_id, is_active=True, is_external=False).first()
    if person is None:
        raise InvalidInput("Kies een collega uit de lijst.", field=field)
    return person


def _require_note(by: Actor, person: Staff) -> None:
    if by.is_staff and by.id == person.pk:
        return
    departments = person.memberships.values_list("department_id", flat=True)
    gives_work = any(may(by, "dossiers.assign", department_id=pk) for pk in departments)
    if not gives_work and not may(by, "organisation.manage"):
        raise NotAllowed("Je kan dit alleen voor jezelf en voor je eigen dienst noteren.")


def _refuse_overlap(person: Staff, first_day: date, last_day: date, *, field: str) -> None:
    there = Absence.objects.filter(staff=person, withdrawn_at=None, first_day__lte=last_day, last_day__gte=first_day)
    found = there.first()
    if found is not None:
        days = f"van {found.first_day:%d/%m/%Y} tot en met {found.last_day:%d/%m/%Y}"
        raise InvalidInput(f"{person.name} is al afwezig {days}.", field=field)
