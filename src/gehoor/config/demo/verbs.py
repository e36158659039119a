"""What people do in a story: each verb is one real action on a question, melding, suggestion or compliment."""

from datetime import datetime, timedelta
from typing import Any

from gehoor.complaints import actions as complaints
from gehoor.complaints.actions.outside import ask_outside as ask_outside_in_complaint
from gehoor.config.demo.matter import Matter, Verb, reporter_of
from gehoor.config.demo.papers import stored
from gehoor.correspondence.models import Delivery, Direction, Medium, Message
from gehoor.dossiers.access import who_was_asked
from gehoor.dossiers.actions import assigning, correcting, first_line, links, messages
from gehoor.dossiers.actions.inquiring import Asking, answer_inquiry, ask_outside
from gehoor.dossiers.actions.sweeping import report_failed_mail
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.models import Inquiry, WorkItem
from gehoor.dossiers.outside import last_day
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.mishaps.actions.reporting import Question
from gehoor.mishaps.actions.setting_right import Correction, set_right
from gehoor.mishaps.rules import Wrong
from gehoor.regulations.queries import calendar_under


def routes(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``routes: category`` or ``{category, to, kind, first_line, staff}``."""
    told: dict[str, Any] = {"category": said} if isinstance(said, str) else said
    town, dossier = matter.town, matter.dossier
    category = town.category(told["category"])
    department = town.department(told["to"]) if "to" in told else category.department
    assigning.route(
        dossier,
        kind=Kind(told.get("kind", dossier.kind)),
        department=department,
        category_id=category.pk,
        staff=town.person(told["staff"]) if "staff" in told else None,
        is_first_line=told.get("first_line"),
        by=by,
        at=at,
    )


def takes_up(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Takes it up, or gives it to the colleague named."""
    staff = matter.town.person(said or by.name)
    assigning.assign(matter.dossier, staff, by=by, at=at)


def gives_back(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Not for us, because …"""
    assigning.give_back(matter.dossier, reason=said, by=by, at=at)


def writes(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """A message to the reporter: a text, or ``{text, files}``."""
    text, files = _with_files(said, by=by, at=at)
    if matter.complaint_id:
        complaints.write_to_complainant(matter.complaint, text=text, files=files, by=by, at=at)
    else:
        messages.write_to_reporter(matter.dossier, text=text, files=files, by=by, at=at)


def _with_files(said: Any, *, by: Actor, at: datetime) -> tuple[str, list[StoredFile]]:
    if isinstance(said, str):
        return said, []
    return said.get("text", ""), stored(said.get("files", ()), by=by, at=at)


def asks(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """A question to the reporter: the dossier waits for the answer."""
    messages.write_to_reporter(matter.dossier, text=said, asks=True, by=by, at=at)


def notes(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """For colleagues only."""
    if matter.complaint_id:
        complaints.add_note(matter.complaint, text=said, by=by, at=at)
    else:
        messages.add_note(matter.dossier, text=said, by=by, at=at)


def adds(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The reporter adds something on the tracking page: a text, or ``{text, files}``."""
    text, files = _with_files(said, by=by, at=at)
    _hears(matter, by, at, text, Medium.WEB, files)


def hears_by_phone(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The reporter calls about it; a colleague writes down what they say."""
    _hears(matter, by, at, said, Medium.PHONE, [])


def _hears(matter: Matter, by: Actor, at: datetime, text: str, medium: Medium, files: list[StoredFile]) -> None:
    if matter.complaint_id:
        complaints.hear_complainant(matter.complaint, text=text, medium=medium, files=files, by=by, at=at)
    else:
        messages.hear_reporter(matter.dossier, text=text, medium=medium, files=files, by=by, at=at)


def offers(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """A solution; the reporter is asked whether it solves it."""
    first_line.offer_solution(matter.dossier, text=said, by=by, at=at)


def is_helped(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """This solves it."""
    first_line.reply_to_offer(matter.dossier, solved=True, text=said or "", by=by, at=at)


def is_not_helped(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """This does not solve it."""
    first_line.reply_to_offer(matter.dossier, solved=False, text=said or "", by=by, at=at)


def answers(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Answers and closes."""
    first_line.close(matter.dossier, CloseReason.ANSWERED, text=said, by=by, at=at)


def closes(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``closes: {reason, text}``."""
    first_line.close(matter.dossier, CloseReason(said["reason"]), text=said["text"], by=by, at=at)


def reopens(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Opens the closed dossier again; what is said goes along."""
    first_line.reopen(matter.dossier, by=by, at=at)
    if said:
        messages.hear_reporter(matter.dossier, text=said, by=by, at=at)


def withdraws(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Does not need it any more."""
    if matter.complaint_id:
        complaints.withdraw(matter.complaint, text=said or "", by=by, at=at)
    else:
        first_line.withdraw(matter.dossier, by=by, at=at)


def corrects(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``corrects: {title: …}``, or ``{message: …}`` for what was typed in at the receipt."""
    ((name, after),) = said.items()
    dossier = matter.dossier
    if name == "message":
        first = dossier.thread.messages.order_by("pk").values_list("pk", flat=True)[0]
        correcting.correct_message(dossier, first, after, by=by, at=at)
    else:
        correcting.correct(dossier, name, after, by=by, at=at)


def plans(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``plans: {task, within}``: a task, to be done within so many days."""
    due_on = local_date(at) + timedelta(days=said["within"])
    staff = matter.town.person(said["for"]) if "for" in said else None
    correcting.plan_work(matter.dossier, title=said["task"], due_on=due_on, assignee=staff, by=by, at=at)


def promises_a_call(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Promises to call back today."""
    correcting.plan_callback(matter.dossier, who=said, by=by, at=at)


def finishes_a_task(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The oldest open task of the matter."""
    own = [pk for pk in (matter.dossier_id, matter.complaint_id) if pk]
    item = WorkItem.objects.filter(dossier__in=own, done_at=None).order_by("pk")[0]
    correcting.finish_work(item, outcome=said, by=by, at=at)


def loses_the_link(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Asks for a new link with number and address."""
    links.send_new_link(matter.dossier.reference, matter.story.by["email"], by=by, at=at)


def asks_outside(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``asks outside: {organisation, name, email, question, within}``: somebody outside the city, to answer within so many working days."""
    told = {"organisation": "", "name": ""} | said
    dossier = matter.complaint.dossier if matter.complaint_id else matter.dossier
    calendar = calendar_under(dossier.body_id, dossier.regulation_version_id)
    due_on = last_day(calendar, today=local_date(at), working_days=told.pop("within"))
    asking = Asking(**told, due_on=due_on)
    if matter.complaint_id:
        ask_outside_in_complaint(matter.complaint, asking, by=by, at=at)
    else:
        ask_outside(dossier, asking, by=by, at=at)


def hears_from_outside(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Who was asked outside the city last, answers: a text, or ``{text, files}``."""
    inquiry = Inquiry.objects.select_related("thread", "dossier__department").filter(
        dossier=matter.complaint_id or matter.dossier_id
    )
    asked = inquiry.latest("pk")
    they = who_was_asked(asked)
    text, files = _with_files(said, by=they, at=at)
    answer_inquiry(asked, text=text, files=files, by=they, at=at)


def never_gets_it(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The mail server refuses the latest message for good; somebody gets a task."""
    sent = Message.objects.filter(thread=matter.dossier.thread, direction=Direction.OUT).latest("at")
    Message.objects.filter(pk=sent.pk).update(delivery=Delivery.FAILED, failure=said, attempts=1, retry_at=None)
    report_failed_mail(at=at)


def complains(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """One step to the formal complaint: ``{text, wished_outcome, named, completed}``."""
    told = dict(said)
    completed = told.pop("completed", None)
    complaint = complaints.lodge_from(
        matter.dossier, completed=reporter_of(completed) if completed else None, by=by, at=at, **told
    )
    matter.complaint_id = complaint.pk


def names_it_a_complaint(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Triage: this is a formal complaint, about that department."""
    department = matter.town.department(said).pk if said else None
    complaint = complaints.name_as_complaint(matter.dossier, concerned_department_id=department, by=by, at=at)
    matter.complaint_id = complaint.pk


def sets_right(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``sets right: {reason, happened, whom, which}``: the latest message was for somebody else, and the DPO is asked."""
    sent = Message.objects.filter(thread=matter.dossier.thread, direction=Direction.OUT, letter="message").latest("at")
    asked = Question(False, said["happened"], said["whom"], said["which"], local_date(at))
    wrong = Correction(Wrong.PERSON, said["reason"], breach=asked)
    set_right(matter.dossier.reference, sent.public_id, wrong, by=by, at=at)


VERBS: dict[str, Verb] = {
    "adds": adds,
    "answers": answers,
    "asks": asks,
    "asks outside": asks_outside,
    "closes": closes,
    "complains": complains,
    "corrects": corrects,
    "finishes a task": finishes_a_task,
    "gives back": gives_back,
    "gives it to": takes_up,
    "hears by phone": hears_by_phone,
    "hears from outside": hears_from_outside,
    "is helped": is_helped,
    "is not helped": is_not_helped,
    "loses the link": loses_the_link,
    "names it a complaint": names_it_a_complaint,
    "never gets the mail": never_gets_it,
    "notes": notes,
    "offers": offers,
    "plans": plans,
    "promises a call to": promises_a_call,
    "reopens": reopens,
    "routes": routes,
    "sets right": sets_right,
    "takes it up": takes_up,
    "withdraws": withdraws,
    "writes": writes,
}
