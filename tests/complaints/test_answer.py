"""The answer has the parts that the regulation asks for, and reads as one letter."""

from datetime import date
from typing import Any

import pytest

from gehoor.complaints import actions
from gehoor.complaints.answer import Frame, Part, Written, lacking_parts, mandatory, stage_of
from gehoor.complaints.answering_words import Texts, proposal
from gehoor.complaints.models import Answer
from gehoor.complaints.procedure import Reaction, Step
from gehoor.correspondence.models import Message
from gehoor.journal.entries import dossier_chain
from gehoor.journal.models import Entry
from gehoor.kernel.errors import InvalidInput, MoveNotAllowed, NotAllowed, RuleViolation
from gehoor.regulations.library import text_of
from gehoor.regulations.schema import Content, load
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course

pytestmark = pytest.mark.django_db


def letter_of(course: Course, code: str) -> str:
    found = Message.objects.filter(thread=course.complaint.dossier.thread_id, letter=code).latest("pk")
    return found.body


def drafted_without(city: City, *left_out: str) -> Course:
    course = way.heard(city)
    way.answer(course)
    texts = {name: text for name, text in way.ANSWER.items() if name not in left_out}
    actions.submit_draft(
        course.complaint, finding="gegrond", text="Fout.", answer=texts, by=course.thomas, at=course.later()
    )
    return course


def test_each_regulation_says_what_an_answer_must_have() -> None:
    assert mandatory(load(text_of("leuven")))[-2:] == (Part.OUTSTANDING, Part.LEARNT)
    assert mandatory(load(text_of("denderleeuw"))) == (Part.FINDING, Part.REASONS, Part.REMEDY)


def test_the_points_say_what_it_is_about_and_a_measure_is_a_remedy() -> None:
    rules = load(text_of("leuven"))
    points = Written(has_points=True, has_measure=True, findings_complete=True)
    assert lacking_parts(rules, points) == (Part.OUTSTANDING, Part.LEARNT)
    assert lacking_parts(rules, Written())[0] == Part.COMPLAINT


def test_a_blank_text_is_no_part() -> None:
    rules = load(text_of("leuven"))
    assert Part.LEARNT in lacking_parts(rules, Written(learnt=" \n"))


def test_an_answer_without_a_part_cannot_be_approved_and_the_part_is_named(city: City) -> None:
    course = drafted_without(city, "learnt")
    with pytest.raises(RuleViolation, match="wat de stad leert"):
        actions.agree(course.complaint, by=course.greet, at=course.later())
    actions.write_answer(course.complaint, {"learnt": "Een dicht hek melden we."}, by=course.greet, at=course.at)
    actions.agree(course.complaint, by=course.greet, at=course.at)
    answer = Answer.objects.get(complaint=course.complaint)
    assert (answer.approved_by_id, answer.outstanding) == (course.greet.id, way.ANSWER["outstanding"])


def test_an_answer_cannot_leave_once_a_part_was_taken_out(city: City) -> None:
    course = way.refused(city)
    with pytest.raises(InvalidInput, match="wat nog moet gebeuren"):
        actions.close(
            course.complaint, finding="gegrond", resolution="opgelost", outstanding="", by=course.greet, at=course.at
        )
    assert course.fresh().step == Step.CLOSING
    assert Answer.objects.get(complaint=course.complaint).outstanding == way.ANSWER["outstanding"]


def test_the_handler_writes_until_the_draft_is_in(city: City) -> None:
    course = way.heard(city)
    actions.write_answer(course.complaint, {"learnt": "Iets."}, by=course.thomas, at=course.at)
    actions.write_answer(course.complaint, {"learnt": "Iets."}, by=course.thomas, at=course.at)
    written = Entry.objects.filter(chain=dossier_chain(course.complaint.pk), verb="complaints.answer_written")
    assert [entry.payload["parts"] for entry in written] == [["learnt"]]
    way.answer(course)
    actions.submit_draft(course.complaint, finding="gegrond", text="Fout.", by=course.thomas, at=course.at)
    with pytest.raises((NotAllowed, RuleViolation)):
        actions.write_answer(course.complaint, {"learnt": "Iets anders."}, by=course.thomas, at=course.at)


def test_nothing_is_written_once_the_answer_is_with_the_complainant(city: City) -> None:
    course = way.proposed(city)
    with pytest.raises(MoveNotAllowed):
        actions.write_answer(course.complaint, {"learnt": "Iets."}, by=course.greet, at=course.at)


def test_the_proposal_says_what_was_judged_and_what_is_offered_in_one_letter(city: City) -> None:
    body = letter_of(way.proposed(city), "proposal")
    wanted = (
        "We onderzochten je klacht van",
        "Ons oordeel over elk punt",
        "Wat we voorstellen\nWe betalen 24 euro terug.",
    )
    assert [text for text in wanted if text not in body] == []


@pytest.mark.parametrize(
    ("reaction", "opening"),
    [(Reaction.ACCEPTED, "Je ging akkoord"), (Reaction.REFUSED, "Je ging niet akkoord")],
)
def test_the_closing_letter_has_every_part_in_the_order_one_reads_them(
    city: City, reaction: Reaction, opening: str
) -> None:
    course = way.proposed(city)
    actions.react(course.complaint, reaction, reason="Goed dan.", by=course.amina, at=course.later())
    actions.close(course.complaint, finding="gegrond", resolution="opgelost", by=course.greet, at=course.later())

    body = letter_of(course, "closing")

    parts = (
        opening,
        "Hiermee is de behandeling van je klacht door de stad afgerond.",
        "Ons oordeel over elk punt",
        "Je klacht is gegrond. We noteren ze als opgelost.",
        f"Wat we doen\n{way.ANSWER['remedy']}",
        way.ANSWER["outstanding"],
        way.ANSWER["learnt"],
        "Vlaamse Ombudsdienst",
    )
    places = [body.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_letter_cites_the_exhibits_that_the_finding_leans_on(city: City) -> None:
    course = way.heard(city)
    found: dict[str, Any] = {
        "finding": "gegrond",
        "norms": ["privacy"],
        "reasons": "De ploeg reed voorbij.",
        "measure": "We betalen.",
    }
    with pytest.raises(InvalidInput, match="stukken uit de lijst"):
        actions.answer_grievance(course.complaint, 1, **found, exhibits=[9], by=course.thomas, at=course.at)
    actions.answer_grievance(course.complaint, 1, **found, exhibits=[1], by=course.thomas, at=course.at)
    drafted: dict[str, Any] = {"finding": "gegrond", "text": "Fout.", "answer": way.ANSWER}
    actions.submit_draft(course.complaint, **drafted, by=course.thomas, at=course.later())
    actions.agree(course.complaint, by=course.greet, at=course.later())
    actions.send_proposal(course.complaint, text="We betalen.", by=course.greet, at=course.later())
    assert "Daarvoor steunen we op stuk 1 (het relaas van Reiniging)." in letter_of(course, "proposal")


def test_the_proposal_has_the_parts_that_its_own_list_asks_for(city: City) -> None:
    rules = load(text_of("leuven").replace("proposal: {parts: [finding, reasons, remedy]", _PROPOSAL))
    assert mandatory(rules, "proposal") == (Part.FINDING, Part.REASONS, Part.REMEDY, Part.LEARNT)
    assert lacking_parts(rules, Written(remedy="Zo.", findings_complete=True), "proposal") == (Part.LEARNT,)
    assert mandatory(load(text_of("denderleeuw")), "proposal") == (Part.FINDING, Part.REASONS)
    course = way.agreed(city)
    frame = Frame("Eerste behandeling", "Thomas De Clercq", date(2026, 4, 20))
    body = proposal_under(course, rules, frame)
    assert "Thomas De Clercq onderzocht je klacht." in body
    assert "We moesten je antwoorden uiterlijk op maandag 20 april 2026." in body
    assert "Dit antwoord hoort bij de eerste behandeling" in body
    assert "Wat we hieruit leren\nEen dicht hek." in body


_PROPOSAL = "proposal: {parts: [stage, finding, reasons, remedy, learnt, handler, due_date]"


def proposal_under(course: Course, rules: Content, frame: Frame) -> str:
    with pytest.MonkeyPatch.context() as other:
        other.setattr("gehoor.complaints.answering_words.rules_of", lambda complaint: rules)
        return proposal(course.complaint, [], Texts(remedy="Zo.", learnt="Een dicht hek."), frame=frame)


def test_the_letter_names_the_treatment_that_the_complaint_is_in() -> None:
    england = load(text_of("lgsco"))
    assert stage_of(england, ["acknowledgement", "answer"]) == "Eerste behandeling"
    assert stage_of(england, ["answer", "stage2_answer"]) == "Tweede behandeling"
    assert stage_of(england, []) == "Eerste behandeling"
    assert stage_of(load(text_of("denderleeuw")), ["answer"]) == ""
