"""Queries that are built once and asked often.

Making SQL out of expressions takes longer than most answers of the database. A :class:`Prepared` is built with holes where the
values come, remembers its SQL, and is asked again with other values: the same rows, objects and converters as the query it was
built from.
"""

from collections.abc import Callable, Hashable, Mapping
from copy import copy
from datetime import date
from typing import Any, Final, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

from gehoor.kernel.actors import Actor

M = TypeVar("M", bound=Model)

HOLE: Final = 7_000_000_000_000_000
"""A number that no row has: holes for keys are this one and those after it."""
TEXT_HOLE: Final = "\ue000hole"
"""A text that nobody types: holes for texts begin with it."""
DAY_HOLE: Final = date(8000, 1, 1)
"""A day that never comes: holes for days are this one and those after it."""
_ACTOR_HOLE: Final = HOLE + 1_000_000
_AWAY_HOLE: Final = HOLE + 2_000_000
MOST_SHAPES: Final = 200
_MARKS: Final = (str(HOLE)[:9], repr(TEXT_HOLE)[1:-1], "date(8000,")


class Prepared(Generic[M]):
    """One query, whose SQL is made at once. ``holes``: the values in it that will be filled in later, and those of ``actor``.

    A hole may be absent (a right that sees nothing asks nothing), but never be changed on its way into the query.
    """

    def __init__(self, rows: "QuerySet[M, Any]", *holes: Hashable, actor: Actor | None = None) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self._sql, params = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql, params = "", ()
        self._params = tuple(params)
        known = {*holes} | (set() if actor is None else {actor.id, *actor.department_ids, *actor.stands_in_for})
        self._places = [place for place, value in enumerate(params) if isinstance(value, Hashable) and value in known]
        left = [value for place, value in enumerate(params) if place not in set(self._places)]
        if any(mark in repr(value) for mark in _MARKS for value in (*left, self._sql)):
            raise ValueError("a hole was changed on its way into the query, or nobody said that it is one")

    def ask(self, values: Mapping[Any, Any]) -> "QuerySet[M, Any]":
        """The query with these values, by hole; asked when it is iterated, and not to be refined any more."""
        if not self._sql:
            return self._rows.none()
        filled = list(self._params)
        for place in self._places:
            filled[place] = values[self._params[place]]
        ready: Any = copy(self._compiler)
        ready.connection = connections[DEFAULT_DB_ALIAS]
        ready.as_sql = lambda *_, **__: (self._sql, tuple(filled))
        asked: QuerySet[M, Any] = self._rows.all()
        asked.query.get_compiler = lambda *_, **__: ready  # type: ignore[method-assign]
        return asked


class Shapes(Generic[M]):
    """The prepared queries of one place in the code, by shape: made when first asked for."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Prepared[M]] = {}

    def get(self, key: Hashable, make: Callable[[], Prepared[M]]) -> Prepared[M]:
        """The one with that key; ``make`` makes it."""
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= MOST_SHAPES:
                self._known.clear()
            found = self._known[key] = make()
        return found


def shape_of(actor: Actor) -> Actor:
    """The same kind of actor with the same rights, with holes for who it is, for the departments and for who is away."""
    departments = frozenset(_ACTOR_HOLE + 1 + place for place in range(len(actor.department_ids)))
    return Actor(
        kind=actor.kind,
        id=None if actor.id is None else _ACTOR_HOLE,
        permissions=actor.permissions,
        department_ids=departments,
        dossier_ids=actor.dossier_ids,
        stands_in_for=frozenset(_AWAY_HOLE + place for place in range(len(actor.stands_in_for))),
    )


def values_of(actor: Actor) -> dict[Any, Any]:
    """What goes into the holes of :func:`shape_of`."""
    departments, away = enumerate(sorted(actor.department_ids)), enumerate(sorted(actor.stands_in_for))
    own = {_ACTOR_HOLE: actor.id} | {_ACTOR_HOLE + 1 + place: pk for place, pk in departments}
    return own | {_AWAY_HOLE + place: pk for place, pk in away}


def key_of(actor: Actor) -> Hashable:
    """Actors with the same key have the same shape."""
    rights = tuple(sorted(actor.permissions.items()))
    sizes = len(actor.department_ids), len(actor.stands_in_for)
    return actor.kind, rights, *sizes, actor.id is None, actor.dossier_ids
