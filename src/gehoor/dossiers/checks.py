"""What may never be true of stored dossiers: recomputed from the facts, for the verify command. Reads in pages."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from gehoor.dossiers.clocks import reckoning_of, with_changes
from gehoor.dossiers.lifecycle import Step
from gehoor.dossiers.models import Assignment, Deadline, Dossier

_PAGE = 1000


def wrong_deadlines() -> Iterator[str]:
    """Deadlines whose stored due date is not what the clock computes from the facts."""
    last = 0
    while page := list(
        with_changes(Deadline.objects.filter(pk__gt=last).select_related("dossier").order_by("pk"))[:_PAGE]
    ):
        for row in page:
            computed = reckoning_of(row, row.dossier).due_on
            if computed != row.due_on:
                yield (
                    f"Dossier {row.dossier.reference}: de uiterste datum van de termijn {row.term} is {row.due_on},"
                    f" maar volgens de feiten {computed}."
                )
        last = page[-1].pk


def wrong_list_dates() -> Iterator[str]:
    """Open dossiers whose date in the lists is not their nearest open due date."""
    running = Deadline.objects.filter(dossier=OuterRef("pk"), met_on=None, ended_on=None).exclude(term="reaction")
    nearest = running.exclude(due_on=None).order_by("due_on").values("due_on")[:1]
    wrong = (
        Dossier.objects.annotate(nearest=nearest)
        .exclude(step=Step.CLOSED)
        .exclude(due_on=F("nearest"))
        .exclude(due_on=None, nearest=None)
    )
    for reference in wrong.values_list("reference", flat=True).iterator():
        yield f"Dossier {reference}: de datum in de wachtrij is niet de dichtste open termijn."


def ownerless() -> Iterator[str]:
    """Open dossiers without exactly one running assignment, or with one that is of another department."""
    running = Assignment.objects.filter(dossier=OuterRef("pk"), ended_at=None, department=OuterRef("department"))
    lost = Dossier.objects.exclude(step=Step.CLOSED).filter(~Exists(running))
    for reference in lost.values_list("reference", flat=True).iterator():
        yield f"Dossier {reference}: geen dienst antwoordt voor dit open dossier."


def problems() -> Iterator[str]:
    """All of the above."""
    yield from wrong_deadlines()
    yield from wrong_list_dates()
    yield from ownerless()
