"""Replaying the dossiers of the past under a draft: asked by who manages regulations, done by the worker, in pieces.

Each piece is one transaction that also says how far it is: two workers at once do no piece twice, and one that died loses none.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from gehoor.complaints import entries
from gehoor.complaints.models import Replay, ReplayFinding
from gehoor.complaints.replayed import Finding, replayed
from gehoor.complaints.replays import facts_of, past_dossiers
from gehoor.journal.entries import room_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed
from gehoor.organisation.access import require
from gehoor.regulations.models import RegulationDraft
from gehoor.regulations.queries import calendar_of, content_of
from gehoor.regulations.schema import RegulationError, load

AT_ONCE = 400
_CHAIN = room_chain("regulations")


@transaction.atomic
def ask_replay(draft: RegulationDraft, *, since: date, seen: int, by: Actor, at: datetime) -> Replay:
    """Replay every dossier that came in since a day and that this person is not barred from. The worker does it."""
    require(by, "regulations.manage")
    if not by.is_staff or by.id is None:
        raise NotAllowed("Alleen een medewerker van de stad speelt dossiers na.")
    if draft.edit != seen:
        raise Conflict("Iemand veranderde dit ontwerp nadat je deze pagina opende. Lees het eerst opnieuw.")
    try:
        load(draft.text)
    except RegulationError as refused:
        raise InvalidInput(
            f"In dit ontwerp staan nog {len(refused.problems)} fouten. Verbeter ze eerst.", field=None
        ) from None
    if since > local_date(at):
        raise InvalidInput("Kies een dag die voorbij is.", field="since")
    replay = Replay.objects.create(
        draft=draft,
        edit=draft.edit,
        text=draft.text,
        since=since,
        by_id=by.id,
        asked_at=at,
        total=past_dossiers(since, by_id=by.id).count(),
    )
    record(entries.REPLAY_ASKED, _CHAIN, by=by, at=at, replay=replay.pk, draft=draft.pk, edit=draft.edit, since=since)
    app.configure_task("gehoor.complaints.jobs.replay").defer(replay_id=replay.pk)
    return replay


@transaction.atomic
def replay_some(replay_id: int, *, at: datetime) -> bool:
    """Go on with a replay for some hundreds of dossiers; False when nothing is left to do."""
    replay = Replay.objects.select_for_update().get(pk=replay_id)
    if replay.finished_at is not None:
        return False
    waiting = past_dossiers(replay.since, by_id=replay.by_id).filter(pk__gt=replay.last_dossier)
    rows, after = list(waiting.order_by("pk")[:AT_ONCE]), load(replay.text)
    if not rows:
        Replay.objects.filter(pk=replay_id).update(finished_at=at, done=F("total"))
        return False
    calendars = {body: calendar_of(body) for body in {row.body_id for row in rows}}
    found: list[ReplayFinding] = []
    today, without_day = local_date(at), 0
    for row, facts in facts_of(rows, after):
        before = content_of(row.regulation_version_id)
        judged = replayed(facts, before, after, calendars[row.body_id], today=today)
        found.extend(_row(replay_id, row.pk, one) for one in judged)
        without_day += facts.kind == "complaint" and facts.occurred_on is None
    ReplayFinding.objects.bulk_create(found, batch_size=1000)
    Replay.objects.filter(pk=replay_id).update(
        done=F("done") + len(rows), last_dossier=rows[-1].pk, without_day=F("without_day") + without_day
    )
    return True


def _row(replay_id: int, dossier_id: int, one: Finding) -> ReplayFinding:
    return ReplayFinding(
        replay_id=replay_id,
        dossier_id=dossier_id,
        what=one.what,
        text=one.text[:400],
        is_new=one.is_new,
        due_on=one.due_on,
        done_on=one.done_on,
    )
