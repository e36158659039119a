"""One city in which everything has happened, made once; what a test does in it is rolled back."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.databases import databases
from tests.security.world import World, build


@pytest.fixture(scope="session")
def made_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[str, World]]:
    """The database it stands in, and what is in it."""
    name = databases.clone(databases.inhabited)
    with django_db_blocker.unblock(), databases.used(name), transaction.atomic():
        world = build()
    yield name, world
    databases.drop(name)


@pytest.fixture
def world(made_world: tuple[str, World], django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The city of everything."""
    name, built = made_world
    with django_db_blocker.unblock(), databases.used(name), transaction.atomic():
        built.browsers.clear()  # who is signed in is rolled back with the rest
        yield built
        transaction.set_rollback(True)
