"""Finding dossiers by number or by words, among those that who asks may see."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, QuerySet, Value

from gehoor.dossiers.lists import LISTED_FIELDS, PAGE
from gehoor.dossiers.models import Dossier
from gehoor.dossiers.scope import visible
from gehoor.kernel.actors import Actor
from gehoor.kernel.prepared import TEXT_HOLE, Prepared, Shapes, key_of, shape_of, values_of
from gehoor.kernel.references import parse_reference

SORTED_AT_MOST = 10_000
_Make = Callable[[Actor, int], QuerySet[Dossier, Any]]


def search(actor: Actor, text: str, *, limit: int = PAGE) -> list[Dossier]:
    """Dossiers by number, name, title or place, newest first: at most 50. Words match from their beginning.

    In two steps, each along its own index. Up to ten thousand hits are found by their words and sorted; more are met soon enough
    by walking from the newest dossier back. One statement for both leaves it to a guess of the planner, and that guess is
    sometimes that all dossiers have to be walked for one.
    """
    reference = parse_reference(text)
    if reference:
        return list(visible(actor).only(*LISTED_FIELDS).filter(reference=reference))
    words = ["".join(c for c in word if c.isalnum() or c == "-") for word in text.split()][:8]
    terms = " & ".join(f"'{word}':*" for word in words if word)
    if not terms:
        return []
    holes = {TEXT_HOLE: terms} | values_of(actor)
    many = list(_step(_one_beyond, actor, SORTED_AT_MOST).ask(holes))
    found = _step(_from_the_newest if many else _sorted, actor, limit).ask(holes)
    return list(found)


_STEPS: Shapes[Dossier] = Shapes()


def _step(make: _Make, actor: Actor, number: int) -> Prepared[Dossier]:
    shape = shape_of(actor)
    key = (make.__name__, number, key_of(actor))
    return _STEPS.get(key, lambda: Prepared(make(shape, number), TEXT_HOLE, actor=shape))


def _hits(actor: Actor) -> QuerySet[Dossier]:
    vector = SearchVector("title", "reporter_name", "place", "reference", config="simple")
    query = SearchQuery(TEXT_HOLE, config="simple", search_type="raw")
    return visible(actor).annotate(words=vector).filter(words=query).only(*LISTED_FIELDS)


def _one_beyond(actor: Actor, most: int) -> QuerySet[Dossier, Any]:
    return _hits(actor).order_by().values_list("pk", flat=True)[most : most + 1]


def _sorted(actor: Actor, limit: int) -> QuerySet[Dossier]:
    """The sum keeps the planner from walking the index of the dates."""
    by_date = F("received_at") + Value(timedelta(0))
    return _hits(actor).order_by(by_date.desc(), "-pk")[:limit]


def _from_the_newest(actor: Actor, limit: int) -> QuerySet[Dossier]:
    return _hits(actor).order_by("-received_at", "-pk")[:limit]
