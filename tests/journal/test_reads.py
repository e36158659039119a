"""Who looked at what."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from gehoor.journal import queries
from gehoor.journal.entries import dossier_chain
from gehoor.journal.reads import log_read
from tests.journal.kinds import LIEN, MORNING, NOOR, SOMEONE

DOSSIER = dossier_chain(42)


@pytest.mark.django_db
def test_a_look_is_noted_with_who_when_and_why() -> None:
    log_read(DOSSIER, by=LIEN, at=MORNING, why="vraag aan de balie")
    (read,) = queries.reads_of(DOSSIER)
    assert (read.actor_kind, read.actor_id, read.at, read.why) == ("staff", 7, MORNING, "vraag aan de balie")
    assert queries.reads_of(dossier_chain(43)) == []


@pytest.mark.django_db
def test_looking_again_within_the_hour_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    log_read(DOSSIER, by=LIEN, at=MORNING)
    with django_assert_num_queries(1):
        log_read(DOSSIER, by=LIEN, at=MORNING + timedelta(minutes=40), why="nog eens")
    assert [read.at for read in queries.reads_of(DOSSIER)] == [MORNING]


@pytest.mark.django_db
def test_another_hour_or_another_person_is_another_look() -> None:
    for by, later in [(LIEN, 0), (LIEN, 60), (NOOR, 0), (SOMEONE, 0), (SOMEONE, 5)]:
        log_read(DOSSIER, by=by, at=MORNING + timedelta(minutes=later))
    looks = [(read.actor_id, read.at) for read in queries.reads_of(DOSSIER)]
    assert looks[0] == (7, MORNING + timedelta(hours=1))
    assert len(looks) == 4, "a stranger without a name counts once an hour as well"
