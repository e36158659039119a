"""What every test may ask for.

``db``            a database; what the test does is rolled back.
``fresh_db``      a database of its own with real commits (also as ``transactional_db`` or ``django_db(transaction=True)``).
``empty_db``      the same in which nobody lives yet: without the small city that the others hold.
``live_gehoor``   a running server on ``fresh_db``: ``.url``, ``.worker()``, ``.kill()``, ``.start()``.
``page``          a page in a real browser on ``live_gehoor``; skipped, and counted, when there is no Chromium.
``axe``           ``axe(page)`` fails when the page breaks a rule of WCAG 2.2 A or AA.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.databases import databases

pytest_plugins = ["tests.live", "tests.browser"]

settings.register_profile("house", parent=settings(), deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="also the slow tests: kills, storms, large data")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if config.getoption("--all"):
        return
    quick = [item for item in items if item.get_closest_marker("slow") is None]
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("slow")])
    items[:] = quick


def pytest_unconfigure(config: pytest.Config) -> None:
    """The main process of the run takes the databases of the run away."""
    if hasattr(config, "workerinput") or os.environ.get("PYTEST_XDIST_WORKER"):
        return
    databases.stop()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """This process's own clone of the template; each test in it rolls back."""
    with django_db_blocker.unblock():
        databases.ensure()
        name = databases.clone(databases.inhabited)
    with databases.used(name):
        yield
    databases.drop(name)


@pytest.fixture
def fresh_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of the test's own, with real commits; its name."""
    yield from _own(databases.inhabited, django_db_blocker)


@pytest.fixture
def empty_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The same, of an installation in which nobody lives yet."""
    yield from _own(databases.migrated, django_db_blocker)


def _own(template: str, blocker: DjangoDbBlocker) -> Iterator[str]:
    name = databases.clone(template)
    with blocker.unblock(), databases.used(name):
        yield name
    databases.drop(name)


@pytest.fixture
def transactional_db(fresh_db: str) -> str:
    """Real commits: always on a clone, for the journal refuses to be flushed."""
    return fresh_db


@pytest.fixture(autouse=True)
def _django_db_marker(request: pytest.FixtureRequest) -> None:
    """``@pytest.mark.django_db`` asks for ``db``; with ``transaction=True`` it asks for ``fresh_db``."""
    marker = request.node.get_closest_marker("django_db")
    if marker:
        request.getfixturevalue("fresh_db" if marker.kwargs.get("transaction") else "db")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process remembers for some seconds is of another test's city."""
    from django.core.cache import cache

    from gehoor.regulations.queries import content_of

    cache.clear()
    content_of.cache_clear()
