"""The only doors to a complaint, to a question to a department, and to what was referred.

What you may not see looks like what does not exist. Staff who look are noted (once an hour).
"""

from datetime import datetime

from django.db.models import QuerySet

from gehoor.complaints.conflicts import concerned_from, with_concerned
from gehoor.complaints.forwarded import Forwarding
from gehoor.complaints.hearings import hearings_of
from gehoor.complaints.models import Account, Complaint, Hearing, Recommendation, Referral, Replay
from gehoor.complaints.queries import accounts_of
from gehoor.complaints.replays import running_or_done
from gehoor.complaints.sent_on import ALONG
from gehoor.dossiers.scope import visible
from gehoor.journal.entries import dossier_chain
from gehoor.journal.reads import log_read
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.errors import NotFound
from gehoor.kernel.references import parse_reference
from gehoor.organisation.access import require

NO_SUCH_COMPLAINT = "We vinden deze klacht niet."
MOST_FORWARDINGS = 500
MOST_RECOMMENDATIONS = 500
NO_SUCH_QUESTION = "We vinden deze vraag niet."
NO_SUCH_TALK = "We vinden dit gesprek niet."
_ALONG = (
    "dossier",
    "dossier__thread",
    "dossier__department",
    "dossier__category",
    "dossier__arises_from",
    "concerned_department",
    "coordinator",
    "handler",
)


def complaint_for(actor: Actor, reference: str, *, at: datetime, why: str = "") -> Complaint:
    """The complaint with that reference, with dossier, departments, coordinator and handler along. Raises NotFound. Two statements.

    For staff with ``complaints.view`` who are not concerned in it, and for the complainant. Not for the ombudsman: :func:`referral_for`.
    """
    spelled = parse_reference(reference)
    if spelled is None or actor.kind is ActorKind.OMBUDSMAN:
        raise NotFound(NO_SUCH_COMPLAINT)
    rows = Complaint.objects.filter(dossier__in=visible(actor), dossier__reference=spelled)
    complaint = with_concerned(rows.select_related(*_ALONG)).first()
    if complaint is None or _kept_out(actor, complaint):
        raise NotFound(NO_SUCH_COMPLAINT)
    if actor.is_staff:
        log_read(dossier_chain(complaint.pk), by=actor, at=at, why=why)
    return complaint


def _kept_out(actor: Actor, complaint: Complaint) -> bool:
    """Whether this colleague is concerned so that even reading is closed: as known at this moment, bar or no bar."""
    if not actor.is_staff:
        return False
    concerned = concerned_from(complaint)
    return any(concerned.may_not_read(conflict) for conflict in concerned.conflicts_of(actor.id))


def account_for(actor: Actor, account_id: int, *, at: datetime) -> Account:
    """The question to a department, for its members with ``complaints.account``. Raises NotFound."""
    account = accounts_of(actor).filter(pk=account_id).first()
    if account is None:
        raise NotFound(NO_SUCH_QUESTION)
    log_read(dossier_chain(account.complaint_id), by=actor, at=at, why="relaas van de dienst")
    return account


def hearing_for(actor: Actor, hearing_id: int, *, at: datetime) -> Hearing:
    """The conversation in which this colleague was heard. Raises NotFound for anybody else."""
    hearing = hearings_of(actor).filter(pk=hearing_id).first()
    if hearing is None:
        raise NotFound(NO_SUCH_TALK)
    log_read(dossier_chain(hearing.complaint_id), by=actor, at=at, why="eigen gesprek")
    return hearing


def referral_for(actor: Actor, reference: str, *, at: datetime) -> Referral:
    """The running referral of the complaint with that reference, for ``ombuds.view``. Raises NotFound. The look is noted."""
    spelled = parse_reference(reference)
    referral = _referrals(actor).filter(complaint__dossier__reference=spelled).first() if spelled else None
    if referral is None:
        raise NotFound(NO_SUCH_COMPLAINT)
    log_read(dossier_chain(referral.complaint_id), by=actor, at=at, why="tweede lijn")
    return referral


def referrals_for(actor: Actor) -> list[Referral]:
    """The running referrals, oldest first, with complaint and dossier along. One statement."""
    return list(_referrals(actor).order_by("at", "pk"))


def _referrals(actor: Actor) -> QuerySet[Referral]:
    if actor.kind is not ActorKind.OMBUDSMAN or actor.scope("ombuds.view") is None:
        return Referral.objects.none()
    along = [f"complaint__{name}" for name in _ALONG]
    rows = Referral.objects.filter(ended_at=None, complaint__dossier__in=visible(actor))
    return rows.select_related("complaint", *along)


def recommendations_for(actor: Actor) -> list[Recommendation]:
    """What the ombudsman recommended, the newest conclusion first, with the work it became along. Nothing of the dossiers: the
    access ended with the conclusion. One statement.
    """
    if actor.kind is not ActorKind.OMBUDSMAN or actor.scope("ombuds.view") is None:
        return []
    rows = Recommendation.objects.filter(referral__concluded_at__isnull=False)
    rows = rows.select_related("work_item", "referral__complaint__dossier").only(
        *("number", "text", "work_item__done_at", "work_item__outcome"),
        *("referral__concluded_at", "referral__complaint__dossier__reference"),
    )
    return list(rows.order_by("-referral__concluded_at", "number")[:MOST_RECOMMENDATIONS])


def forwardings_for(actor: Actor) -> list[Forwarding]:
    """What the ombudsman sent on, the newest first, for ``ombuds.forward``: only what was typed in there. One statement."""
    return list(_forwardings(actor)[:MOST_FORWARDINGS])


def forwarding_for(actor: Actor, reference: str, *, at: datetime) -> Forwarding:
    """One of them. Raises NotFound. The look is noted."""
    spelled = parse_reference(reference)
    found = _forwardings(actor).filter(dossier__reference=spelled).first() if spelled else None
    if found is None:
        raise NotFound(NO_SUCH_COMPLAINT)
    log_read(dossier_chain(found.pk), by=actor, at=at, why="doorgestuurd")
    return found


def _forwardings(actor: Actor) -> QuerySet[Forwarding]:
    if actor.kind is not ActorKind.OMBUDSMAN or actor.scope("ombuds.forward") is None:
        return Forwarding.objects.none()
    return Forwarding.objects.filter(forwarded_by__isnull=False).select_related(*ALONG)


def replay_for(actor: Actor, replay_id: int) -> Replay:
    """A replay of past dossiers, for who asked for it and still manages regulations. Raises NotAllowed and NotFound."""
    require(actor, "regulations.manage")
    found = running_or_done(replay_id, by_id=actor.id or 0)
    if found is None:
        raise NotFound("Deze naspeling is er niet.")
    return found
