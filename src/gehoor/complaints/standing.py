"""Where a colleague stands before an act on a complaint: may they at all, and what is in the way, in words.

For showing only: the actions ask again, under their lock.
"""

from collections.abc import Collection
from datetime import date

from gehoor.complaints.conflicts import concerned_from, concerned_in
from gehoor.complaints.facts import facts_of
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import STEP_LABELS, By, Move, Need, Step, missing
from gehoor.kernel.actors import Actor
from gehoor.organisation.access import may

_WITH_THE_MOVE = (Need.REASON, Need.GROUNDS)


def has_a_hand(complaint: Complaint, actor: Actor, by: Collection[By]) -> bool:
    """Whether this member of staff is one of these for this complaint, independent or not. No statement."""
    if not actor.is_staff:
        return False
    if By.COORDINATOR in by and (may(actor, "complaints.coordinate") or _by_the_ladder(complaint, actor)):
        return True
    own = complaint.handler_id == actor.id
    if By.HANDLER in by and own and may(actor, "complaints.investigate", own=own):
        return True
    return By.DIRECTOR in by and may(actor, "complaints.advise")


def _by_the_ladder(complaint: Complaint, actor: Actor) -> bool:
    return complaint.coordinator_id == actor.id and may(actor, "complaints.advise")


def conflict_of(complaint: Complaint, actor: Actor) -> str:
    """Why this person is not independent here, in a sentence; empty when nothing says so.

    No statement for a complaint that came through the door.
    """
    concerned = concerned_from(complaint) if "named_ids" in vars(complaint) else concerned_in(complaint)
    found = concerned.conflicts_of(actor.id)
    return found[0].sentence if found else ""


def wrong_step(complaint: Complaint, steps: Collection[Step]) -> str:
    """Why it cannot be in this step, in a sentence; empty when it can."""
    if complaint.step in steps:
        return ""
    if complaint.step == Step.CLOSED:
        return "Dit kan niet meer: de klacht is afgesloten."
    return f"Dit kan nu niet: de klacht staat in de stap “{STEP_LABELS[Step(complaint.step)]}”."


def lacking(complaint: Complaint, move: Move, *, today: date) -> tuple[tuple[Need, str], ...]:
    """What has to be there before this move and is not, apart from what its form asks, in words. One statement at most."""
    if not set(move.needs) - set(_WITH_THE_MOVE):
        return ()
    facts = facts_of(complaint, today=today)
    return tuple((need, facts.sentence(need)) for need in missing(move, facts) if need not in _WITH_THE_MOVE)
