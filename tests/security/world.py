"""A city in which everything has happened, with a mark in every text: what a citizen may never see, and what nobody may ever run.

``geheim-…`` stands in what stays inside; ``<mrk-…>`` in whatever somebody typed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.test import Client

from gehoor.complaints import actions
from gehoor.complaints.actions.outside import ask_outside as ask_outside_in_complaint
from gehoor.complaints.actions.replaying import ask_replay
from gehoor.complaints.forwarded import Forwarding
from gehoor.complaints.models import Account, Complaint, Question, Referral
from gehoor.complaints.procedure import Reaction, ReferralGround
from gehoor.correspondence.actions import Addressee, make_link, make_link_on
from gehoor.correspondence.actions.wording import propose_wording
from gehoor.correspondence.letters import letter
from gehoor.dossiers.access import who_was_asked
from gehoor.dossiers.actions import correcting, first_line
from gehoor.dossiers.actions.assigning import assign, give_back, route
from gehoor.dossiers.actions.canned import Canned, save_canned
from gehoor.dossiers.actions.inquiring import Asking, answer_inquiry, ask_outside
from gehoor.dossiers.actions.intake import Reporter, Submission, receive
from gehoor.dossiers.actions.messages import add_note, hear_reporter, write_to_reporter
from gehoor.dossiers.actions.posting import write_letter
from gehoor.dossiers.lifecycle import CloseReason, Kind
from gehoor.dossiers.models import Dossier, WorkItem
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import SYSTEM, Actor, ActorKind
from gehoor.kernel.clock import local_date, now
from gehoor.mailroom.actions.storing import keep
from gehoor.mailroom.models import Mailbox
from gehoor.regulations.actions import start_draft
from gehoor.regulations.library import text_of
from tests import people
from tests.city import City, small_city
from tests.complaints.course import ANSWER
from tests.people import Somebody

CITIZEN = Actor(kind=ActorKind.CITIZEN)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def secret(what: str) -> str:
    """A text that stays inside."""
    return f"geheim-{what} <mrk-{what}>"


def spoken(what: str) -> str:
    """A text that the citizen of this dossier may read, and that must never run."""
    return f"gezegd-{what} <mrk-{what} onload=alert(1)> <script>mrk()</script> \"'&"


AMINA = Reporter(
    name="Amina <mrk-naam>Daoudi",
    email="amina.daoudi@voorbeeld.example",
    phone="016 555 01 40",
    address="Lindenstraat 14 <mrk-adres>, 9999 Vaartberg",
)
OTHER = Reporter(
    name="Buur geheim-buurnaam",
    email="geheim-buurmail@voorbeeld.example",
    phone="016 555 01 99",
    address="geheim-buuradres 3, 9999 Vaartberg",
)


@dataclass
class Thing:
    """Something behind a door. ``department``: code; ``kept_out``: names of who may not know of it. ``token`` opens its tracking page."""

    what: str
    reference: str
    token: str
    department: str = ""
    handler: str = ""
    kept_out: frozenset[str] = frozenset()
    referred: bool = False
    forwarded: bool = False
    is_complaint: bool = False
    public_file: str = ""
    inner_file: str = ""
    letter: str = ""
    mail: str = ""
    task: int = 0
    to_post: int = 0
    account: int = 0
    talk: int = 0
    heard: str = ""
    account_department: str = ""
    named: int = 0
    asked: int = 0
    promised: tuple[int, ...] = ()
    answer_file: str = ""
    outside: str = ""
    outside_file: str = ""


@dataclass
class World:
    """The city and what is in it, by what it shows. All of it is Amina's, but ``buur``.

    ``seen``, ``browsers``: what the tests looked at already, and with what; nothing changes between them.
    """

    city: City
    things: dict[str, Thing] = field(default_factory=dict)
    seen: dict[tuple[str, str], Any] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)

    @property
    def of_amina(self) -> list[Thing]:
        """What Amina's links open."""
        return [thing for thing in self.things.values() if thing.what != "buur"]


def build() -> World:
    """Let it all happen."""
    begin = now() - timedelta(days=30)
    world = World(small_city())
    for thing in _ordinary(world.city, begin):
        world.things[thing.what] = thing
    for what, upto in _COURSES.items():
        world.things[what] = _complaint(world.city, what, upto, begin)
    world.things["genoemd"] = _named(world.city, begin)
    _asked_outside(world.city, world.things["eigen"], people.NELE)
    _asked_outside(world.city, world.things["onderzoek"], people.THOMAS)
    _sent_on(world.city, world.things["besloten"], begin)
    for thing in world.things.values():
        thing.mail = _mail(thing, begin)
    an = world.city.actor(people.AN)
    draft = start_draft(text_of("leuven"), by=an, at=begin)
    ask_replay(draft, since=begin.date(), seen=draft.edit, by=an, at=now())
    closing = letter("closing")
    propose_wording("closing", subject=closing.subject, body=closing.body, why="Zo.", by=an, at=begin)
    _loose_mail(begin)
    _canned(begin)
    Mailbox.objects.create(
        pk=1,
        name=secret("mailbox"),
        address="x@x.example",
        host="127.0.0.1",
        port=1,
        username="x",
        secret=b"",
        created_at=begin,
    )
    return world


OUTSIDE = "buitenstaander@voorbeeld.example"


def _asked_outside(city: City, thing: Thing, by: Somebody) -> None:
    """Somebody outside is asked something, with a file that was internal until now, and answered: that stays inside."""
    dossier, at, asker = Dossier.objects.get(reference=thing.reference), now(), city.actor(by)
    asking = Asking("", "Buiten", OUTSIDE, secret("buitenvraag"), local_date(at) + timedelta(days=20))
    file = _file("geheim-buitenbestand", asker, at)
    if thing.is_complaint:
        complaint = Complaint.objects.select_related("dossier__department").get(pk=dossier.pk)
        inquiry = ask_outside_in_complaint(complaint, asking, by=asker, at=at, files=[file])
    else:
        inquiry = ask_outside(dossier, asking, by=asker, at=at, files=[file])
    theirs = [_file("geheim-buitenbijlage", who_was_asked(inquiry), at)]
    answer_inquiry(inquiry, text=secret("buitenantwoord"), by=who_was_asked(inquiry), at=at, files=theirs)
    thing.outside, thing.outside_file = make_link_on(inquiry.thread, at=at), str(file.public_id)


def _sent_on(city: City, thing: Thing, at: datetime) -> None:
    """The ombudsman had sent it on for a first try."""
    thing.forwarded = True
    Forwarding.objects.create(
        dossier=Dossier.objects.get(reference=thing.reference),
        forwarded_by=city.person(people.ILSE),
        second_line="Vlaamse Ombudsdienst",
        their_reference=spoken("kenmerk")[:80],
        filed_on=at.date(),
        at=at,
        notice_to=people.ILSE.email,
    )


LOOSE_MAIL = "10000000-0000-4000-8000-000000000001"
"""A mail of a machine that belongs to no dossier."""


def _canned(at: datetime) -> None:
    save_canned(None, Canned("Vast", f"{spoken('vast')} {{naam}}"), by=SYSTEM, at=at)


def _loose_mail(at: datetime) -> None:
    row, _ = keep(f"X-Geheim: {secret('losse')}\r\n\r\ndag".encode(), at=at)
    row.public_id, row.outcome, row.subject, row.text = UUID(LOOSE_MAIL), "automatic", secret("los"), secret("lostekst")
    row.save()


def _mail(thing: Thing, at: datetime) -> str:
    """A mail that came for a dossier: what is in its head is for the city alone."""
    row, _ = keep(f"X-Geheim: {secret('mailkop')} {thing.what}\r\n\r\ndag".encode(), at=at)
    row.dossier, row.outcome, row.subject = (
        Dossier.objects.get(reference=thing.reference),
        "reply",
        secret("mailonderwerp"),
    )
    row.from_name, row.html, row.left_out = secret("mailnaam"), f"<p>{secret('mailopmaak')}</p>", [secret("mailrest")]
    row.save()
    return str(row.public_id)


def _file(name: str, by: Actor, at: datetime) -> StoredFile:
    return store(BytesIO(PDF + name.encode()), name=f"{name}.pdf", by=by, at=at)


def _told(kind: Kind, reporter: Reporter, mark: Callable[[str], str], **more: object) -> Submission:
    told = Submission(
        kind=kind,
        text=f"{mark('verhaal')} en nog wat.",
        reporter=reporter,
        place=mark("plaats"),
        occurred=mark("wanneer"),
        wished_outcome=mark("wens"),
    )
    return replace(told, **more)  # type: ignore[arg-type]


def _ordinary(city: City, at: datetime) -> list[Thing]:
    sara, nele, lies = city.actor(people.SARA), city.actor(people.NELE), city.actor(people.LIES)
    own = _at(city, "eigen", "reiniging", AMINA, at)
    dossier = Dossier.objects.get(reference=own.reference)
    citizen = replace(CITIZEN, dossier_ids=frozenset({dossier.pk}))
    assign(dossier, city.person(people.NELE), by=nele, at=at)
    hear_reporter(
        dossier, text=spoken("antwoord"), by=citizen, at=at, files=[found := _file("gezegd-bijlage", CITIZEN, at)]
    )
    add_note(dossier, text=secret("notitie"), by=nele, at=at, files=[inner := _file("geheim-bestand", nele, at)])
    write_to_reporter(dossier, text=spoken("bericht"), by=nele, at=at, asks=True)
    task = correcting.plan_work(dossier, title=secret("taak"), by=nele, at=at)
    done = correcting.plan_work(dossier, title=secret("gedaan"), by=nele, at=at)
    correcting.finish_work(done, outcome=secret("uitkomst"), by=nele, at=at)
    correcting.correct(dossier, "place", spoken("verbeterd"), by=nele, at=at)
    first_line.offer_solution(dossier, text=spoken("voorstel"), by=nele, at=at)
    own.public_file, own.inner_file, own.task = str(found.public_id), str(inner.public_id), task.pk
    own.letter, own.to_post = _letter(dossier), _on_paper(dossier, at)
    back = _at(city, "terug", "groen", AMINA, at)
    returned = Dossier.objects.get(reference=back.reference)
    give_back(returned, reason=secret("teruggave"), by=lies, at=at)
    back.department = "contactpunt"
    ended = _at(city, "gesloten", "groen", AMINA, at)
    closing = Dossier.objects.get(reference=ended.reference)
    first_line.close(closing, CloseReason.ANSWERED, text=spoken("einde"), by=lies, at=at)
    elsewhere = _at(city, "buur", "groen", OTHER, at, mark=secret)
    fresh = receive(_told(Kind.QUESTION, AMINA, spoken), by=CITIZEN, at=at).dossier
    add_note(fresh, text=secret("vers"), by=sara, at=at)
    return [own, back, ended, elsewhere, _thing("vers", fresh, "contactpunt")]


def _at(
    city: City, what: str, code: str, reporter: Reporter, at: datetime, mark: Callable[[str], str] = spoken
) -> Thing:
    dossier = receive(_told(Kind.MELDING, reporter, mark, is_first_line=True), by=CITIZEN, at=at).dossier
    route(dossier, kind=Kind.MELDING, department=city[code], by=city.actor(people.SARA), at=at, is_first_line=True)
    return _thing(what, dossier, code)


def _thing(what: str, dossier: Dossier, department: str) -> Thing:
    return Thing(what, dossier.reference, make_link(dossier.thread_id, at=now()), department)


def _letter(dossier: Dossier) -> str:
    found = dossier.thread.messages.filter(direction="out").exclude(letter="").last()
    return "" if found is None else str(found.public_id)


def _on_paper(dossier: Dossier, at: datetime) -> int:
    to = Addressee("Amina", "", "Marktplein 1, 9999 Vaartberg")
    fields = {"reference": dossier.reference, "text": spoken("op-papier")}
    message = write_letter(dossier, "message", fields, to=to, at=at)
    return WorkItem.objects.get(message=message).pk


# Complaints, one step further each ---------------------------------------------------------------------------------------


@dataclass
class _Way:
    """A complaint on its way through the hands of the city."""

    city: City
    complaint: Complaint
    at: datetime

    def by(self, somebody: Somebody) -> Actor:
        return self.city.actor(somebody)

    @property
    def amina(self) -> Actor:
        return replace(CITIZEN, dossier_ids=frozenset({self.complaint.pk}))


def _noted(way: _Way) -> None:
    actions.add_note(
        way.complaint,
        text=secret("klachtnotitie"),
        by=way.by(people.GREET),
        at=way.at,
        files=[_file("geheim-klachtbestand", way.by(people.GREET), way.at)],
    )
    actions.hear_complainant(
        way.complaint,
        text=spoken("nog"),
        by=way.amina,
        at=way.at,
        files=[_file("gezegd-klachtbijlage", CITIZEN, way.at)],
    )
    actions.add_named(way.complaint, text="geheim-naam <mrk-genoemd>", by=way.by(people.GREET), at=way.at)
    named = way.complaint.named.latest("pk")
    actions.settle_name(way.complaint, named.pk, staff_id=None, by=way.by(people.GREET), at=way.at)
    actions.declare_interest(way.complaint, text=secret("belang"), by=way.by(people.WOUTER), at=way.at)


def _asked(way: _Way) -> None:
    actions.ask_clarification(way.complaint, question=spoken("vraag"), by=way.by(people.GREET), at=way.at)


def _clarified(way: _Way) -> None:
    actions.clarify(way.complaint, text=spoken("uitleg"), by=way.amina, at=way.at)


def _first_line(way: _Way) -> None:
    actions.send_to_first_line(way.complaint, reason=spoken("eerst"), by=way.by(people.GREET), at=way.at)


def _rejected(way: _Way) -> None:
    actions.reject(
        way.complaint,
        grounds=["reeds_behandeld"],
        reason=spoken("niet"),
        refer_to=spoken("elders"),
        by=way.by(people.GREET),
        at=way.at,
    )


def _admitted(way: _Way) -> None:
    actions.admit(way.complaint, reason=spoken("ontvankelijk"), by=way.by(people.GREET), at=way.at)
    thomas = way.by(people.THOMAS)
    actions.assign_handler(way.complaint, thomas.staff_id, by=way.by(people.GREET), at=way.at)
    actions.declare_not_involved(way.complaint, text=secret("verklaring"), by=thomas, at=way.at)


def _account_asked(way: _Way) -> None:
    actions.ask_account(
        way.complaint,
        department_id=way.city["reiniging"].pk,
        question=secret("relaasvraag"),
        by=way.by(people.THOMAS),
        at=way.at,
    )


def _colleague_heard(way: _Way) -> None:
    actions.note_hearing(
        way.complaint,
        kind="talk",
        whom="colleague",
        staff_id=way.by(people.NELE).staff_id,
        held_on=local_date(way.at),
        report=secret("verslag"),
        by=way.by(people.THOMAS),
        at=way.at,
    )


def _drafted(way: _Way) -> None:
    account = Account.objects.get(complaint=way.complaint)
    actions.give_account(account, text=secret("relaas"), by=way.by(people.JORIS), at=way.at)
    thomas = way.by(people.THOMAS)
    actions.answer_grievance(
        way.complaint,
        1,
        finding="gegrond",
        norms=["goede_uitvoering"],
        measure="Gevolg.",
        reasons="Bevinding.",
        by=thomas,
        at=way.at,
    )
    actions.submit_draft(way.complaint, finding="gegrond", text=secret("ontwerp"), answer=ANSWER, by=thomas, at=way.at)


def _differed(way: _Way) -> None:
    actions.differ(way.complaint, finding="ongegrond", text=secret("verschil"), by=way.by(people.GREET), at=way.at)


def _decided(way: _Way) -> None:
    actions.advise(way.complaint, text=secret("advies"), by=way.by(people.HILDE), at=way.at)
    actions.decide(way.complaint, finding="gegrond", reason=secret("beslissing"), by=way.by(people.GREET), at=way.at)


def _proposed(way: _Way) -> None:
    actions.commit_to(
        way.complaint,
        text="Nieuwe containers.",
        department_id=way.city["reiniging"].pk,
        due_on=way.at.date() + timedelta(days=90),
        by=way.by(people.GREET),
        at=way.at,
    )
    actions.send_proposal(way.complaint, text=spoken("oplossing"), by=way.by(people.GREET), at=way.at)


def _refused(way: _Way) -> None:
    actions.react(way.complaint, Reaction.REFUSED, reason=spoken("weigering"), by=way.amina, at=way.at)


def _closed(way: _Way) -> None:
    actions.close(
        way.complaint,
        finding="gegrond",
        resolution="opgelost",
        measures=spoken("maatregel"),
        learnt=spoken("geleerd"),
        by=way.by(people.GREET),
        at=way.at,
    )


def _referred(way: _Way) -> None:
    actions.refer(way.complaint, ground=ReferralGround.ANSWER, text=spoken("tweede"), by=way.amina, at=way.at)


def _concluded(way: _Way) -> None:
    referral = Referral.objects.get(complaint=way.complaint)
    actions.open_referral(referral, by=way.by(people.ILSE), at=way.at)
    actions.ask_city(referral, text=secret("ombudsvraag"), by=way.by(people.ILSE), at=way.at)
    greet = way.by(people.GREET)
    answered = [_file("geheim-antwoord", greet, way.at)]
    actions.answer_ombudsman(way.complaint, 1, text=secret("ombudsantwoord"), files=answered, by=greet, at=way.at)
    actions.conclude(
        referral,
        conclusion=spoken("besluit"),
        recommendations=[spoken("aanbeveling")],
        by=way.by(people.ILSE),
        at=way.at,
    )


_TO_DRAFT = (_noted, _asked, _clarified, _admitted, _account_asked, _drafted)
_TO_CLOSED = (*_TO_DRAFT, _differed, _decided, _proposed, _refused, _closed)
_COURSES: dict[str, tuple[Callable[[_Way], None], ...]] = {
    "ingediend": (_noted,),
    "verduidelijking": (_noted, _asked),
    "eerste-lijn": (_noted, _first_line),
    "onontvankelijk": (_noted, _rejected),
    "onderzoek": (_noted, _admitted, _account_asked, _colleague_heard),
    "oordeel": _TO_DRAFT,
    "advies": (*_TO_DRAFT, _differed),
    "na-advies": (*_TO_DRAFT, _differed, _decided),
    "voorstel": (*_TO_DRAFT, _differed, _decided, _proposed),
    "geweigerd": (*_TO_DRAFT, _differed, _decided, _proposed, _refused),
    "afgesloten": _TO_CLOSED,
    "overgedragen": (*_TO_CLOSED, _referred),
    "besloten": (*_TO_CLOSED, _referred, _concluded),
}


def _complaint(city: City, what: str, steps: tuple[Callable[[_Way], None], ...], at: datetime) -> Thing:
    told = _told(Kind.COMPLAINT, AMINA, spoken, concerned_department_id=city["reiniging"].pk)
    dossier = actions.lodge(told, by=CITIZEN, at=at).dossier
    way = _Way(city, Complaint.objects.get(pk=dossier.pk), at)
    for step in steps:
        way.at += timedelta(days=1)
        step(way)
        way.complaint = Complaint.objects.select_related("dossier__thread", "concerned_department").get(pk=dossier.pk)
    return _complaint_thing(what, way)


def _complaint_thing(what: str, way: _Way) -> Thing:
    dossier = way.complaint.dossier
    thing = _thing(what, dossier, dossier.department.code)
    thing.is_complaint = True
    thing.handler = way.complaint.handler.name if way.complaint.handler else ""
    declared = way.complaint.declarations.filter(kind="interest").values_list("staff__name", flat=True)
    thing.kept_out = frozenset(declared)
    thing.referred = way.complaint.referrals.filter(ended_at=None).exists()
    files = {file.name.split("-")[0]: str(file.public_id) for file in _files_of(dossier)}
    thing.public_file, thing.inner_file = files.get("gezegd", ""), files.get("geheim", "")
    thing.letter, thing.to_post = _letter(dossier), _on_paper(dossier, way.at)
    thing.named = next((named.pk for named in way.complaint.named.all()), 0)
    question = Question.objects.filter(referral__complaint=way.complaint).first()
    if question is not None:
        thing.asked, thing.answer_file = question.number, str(question.files.get().public_id)
    thing.promised = tuple(way.complaint.commitments.values_list("number", flat=True))
    account = Account.objects.filter(complaint=way.complaint).select_related("department").first()
    talk = way.complaint.hearings.exclude(staff=None).select_related("staff").first()
    if talk is not None and talk.staff is not None:
        thing.talk, thing.heard = talk.pk, talk.staff.name
    if account is not None:
        thing.account, thing.account_department = account.pk, account.department.code
    return thing


def _files_of(dossier: Dossier) -> list[StoredFile]:
    return list(StoredFile.objects.filter(attachments__message__thread=dossier.thread_id))


def _named(city: City, at: datetime) -> Thing:
    """A complaint about one of the coordinators: she may not know of it."""
    told = _told(Kind.COMPLAINT, AMINA, spoken, concerned_department_id=city["reiniging"].pk, named=("Greet Maes",))
    dossier = actions.lodge(told, by=CITIZEN, at=at).dossier
    thing = _complaint_thing("genoemd", _Way(city, Complaint.objects.get(pk=dossier.pk), at))
    thing.kept_out = frozenset({"Greet Maes"})
    return thing
