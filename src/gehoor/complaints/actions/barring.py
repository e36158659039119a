"""Independence kept true: who is concerned is barred by name, a concerned handler falls away, a coordinator is always there."""

from collections.abc import Collection
from datetime import datetime

from gehoor.complaints import entries
from gehoor.complaints.actions.moving import show_on_dossier
from gehoor.complaints.conflicts import Concerned, concerned_in, coordinators_among, least_busy
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.dossiers.actions.deadlines import Fact
from gehoor.dossiers.actions.granting import BarKey, BarReason, bar, lift_bar, open_bars
from gehoor.journal.entries import Value, dossier_chain
from gehoor.journal.record import record_all
from gehoor.kernel.actors import Actor
from gehoor.organisation.models import Staff


def keep_independent(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Bar whoever is concerned by now, let a concerned handler fall away, and see that somebody coordinates.

    Called by every action that changes who is concerned, and by the sweeper for what changed elsewhere. May run twice.
    """
    concerned, present = concerned_in(complaint), open_bars(complaint.dossier)
    for key in sorted(present - bars_for(concerned).keys()):
        lift_bar(complaint.dossier, key, at=at)
    facts = bar_concerned(complaint, concerned, present=present, at=at)
    released = release_handler_if_concerned(complaint, concerned)
    chosen = choose_coordinator(complaint, concerned, least_busy("complaints.coordinate"))
    if chosen:
        Complaint.objects.filter(pk=complaint.pk).update(coordinator=complaint.coordinator_id)
    facts += [*released, *chosen]
    record_all(facts, dossier_chain(complaint.pk), by=by, at=at)
    if released:
        show_on_dossier(complaint, at=at)


def bars_for(concerned: Concerned) -> dict[BarKey, BarReason]:
    """The bar of everybody who is concerned by name; who is of the department is kept out by that alone."""
    return {
        BarKey(staff_id, conflict.code): BarReason(conflict.sentence, concerned.may_not_read(conflict))
        for staff_id in concerned.known()
        for conflict in concerned.conflicts_of(staff_id)
        if conflict.code != "department"
    }


def bar_concerned(
    complaint: Complaint, concerned: Concerned, *, present: Collection[BarKey], at: datetime
) -> list[Fact]:
    """Bar everybody who is concerned by name and is not yet; the caller records the facts."""
    missing = {key: why for key, why in bars_for(concerned).items() if key not in present}
    return bar(complaint.dossier, missing, at=at)


def release_handler_if_concerned(complaint: Complaint, concerned: Concerned) -> list[Fact]:
    """A handler who turns out to be concerned falls away at once; the complaint then waits for the coordinator."""
    found = concerned.conflicts_of(complaint.handler_id)
    if not found or complaint.step == Step.CLOSED:
        return []
    released: dict[str, Value] = {"staff": complaint.handler_id, "code": found[0].code}
    complaint.handler_id = None
    Complaint.objects.filter(pk=complaint.pk).update(handler=None)
    return [(entries.HANDLER_RELEASED, released)]


def choose_coordinator(complaint: Complaint, concerned: Concerned, coordinators: Collection[Actor]) -> list[Fact]:
    """See that somebody independent coordinates: whoever does stays; otherwise the first of ``coordinators`` (:func:`least_busy`).

    When every coordinator is concerned, the algemeen directeur (the ladder). The caller stores the coordinator and records
    the facts.
    """
    eligible = [person.id for person in coordinators_among(concerned, coordinators)]
    if complaint.coordinator_id in eligible:
        return []
    if not eligible and complaint.coordinator_id is None:
        return []
    chosen = eligible[0] if eligible else None
    before, complaint.coordinator_id = complaint.coordinator_id, chosen
    return [(entries.COORDINATOR_CHOSEN, {"staff": chosen, "before": before})]


def staff_member(staff_id: int) -> Staff | None:
    """An active colleague, or None."""
    return Staff.objects.filter(pk=staff_id, is_active=True, is_external=False).first()
