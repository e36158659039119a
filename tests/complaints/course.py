"""Complaints at any step, for tests: each function takes the complaint one step further, as the people of the small city would."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from gehoor.complaints import actions
from gehoor.complaints.models import Account, Complaint
from gehoor.complaints.procedure import Reaction, ReferralGround
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.kernel.actors import Actor, ActorKind
from tests import people
from tests.city import MONDAY, City
from tests.people import AMINA

Stage = Callable[..., "Course"]

CITIZEN = Actor(kind=ActorKind.CITIZEN)

COMPLAINT = Submission(
    kind=Kind.COMPLAINT,
    text="Het restafval bleef vier keer staan. Op mijn e-mails kwam geen antwoord.",
    reporter=AMINA,
    place="Lindenstraat 14",
    wished_outcome="Haal het afval op en betaal me terug.",
)

ANSWER = {
    "remedy": "We betalen 24 euro terug.",
    "outstanding": "Het geld staat binnen twee weken op je rekening.",
    "learnt": "Werken melden we voortaan aan de planning.",
}


@dataclass
class Course:
    """One complaint on its way, and the hour of the day it is."""

    city: City
    complaint: Complaint
    at: datetime

    @property
    def greet(self) -> Actor:
        """The coordinator."""
        return self.city.actor(people.GREET)

    @property
    def thomas(self) -> Actor:
        """The handler: head of a department that has nothing to do with it."""
        return self.city.actor(people.THOMAS)

    @property
    def hilde(self) -> Actor:
        """The algemeen directeur."""
        return self.city.actor(people.HILDE)

    @property
    def ilse(self) -> Actor:
        """The ombudsman."""
        return self.city.actor(people.ILSE)

    @property
    def amina(self) -> Actor:
        """The complainant with her tracking link."""
        return complainant(self.complaint)

    def later(self, days: int = 1) -> datetime:
        """Let days go by."""
        self.at += timedelta(days=days)
        return self.at

    def fresh(self) -> Complaint:
        """The complaint as the database has it."""
        self.complaint = Complaint.objects.select_related("dossier__thread", "concerned_department").get(
            pk=self.complaint.pk
        )
        return self.complaint


def complainant(complaint: Complaint) -> Actor:
    """Whoever opens the tracking link of this complaint."""
    return replace(CITIZEN, name=complaint.dossier.reporter_name, dossier_ids=frozenset({complaint.pk}))


def first_line(city: City, *, at: datetime = MONDAY) -> Dossier:
    """Amina is not satisfied and says so to the department."""
    told = replace(COMPLAINT, kind=Kind.MELDING, is_first_line=True)
    dossier = receive(told, by=CITIZEN, at=at).dossier
    Dossier.objects.filter(pk=dossier.pk).update(department=city["reiniging"])
    dossier.refresh_from_db()
    return dossier


def lodged(city: City, *, at: datetime = MONDAY, about: str = "reiniging", named: tuple[str, ...] = ()) -> Course:
    """A complaint that was just filed."""
    told = replace(COMPLAINT, named=named, concerned_department_id=city[about].pk)
    receipt = actions.lodge(told, by=CITIZEN, at=at)
    course = Course(city, Complaint.objects.get(pk=receipt.dossier.pk), at)
    course.fresh()
    return course


def admitted(city: City, **how: object) -> Course:
    """The coordinator declared it admissible the next day."""
    course = lodged(city, **how)  # type: ignore[arg-type]
    actions.admit(course.complaint, reason="Alles is duidelijk.", by=course.greet, at=course.later())
    return course


def assigned(city: City, **how: object) -> Course:
    """Thomas handles it and signed."""
    course = admitted(city, **how)
    actions.assign_handler(course.complaint, course.thomas.id or 0, by=course.greet, at=course.at)
    actions.declare_not_involved(course.complaint, by=course.thomas, at=course.at)
    return course


def heard(city: City, **how: object) -> Course:
    """The department gave its side."""
    course = assigned(city, **how)
    account = actions.ask_account(
        course.complaint,
        department_id=city["reiniging"].pk,
        question="Waarom bleef het afval staan?",
        by=course.thomas,
        at=course.at,
    )
    give(course, account)
    return course


def give(course: Course, account: Account) -> None:
    """Joris of the department answers."""
    joris = course.city.actor(people.JORIS)
    actions.give_account(account, text="De rit stopte aan het hek.", by=joris, at=course.later())


def answer(course: Course, number: int = 1) -> None:
    """Thomas finds the point well-founded."""
    actions.answer_grievance(
        course.complaint,
        number,
        finding="gegrond",
        norms=["goede_uitvoering"],
        measure="We betalen 24 euro terug.",
        reasons="De ritten stopten aan het hek.",
        by=course.thomas,
        at=course.at,
    )


def drafted(city: City, **how: object) -> Course:
    """The draft is on the table of the coordinator."""
    course = heard(city, **how)
    answer(course)
    actions.submit_draft(
        course.complaint,
        finding="gegrond",
        text="De stad was fout.",
        answer=ANSWER,
        by=course.thomas,
        at=course.later(),
    )
    return course


def agreed(city: City, **how: object) -> Course:
    """The coordinator agrees."""
    course = drafted(city, **how)
    actions.agree(course.complaint, by=course.greet, at=course.later())
    return course


def differing(city: City, **how: object) -> Course:
    """The coordinator sees it otherwise: it waits for advice."""
    course = drafted(city, **how)
    actions.differ(
        course.complaint, finding="deels_gegrond", text="Eén rit was er wel.", by=course.greet, at=course.later()
    )
    return course


def proposed(city: City, **how: object) -> Course:
    """The proposal is with the complainant."""
    course = agreed(city, **how)
    actions.send_proposal(course.complaint, text="We betalen 24 euro terug.", by=course.greet, at=course.later())
    return course


def refused(city: City, **how: object) -> Course:
    """Amina does not agree."""
    course = proposed(city, **how)
    actions.react(course.complaint, Reaction.REFUSED, reason="Te weinig.", by=course.amina, at=course.later())
    return course


def closed(city: City, **how: object) -> Course:
    """Closed with a letter."""
    course = refused(city, **how)
    close(course)
    return course


def close(course: Course) -> None:
    """The coordinator writes the last letter."""
    actions.close(
        course.complaint,
        finding="gegrond",
        resolution="opgelost",
        measures="24 euro terugbetaald, nieuwe route.",
        learnt="Werken melden we voortaan aan de planning.",
        by=course.greet,
        at=course.later(),
    )


def referred(city: City, **how: object) -> Course:
    """It is with the ombudsman."""
    course = closed(city, **how)
    actions.refer(
        course.complaint, ground=ReferralGround.ANSWER, text="Ik wil meer.", by=course.amina, at=course.later()
    )
    return course
