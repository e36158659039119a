"""Who may not handle a complaint, in words."""

from gehoor.regulations.independence import Involvement, conflicts, may_handle

HEAD, WORKER, NAMED, OUTSIDER, STAND_IN = 1, 2, 3, 4, 5
FACTS = Involvement(
    named=frozenset({NAMED}),
    first_line=frozenset({WORKER}),
    concerned_department="Reiniging",
    concerned_members=frozenset({HEAD, WORKER}),
    concerned_head=HEAD,
    head_is_handler=True,
    delegates={STAND_IN: {NAMED}},
)


def codes(staff: int, facts: Involvement = FACTS) -> set[str]:
    return {conflict.code for conflict in conflicts(staff, facts)}


def test_who_had_nothing_to_do_with_it_may_handle_it() -> None:
    assert may_handle(OUTSIDER, FACTS)


def test_who_is_named_may_not() -> None:
    assert codes(NAMED) == {"named"}


def test_who_worked_on_the_first_line_of_the_department_may_not_for_both_reasons() -> None:
    assert codes(WORKER) == {"first_line", "department"}


def test_the_head_may_where_the_regulation_says_so() -> None:
    assert codes(HEAD) == set()


def test_the_head_may_not_where_the_regulation_does_not_say_so() -> None:
    facts = Involvement(concerned_department="Reiniging", concerned_members=frozenset({HEAD}), concerned_head=HEAD)
    assert codes(HEAD, facts) == {"department"}


def test_the_head_who_is_named_may_not_even_then() -> None:
    facts = Involvement(
        named=frozenset({HEAD}), concerned_members=frozenset({HEAD}), concerned_head=HEAD, head_is_handler=True
    )
    assert codes(HEAD, facts) == {"named", "department"}


def test_who_stands_in_for_somebody_concerned_may_not() -> None:
    assert codes(STAND_IN) == {"delegate"}


def test_while_a_name_is_unsettled_nobody_may() -> None:
    assert not may_handle(OUTSIDER, Involvement(unsettled_names=("Sofie van de telefoon",)))


def test_a_second_person_lifts_a_refusal_but_never_a_declared_interest() -> None:
    lifted = Involvement(
        first_line=frozenset({WORKER}), interested=frozenset({HEAD}), overridden=frozenset({WORKER, HEAD})
    )
    assert codes(WORKER, lifted) == set()
    assert codes(HEAD, lifted) == {"interest"}


def test_every_refusal_is_a_sentence() -> None:
    for staff in (NAMED, WORKER, STAND_IN):
        for conflict in conflicts(staff, FACTS):
            assert conflict.sentence.endswith(".")
