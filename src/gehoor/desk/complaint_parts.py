"""What the page of a complaint writes, worked out beforehand."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gehoor.complaints.answer import PART_LABELS, Part
from gehoor.complaints.overview import waits_for, waits_for_me
from gehoor.complaints.pages import AccountLine, ComplaintPage, Stop
from gehoor.complaints.procedure import OUTCOME_LABELS, STEP_LABELS, Outcome, Step
from gehoor.complaints.queries import choices
from gehoor.correspondence.letters import LINK_MARK
from gehoor.correspondence.queries import Said
from gehoor.correspondence.wordings import letter_now
from gehoor.desk.rows import dossier_url
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.organisation.access import may
from gehoor.web.talk import how_it_came
from gehoor.web.words import day_and_month

_HERE = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Stands:
    """``step`` in words; ``waits_for`` whom, ``mine`` when that is the reader; ``due_on`` and ``paused`` for the badge."""

    step: str
    waits_for: str
    mine: bool
    due_on: date | None
    paused: bool


def where_it_stands(page: ComplaintPage, actor: Actor) -> Stands:
    """The head of the page."""
    complaint, dossier = page.complaint, page.dossier
    words = STEP_LABELS[Step(complaint.step)]
    if complaint.outcome:
        words = f"Afgesloten, {OUTCOME_LABELS[Outcome(complaint.outcome)]}"
    mine = bool(page.hands) and waits_for_me(complaint, actor)
    return Stands(words, "jou" if mine else waits_for(complaint), mine, dossier.due_on, dossier.is_paused)


def track_in_short(page: ComplaintPage) -> list[tuple[str, str, str]]:
    """The stops of the track with short dates."""
    return [(stop.label, _short(stop), stop.state) for stop in page.track]


def _short(stop: Stop) -> str:
    if stop.day is None:
        return stop.sub
    return f"uiterlijk {day_and_month(stop.day)}" if stop.state == "todo" else day_and_month(stop.day)


@dataclass(frozen=True)
class Sides:
    """Both accounts: what the complainant filed, with how often they wrote since; and each question to a department."""

    complainant: str
    told: Said | None
    how: str
    since: int
    departments: tuple[AccountLine, ...]


def sides_of(page: ComplaintPage) -> Sides:
    """The two stories, side by side."""
    ours = [said for said in page.messages if said.message.thread_id == page.dossier.thread_id]
    told = [said for said in ours if said.message.direction == "in"]
    first = told[0] if told else None
    how = how_it_came(first.message.medium) if first else ""
    return Sides(page.dossier.reporter_name or "De klager", first, how, max(len(told) - 1, 0), page.accounts)


@dataclass(frozen=True)
class PartLine:
    """A part of the answer: what it says, or that it is not there, and where to write it. ``said_in``: what else says it."""

    label: str
    text: str
    lacking: bool
    said_in: str
    url: str

    @property
    def here(self) -> bool:
        """Something says it."""
        return bool(self.text or self.said_in)


_TEXT_OF = {Part.COMPLAINT: "summary", Part.REMEDY: "remedy", Part.OUTSTANDING: "outstanding", Part.LEARNT: "learnt"}


_SAID_IN = {Part.OUTSTANDING: "staat bij de toezeggingen"}


def parts_of(page: ComplaintPage) -> list[PartLine]:
    """The parts of the answer: those that the regulation asks for, and what was written besides."""
    answer = page.answer
    url = reverse("desk:complaint_answer", args=[page.dossier.reference])
    lines = []
    for part in Part:
        name = _TEXT_OF.get(part, "")
        text = getattr(answer, name) if name else ""
        if part not in answer.asked and not text:
            continue
        lacking = part in answer.lacking
        where = url + f"#id_{name}" if name else "#punten"
        said_in = "" if text or lacking else _SAID_IN.get(part, "staat bij de punten")
        lines.append(PartLine(PART_LABELS[part], text, lacking, said_in, where))
    return lines


@dataclass(frozen=True)
class Ending:
    """How it ended, in the words of the regulation; empty while it is open."""

    finding: str
    resolution: str
    norms: tuple[str, ...]
    measures: str
    learnt: str


def ending_of(page: ComplaintPage) -> Ending | None:
    """What the closing letter said."""
    complaint = page.complaint
    if not complaint.finding:
        return None
    known = choices(complaint)
    findings, resolutions, norms = (
        {one.code: one.label for one in codes} for codes in (known.findings, known.resolutions, known.norms)
    )
    return Ending(
        findings.get(complaint.finding, complaint.finding),
        resolutions.get(complaint.resolution, complaint.resolution),
        tuple(norms.get(code, code) for code in complaint.norms),
        complaint.measures,
        complaint.learnt,
    )


@dataclass(frozen=True)
class Person:
    """Who may or may not handle it, always with the reason; ``answer``: yes, no, or nothing when it is not known yet."""

    name: str
    says: str
    reason: str
    answer: str = ""


def people_of(page: ComplaintPage) -> list[Person]:
    """The handler with the proof, who was let in after all, and who is refused and why."""
    lifted = [
        Person(one.staff, "mag toch behandelaar zijn", f"{one.by} hief de weigering op: {one.text}", "yes")
        for one in page.overrides
    ]
    refused = [
        Person(
            one.staff,
            "mag deze klacht niet zien" if one.reading else "kan geen behandelaar zijn",
            one.reason,
            "no",
        )
        for one in page.refused
    ]
    return [*_handler(page), *lifted, *refused]


def _handler(page: ComplaintPage) -> list[Person]:
    complaint = page.complaint
    if complaint.handler is None:
        return []
    signed = [one for one in page.declarations if one.kind == "not_involved" and one.staff_id == complaint.handler_id]
    if page.independence.state == "refused":
        return [Person(complaint.handler.name, "is behandelaar", page.independence.sentence, "no")]
    if not signed and complaint.step == Step.CLOSED:
        return [Person(complaint.handler.name, "was behandelaar", page.independence.sentence)]
    if not signed:
        unsigned = "De verklaring van niet-betrokkenheid is nog niet getekend."
        return [Person(complaint.handler.name, "is behandelaar", unsigned)]
    when = day_in_words(local_date(signed[-1].at))
    return [Person(complaint.handler.name, "is behandelaar", f"Tekende op {when}: “{signed[-1].text}”", "yes")]


def first_line_url(page: ComplaintPage, actor: Actor) -> str:
    """The page of the dossier it arises from; empty when the reader may not see that one."""
    first = page.dossier.arises_from
    if first is None or not may(actor, "dossiers.view", department_id=first.department_id):
        return ""
    return dossier_url(first.kind, first.reference)


def addressee(page: ComplaintPage) -> dict[str, str]:
    """Who a message goes to and how: ``name``, ``short`` (for the button), ``email``, ``how``."""
    reporter = page.reporter or {}
    name = reporter.get("name") or "de klager"
    short = name.split()[0] if reporter.get("kind") == "person" and reporter.get("name") else name
    email, phone = reporter.get("email", ""), reporter.get("phone", "")
    how = "per e-mail en op de volgpagina" if email else "alleen op de volgpagina: er is geen e-mailadres"
    if not email and reporter.get("address"):
        how = "per post: er is geen e-mailadres. De brief komt bij de taken"
    if not email and phone:
        how += f". Bel ook: {phone}"
    return {"name": name, "short": short, "email": email, "how": how}


def preview_of(page: ComplaintPage, actor: Actor) -> list[dict[str, str]]:
    """What stands before and after the text of a message."""
    title = "onderzoekt je klacht" if actor.id == page.complaint.handler_id else "klachtencoördinatie"
    name = (page.reporter or {}).get("name") or "inwoner"
    fields = {"reference": page.dossier.reference, "text": _HERE, "name": name, "sender": f"{actor.name}\n{title}"}
    subject, body = letter_now("message").compose(fields)
    before, _, after = body.replace(LINK_MARK, "(link naar de volgpagina)").partition(_HERE)
    return [{"code": "message", "subject": subject, "before": before.strip(), "after": after.strip()}]
