"""Dutch words for the letters about complaints."""

from collections.abc import Collection, Iterable
from datetime import date

from gehoor.complaints.citing import cited
from gehoor.complaints.models import Complaint, Grievance
from gehoor.dossiers.wording import NO_DATE, day_in_words
from gehoor.kernel.clock import local_date
from gehoor.regulations.queries import content_of
from gehoor.regulations.schema import Content, SecondLine, Stage
from gehoor.regulations.second_line import notice

NOTHING = "Geen."


def rules_of(complaint: Complaint) -> Content:
    """The regulation that was in force when the complaint came in."""
    return content_of(complaint.dossier.regulation_version_id)


def second_line(complaint: Complaint, *, day: date) -> str:
    """The notice of the right to go to the ombudsman: who, how to reach them. In every letter that needs it.

    Read from the regulation of the complaint (Bestuursdecreet art. II.85 as model, for cities that follow it).
    """
    return notice(second_line_for(complaint, day=day))


def second_line_for(complaint: Complaint, *, day: date) -> SecondLine:
    """Who the second line of a complaint is on that day: under whom it was closed, it stays, whatever the city agrees later."""
    closed_on = None if complaint.closed_at is None else local_date(complaint.closed_at)
    return rules_of(complaint).second_line_on(day if closed_on is None else min(day, closed_on))


_BEFORE_THE_NEXT = frozenset({"proposal", "proposal_reminder"})


def next_stage(complaint: Complaint) -> Stage | None:
    """The treatment inside the city that begins when the complainant does not agree; None when the second line is next."""
    return rules_of(complaint).stage_after(complaint.stage)


def way_on(complaint: Complaint, code: str, *, day: date) -> str:
    """Where a letter points who does not agree: to the next treatment by the city first, and to the second line always."""
    notice_of_right, stage = second_line(complaint, day=day), next_stage(complaint)
    if stage is None or code not in _BEFORE_THE_NEXT:
        return notice_of_right
    who = "bekijkt iemand anders bij de stad" if stage.another_handler else "bekijken we"
    return f"Dan {who} je klacht opnieuw. Zeg het ons op de pagina van je klacht.\n\nBen je het ook daarna niet eens?\n{notice_of_right}"


def second_line_name(complaint: Complaint, *, day: date) -> str:
    """Who the second line is on that day."""
    return second_line_for(complaint, day=day).name


def day_or_later(day: date | None) -> str:
    """A date in words, or that it follows: also when a clock stands still."""
    return NO_DATE if day is None else day_in_words(day)


def grounds_in_words(complaint: Complaint, codes: Collection[str]) -> str:
    """One line per ground, with the text of the regulation."""
    known = rules_of(complaint).grounds
    return "\n".join(f"- {known[code].text or known[code].label}" for code in codes)


def refer_to(complaint: Complaint, codes: Collection[str]) -> str:
    """Where to go instead, as the regulation says for these grounds."""
    known = rules_of(complaint).grounds
    places = dict.fromkeys(known[code].refer_to for code in codes if known[code].refer_to)
    return "\n".join(places) or "Voor deze vraag kennen we geen andere dienst. Bel ons gerust: we zoeken mee."


def finding_label(complaint: Complaint, code: str) -> str:
    """The Dutch word for a finding."""
    found = rules_of(complaint).findings.get(code)
    return code if found is None else found.label


def norm_labels(complaint: Complaint, codes: Iterable[str]) -> tuple[str, ...]:
    """The Dutch names of norms."""
    known = rules_of(complaint).norms
    return tuple(known[code].label if code in known else code for code in codes)


def points_in_words(complaint: Complaint, points: Iterable[Grievance]) -> str:
    """Each point with its finding, reasons, exhibits, norms and measure, numbered."""
    return "\n\n".join(_point(complaint, point) for point in points)


def _point(complaint: Complaint, point: Grievance) -> str:
    lines = [f"{point.number}. {point.text}", f"Ons oordeel: {finding_label(complaint, point.finding)}.", point.reasons]
    if point.exhibits:
        lines.append(f"Daarvoor steunen we op {cited(complaint.pk, point.exhibits)}.")
    if point.norms:
        lines.append("We toetsten aan: " + ", ".join(norm_labels(complaint, point.norms)) + ".")
    if point.measure.strip():
        lines.append(f"Wat we doen: {point.measure.strip()}")
    return "\n".join(lines)
