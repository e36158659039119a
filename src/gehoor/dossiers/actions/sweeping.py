"""Finding from the data what should have happened and did not, and doing it. Everything here may run twice."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from gehoor.correspondence.models import Message
from gehoor.dossiers import entries
from gehoor.dossiers.actions.inquiring import who_follows
from gehoor.dossiers.actions.messages import addressee_of, count_message
from gehoor.dossiers.actions.posting import write_letter
from gehoor.dossiers.actions.tasks import add_work
from gehoor.dossiers.inquiries import inquiry_with
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.lists import broken_promises, unreported_failures
from gehoor.dossiers.models import Deadline, Dossier, Inquiry, WorkItem
from gehoor.dossiers.wording import day_in_words
from gehoor.journal.entries import dossier_chain
from gehoor.journal.record import record
from gehoor.kernel.actors import SYSTEM
from gehoor.kernel.clock import local_date
from gehoor.kernel.sweeping import one_by_one
from gehoor.regulations.queries import content_of
from gehoor.regulations.second_line import late_notice_names_it, notice
from gehoor.regulations.terms import CODES

FIRST_LINE = "first_line"


def tell_silences(*, at: datetime) -> int:
    """Tell each citizen once of each promise that passed without an answer; returns how many were told."""
    return one_by_one(broken_promises(today=local_date(at)), partial(_tell_silence, at=at))


@transaction.atomic
def _tell_silence(row: Deadline, *, at: datetime) -> int:
    first = Deadline.objects.filter(pk=row.pk, late_told_at=None, met_on=None, ended_on=None).update(late_told_at=at)
    if not first or row.due_on is None:
        return 0
    dossier = row.dossier
    code, fields = _late_letter(row, day_in_words(row.due_on), today=local_date(at))
    fields |= {"reference": dossier.reference}
    message = write_letter(dossier, code, fields, to=addressee_of(dossier), at=at)
    count_message(dossier)
    record(entries.LATE_TOLD, dossier_chain(dossier.pk), by=SYSTEM, at=at, deadline=row.pk, message=message.pk)
    return 1


def _late_letter(row: Deadline, due_on: str, *, today: date) -> tuple[str, dict[str, str]]:
    dossier = row.dossier
    if row.term == FIRST_LINE:
        return "first_line_late", {"department": dossier.department.name, "due_on": due_on}
    missed = f"Ons antwoord moest er zijn op {due_on}."
    if row.term not in CODES:
        missed = f"Dit moest uiterlijk op {due_on} gebeurd zijn: {row.label.lower()}."
    return "dossier_late", {"missed": missed, "ways": "\n\n".join(_ways_on(dossier, today=today))}


def _ways_on(dossier: Dossier, *, today: date) -> list[str]:
    """What who waits can do now: complain, and go to the second line where the regulation asks that a late notice says so."""
    content = content_of(dossier.regulation_version_id)
    ways = []
    if dossier.kind in (Kind.QUESTION, Kind.MELDING):
        ways.append(
            "Wil je niet langer wachten? Dan kan je in één stap een klacht indienen. Wat je al vertelde, gaat mee."
        )
    if late_notice_names_it(content):
        ways.append(f"Ben je niet tevreden over hoe we werken?\n{notice(content.second_line_on(today))}")
    return ways or ["Je hoeft zelf niets te doen."]


def report_failed_mail(*, at: datetime) -> int:
    """Make one task for a person of each message that never arrived; returns how many were made."""
    return one_by_one(unreported_failures(), partial(report_failed, at=at))


@transaction.atomic
def report_failed(message: Message, *, at: datetime) -> int:
    """Make one task for a person of a message that never arrived; 0 when it was made before."""
    inquiry = inquiry_with(message.thread_id)
    held = {"thread": message.thread_id} if inquiry is None else {"pk": inquiry.dossier_id}
    dossier = Dossier.objects.select_for_update(of=["self"]).select_related("department").get(**held)
    if WorkItem.objects.filter(message=message).exists():
        return 0
    item = add_work(
        dossier,
        kind=WorkItem.Kind.MAIL_FAILED,
        title=_not_arrived(message, inquiry),
        department=dossier.department,
        assignee=None if inquiry is None else who_follows(inquiry),
        by=SYSTEM,
        at=at,
        due_on=local_date(at),
    )
    WorkItem.objects.filter(pk=item.pk).update(message=message)
    return 1


def _not_arrived(message: Message, inquiry: Inquiry | None) -> str:
    if inquiry is None:
        return f"Bericht {message.pk} kwam niet aan. Bel of schrijf de melder."
    return (
        f"Vraag {inquiry.number} buiten de stad kwam niet aan. Kijk het adres na, trek de vraag in en stel ze opnieuw."
    )
