"""Every letter that must point to the ombudsman does, whatever way a complaint took."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product

import pytest

from gehoor.complaints import actions, wording
from gehoor.complaints.actions.committing import tell_late_commitments
from gehoor.complaints.actions.reminding import remind_of_proposals
from gehoor.complaints.actions.sweeping import hand_back_silences, tell_late_complaints
from gehoor.complaints.models import Complaint
from gehoor.complaints.procedure import Outcome, Reaction, ReferralGround, Step, referral_grounds
from gehoor.correspondence.letters import codes, letter
from gehoor.correspondence.models import Message
from gehoor.dossiers.lifecycle import Kind
from gehoor.regulations.library import names, text_of
from gehoor.regulations.schema import load
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course

NAMES_IT = {code for code in codes() if letter(code).names_second_line}


def rejected(city: City) -> Course:
    course = way.lodged(city)
    actions.reject(course.complaint, grounds=["geen_belang"], reason="Zo.", by=course.greet, at=course.later())
    return course


def requalified(city: City) -> Course:
    course = way.lodged(city)
    actions.requalify(course.complaint, new_kind=Kind.MELDING, reason="Zo.", by=course.greet, at=course.later())
    return course


def withdrawn(city: City) -> Course:
    course = way.assigned(city)
    actions.withdraw(course.complaint, by=course.amina, at=course.later())
    return course


def satisfied(city: City) -> Course:
    course = way.assigned(city)
    actions.satisfy(course.complaint, by=course.amina, at=course.later())
    return course


def mediated(city: City) -> Course:
    course = way.assigned(city)
    actions.note_hearing(
        course.complaint,
        kind="phone",
        whom="complainant",
        held_on=course.at.date(),
        report="Ze wil haar geld terug.",
        by=course.thomas,
        at=course.later(),
    )
    actions.mediate(course.complaint, agreed="We betalen 24 euro terug.", by=course.thomas, at=course.at)
    return course


def kept_at_arms_length(city: City) -> Course:
    course = way.assigned(city)
    actions.agree_contact(
        course.complaint,
        agreed="Eén antwoord per week.",
        reasons="Twintig mails per dag.",
        ends_on=course.at.date() + timedelta(days=90),
        by=course.greet,
        at=course.later(),
    )
    return course


def late(city: City) -> Course:
    course = way.assigned(city)
    assert tell_late_complaints(at=course.later(60)) == 1
    return course


def reminded(city: City) -> Course:
    course = way.proposed(city)
    assert remind_of_proposals(at=course.later(12)) == 1
    return course


def promised(city: City) -> Course:
    """Closed, with something still to come by the next day."""
    course = way.refused(city)
    actions.commit_to(
        course.complaint,
        text="Nieuwe containers.",
        department_id=city["reiniging"].pk,
        due_on=course.at.date() + timedelta(days=20),
        by=course.greet,
        at=course.at,
    )
    way.close(course)
    return course


def promised_late(city: City) -> Course:
    course = promised(city)
    assert tell_late_commitments(at=course.later(60)) == 1
    return course


def promised_for_later(city: City) -> Course:
    course = promised(city)
    later = course.at.date() + timedelta(days=90)
    actions.postpone_commitment(course.complaint, 1, due_on=later, reason="Zo.", by=course.greet, at=course.later())
    return course


def promised_no_more(city: City) -> Course:
    course = promised(city)
    actions.withdraw_commitment(course.complaint, 1, reason="Zo.", by=course.greet, at=course.later())
    return course


WAYS: dict[str, tuple[Callable[[City], Course], str]] = {
    "rejected": (rejected, "rejected"),
    "requalified": (requalified, "requalified"),
    "withdrawn": (withdrawn, "complaint_stopped"),
    "satisfied": (satisfied, "complaint_stopped"),
    "mediated": (mediated, "mediated"),
    "contact plan": (kept_at_arms_length, "contact_plan"),
    "late": (late, "complaint_late"),
    "proposed": (way.proposed, "proposal"),
    "reminded": (reminded, "proposal_reminder"),
    "closed": (way.closed, "closing"),
    "referred": (way.referred, "referred"),
    "promise late": (promised_late, "commitment_late"),
    "promise for later": (promised_for_later, "commitment_moved"),
    "promise withdrawn": (promised_no_more, "commitment_withdrawn"),
}


def test_every_letter_that_must_name_the_second_line_is_walked() -> None:
    assert {code for _, code in WAYS.values()} == NAMES_IT


def test_every_end_of_a_complaint_names_the_second_line() -> None:
    assert {"rejected", "complaint_stopped", "closing", "complaint_late", "proposal"} <= NAMES_IT


@pytest.mark.parametrize("name", WAYS)
def test_the_letter_says_who_and_how(city: City, name: str) -> None:
    go, code = WAYS[name]
    course = go(city)
    sent = Message.objects.filter(thread=course.complaint.dossier.thread_id, letter=code).latest("pk")
    assert "Vlaamse Ombudsdienst" in sent.body
    assert "https://www.vlaamseombudsdienst.be" in sent.body
    assert "{" not in sent.body
    assert sent.to_address == "amina.daoudi@voorbeeld.example"


def test_a_letter_without_the_second_line_is_not_written(city: City) -> None:
    for code in NAMES_IT:
        fields = dict.fromkeys(letter(code).fields, "x") | {"second_line": " "}
        with pytest.raises(ValueError, match="second line"):
            letter(code).compose(fields)


def test_the_second_line_is_that_of_the_day(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    course = way.lodged(city)
    rules = wording.rules_of(course.complaint)
    own = replace(rules.second_line, name="Ombudsdienst Vaartberg", url="", valid_from=None, valid_to=date(2026, 3, 31))
    new = replace(rules.second_line, valid_from=date(2026, 4, 1))
    monkeypatch.setattr(wording, "rules_of", lambda complaint: replace(rules, second_lines=(own, new)))
    assert "Ombudsdienst Vaartberg" in wording.second_line(course.complaint, day=date(2026, 3, 31))
    assert "Vlaamse Ombudsdienst" in wording.second_line(course.complaint, day=date(2026, 4, 1))


TOLD_BY = {
    Outcome.ANSWERED: ("closing",),
    Outcome.MEDIATED: ("mediated",),
    Outcome.INADMISSIBLE: ("rejected",),
    Outcome.REQUALIFIED: ("requalified",),
    Outcome.WITHDRAWN: ("complaint_stopped",),
    Outcome.SATISFIED: ("complaint_stopped",),
}
"""Which letter tells the complainant that it ended so."""


def letters_of(outcome: Outcome | None, *, late: bool, answered: bool) -> set[str]:
    """The letters that a complaint in this state has had."""
    ended = () if outcome is None else TOLD_BY[outcome]
    return {*ended, *(("complaint_late",) if late else ()), *(("proposal",) if answered else ())}


def test_in_whatever_state_one_may_go_to_the_second_line_every_letter_about_it_says_so() -> None:
    assert set(TOLD_BY) == set(Outcome)
    for step, outcome, late, answered in product(Step, [None, *Outcome], (False, True), (False, True)):
        if (step is Step.CLOSED) is not (outcome is not None):
            continue
        told = letters_of(outcome, late=late, answered=answered)
        assert told <= NAMES_IT, (step, outcome)
        if referral_grounds(step, outcome, late=late, answered=answered):
            assert told, (step, outcome, late, answered)


@pytest.mark.parametrize("regulation", names())
def test_under_every_regulation_each_of_these_letters_names_who_it_is_on_that_day(
    regulation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = load(text_of(regulation))
    monkeypatch.setattr(wording, "rules_of", lambda complaint: rules)
    days = [date(2026, 3, 2)]
    days += [day for line in rules.second_lines for day in (line.valid_from, line.valid_to) if day is not None]
    for code, day in product(sorted(NAMES_IT), days):
        line = rules.second_line_on(day)
        fields = dict.fromkeys(letter(code).fields, "x") | {"second_line": wording.second_line(Complaint(), day=day)}
        _, body = letter(code).compose(fields)
        for part in (line.name, line.url, *line.contact):
            assert part in body, (code, day)


LETTERS_OF = {
    "refusal": ("rejected", "requalified"),
    "late_notice": ("complaint_late",),
    "proposal": ("proposal",),
    "final_answer": ("closing", "mediated", "complaint_stopped"),
}


@pytest.mark.parametrize("regulation", names())
def test_every_letter_of_which_a_regulation_says_so_names_the_second_line(regulation: str) -> None:
    answers = load(text_of(regulation)).answers
    asked = [code for code, rule in answers.items() if "second_line" in rule.parts]
    for code in asked:
        assert set(LETTERS_OF[code]) <= NAMES_IT, code


def test_a_late_complaint_is_told_once(city: City) -> None:
    course = way.assigned(city)
    assert tell_late_complaints(at=course.later(10)) == 0
    assert tell_late_complaints(at=course.later(60)) == 1
    assert tell_late_complaints(at=course.later()) == 0
    actions.refer(course.complaint, ground=ReferralGround.LATE, by=course.amina, at=course.at)


def test_a_silent_complainant_closes_nothing(city: City) -> None:
    course = way.proposed(city)
    assert hand_back_silences(at=course.later(14)) == 0
    assert hand_back_silences(at=course.later()) == 1
    assert hand_back_silences(at=course.later()) == 0
    assert course.fresh().step == Step.REACTION
    assert course.complaint.dossier.waits_for == "coordinator"
    actions.react(course.complaint, Reaction.ACCEPTED, by=course.amina, at=course.at)
    assert course.fresh().step == Step.CLOSING
