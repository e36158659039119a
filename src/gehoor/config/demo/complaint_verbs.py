"""What people do with a formal complaint in a story: each verb is one real action."""

from datetime import datetime, timedelta
from typing import Any

from gehoor.complaints import actions
from gehoor.complaints.commitments import LIVE
from gehoor.complaints.models import Account, Complaint, Hearing, NamedPerson, Referral
from gehoor.complaints.procedure import Reaction, ReferralGround
from gehoor.complaints.promised import Commitment
from gehoor.config.demo.matter import Matter, Verb, key_of
from gehoor.config.demo.script import StoryError
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import RuleViolation


def admits(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Admissible, because …"""
    actions.admit(matter.complaint, reason=said, by=by, at=at)


def rejects(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``rejects: {grounds, reason, refer_to}``."""
    actions.reject(matter.complaint, by=by, at=at, **said)


def requalifies(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``requalifies: {kind, reason, department}``. What follows is about the new dossier."""
    department = matter.town.department(said["department"]).pk if "department" in said else None
    new = actions.requalify(
        matter.complaint, new_kind=Kind(said["kind"]), reason=said["reason"], department_id=department, by=by, at=at
    )
    matter.dossier_id, matter.complaint_id = new.pk, 0


def asks_to_clarify(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """A question that stops the clock."""
    actions.ask_clarification(matter.complaint, question=said, by=by, at=at)


def clarifies(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The answer: the clock goes on."""
    actions.clarify(matter.complaint, text=said, by=by, at=at)


def sends_to_first_line(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The department tries first, because …"""
    actions.send_to_first_line(matter.complaint, reason=said, by=by, at=at)


def comes_back(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The first line did not solve it."""
    actions.come_back(matter.complaint, text=said or "", by=by, at=at)


def says_it_is_about(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The department complained about."""
    actions.set_department(matter.complaint, matter.town.department(said).pk, by=by, at=at)


def hears_the_name(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """A name that came up later."""
    actions.add_named(matter.complaint, text=said, by=by, at=at)


def settles_the_name(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``settles the name: {Sofie van de telefoon: Sarah Mertens}``; nobody: ``""``."""
    ((text, who),) = said.items()
    named = NamedPerson.objects.get(complaint=matter.complaint_id, text=text)
    staff_id = matter.town.person(who).pk if who else None
    actions.settle_name(matter.complaint, named.pk, staff_id=staff_id, by=by, at=at)


def makes_handler(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Assigns the handler."""
    actions.assign_handler(matter.complaint, matter.town.person(said).pk, by=by, at=at)


def is_refused(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Tries to make somebody the handler and is refused: nothing happens."""
    try:
        makes_handler(matter, by, at, said)
    except RuleViolation:
        return
    raise StoryError(f"{said} was not refused")


def lifts_the_refusal(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``lifts the refusal of: {Koen Verlinden: reason}``."""
    ((who, reason),) = said.items()
    actions.override_conflict(matter.complaint, matter.town.person(who).pk, reason=reason, by=by, at=at)


def signs(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The declaration of non-involvement."""
    actions.declare_not_involved(matter.complaint, text=said or "", by=by, at=at)


def declares_an_interest(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Says to be involved, and falls away."""
    actions.declare_interest(matter.complaint, text=said, by=by, at=at)


def splits_point(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Point 1 becomes several; the wished outcome stays."""
    actions.split_grievance(matter.complaint, 1, texts=said, by=by, at=at)


def words_point(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``words the point: {1: text}``."""
    ((number, text),) = said.items()
    actions.edit_grievance(matter.complaint, number, text=text, by=by, at=at)


def adds_point(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """One point more."""
    actions.add_grievance(matter.complaint, text=said, by=by, at=at)


def asks_account(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``asks the account of: {reiniging: question}``."""
    ((code, question),) = said.items()
    department = matter.town.department(code).pk
    actions.ask_account(matter.complaint, department_id=department, question=question, by=by, at=at)


def gives_account(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The department's side."""
    waiting = Account.objects.filter(complaint=matter.complaint_id, answered_at=None)
    account = waiting.filter(department__in=by.department_ids).select_related("complaint__dossier__thread").get()
    actions.give_account(account, text=said, by=by, at=at)


def finds(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``finds: {point, finding, reasons, norms, measure, exhibits}``."""
    told = dict(said)
    actions.answer_grievance(matter.complaint, told.pop("point", 1), by=by, at=at, **told)


USUAL = {
    "remedy": "Wat we doen en waarom, leggen we uit bij elk punt.",
    "outstanding": "Er moet niets meer gebeuren. Merk je toch nog iets? Laat het ons weten.",
    "learnt": "We bespraken je klacht met de ploeg, zodat anderen dit niet meer meemaken.",
}


def drafts(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``drafts: {finding, text, remedy, outstanding, learnt}``; the last three are the answer, in the usual words when not told."""
    told = USUAL | said
    finding, text = told.pop("finding"), told.pop("text")
    actions.submit_draft(matter.complaint, finding=finding, text=text, answer=told, by=by, at=at)


def sends_back(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The draft goes back, because …"""
    actions.return_draft(matter.complaint, reason=said, by=by, at=at)


def agrees(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The coordinator agrees."""
    actions.agree(matter.complaint, by=by, at=at)


def differs(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``differs: {finding, text}``."""
    actions.differ(matter.complaint, by=by, at=at, **said)


def advises(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The algemeen directeur."""
    actions.advise(matter.complaint, text=said, by=by, at=at)


def decides(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``decides: {finding, reason}``."""
    actions.decide(matter.complaint, by=by, at=at, **said)


def promises(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``promises: {what, department, by}``; ``by``: so many days from now."""
    actions.commit_to(
        matter.complaint,
        text=said["what"],
        department_id=matter.town.department(said["department"]).pk,
        due_on=local_date(at + timedelta(days=said["by"])),
        by=by,
        at=at,
    )


def _promise(matter: Matter) -> Commitment:
    return Commitment.objects.filter(LIVE, complaint=matter.complaint_id).order_by("number")[0]


def keeps_promise(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The department did the first thing that was promised and not done yet, and says so."""
    item = _promise(matter).work_item
    if item is None:
        raise StoryError("what is promised is no work yet")
    actions.keep_commitment(item, word=said, by=by, at=at)


def postpones_promise(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``puts off the promise: {by, reason}``; ``by``: so many days from now."""
    due_on = local_date(at + timedelta(days=said["by"]))
    number = _promise(matter).number
    actions.postpone_commitment(matter.complaint, number, due_on=due_on, reason=said["reason"], by=by, at=at)


def proposes(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The proposal."""
    actions.send_proposal(matter.complaint, text=said, by=by, at=at)


def accepts(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Agrees with the proposal."""
    actions.react(matter.complaint, Reaction.ACCEPTED, reason=said or "", by=by, at=at)


def refuses(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Does not agree with the proposal, because …"""
    actions.react(matter.complaint, Reaction.REFUSED, reason=said, by=by, at=at)


def hears_nothing(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """No reaction in the term."""
    actions.note_no_reaction(matter.complaint, by=by, at=at)


def concludes_with_letter(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``ends it: {finding, resolution, measures, learnt, norms}``."""
    actions.close(matter.complaint, by=by, at=at, **said)


def is_satisfied(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Solved before the end."""
    actions.satisfy(matter.complaint, text=said or "", by=by, at=at)


def goes_to_ombudsman(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``goes to the ombudsman: {ground: text}``."""
    ((ground, text),) = said.items()
    actions.refer(matter.complaint, ground=ReferralGround(ground), text=text or "", by=by, at=at)


def _referral(matter: Matter) -> Referral:
    return Referral.objects.select_related("complaint__dossier__thread").get(
        complaint=matter.complaint_id, ended_at=None
    )


def reads_it(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The ombudsman looks for the first time."""
    actions.open_referral(_referral(matter), by=by, at=at)


def concludes(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``concludes: {conclusion, recommendations}``."""
    actions.conclude(_referral(matter), by=by, at=at, **said)


def asks_the_city(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """The ombudsman asks the city something."""
    actions.ask_city(_referral(matter), text=said, by=by, at=at)


def talks_with_reporter(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """A telephone call with the complainant, and its report."""
    said_in = {"kind": Hearing.Kind.PHONE, "whom": Hearing.Whom.COMPLAINANT, "held_on": local_date(at), "report": said}
    actions.note_hearing(matter.complaint, **said_in, by=by, at=at)


def mediates(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """Solved together: what was agreed."""
    actions.mediate(matter.complaint, agreed=said, by=by, at=at)


def hears_a_colleague(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``holds a hearing with: {Samira Bouali: report}``."""
    ((who, report),) = said.items()
    actions.note_hearing(
        matter.complaint,
        kind=Hearing.Kind.HEARING,
        whom=Hearing.Whom.COLLEAGUE,
        staff_id=matter.town.person(who).pk,
        held_on=local_date(at),
        report=report,
        by=by,
        at=at,
    )


def joins_it(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``joins it to: {name of a story that came in as a complaint: reason}``."""
    ((name, reason),) = said.items()
    into = Complaint.objects.select_related("dossier__thread")
    other = into.get(dossier__contact_links__contact__idempotency_key=key_of(name))
    actions.join(matter.complaint, other, reason=reason, by=by, at=at)


def suspends(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``suspends: {court: reason}`` or ``{appeal: reason}``."""
    ((kind, reason),) = said.items()
    actions.suspend(matter.complaint, kind=kind, reason=reason, by=by, at=at)


def agrees_on_contact(matter: Matter, by: Actor, at: datetime, said: Any) -> None:
    """``agrees on contact: {agreed, reasons, days}``: for so many days."""
    ends_on = local_date(at) + timedelta(days=said["days"])
    actions.agree_contact(
        matter.complaint, agreed=said["agreed"], reasons=said["reasons"], ends_on=ends_on, by=by, at=at
    )


VERBS: dict[str, Verb] = {
    "accepts": accepts,
    "adds a point": adds_point,
    "admits": admits,
    "advises": advises,
    "agrees": agrees,
    "agrees on contact": agrees_on_contact,
    "asks the account of": asks_account,
    "asks the city": asks_the_city,
    "asks to clarify": asks_to_clarify,
    "clarifies": clarifies,
    "comes back": comes_back,
    "concludes": concludes,
    "decides": decides,
    "declares an interest": declares_an_interest,
    "differs": differs,
    "drafts": drafts,
    "ends it": concludes_with_letter,
    "finds": finds,
    "gives the account": gives_account,
    "goes to the ombudsman": goes_to_ombudsman,
    "hears nothing": hears_nothing,
    "holds a hearing with": hears_a_colleague,
    "joins it to": joins_it,
    "suspends": suspends,
    "hears the name": hears_the_name,
    "is refused as handler": is_refused,
    "is satisfied": is_satisfied,
    "lifts the refusal of": lifts_the_refusal,
    "makes handler": makes_handler,
    "keeps the promise": keeps_promise,
    "mediates": mediates,
    "promises": promises,
    "proposes": proposes,
    "puts off the promise": postpones_promise,
    "reads it": reads_it,
    "refuses": refuses,
    "rejects": rejects,
    "requalifies": requalifies,
    "says it is about": says_it_is_about,
    "sends back": sends_back,
    "sends to the department first": sends_to_first_line,
    "settles the name": settles_the_name,
    "signs": signs,
    "splits the point": splits_point,
    "talks with the reporter": talks_with_reporter,
    "words the point": words_point,
}
