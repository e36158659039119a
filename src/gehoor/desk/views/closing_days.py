"""The closing days of each body: what is on its calendar, what the rules propose, a day of its own, a calendar file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gehoor.desk.doors import see_other, staff_only
from gehoor.desk.forms.closing_days import BodyForm, FileForm, OneDayForm, SomeDaysForm, as_choice
from gehoor.desk.views.dossiers import status_of
from gehoor.dossiers.actions.closing_days import FARTHEST_YEARS, Changed, close_on, open_on
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound, RuleViolation
from gehoor.organisation.access import require
from gehoor.organisation.queries import bodies
from gehoor.regulations.icalendar_days import LARGEST_FILE, CalendarFileError, FoundDays, read_days
from gehoor.regulations.queries import closing_days_of

if TYPE_CHECKING:
    from gehoor.organisation.models import Body

_SHOWN_BEFORE = 5


@dataclass(frozen=True)
class Row:
    """A day on the screen. ``choice``: as it is posted; ``over``: today or before, so that nobody can change it."""

    day: date
    label: str
    choice: str
    over: bool


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, "regulations.manage")
    return actor


def _body(pk: object, every: "list[Body]") -> "Body":
    if not pk and every:
        return every[0]
    for body in every:
        if str(body.pk) == str(pk):
            return body
    raise NotFound("We vinden dit bestuur niet.")


@staff_only
def closing_days(request: HttpRequest) -> HttpResponse:
    """The calendar of a body in a year: ``?bestuur=&jaar=``."""
    _actor(request)
    return _show(request, _body(request.GET.get("bestuur"), bodies()), _year(request.GET))


def _year(asked: QueryDict) -> int:
    this_year, text = today().year, asked.get("jaar", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else this_year
    return min(max(year, this_year - _SHOWN_BEFORE), this_year + FARTHEST_YEARS)


def _show(
    request: HttpRequest,
    body: "Body",
    year: int,
    *,
    one: OneDayForm | None = None,
    file: FileForm | None = None,
    found: FoundDays | None = None,
    wrong: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    place, day = {"body": body.pk, "year": year}, today()
    rows = closing_days_of(body.pk, year)
    context = {
        "body": body,
        "bodies": bodies(),
        "year": year,
        "years": [one for one in (year - 1, year + 1) if day.year - _SHOWN_BEFORE <= one <= day.year + FARTHEST_YEARS],
        "there": [_row(one.day, one.label, day) for one in rows if not one.proposed],
        "proposed": [_row(one.day, one.label, day) for one in rows if one.proposed and one.day >= day],
        "found": None if found is None else [_row(one, label, day) for one, label in found.days.items()],
        "left_out": () if found is None else found.left_out,
        "one": one or OneDayForm(initial=place),
        "file": file or FileForm(initial=place),
        "wrong": wrong,
        "place": place,
        "today": day,
    }
    return render(request, "desk/closing_days.html", context, status=status)


def _row(day: date, label: str, now_is: date) -> Row:
    return Row(day, label, as_choice(day, label), day < now_is)


@staff_only
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Close on the chosen days, of the proposals or of a file."""
    actor = _actor(request)
    return _do(
        request, SomeDaysForm(request.POST), lambda body, days: close_on(body, days, by=actor, at=now()), "toegevoegd"
    )


@staff_only
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take the chosen days off the calendar."""
    actor = _actor(request)
    return _do(
        request,
        SomeDaysForm(request.POST),
        lambda body, days: open_on(body, list(days), by=actor, at=now()),
        "weggenomen",
    )


@staff_only
@require_POST
def add_one(request: HttpRequest) -> HttpResponse:
    """Close on a day of the city's own."""
    actor = _actor(request)
    form = OneDayForm(request.POST)
    body, year = _where(request)
    if not form.is_valid():
        return _show(request, body, year, one=form, wrong=form, status=422)
    values = form.cleaned_data
    try:
        changed = close_on(body, {values["day"]: values["label"]}, by=actor, at=now())
    except RuleViolation as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _show(request, body, year, one=form, wrong=form, status=status_of(refusal))
    return _done(request, body, values["day"].year, changed, "toegevoegd")


@staff_only
@require_POST
def read_file(request: HttpRequest) -> HttpResponse:
    """Show the days of a calendar file, to choose from. Nothing changes yet."""
    _actor(request)
    form = FileForm(request.POST, request.FILES)
    body, year = _where(request)
    if not form.is_valid():
        return _show(request, body, year, file=form, wrong=form, status=422)
    day = today()
    try:
        data = form.cleaned_data["file"].read(LARGEST_FILE + 1)
        found = read_days(data, first=day, last=date(day.year + FARTHEST_YEARS, 12, 31))
    except CalendarFileError as refusal:
        form.add_error("file", refusal.message)
        return _show(request, body, year, file=form, wrong=form, status=422)
    return _show(request, body, year, found=found)


def _where(request: HttpRequest) -> "tuple[Body, int]":
    """What to show again; without a body the first one, on which nothing happens: every form asks which."""
    place = BodyForm(request.POST)
    place.is_valid()
    year = place.cleaned_data.get("year") or today().year
    return _body(request.POST.get("body"), bodies()), min(max(year, 1900), today().year + FARTHEST_YEARS)


def _do(
    request: HttpRequest, form: SomeDaysForm, act: "Callable[[Body, dict[date, str]], Changed]", done: str
) -> HttpResponse:
    body, year = _where(request)
    if not form.is_valid():
        return _show(request, body, year, wrong=form, status=422)
    try:
        changed = act(body, form.cleaned_data["days"])
    except RuleViolation as refusal:
        form.add_error(None, refusal.message)
        return _show(request, body, year, wrong=form, status=status_of(refusal))
    return _done(request, body, year, changed, done)


def _done(request: HttpRequest, body: "Body", year: int, changed: Changed, done: str) -> HttpResponse:
    messages.success(request, f"{_amount(changed.days, 'dag', 'dagen')} {done}. {_moved(changed)}")
    return see_other(f"{reverse('desk:closing_days')}?bestuur={body.pk}&jaar={year}")


def _moved(changed: Changed) -> str:
    if changed.moved is None:
        return "De open termijnen worden nu herrekend. Dat duurt even."
    if changed.moved == 0:
        return "Geen enkele open termijn verschoof."
    return f"{_amount(changed.moved, 'open termijn verschoof', 'open termijnen verschoven')}: dat staat in elk dossier."


def _amount(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
