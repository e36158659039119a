"""From answers to what the domain takes in, and to what the page before sending shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gehoor.dossiers.actions.intake import Reporter, Submission
from gehoor.dossiers.lifecycle import Kind
from gehoor.organisation.queries import contact_point, department_names
from gehoor.portal import journey
from gehoor.portal.forms.telling import names_in
from gehoor.portal.journey import Answers, kind_choice
from gehoor.regulations.queries import content_of, version_on

if TYPE_CHECKING:
    from gehoor.files.models import StoredFile
    from gehoor.regulations.schema import Content, KindRule


def content_today(day: date) -> "Content":
    """What the regulation of the city says on that day."""
    return content_of(version_on(contact_point().body_id, day).pk)


def rule_for(answers: Answers, day: date) -> "KindRule":
    """What the regulation asks of who sends this kind."""
    choice = kind_choice(answers)
    return content_today(day).kinds[(choice.kind if choice else Kind.QUESTION).value]


def reporter_in(answers: Answers) -> Reporter:
    """Who says it; empty for who does not want to give a name."""
    if journey.is_anonymous(answers):
        return Reporter()
    organisation = answers.get("behalf") == "organisation"
    return Reporter(
        name=_text(answers, "name"),
        email=_text(answers, "email"),
        phone=_text(answers, "phone"),
        address=_text(answers, "address"),
        kind="organisation" if organisation else "person",
        contact_name=_text(answers, "contact_name") if organisation else "",
    )


def represented_in(answers: Answers) -> Reporter | None:
    """For whom somebody speaks, if not for themselves."""
    if answers.get("behalf") != "other":
        return None
    return Reporter(name=_text(answers, "represented_name"), address=_text(answers, "represented_address"))


def submission_in(answers: Answers, *, files: Sequence["StoredFile"] = (), key: str | None = None) -> Submission:
    """What will be sent. A first-line matter carries what was said about who and what in its text: that is all its department reads."""
    choice = kind_choice(answers) or journey.KIND_CHOICES[0]
    complaint = choice.kind is Kind.COMPLAINT
    return Submission(
        kind=choice.kind,
        text=_text(answers, "text") if complaint else told(answers),
        reporter=reporter_in(answers),
        is_first_line=choice.first_line,
        place=_text(answers, "place"),
        occurred=_text(answers, "occurred"),
        wished_outcome=_text(answers, "wished") if complaint else "",
        named=names_in(_text(answers, "named")) if complaint else (),
        represented=represented_in(answers),
        concerned_department_id=_department(answers) if complaint else None,
        files=files,
        key=key,
    )


_NAMED = "Wie erbij betrokken was"
_WISHED = "Wat het zou oplossen"


def told(answers: Answers) -> str:
    """The story, followed by what a dissatisfied person said about the department, who was involved and what would solve it."""
    parts = [_text(answers, "text")]
    choice = kind_choice(answers)
    if choice is not None and choice.first_line:
        parts += [f"{label}: {value}" for label, value in involved_in(answers)]
    return "\n\n".join(parts)


def involved_from(text: str) -> dict[str, str]:
    """What :func:`told` wrote under a story, as answers again: the one who complains later need not name anybody twice."""
    parts = dict(part.split(": ", 1) for part in text.split("\n\n") if part.startswith((f"{_NAMED}: ", f"{_WISHED}: ")))
    return {"named": parts.get(_NAMED, "").replace(", ", "\n"), "wished": parts.get(_WISHED, "")}


def involved_in(answers: Answers) -> list[tuple[str, str]]:
    """What was said about department, people and solution, each with its label; only what was filled in."""
    pk = _department(answers)
    rows = [
        ("Over welke dienst het gaat", department_names().get(pk, "") if pk else ""),
        (_NAMED, ", ".join(names_in(_text(answers, "named")))),
        (_WISHED, _text(answers, "wished")),
    ]
    return [(label, value) for label, value in rows if value]


@dataclass(frozen=True)
class Row:
    """One line of *Kijk je antwoorden na*: what was asked, what was said, and where to change it."""

    label: str
    value: str
    slug: str
    files: tuple["StoredFile", ...] = ()


def rows_to_check(answers: Answers, files: Sequence["StoredFile"]) -> list[Row]:
    """All answers, in the order of the questions."""
    choice = kind_choice(answers)
    rows = [
        Row("Wat is er?", _text(answers, "text"), journey.STORY.slug),
        Row("Wat past het best?", choice.label if choice else "", journey.KIND.slug),
        Row("Waar?", _text(answers, "place"), journey.PLACE.slug),
        Row("Wanneer?", _text(answers, "occurred"), journey.PLACE.slug),
    ]
    if journey.is_dissatisfied(answers):
        said = dict(involved_in(answers))
        rows += [
            Row("Over welke dienst?", said.get("Over welke dienst het gaat", ""), journey.INVOLVED.slug),
            Row("Wie was betrokken?", said.get(_NAMED, ""), journey.INVOLVED.slug),
            Row("Wat lost het op?", said.get(_WISHED, ""), journey.INVOLVED.slug),
        ]
    rows.append(Row("Foto’s en documenten", "" if files else "Geen", journey.FILES.slug, tuple(files)))
    return rows + _rows_about_you(answers)


def _rows_about_you(answers: Answers) -> list[Row]:
    if journey.is_anonymous(answers):
        return [Row("Je naam", "Die geef je niet", journey.BEHALF.slug)]
    reporter, represented, slug = reporter_in(answers), represented_in(answers), journey.WHO.slug
    rows = []
    if represented is not None:
        about = ", ".join(part for part in (represented.name, represented.address) if part)
        rows.append(Row("Je schrijft voor", about, slug))
    if reporter.kind == "organisation":
        rows.append(Row("Organisatie", reporter.name, slug))
        rows.append(Row("Je naam", reporter.contact_name, slug))
    else:
        rows.append(Row("Je naam", reporter.name, slug))
    return [
        *rows,
        Row("E-mailadres", reporter.email, slug),
        Row("Telefoon", reporter.phone, slug),
        Row("Adres", reporter.address, slug),
    ]


def _text(answers: Answers, name: str) -> str:
    return str(answers.get(name) or "").strip()


def _department(answers: Answers) -> int | None:
    value = _text(answers, "department")
    return int(value) if value.isdecimal() else None
