"""Who may not handle a complaint, and why. Pure: facts in, sentences out.

Source: Bestuursdecreet art. II.86 (the handler was not involved in the facts), DLB art. 303 §1 (maximally independent of the
services concerned), facts of the field 2.5.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Conflict:
    """One reason why somebody cannot handle a complaint, in words. ``reading``: nor read it."""

    code: str
    sentence: str
    reading: bool = True


@dataclass(frozen=True)
class Involvement:
    """What is known about who had to do with the matter; all ids are of staff.

    ``concerned_members`` work in the department complained about, ``concerned_head`` heads it; ``delegates`` maps somebody to
    the people they stand in for; ``overridden`` were allowed by a second person.
    """

    named: Set[int] = frozenset()
    first_line: Set[int] = frozenset()
    concerned_department: str = ""
    concerned_members: Set[int] = frozenset()
    concerned_head: int | None = None
    head_is_handler: bool = False
    interested: Set[int] = frozenset()
    delegates: Mapping[int, Set[int]] = field(default_factory=dict)
    overridden: Set[int] = frozenset()
    unsettled_names: tuple[str, ...] = ()


NAMED = "named"
FIRST_LINE = "first_line"
DEPARTMENT = "department"
INTEREST = "interest"
DELEGATE = "delegate"


def conflicts(staff_id: int, facts: Involvement) -> list[Conflict]:
    """Every reason why this person cannot be the handler; empty when they can. An override lifts all but a declared interest."""
    found = _own_conflicts(staff_id, facts)
    of_principals = [one for pk in sorted(facts.delegates.get(staff_id, ())) for one in _own_conflicts(pk, facts)]
    if of_principals:
        reading = any(one.reading for one in of_principals)
        sentence = "Vervangt of verving, terwijl deze klacht loopt, iemand die ze niet mag behandelen."
        found.append(Conflict(DELEGATE, sentence, reading=reading))
    if staff_id in facts.overridden:
        return [conflict for conflict in found if conflict.code == INTEREST]
    return found


def _own_conflicts(staff_id: int, facts: Involvement) -> list[Conflict]:
    found = []
    if staff_id in facts.named:
        found.append(
            Conflict(NAMED, "Is genoemd in de klacht (art. II.86: de behandelaar was niet betrokken bij de feiten).")
        )
    if staff_id in facts.first_line:
        found.append(
            Conflict(
                FIRST_LINE, "Werkte mee aan de eerste lijn van deze zaak (art. II.86: niet betrokken bij de feiten)."
            )
        )
    if staff_id in facts.interested:
        found.append(Conflict(INTEREST, "Meldde zelf betrokken te zijn."))
    member = staff_id in facts.concerned_members or staff_id == facts.concerned_head
    if member and not (facts.head_is_handler and staff_id == facts.concerned_head and not found):
        found.append(
            Conflict(
                DEPARTMENT,
                f"Werkt bij de dienst {facts.concerned_department}, waarover de klacht gaat"
                " (DLB art. 303 §1: zo onafhankelijk mogelijk van die dienst).",
                reading=False,
            )
        )
    return found


def may_handle(staff_id: int, facts: Involvement) -> bool:
    """No conflict, and no name left that matches nobody."""
    return not facts.unsettled_names and not conflicts(staff_id, facts)
