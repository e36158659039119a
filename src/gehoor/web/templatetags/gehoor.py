"""Tags and filters of the screens: dates in Dutch, badges, the clock strip, fields, help.

The parts that are a template of their own stand in ``templates/web/_parts`` and say at their top what they need; ``/demo/stijl/``
of the demo shows every one of them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Textarea
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gehoor.kernel.clock import BRUSSELS, local_date
from gehoor.kernel.clock import today as today_now
from gehoor.web import strips, words
from gehoor.web.icons import PATHS

register = template.Library()

# Dates -----------------------------------------------------------------------------------------------------------------


def _day(value: date | datetime) -> date:
    return local_date(value) if isinstance(value, datetime) else value


def _time_tag(value: date | datetime, text: str) -> SafeString:
    stamp = value.astimezone(BRUSSELS).isoformat("T", "minutes") if isinstance(value, datetime) else value.isoformat()
    return format_html('<time datetime="{}">{}</time>', stamp, text)


@register.filter
def dag(value: date | datetime | None) -> SafeString | str:
    """``maandag 21 december 2026``."""
    return _time_tag(_day(value), words.in_full(_day(value))) if value else ""


@register.filter
def datum(value: date | datetime | None) -> SafeString | str:
    """``21 december 2026``."""
    return _time_tag(_day(value), words.without_weekday(_day(value))) if value else ""


@register.filter
def dagkort(value: date | datetime | None) -> SafeString | str:
    """``ma 21 dec``, with the year when it is another one than this."""
    return _time_tag(_day(value), words.in_short(_day(value), today_now())) if value else ""


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """``ma 19 okt, 8.12``."""
    return _time_tag(value, words.with_time(value, today_now())) if value else ""


# Small pictures --------------------------------------------------------------------------------------------------------


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """An icon beside words that say the same. Raises ``KeyError`` for a name that ``web.icons`` does not draw."""
    return format_html(
        '<svg class="g-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', PATHS[name]
    )


_BADGE_ICONS = {
    "late": "warning", "soon": "clock", "ok": "check", "info": "pause", "no": "cross", "find": "scales", "plain": "",
}  # fmt: skip


@register.simple_tag
@lru_cache(maxsize=512)
def badge(kind: str, text: str, icon_name: str = "") -> SafeString:
    """A word with an icon and a colour: late, soon, ok, info, no, find; plain has neither."""
    name = icon_name or _BADGE_ICONS[kind]
    return format_html('<span class="g-badge g-badge--{}">{}{}</span>', kind, icon(name) if name else "", text)


@register.simple_tag
def due_badge(
    due_on: date | None, today: date | None = None, met_on: date | None = None, paused: bool = False
) -> SafeString:
    """The badge of a due date, in words and colour. ``paused``: its clock stands still."""
    kind, text = words.due(due_on, today or today_now(), met_on, paused=bool(paused))
    return badge(kind, text)


# The clock -------------------------------------------------------------------------------------------------------------


@register.simple_tag
def clock_strip(days: Iterable[Any], sentence: str = "", row: bool = False, begin: str = "begin") -> SafeString:
    """The strip of days; ``sentence`` says the same in words. ``row``: the small one of a table. ``begin``: what day 0 is called."""
    return strips.draw(list(days), sentence, row=bool(row), begin=begin)


@register.simple_tag
def strip_legend(days: Sequence[Any]) -> SafeString:
    """What the colours of this strip mean."""
    return strips.legend(days)


@register.simple_tag
def proof(reckoning: Any, full: bool = False) -> SafeString:
    """The lines of the proof: left the reason, right the date (``full``: ``maandag 21 december 2026``) or the days it adds."""
    shown = dag if full else dagkort
    lines = ((line.text, f"+ {words.days(line.days)}" if line.days else shown(line.date)) for line in reckoning.lines)
    return format_html(
        '<ol class="g-proof">{}</ol>',
        format_html_join("", '<li><span>{}</span><span class="g-num">{}</span></li>', lines),
    )


@register.inclusion_tag("web/_parts/step_track.html")
def step_track(
    steps: Iterable[tuple[str, str, str]], mini: bool = False, label: str = "Stappen van de klacht"
) -> dict[str, Any]:
    """The steps as stops: ``(label, small print, done | now | todo | skipped)``. ``mini`` stands beside the name of the step."""
    return {"steps": list(steps), "mini": mini, "label": label}


# Forms -----------------------------------------------------------------------------------------------------------------

_CLASSES = {
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "file": "g-file",
    "checkbox": "",
    "radio": "",
}


@register.inclusion_tag("web/_parts/field.html")
def field(bound: BoundField, **extra: Any) -> dict[str, Any]:
    """A form field with label, help and error. Also ``label=``, ``hint=`` and ``optional=`` to say something else than the form does.

    What a later step asks for (``data-asked`` on the widget) is not called optional, though this form may go without.
    """
    widget = bound.field.widget
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    key = bound.id_for_label or bound.auto_id
    hint, asked = extra.get("hint", bound.help_text), "data-asked" in widget.attrs
    described = " ".join(([f"{key}-help"] if hint else []) + ([f"{key}-error"] if bound.errors else []))
    return {
        "field": bound,
        "id": key,
        "label": extra.get("label", bound.label),
        "hint": hint,
        "described": described,
        "group": group,
        "checkbox": isinstance(widget, CheckboxInput),
        "widget": "" if group else bound.as_widget(attrs=_attributes(bound, described)),
        "optional": extra.get("optional", not (bound.field.required or isinstance(widget, CheckboxInput) or asked)),
    }


def _attributes(bound: BoundField, described: str) -> dict[str, str | bool]:
    """What the input says of itself: its look, and for a screen reader its help and its error."""
    widget = bound.field.widget
    kind = "textarea" if isinstance(widget, Textarea) else getattr(widget, "input_type", "text")
    look = _CLASSES.get(kind, "utrecht-textbox utrecht-textbox--html-input")
    if bound.errors and look.startswith("utrecht"):
        look += f" {look.split()[0]}--invalid"
    found: dict[str, str | bool] = {
        "class": f"{look} {widget.attrs.get('class', '')}".strip(),
        "aria-describedby": described,
        "aria-invalid": "true" if bound.errors else "",
        "aria-required": "true" if bound.field.required and kind not in ("checkbox", "radio") else "",
    }
    return {name: value for name, value in found.items() if value}


@register.inclusion_tag("web/_parts/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """All errors of a form, each a link to its field."""
    found: list[tuple[str, str]] = []
    for name, errors in form.errors.items():
        target = "" if name == "__all__" else _first_input(form[name])
        found.extend((target, message) for message in errors)
    return {"errors": found}


def _first_input(bound: BoundField) -> str:
    """The id to go to: of a group of choices its first one, for a fieldset cannot have the focus."""
    group = isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if group else bound.id_for_label or bound.auto_id


# Around the work -------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def help(content: SafeString, title: str = "Hulp bij deze pagina") -> SafeString:  # noqa: A001  # the tag's name
    """``{% help %}<p>…</p>{% endhelp %}``: what this screen is for and how it is meant, folded; ``?`` opens it."""
    return format_html(
        '<details class="g-help" data-help><summary>{}{}</summary><div class="g-flow">{}</div></details>',
        icon("info"),
        title,
        content,
    )


@register.simple_tag
def keys(*known: str) -> SafeString:
    """``{% keys "j k=omlaag, omhoog" "o=open" %}``: the bar that tells which keys do what."""
    shown = (
        (format_html_join(" ", "<kbd>{}</kbd>", ((key,) for key in pressed.split())), does)
        for pressed, _, does in (one.partition("=") for one in known)
    )
    return format_html(
        '<footer class="g-keys" aria-label="Sneltoetsen">{}</footer>', format_html_join("", "<span>{} {}</span>", shown)
    )


@register.inclusion_tag("web/_parts/pages.html")
def paginate(before: str = "", after: str = "", shown: int = 0, first: str = "") -> dict[str, Any]:
    """Links to the previous and next part of a long list (addresses, empty at an end); ``first`` goes back to the begin."""
    return {"before": before, "after": after, "shown": shown, "first": first}


# Text ------------------------------------------------------------------------------------------------------------------


@register.filter
def paragraphs(text: str) -> SafeString:
    """Plain text as paragraphs: escaped, blank lines apart, single line ends kept."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    breaks = ((format_html_join(mark_safe("<br>"), "{}", ((line,) for line in block.split("\n"))),) for block in blocks)
    return format_html_join("", "<p>{}</p>", breaks)


@register.filter
def filesize(size: int) -> str:
    """``1,4 MB``."""
    return words.size(size)


@register.filter
def drawn(svg: str) -> SafeString:
    """A picture that our own code drew as SVG, without the XML line before it. Never for what a stranger sent."""
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308
