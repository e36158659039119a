"""The table of moves: complete, connected, and with words for everything."""

from hypothesis import given
from hypothesis import strategies as st

from gehoor.complaints.procedure import (
    CLOSE,
    MOVES,
    NEED_SENTENCES,
    OPEN_STEPS,
    OUTCOME_LABELS,
    REACTION_LABELS,
    REFERRAL_GROUND_LABELS,
    SATISFY,
    STEP_LABELS,
    TRACK,
    WITHDRAW,
    By,
    Facts,
    Need,
    Outcome,
    Reaction,
    ReferralGround,
    Step,
    missing,
    moves_from,
    referral_grounds,
)


def test_every_step_can_be_reached() -> None:
    reached, todo = {Step.ADMISSIBILITY}, [Step.ADMISSIBILITY]
    while todo:
        for move in moves_from(todo.pop()):
            if move.to_step not in reached:
                reached.add(move.to_step)
                todo.append(move.to_step)
    assert reached == set(Step)


def test_from_every_open_step_the_end_can_be_reached() -> None:
    for step in OPEN_STEPS:
        assert any(move.to_step is Step.CLOSED for move in moves_from(step))


def test_closed_is_the_end() -> None:
    assert moves_from(Step.CLOSED) == []


def test_the_complainant_can_stop_at_every_open_step() -> None:
    assert WITHDRAW.from_steps == OPEN_STEPS
    assert By.COMPLAINANT in WITHDRAW.by & SATISFY.by


def test_closing_and_only_closing_has_an_outcome() -> None:
    for move in MOVES:
        assert (move.outcome is not None) == (move.to_step is Step.CLOSED), move.name
    assert {move.outcome for move in MOVES} - {None} == set(Outcome)


def test_a_decision_that_refuses_asks_for_its_reasons() -> None:
    asking = {move.name for move in MOVES if Need.REASON in move.needs}
    assert {
        "reject",
        "requalify",
        "send_to_first_line",
        "return_draft",
        "differ",
        "advise",
        "decide",
        "refuse",
    } <= asking


def test_no_letter_ends_a_complaint_while_a_point_is_open() -> None:
    for move in (*moves_from(Step.PROPOSAL), CLOSE):
        if move not in (WITHDRAW, SATISFY):
            assert Need.GRIEVANCES_ANSWERED in move.needs


def test_everything_has_words() -> None:
    assert len({move.name for move in MOVES}) == len(MOVES)
    assert all(move.label.strip() for move in MOVES)
    assert set(STEP_LABELS) == set(Step)
    assert set(NEED_SENTENCES) == set(Need)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert set(REACTION_LABELS) == set(Reaction)
    assert set(REFERRAL_GROUND_LABELS) == set(ReferralGround)


def test_every_step_is_one_stop_of_the_track() -> None:
    for step in Step:
        assert sum(step in steps for _, steps in TRACK) == 1


def test_every_move_is_somebodys() -> None:
    assert all(move.by for move in MOVES)
    for step in OPEN_STEPS:
        assert any(move.by - {By.COMPLAINANT} for move in moves_from(step)), f"nobody of the city can go on from {step}"


_flags = st.builds(
    Facts, *(st.booleans() for _ in range(9))
)  # department, names, handler, declaration, points, account, draft, differs, advice


@given(_flags, st.sampled_from(MOVES), st.text(max_size=3))
def test_what_is_missing_is_what_the_table_asks_and_is_not_there(facts: Facts, move: object, reason: str) -> None:
    from gehoor.complaints.procedure import Move

    assert isinstance(move, Move)
    lacking = missing(move, facts, reason=reason)
    assert set(lacking) <= set(move.needs)
    assert (Need.REASON in lacking) == (Need.REASON in move.needs and not reason.strip())
    for need in set(move.needs) - {Need.REASON, Need.GROUNDS}:
        assert (need in lacking) != facts.has(need)


@given(
    st.sampled_from(list(Step)),
    st.one_of(st.none(), st.sampled_from(list(Outcome))),
    st.booleans(),
    st.booleans(),
)
def test_the_second_line_is_open_to_who_was_refused_answered_or_made_to_wait(
    step: Step, outcome: Outcome | None, late: bool, answered: bool
) -> None:
    found = referral_grounds(step, outcome, late=late, answered=answered)
    assert (ReferralGround.REFUSED in found) == (outcome is Outcome.INADMISSIBLE)
    assert (ReferralGround.LATE in found) == late
    assert (ReferralGround.ANSWER in found) == (answered or outcome is Outcome.ANSWERED)
    if found:
        assert ReferralGround.HANDLING in found or step is not Step.CLOSED
