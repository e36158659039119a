"""Tags and filters of the screens: dates in Dutch, badges, the clock strip, fields."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gehoor.kernel.clock import BRUSSELS, local_date, today
from gehoor.web.icons import PATHS

register = template.Library()

_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def _day(value: date | datetime) -> date:
    return local_date(value) if isinstance(value, datetime) else value


def _time_tag(value: date | datetime, text: str) -> SafeString:
    stamp = (
        value.isoformat() if not isinstance(value, datetime) else value.astimezone(BRUSSELS).isoformat("T", "minutes")
    )
    return format_html('<time datetime="{}">{}</time>', stamp, text)


@register.filter
def dag(value: date | datetime | None) -> SafeString | str:
    """``maandag 21 december 2026``."""
    if value is None:
        return ""
    day = _day(value)
    return _time_tag(day, f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}")


@register.filter
def datum(value: date | datetime | None) -> SafeString | str:
    """``21 december 2026``."""
    if value is None:
        return ""
    day = _day(value)
    return _time_tag(day, f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


@register.filter
def dagkort(value: date | datetime | None) -> SafeString | str:
    """``ma 21 dec``, with the year when it is another one than this."""
    if value is None:
        return ""
    day = _day(value)
    year = "" if day.year == today().year else f" {day.year}"
    return _time_tag(day, f"{_DAYS[day.weekday()][:2]} {day.day} {_MONTHS[day.month - 1][:3]}{year}")


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """``ma 19 okt, 8.12``."""
    if value is None:
        return ""
    local = value.astimezone(BRUSSELS)
    year = "" if local.year == today().year else f" {local.year}"
    text = f"{_DAYS[local.weekday()][:2]} {local.day} {_MONTHS[local.month - 1][:3]}{year}, {local.hour}.{local.minute:02d}"
    return _time_tag(value, text)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon beside words that say the same."""
    return format_html(
        '<svg class="g-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', PATHS[name]
    )


_BADGE_ICONS = {"late": "warning", "soon": "clock", "ok": "check", "info": "pause", "no": "cross", "find": "scales"}


@register.simple_tag
def badge(kind: str, text: str, icon_name: str = "") -> SafeString:
    """A word with an icon and a colour: late, soon, ok, info, no, find."""
    return format_html(
        '<span class="g-badge g-badge--{}">{}{}</span>', kind, icon(icon_name or _BADGE_ICONS[kind]), text
    )


def due_words(
    due_on: date | None, now_day: date, met_on: date | None = None, *, paused: bool = False
) -> tuple[str, str]:
    """The badge (kind, words) of a due date: ``("late", "3 dagen te laat")``."""
    if met_on is not None and due_on is not None:
        return ("ok", "op tijd") if met_on <= due_on else ("late", "te laat")
    if paused:
        return "info", "klok staat stil"
    if due_on is None:
        return "info", "geen termijn"
    days = (due_on - now_day).days
    if days < 0:
        return "late", f"{-days} {'dag' if days == -1 else 'dagen'} te laat"
    if days == 0:
        return "soon", "vandaag"
    if days == 1:
        return "soon", "morgen"
    return ("soon" if days <= 3 else "ok"), f"nog {days} dagen"


@register.simple_tag
def due_badge(
    due_on: date | None, today: date | None = None, met_on: date | None = None, paused: bool = False
) -> SafeString:
    """The badge of a due date, in words and colour."""
    kind, words = due_words(due_on, today or _today(), met_on, paused=bool(paused))
    return badge(kind, words, "info" if words == "geen termijn" else "")


def _today() -> date:
    return today()


_STRIP_CLASSES = ("start", "past", "off", "holiday", "pause", "today", "due", "over", "mark", "month")


@register.simple_tag
def clock_strip(days: Iterable[Any], sentence: str = "", row: bool = False) -> SafeString:
    """The strip of days; ``sentence`` says the same in words. ``row``: the small one of a table."""
    spans = format_html_join(
        "", '<span class="{}">{}</span>', ((_strip_class(d.kinds), _strip_label(d, row)) for d in days)
    )
    shape = "g-strip g-strip--row" if row else "g-strip"
    return format_html(
        '<div class="{}" role="img" aria-label="{}"><div class="g-strip__days">{}</div></div>', shape, sentence, spans
    )


def _strip_class(kinds: Iterable[str]) -> str:
    present = set(kinds)
    return " ".join(["g-strip__day", *(f"g-strip__day--{kind}" for kind in _STRIP_CLASSES if kind in present)])


def _strip_label(day: Any, row: bool) -> SafeString | str:
    if row:
        return ""
    short = f"{day.day.day} {_MONTHS[day.day.month - 1][:3]}"
    for kind, word in (("start", "begin"), ("due", "uiterlijk"), ("today", "vandaag")):
        if kind in day.kinds:
            return format_html('<span class="g-strip__label">{} <b>{}</b></span>', word, short)
    if "month" in day.kinds:
        return format_html('<span class="g-strip__label">{}</span>', _MONTHS[day.day.month - 1][:3])
    return ""


@register.simple_tag
def proof(reckoning: Any) -> SafeString:
    """The lines of the proof: left the reason, right the date."""
    lines = (
        (line.text, dagkort(line.date) if line.date else f"+ {line.days} dagen" if line.days else "")
        for line in reckoning.lines
    )
    return format_html(
        '<ol class="g-proof">{}</ol>',
        format_html_join("", '<li><span>{}</span><span class="g-num">{}</span></li>', lines),
    )


@register.inclusion_tag("web/_parts/step_track.html")
def step_track(steps: Iterable[tuple[str, str, str]], mini: bool = False) -> dict[str, Any]:
    """The steps as stops: ``(label, small print, done | now | todo)``."""
    return {"steps": list(steps), "mini": mini}


@register.inclusion_tag("web/_parts/field.html")
def field(bound: BoundField, **extra: Any) -> dict[str, Any]:
    """A form field with label, help and error, in the markup of the design system."""
    widget = bound.field.widget
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    described = [f"{bound.id_for_label or bound.auto_id}-help"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.id_for_label or bound.auto_id}-error")
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    shape = {
        "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
        "select": "utrecht-select utrecht-select--html-select",
    }
    kind = getattr(widget, "input_type", "") or ("textarea" if "Textarea" in type(widget).__name__ else "")
    attributes["class"] = shape.get(kind, "utrecht-textbox utrecht-textbox--html-input")
    plain = isinstance(widget, CheckboxInput)
    if group or plain or kind == "file":
        attributes.pop("class")
    return {
        "field": bound,
        "group": group,
        "checkbox": plain,
        "widget": bound.as_widget(attrs=attributes) if not group else "",
        "id": bound.id_for_label or bound.auto_id,
        "optional": not bound.field.required and not plain,
        **extra,
    }


@register.inclusion_tag("web/_parts/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """All errors of a form, each a link to its field."""
    found: list[tuple[str, str]] = []
    for name, errors in form.errors.items():
        target = "" if name == "__all__" else (form[name].id_for_label or form[name].auto_id)
        found.extend((target, message) for message in errors)
    return {"errors": found}


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs: escaped, blank lines apart, single line ends kept."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    breaks = ((format_html_join(mark_safe("<br>"), "{}", ((line,) for line in block.split("\n"))),) for block in blocks)
    return format_html_join("", "<p>{}</p>", breaks)


@register.filter
def filesize(size: int) -> str:
    """``1,4 MB``."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
