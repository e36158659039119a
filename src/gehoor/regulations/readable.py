"""A regulation as a text that a citizen can read, made from its values. Pure.

Each sentence knows whether it rests on an assumption and where it was read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gehoor.regulations.schema.content import Content, SecondLine
from gehoor.regulations.terms import Condition, ExtensionRule, Shift, StartEvent, Term, Unit

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_UNITS = {
    Unit.CALENDAR_DAY: ("kalenderdag", "kalenderdagen"),
    Unit.WORKING_DAY: ("werkdag", "werkdagen"),
    Unit.WEEK: ("week", "weken"),
    Unit.MONTH: ("maand", "maanden"),
}
_STARTS = {
    StartEvent.FILING: "de dag waarop je het indiende",
    StartEvent.RECEIPT: "de dag waarop we het kregen",
    StartEvent.REGISTRATION: "de dag waarop we het registreerden",
    StartEvent.CLARIFICATION: "de dag waarop je verduidelijking gaf",
    StartEvent.ADMISSIBLE: "de dag waarop je klacht ontvankelijk werd",
    StartEvent.ACKNOWLEDGEMENT: "de dag van de ontvangstmelding",
    StartEvent.PROPOSAL: "de dag van het voorstel",
    StartEvent.REACTION: "de dag waarop je reageerde",
    StartEvent.FIRST_LINE: "de dag waarop de dienst je vraag kreeg",
    StartEvent.ACCOUNT_ASKED: "de dag waarop we het aan de dienst vroegen",
    StartEvent.REFERRAL: "de dag van de vraag van de ombudsman",
}
KIND_WORDS = {
    "question": "een vraag",
    "melding": "een melding",
    "complaint": "een klacht",
    "suggestion": "een suggestie",
    "compliment": "een compliment",
}
_CHANNELS = {
    "web": "de website",
    "app": "de app",
    "email": "e-mail",
    "phone": "de telefoon",
    "counter": "het loket",
    "letter": "een brief",
    "social": "sociale media",
    "ombudsman": "de ombudsman",
}
_IDENTITY = {
    "name": "je naam",
    "address": "je adres",
    "email": "je e-mailadres",
    "phone": "je telefoonnummer",
    "email_or_phone": "je e-mailadres of telefoonnummer",
}
_ORAL = {
    "accepted": "",
    "written_down": "Vertel je het mondeling, dan schrijven we het op waar je bij bent.",
    "refused": "Het moet schriftelijk.",
}
_FIRST = {
    "hard": "Je moet eerst de dienst zelf de kans geven om een oplossing te zoeken.",
    "discretionary": "We kunnen je vragen om eerst de dienst zelf een oplossing te laten zoeken.",
    "none": "Je hoeft niet eerst langs de dienst zelf.",
}
_SENT_ON = {
    True: "Stuurt de ombudsman je klacht naar ons door, dan zoekt eerst de dienst een oplossing.",
    False: "Stuurt de ombudsman je klacht naar ons door, dan behandelen we ze meteen als klacht.",
}
_HANDLERS = {
    "head": "het hoofd van de dienst",
    "superior": "de hiërarchische overste",
    "department_head": "het hoofd van de afdeling",
    "coordinator": "de klachtencoördinator",
    "director": "de algemeen directeur",
    "assigned": "iemand die de klachtencoördinator aanduidt",
}
_LETTERS = {
    "acknowledgement": "In de ontvangstmelding staat",
    "refusal": "Behandelen we je klacht niet, dan lees je",
    "late_notice": "Zijn we te laat, dan lees je",
    "proposal": "In ons voorstel staat",
    "final_answer": "In ons antwoord staat",
}
_PARTS = {
    "stage": "in welke behandeling je klacht zit",
    "handler": "wie je klacht behandelt",
    "complaint": "waarover je klacht gaat",
    "finding": "ons oordeel",
    "reasons": "waarom",
    "remedy": "wat we eraan doen",
    "outstanding": "wat nog moet gebeuren",
    "learnt": "wat we eruit leerden",
    "due_date": "tegen wanneer je antwoord krijgt",
    "second_line": "naar wie je daarna kan",
}
_REFERRED = {
    "refused": "we je klacht niet behandelen",
    "late": "we te laat zijn",
    "answer": "je niet tevreden bent met ons antwoord",
    "handling": "je niet tevreden bent met hoe we je klacht behandelden",
}
_FREQUENCY = {
    "monthly": "elke maand",
    "quarterly": "elk kwartaal",
    "half_yearly": "elk half jaar",
    "yearly": "elk jaar",
}
_WEEKDAYS = {
    "monday": "maandag",
    "tuesday": "dinsdag",
    "wednesday": "woensdag",
    "thursday": "donderdag",
    "friday": "vrijdag",
    "saturday": "zaterdag",
    "sunday": "zondag",
}


@dataclass(frozen=True)
class Point:
    """One statement. ``assumed``: it rests, whole or in part, on an assumption; ``source``: where it was read."""

    text: str
    assumed: bool = False
    source: str = ""


@dataclass(frozen=True)
class Chapter:
    """Statements about one thing."""

    title: str
    points: tuple[Point, ...]


def readable(content: Content) -> list[Chapter]:
    """The whole regulation in chapters, in the order in which somebody meets them; chapters without a word are left out."""
    chapters = (
        ("Voor wie dit geldt", _reach(content)),
        ("Wat je bij ons kan brengen", _kinds(content)),
        ("Wat een eigen weg heeft", _exceptions(content)),
        ("Eerst de dienst", _first_line(content)),
        ("Hoelang het mag duren", _terms(content)),
        ("Welke dagen tellen", _calendar(content)),
        ("Wanneer we een klacht niet behandelen", _grounds(content)),
        ("Wie je klacht behandelt", _handling(content)),
        ("Hoe we oordelen", _judging(content)),
        ("Wat je van ons leest", _answers(content)),
        ("Niet tevreden?", _second_lines(content)),
        ("Wat we bewaren en wie het ziet", _keeping(content)),
        ("Hoe we verslag uitbrengen", _report(content)),
    )
    return [Chapter(title, points) for title, found in chapters if (points := tuple(found))]


def _said(content: Content, text: str, *paths: str) -> Point:
    origins = [content.origins[path] for path in paths if path in content.origins]
    sources = dict.fromkeys(origin.source for origin in origins if origin.source)
    assumed = not origins or any(origin.assumption for origin in origins)
    return Point(text, assumed, "; ".join(sources))


def listed(words: list[str], last: str = "en") -> str:
    """``a, b en c``."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _amount(amount: int, unit: Unit) -> str:
    return f"{amount} {_UNITS[unit][amount != 1]}"


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _reach(content: Content) -> Iterator[Point]:
    reach = content.reach
    if reach.bodies:
        yield _said(content, f"Voor: {listed(list(reach.bodies))}.", "reach.bodies")
    if reach.territory:
        yield _said(content, f"Alleen voor: {reach.territory}.", "reach.territory")
    if reach.departments:
        yield _said(content, f"Alleen over deze diensten: {listed(list(reach.departments))}.", "reach.departments")
    if reach.not_departments:
        text = f"Niet over deze diensten: {listed(list(reach.not_departments))}."
        yield _said(content, text, "reach.not_departments")
    until = f" tot en met {_day(content.valid_to)}" if content.valid_to else ""
    yield _said(content, f"Geldig vanaf {_day(content.valid_from)}{until}.", "valid_from", "valid_to")
    if content.approved_on:
        yield _said(content, f"Goedgekeurd op {_day(content.approved_on)}.", "approved_on")


def _kinds(content: Content) -> Iterator[Point]:
    for code, rule in content.kinds.items():
        words = [
            f"{KIND_WORDS.get(code, code).capitalize()}{': ' + _lower(rule.definition) if rule.definition else ''}."
        ]
        if rule.channels:
            words.append(f"Langs {listed([_CHANNELS[one] for one in rule.channels], 'of')}.")
        words.append("Dat mag anoniem." if rule.anonymous_allowed else "Dat kan niet anoniem.")
        if rule.identity:
            words.append(f"We vragen {listed([_IDENTITY[one] for one in rule.identity])}.")
        words.append(_ORAL[rule.oral])
        paths = [f"kinds.{code}.{name}" for name in ("definition", "channels", "anonymous_allowed", "identity", "oral")]
        yield _said(content, " ".join(filter(None, words)), *paths)


def _lower(text: str) -> str:
    return (text[:1].lower() + text[1:]).rstrip(".")


def _exceptions(content: Content) -> Iterator[Point]:
    for code, way in content.exceptions.items():
        text = " ".join(_sentence(part) for part in (f"{way.label}: {_lower(way.text)}", way.refer_to) if part)
        yield _said(content, text, f"exceptions.{code}.text", f"exceptions.{code}.refer_to", f"exceptions.{code}.label")


def _first_line(content: Content) -> Iterator[Point]:
    yield _said(content, _FIRST[content.first_line.required], "first_line.required")
    yield _said(content, _SENT_ON[content.first_line.forwarded_to_department], "first_line.forwarded")


def _terms(content: Content) -> Iterator[Point]:
    for code, term in content.terms.items():
        paths = [f"terms.{code}.{name}" for name in ("amount", "unit", "start", "shift", "counts_day_zero")]
        yield _said(content, term_in_words(term), *paths)


def term_in_words(term: Term) -> str:
    """One term as a few sentences."""
    when = "binnen" if term.binding else "als het kan binnen"
    first = "Die dag telt mee" if term.counts_day_zero else "We tellen vanaf de dag erna"
    words = [f"{term.what}: {when} {_amount(term.amount, term.unit)} na {_STARTS[term.start]}. {first}."]
    if term.condition is Condition.INADMISSIBLE:
        words.append("Dat geldt alleen als we je klacht niet behandelen.")
    if term.condition is Condition.ADMISSIBLE:
        words.append("Dat geldt alleen als we je klacht behandelen.")
    if term.shift is Shift.NEXT_WORKING_DAY:
        words.append("Is de laatste dag een vrije dag, dan is het de volgende werkdag.")
    if term.pauses.allowed:
        words.append("De klok kan stilstaan, bijvoorbeeld als we op jouw antwoord wachten.")
    if term.restarts_on:
        words.append("Geef je verduidelijking, dan begint de termijn opnieuw.")
    if term.extension.allowed:
        words.append(_extension(term.extension, term.unit))
    return " ".join(words)


def _extension(rule: ExtensionRule, unit: Unit) -> str:
    if rule.open_ended:
        text = "Lukt dat niet, dan zeggen we tegen wanneer wel"
    else:
        often = {None: "", 1: " één keer"}.get(rule.max_count, f" {rule.max_count} keer")
        more = f" met {_amount(rule.amount, rule.unit or unit)}" if rule.amount else ""
        text = f"Dat kan{often} langer worden{more}"
    notice = [
        word
        for word, asked in (
            ("je krijgt daar bericht van", rule.notice_required),
            ("met de reden", rule.reasons_required),
        )
        if asked
    ]
    return f"{text}; {listed(notice, ',').replace(' , ', ', ')}." if notice else f"{text}."


def _calendar(content: Content) -> Iterator[Point]:
    rule = content.calendar
    if rule.weekend:
        off = listed([_WEEKDAYS[day] for day in rule.weekend])
        yield _said(content, f"Geen werkdag: {off}.", "calendar.weekend")
    legal = "tellen niet als werkdag" if rule.legal_holidays else "tellen gewoon als werkdag"
    yield _said(content, f"Wettelijke feestdagen {legal}.", "calendar.legal_holidays")
    if rule.closing_days:
        days = listed([day.label for day in rule.closing_days])
        paths = [f"calendar.closing_days.{number}.day" for number in range(1, len(rule.closing_days) + 1)]
        yield _said(content, f"We zijn ook gesloten op: {days}.", *paths)


def _grounds(content: Content) -> Iterator[Point]:
    for code, ground in content.grounds.items():
        how = (
            "Dat is geen weigering: je dossier krijgt een andere naam"
            if ground.reclassify
            else ("Dan behandelen we je klacht nooit" if ground.hard else "We beslissen dat per klacht")
        )
        parts = [_sentence(ground.label), _sentence(ground.text), f"{how}."]
        if ground.months:
            parts.append(f"De grens is {ground.months} maanden.")
        if ground.refer_to:
            parts.append(_sentence(ground.refer_to))
        yield _said(
            content, " ".join(parts), *(f"grounds.{code}.{name}" for name in ("label", "text", "hard", "months"))
        )


def _handling(content: Content) -> Iterator[Point]:
    rule = content.assignment
    if rule.coordinator:
        yield _said(content, f"De klachten worden opgevolgd door: {rule.coordinator}.", "assignment.coordinator")
    if rule.handler:
        yield _said(content, f"Je klacht wordt behandeld door {_HANDLERS[rule.handler]}.", "assignment.handler")
    head = "mag je klacht behandelen" if rule.head_is_handler else "behandelt je klacht niet"
    text = (
        f"Het hoofd van de dienst waarover je klaagt, {head}. Wie zelf bij de feiten betrokken was, behandelt ze nooit."
    )
    yield _said(content, text, "assignment.head_is_handler")
    if not rule.concerned_may_read:
        yield _said(content, "Wie betrokken was, kan je dossier niet lezen.", "assignment.concerned_may_read")
    ladder = " → ".join(_HANDLERS.get(step, step) for step in rule.ladder)
    yield _said(content, f"Is iemand betrokken, dan neemt de volgende het over: {ladder}.", "assignment.ladder")
    if rule.on_difference:
        yield _said(content, f"Bij een verschil van mening: {rule.on_difference}.", "assignment.on_difference")
    if rule.representatives:
        text = f"Een klacht over een verkozene gaat naar: {rule.representatives}."
        yield _said(content, text, "assignment.representatives")
    for number, (code, stage) in enumerate(content.stages.items(), 1):
        parts = [f"Behandeling {number}: {_lower(stage.label)}."]
        if stage.asked_when:
            parts.append(_sentence(stage.asked_when))
        if stage.handler:
            parts.append(f"Door {_HANDLERS[stage.handler]}.")
        if stage.another_handler:
            parts.append("Altijd door iemand anders dan ervoor.")
        yield _said(content, " ".join(parts), f"stages.{code}.label", f"stages.{code}.another_handler")


def _judging(content: Content) -> Iterator[Point]:
    labels = [choice.label for choice in content.findings.values()]
    paths = [f"findings.{code}.label" for code in content.findings]
    yield _said(content, f"Ons oordeel is: {listed(labels, 'of')}.", *paths)
    needed = [
        word
        for word, asked in (
            ("een norm", content.judgement.norm_required),
            ("een maatregel", content.judgement.measure_required),
        )
        if asked
    ]
    if needed:
        text = f"Krijg je gelijk, dan hoort daar {listed(needed)} bij."
        yield _said(content, text, "judgement.norm_required", "judgement.measure_required")
    norms = [norm.label for norm in content.norms.values()]
    text = f"We toetsen aan deze normen: {listed(norms)}."
    yield _said(content, text, *(f"norms.{code}.label" for code in content.norms))


def _answers(content: Content) -> Iterator[Point]:
    for code, rule in content.answers.items():
        if not rule.parts:
            continue
        signed = f" Ondertekend door: {rule.signed_by}." if rule.signed_by else ""
        text = f"{_LETTERS.get(code, code)}: {listed([_PARTS[part] for part in rule.parts])}.{signed}"
        yield _said(content, text, f"answers.{code}.parts")


def _second_lines(content: Content) -> Iterator[Point]:
    for number, line in enumerate(content.second_lines, 1):
        paths = [f"second_lines.{number}.{name}" for name in ("name", "grounds", "valid_from", "valid_to")]
        yield _said(content, _second_line(line), *paths)


def _second_line(line: SecondLine) -> str:
    since = f" vanaf {_day(line.valid_from)}" if line.valid_from else ""
    until = f" tot en met {_day(line.valid_to)}" if line.valid_to else ""
    parts = [f"Je kan naar: {line.name}{since}{until}."]
    if line.grounds:
        parts.append(f"Dat kan als {listed([_REFERRED[one] for one in line.grounds], 'of')}.")
    if line.text:
        parts.append(_sentence(line.text))
    if line.contact or line.url:
        parts.append(f"Contact: {', '.join([*line.contact, *filter(None, [line.url])])}.")
    return " ".join(parts)


def _keeping(content: Content) -> Iterator[Point]:
    rule = content.confidentiality
    if rule.name_hidden_on_request:
        text = "Vraag je het, dan ziet de dienst je naam niet."
        yield _said(content, text, "confidentiality.name_hidden_on_request")
    if rule.professional_secrecy:
        text = "Wie je klacht behandelt, heeft beroepsgeheim."
        yield _said(content, text, "confidentiality.professional_secrecy")
    for code, months in content.retention_months.items():
        text = f"We bewaren {KIND_WORDS.get(code, code)} {_amount(months, Unit.MONTH)} na het afsluiten."
        yield _said(content, text, f"retention_months.{code}")


def _report(content: Content) -> Iterator[Point]:
    rule = content.report
    if rule.to:
        text = f"We brengen {_FREQUENCY[rule.frequency]} verslag uit aan: {listed(list(rule.to))}."
        yield _said(content, text, "report.to", "report.frequency")
    if rule.published:
        small = f" Getallen kleiner dan {rule.smallest_number} maken we niet bekend." if rule.smallest_number else ""
        yield _said(content, f"Iedereen kan de cijfers lezen.{small}", "report.published", "report.smallest_number")
