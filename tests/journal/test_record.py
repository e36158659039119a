"""Writing what happened, and what follows it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoAssertNumQueries

from gehoor.journal import queries
from gehoor.journal.entries import PayloadRefused, dossier_chain
from gehoor.journal.models import Entry, Head
from gehoor.journal.record import Happening, record, record_all, record_histories, set_wiring
from gehoor.kernel.actors import SYSTEM
from tests.journal.kinds import LIEN, MORNING, NOOR, TREE_INSPECTED, TREE_REPORTED

DOSSIER = dossier_chain(42)


@pytest.mark.django_db
def test_a_fact_stands_on_the_timeline_with_who_when_and_what() -> None:
    record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=12)
    record(TREE_INSPECTED, DOSSIER, by=LIEN, at=MORNING + timedelta(days=1), ill=True)
    first, second = queries.timeline(DOSSIER)
    assert (first.sequence, first.verb, first.at, first.actor_kind, first.actor_id) == (
        1,
        "trees.reported",
        MORNING,
        "citizen",
        31,
    )
    assert first.payload == {"tree": 12}
    assert first.text == "Gemeld: boom 12"
    assert bytes(second.previous_hash) == bytes(first.hash)
    assert queries.timeline(dossier_chain(43)) == []


@pytest.mark.django_db
def test_a_citizen_reads_only_what_is_meant_for_citizens() -> None:
    record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=12)
    record(TREE_INSPECTED, DOSSIER, by=LIEN, at=MORNING, ill=True)
    assert [entry.public_text for entry in queries.public_timeline(DOSSIER)] == ["Je melding is aangekomen."]


@pytest.mark.django_db
def test_the_entry_handed_back_is_the_one_kept() -> None:
    entry = record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=12)
    kept = queries.entry(entry.pk)
    for field in Entry._meta.fields:
        assert getattr(kept, field.name) == getattr(entry, field.name), field.name
    assert not entry._state.adding


@pytest.mark.django_db
def test_several_facts_of_one_act_keep_their_order() -> None:
    record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=1)
    facts = [(TREE_REPORTED, {"tree": tree}) for tree in (2, 3, 4)]
    assert [entry.sequence for entry in record_all(facts, DOSSIER, by=NOOR, at=MORNING)] == [2, 3, 4]
    assert [entry.payload["tree"] for entry in queries.timeline(DOSSIER)] == [1, 2, 3, 4]
    assert list(queries.verify_all()) == []
    assert record_all([], DOSSIER, by=NOOR, at=MORNING) == []


@pytest.mark.django_db
def test_order_follows_the_sequence_when_a_clock_jumps_back() -> None:
    record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=1)
    record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING - timedelta(days=1), tree=2)
    assert [entry.payload["tree"] for entry in queries.timeline(DOSSIER)] == [1, 2]


@pytest.mark.django_db
def test_writing_takes_two_statements_however_many_facts(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=1)
    with django_assert_num_queries(2):
        record_all([(TREE_REPORTED, {"tree": tree}) for tree in range(20)], DOSSIER, by=NOOR, at=MORNING)


@pytest.mark.django_db(transaction=True)
def test_a_fact_is_not_recorded_outside_the_transaction_that_makes_it_true() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=1)
    assert queries.timeline(DOSSIER) == []


@pytest.mark.django_db(transaction=True)
def test_a_rollback_leaves_neither_entry_nor_gap() -> None:
    with transaction.atomic():
        record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=1)
    with transaction.atomic():
        record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=2)
        transaction.set_rollback(True)
    with transaction.atomic():
        record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=3)
    assert [(entry.sequence, entry.payload["tree"]) for entry in queries.timeline(DOSSIER)] == [(1, 1), (2, 3)]
    assert list(queries.verify_all()) == []


@pytest.mark.django_db
def test_a_payload_with_free_text_writes_nothing() -> None:
    with pytest.raises(PayloadRefused):
        record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree="een zieke boom")
    assert not Head.objects.filter(chain=DOSSIER).exists()


@pytest.mark.django_db
def test_whole_histories_are_written_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=0)
    told = {
        dossier_chain(number): [
            Happening(TREE_REPORTED, NOOR, MORNING, TREE_REPORTED.payload({"tree": number})),
            Happening(TREE_INSPECTED, LIEN, MORNING + timedelta(days=3), TREE_INSPECTED.payload({"ill": True})),
        ]
        for number in range(40, 45)
    }
    with django_assert_num_queries(4):
        record_histories({**told, dossier_chain(99): []})
    assert [entry.verb for entry in queries.timeline(DOSSIER)] == [
        "trees.reported",
        "trees.reported",
        "trees.inspected",
    ]
    assert queries.timeline(dossier_chain(44))[1].at == MORNING + timedelta(days=3)
    record(TREE_REPORTED, dossier_chain(44), by=NOOR, at=MORNING, tree=1)
    assert list(queries.verify_all()) == []
    record_histories({})


# What follows -----------------------------------------------------------------------------------------------------


@app.task(name="tests.tell_the_gardener")
def tell_the_gardener(entry_id: int) -> None:
    """A reaction of the invented room."""


@pytest.fixture
def wired() -> Iterator[None]:
    from gehoor.journal import record as module

    before = dict(module._wiring)
    set_wiring({TREE_REPORTED.verb: [tell_the_gardener]})
    yield
    set_wiring(before)


@pytest.mark.django_db
@pytest.mark.usefixtures("wired")
def test_what_is_wired_to_a_verb_is_queued_with_the_entry(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):
        entry = record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=1)
    record(TREE_INSPECTED, DOSSIER, by=LIEN, at=MORNING)
    jobs = ProcrastinateJob.objects.filter(task_name="tests.tell_the_gardener")
    assert [job.args for job in jobs] == [{"entry_id": entry.pk}]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("wired")
def test_a_rollback_takes_the_job_along() -> None:
    with transaction.atomic():
        record(TREE_REPORTED, DOSSIER, by=NOOR, at=MORNING, tree=1)
        assert ProcrastinateJob.objects.count() == 1
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    assert queries.timeline(DOSSIER) == []


# Many hands -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_at_once_leave_no_gap() -> None:
    writers, each = 50, 6
    together = threading.Barrier(writers)

    def write(writer: int) -> None:
        try:
            together.wait(timeout=60)
            for number in range(each):
                _write_or_give_up(writer, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))

    for chain in (dossier_chain(0), dossier_chain(1)):
        sequences = [entry.sequence for entry in queries.timeline(chain)]
        assert sequences == list(range(1, len(sequences) + 1))
        assert len(sequences) > writers * each / 3
    assert list(queries.verify_all()) == []


def _write_or_give_up(writer: int, number: int) -> None:
    """Every writer in one of two chains; some roll back, which must not leave a gap either."""
    chain = dossier_chain(writer % 2)
    with transaction.atomic():
        record_all([(TREE_REPORTED, {"tree": writer})] * (1 + number % 2), chain, by=SYSTEM, at=MORNING)
        transaction.set_rollback((writer + number) % 5 == 0)
