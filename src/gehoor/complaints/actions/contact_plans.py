"""Conduct that asks too much of people: an agreement on how to keep in touch, with an end. Never a blacklist."""

from datetime import date, datetime, timedelta

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import hold, note, require_coordinator, staff_id_of, words
from gehoor.complaints.contact_plans import plans_of
from gehoor.complaints.models import Complaint, ContactPlan
from gehoor.complaints.procedure import Step
from gehoor.dossiers.queries import reporter_of
from gehoor.dossiers.wording import day_in_words
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, RuleViolation

LONGEST = timedelta(days=365)
_ALWAYS = frozenset(Step)


@transaction.atomic
def agree_contact(
    complaint: Complaint, *, agreed: str, reasons: str, ends_on: date, by: Actor, at: datetime
) -> ContactPlan:
    """Agree with the complainant how to keep in touch, until a day within a year. Letter ``contact_plan`` with the second line.

    It is shown on every dossier of that person and stops no contact: whatever they send still comes in.
    """
    hold(complaint, _ALWAYS)
    require_coordinator(by, complaint)
    party, today = reporter_of(complaint.dossier), local_date(at)
    if party is None:
        raise RuleViolation("We weten niet wie de klager is.")
    if not today < ends_on <= today + LONGEST:
        raise InvalidInput("Kies een einddatum na vandaag en binnen het jaar.", field="ends_on")
    running = plans_of(complaint.pk).filter(ends_on__gte=today).first()
    if running is not None:
        raise RuleViolation(f"Er loopt al een afspraak, tot {day_in_words(running.ends_on)}. Beëindig die eerst.")
    plan = ContactPlan.objects.create(
        party=party,
        complaint=complaint,
        agreed=words(agreed, field="agreed", sentence="Schrijf wat jullie afspreken."),
        reasons=words(reasons, field="reasons", sentence="Zeg waarom dat nodig is."),
        ends_on=ends_on,
        by_id=staff_id_of(by),
        at=at,
    )
    message = send_letter(
        complaint,
        "contact_plan",
        by=by,
        at=at,
        text=plan.agreed,
        reasons=plan.reasons,
        ends_on=day_in_words(ends_on),
        decided_by=by.name,
    )
    note(complaint, entries.CONTACT_AGREED, by=by, at=at, plan=plan.pk, ends_on=ends_on, message=message.pk)
    return plan


@transaction.atomic
def end_contact_plan(complaint: Complaint, *, reason: str, by: Actor, at: datetime) -> None:
    """It is not needed any more. Letter ``contact_plan_ended``."""
    hold(complaint, _ALWAYS)
    require_coordinator(by, complaint)
    plan = plans_of(complaint.pk).filter(ends_on__gte=local_date(at)).first()
    if plan is None:
        raise Conflict("Er loopt geen contactafspraak.")
    ContactPlan.objects.filter(pk=plan.pk).update(ended_at=at)
    text = words(reason, field="reason", sentence="Zeg waarom.")
    message = send_letter(complaint, "contact_plan_ended", by=by, at=at, text=text)
    note(complaint, entries.CONTACT_PLAN_ENDED, by=by, at=at, plan=plan.pk, message=message.pk)
