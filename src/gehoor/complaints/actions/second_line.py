"""The second line: handing over to the ombudsman, and what comes back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gehoor.complaints import entries
from gehoor.complaints.actions.asking import begin_referral_terms, end_questions
from gehoor.complaints.actions.letters import send_letter
from gehoor.complaints.actions.moving import hold, is_complainant, note, require_coordinator, words
from gehoor.complaints.actions.packaging import let_package_be_made
from gehoor.complaints.conflicts import coordinators_for
from gehoor.complaints.models import Complaint, Recommendation, Referral
from gehoor.complaints.procedure import REFERRAL_GROUND_LABELS, ReferralGround, Step
from gehoor.complaints.queries import referral_grounds_of
from gehoor.complaints.wording import second_line_name
from gehoor.dossiers.actions.granting import end_grants, grant
from gehoor.dossiers.actions.messages import optional
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.models import WorkItem
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound, RuleViolation
from gehoor.organisation.models import Staff

ALL_STEPS = frozenset(Step)
MOST_RECOMMENDATIONS = 30


@transaction.atomic
def refer(complaint: Complaint, *, ground: ReferralGround, text: str = "", by: Actor, at: datetime) -> Referral:
    """Hand the complaint to the second line, asked by the complainant or done by the coordinator.

    Only on a ground that holds now (``queries.referral_grounds_of``). Letter ``referred``. From now on the ombudsman sees it, and
    the package is made.
    Asking again while it is there gives the same referral.
    """
    hold(complaint, ALL_STEPS)
    _require_own_or_coordinator(by, complaint)
    running = Referral.objects.filter(complaint=complaint, ended_at=None).first()
    if running is not None:
        return running
    today = local_date(at)
    if ground not in referral_grounds_of(complaint, today=today):
        raise RuleViolation("Op deze grond kan de klacht nu niet naar de ombudsman.", field="ground")
    referral = Referral.objects.create(
        complaint=complaint,
        ground=ground,
        text=optional(text),
        by_citizen=by.kind is ActorKind.CITIZEN,
        by_id=by.id if by.is_staff else None,
        second_line=second_line_name(complaint, day=today),
        at=at,
    )
    grant(complaint.dossier, "ombuds.view", by=by, at=at)
    begin_referral_terms(complaint, by=by, at=at)
    message = send_letter(complaint, "referred", by=by, at=at, ground=REFERRAL_GROUND_LABELS[ground])
    note(complaint, entries.REFERRED, by=by, at=at, referral=referral.pk, ground=ground, message=message.pk)
    let_package_be_made(complaint, at=at)
    return referral


def _require_own_or_coordinator(by: Actor, complaint: Complaint) -> None:
    if by.kind is ActorKind.CITIZEN:
        if not is_complainant(by, complaint):
            raise NotAllowed("Dit is niet jouw klacht.")
        return
    require_coordinator(by, complaint)


@transaction.atomic
def open_referral(referral: Referral, *, by: Actor, at: datetime) -> None:
    """The ombudsman looks for the first time: the city sees that. A package that is not the latest is made again.

    Doing it again changes nothing.
    """
    _require_ombudsman(by, "ombuds.view")
    complaint = referral.complaint
    hold(complaint, ALL_STEPS)
    opened = Referral.objects.filter(pk=referral.pk, opened_at=None, ended_at=None).update(opened_at=at)
    if opened:
        referral.opened_at = at
        note(complaint, entries.REFERRAL_OPENED, by=by, at=at, referral=referral.pk)
        let_package_be_made(complaint, at=at)


@transaction.atomic
def conclude(
    referral: Referral, *, conclusion: str, recommendations: Sequence[str] = (), by: Actor, at: datetime
) -> None:
    """The ombudsman's conclusion (``ombuds.conclude``); each recommendation becomes work. Letter ``concluded``. The access ends."""
    _require_ombudsman(by, "ombuds.conclude")
    complaint = referral.complaint
    hold(complaint, ALL_STEPS)
    said = [words(text, field="recommendations") for text in recommendations if text.strip()]
    if len(said) > MOST_RECOMMENDATIONS:
        raise InvalidInput(f"Geef hoogstens {MOST_RECOMMENDATIONS} aanbevelingen.", field="recommendations")
    conclusion = words(conclusion, field="conclusion", sentence="Schrijf eerst je besluit.")
    concluded = Referral.objects.filter(pk=referral.pk, ended_at=None).update(
        conclusion=conclusion, concluded_by_id=by.id, concluded_at=at, ended_at=at
    )
    if not concluded:
        raise Conflict("Je gaf al een besluit over deze klacht.")
    coordinator = _coordinator_still(complaint)
    for number, text in enumerate(said, 1):
        item = add_work(
            complaint.dossier,
            kind=WorkItem.Kind.RECOMMENDATION,
            title=text,
            department=complaint.dossier.department,
            assignee=coordinator,
            by=by,
            at=at,
        )
        Recommendation.objects.create(referral=referral, number=number, text=text, work_item=item)
    end_questions(referral, by=by, at=at)
    end_grants(complaint.dossier, "ombuds.view", by=by, at=at)
    advice = "\n".join(["Dit beveelt de ombudsman aan:", *(f"- {text}" for text in said)])
    if not said:
        advice = "De ombudsman gaf geen aanbevelingen."
    message = send_letter(complaint, "concluded", by=by, at=at, text=conclusion, recommendations=advice)
    note(
        complaint,
        entries.CONCLUDED,
        by=by,
        at=at,
        referral=referral.pk,
        recommendations=len(said),
        message=message.pk,
    )


def _coordinator_still(complaint: Complaint) -> Staff | None:
    """The coordinator, when still there and independent; otherwise what has to be done is for the department that answers."""
    present = {person.id for person in coordinators_for(complaint)}
    return complaint.coordinator if complaint.coordinator_id in present else None


def _require_ombudsman(by: Actor, permission: str) -> None:
    if by.kind is not ActorKind.OMBUDSMAN or by.scope(permission) is None:
        raise NotFound("We vinden deze klacht niet.")
