"""Independence kept true: who is concerned is barred by name, a concerned handler falls away, a coordinator is always there."""

from datetime import datetime

from django.db.models import Count

from gehoor.complaints import entries
from gehoor.complaints.actions.moving import note, show_on_dossier
from gehoor.complaints.conflicts import Concerned, concerned_in, coordinators_among
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Step
from gehoor.dossiers.actions.granting import bar, lift_bars
from gehoor.dossiers.models import Bar
from gehoor.kernel.actors import Actor
from gehoor.organisation.models import Staff


def keep_independent(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    """Bar whoever is concerned by now, let a concerned handler fall away, and see that somebody coordinates.

    Called by every action that changes who is concerned, and by the sweeper for what changed elsewhere. May run twice.
    """
    concerned = bar_concerned(complaint, by=by, at=at)
    release_handler_if_concerned(complaint, concerned, by=by, at=at)
    choose_coordinator(complaint, concerned, by=by, at=at)


def bar_concerned(complaint: Complaint, *, by: Actor, at: datetime) -> Concerned:
    """Write a bar for everybody who is concerned by name, and lift those whose reason is gone."""
    concerned = concerned_in(complaint)
    wanted = {
        (staff_id, conflict.code): conflict
        for staff_id in sorted(concerned.known())
        for conflict in concerned.conflicts_of(staff_id)
        if conflict.code != "department"
    }
    present = set(Bar.objects.filter(dossier=complaint.pk, lifted_at=None).values_list("staff_id", "code"))
    for staff_id, code in sorted(present - set(wanted)):
        lift_bars(complaint.dossier, staff_id, code, at=at)
    for key in sorted(set(wanted) - present):
        conflict = wanted[key]
        bar(
            complaint.dossier,
            key[0],
            code=conflict.code,
            reason=conflict.sentence,
            reading=concerned.may_not_read(conflict),
            by=by,
            at=at,
        )
    return concerned


def release_handler_if_concerned(complaint: Complaint, concerned: Concerned, *, by: Actor, at: datetime) -> None:
    """A handler who turns out to be concerned falls away at once; the complaint then waits for the coordinator."""
    found = concerned.conflicts_of(complaint.handler_id)
    if not found or complaint.step == Step.CLOSED:
        return
    staff_id, complaint.handler_id = complaint.handler_id, None
    Complaint.objects.filter(pk=complaint.pk).update(handler=None)
    note(complaint, entries.HANDLER_RELEASED, by=by, at=at, staff=staff_id, code=found[0].code)
    show_on_dossier(complaint, at=at)


def choose_coordinator(complaint: Complaint, concerned: Concerned, *, by: Actor, at: datetime) -> None:
    """See that somebody independent coordinates: whoever does stays; otherwise the one with the fewest open complaints.

    When every coordinator is concerned, the algemeen directeur (the ladder).
    """
    eligible = [person.id for person in coordinators_among(concerned)]
    if complaint.coordinator_id in eligible:
        return
    if not eligible and complaint.coordinator_id is None:
        return
    open_ones = Complaint.objects.exclude(step=Step.CLOSED).filter(coordinator__in=eligible)
    busy = dict(open_ones.values_list("coordinator").annotate(open=Count("pk")).order_by())
    chosen = min(eligible, key=lambda pk: (busy.get(pk, 0), eligible.index(pk)), default=None)
    before, complaint.coordinator_id = complaint.coordinator_id, chosen
    Complaint.objects.filter(pk=complaint.pk).update(coordinator=chosen)
    note(complaint, entries.COORDINATOR_CHOSEN, by=by, at=at, staff=chosen, before=before)


def staff_member(staff_id: int) -> Staff | None:
    """An active colleague, or None."""
    return Staff.objects.filter(pk=staff_id, is_active=True, is_external=False).first()
