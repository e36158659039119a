"""Invented dossiers in bulk: the same for the same seed, and true in every way that ``verify`` knows."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models.functions import Length

from gehoor.complaints.actions.sweeping import hand_back_silences, keep_all_independent, tell_late_complaints
from gehoor.complaints.models import Complaint
from gehoor.config.demo import city as demo
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.actions.sweeping import tell_silences
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Dossier
from gehoor.journal.models import Entry
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from gehoor.kernel.references import parse_reference
from tests.city import MONDAY
from tests.people import AMINA


def seed(*arguments: str) -> str:
    """Run the command in the founded demo city, without its stories."""
    out = StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def vaartberg(empty_db: str) -> None:
    demo.found(at=MONDAY)


def _look() -> list[Any]:
    told = Dossier.objects.order_by("pk").values_list(
        "kind", "step", "step_label", "title", "reporter_name", "department__code", "handler_name", "received_at",
        "closed_at", "due_on", "message_count", "version",
    )  # fmt: skip
    entries = Entry.objects.filter(chain__startswith="dossier:").order_by(Length("chain"), "chain", "sequence")
    return [*told, *entries.values_list("verb", "at", "actor_kind")]


@pytest.mark.usefixtures("vaartberg")
def test_seeded_dossiers_hold_in_every_way_and_leave_the_sweeper_nothing_to_do() -> None:
    before = Dossier.objects.count()
    assert "400 van 400" in seed("--dossiers", "400", "--seed", "3")
    assert Dossier.objects.count() == before + 400
    assert {parse_reference(text) for text in Dossier.objects.values_list("reference", flat=True)} == set(
        Dossier.objects.values_list("reference", flat=True)
    )
    assert set(Dossier.objects.values_list("kind", flat=True)) == {kind.value for kind in Kind}
    assert Complaint.objects.values("step").distinct().count() > 1
    call_command("verify", stdout=StringIO())
    at = now()
    assert (tell_late_complaints(at=at), hand_back_silences(at=at), keep_all_independent(at=at)) == (0, 0, 0)
    assert tell_silences(at=at) == 0


@pytest.mark.usefixtures("vaartberg")
def test_the_numbers_go_on_after_the_seeded_ones() -> None:
    seed("--dossiers", "30", "--until", "2026-06-01")
    last = Dossier.objects.order_by("-pk").values_list("reference", flat=True).first()
    submission = Submission(kind=Kind.MELDING, text="De lamp is stuk.", reporter=AMINA)
    receipt = receive(submission, by=Actor(kind=ActorKind.CITIZEN), at=now())
    assert last is not None
    assert int(receipt.dossier.reference.split("-")[1]) == int(last.split("-")[1]) + 1


@pytest.mark.usefixtures("vaartberg")
def test_the_same_seed_tells_the_same_and_another_seed_another() -> None:
    told = [_told_with("5"), _told_with("5"), _told_with("6")]
    assert told[0] == told[1]
    assert told[0] != told[2]


def _told_with(number: str) -> list[Any]:
    with transaction.atomic():
        seed("--dossiers", "60", "--seed", number, "--until", "2026-06-01")
        told = _look()
        transaction.set_rollback(True)
    return told


@pytest.mark.usefixtures("vaartberg")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--dossiers", "0"], "kies een getal"),
        (["--dossiers", "-5"], "kies een getal"),
        (["--dossiers", "10", "--until", "gisteren"], "schrijf de dag als"),
        (["--dossiers", "10", "--until", "2199-01-01"], "moet nog komen"),
        (["--dossiers", "10", "--until", "1999-01-01"], "geen reglement van kracht"),
        (["--dossiers", "veel"], "invalid int"),
        ([], "required"),
    ],
)
def test_a_wrong_argument_is_told_in_one_line(arguments: list[str], sentence: str) -> None:
    before = Dossier.objects.count()
    with pytest.raises(CommandError, match=sentence):
        seed(*arguments)
    assert Dossier.objects.count() == before


@pytest.mark.django_db
def test_a_real_city_is_asked_twice() -> None:
    with pytest.raises(CommandError, match="--yes"):
        seed("--dossiers", "5")
    assert not Dossier.objects.exists()
    with pytest.raises(CommandError, match="nog geen categorieën"):
        seed("--dossiers", "5", "--yes")


@pytest.mark.usefixtures("vaartberg")
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_twenty_thousand_hold_too() -> None:
    seed("--dossiers", "20000", "--seed", "9", "--until", date(2026, 6, 1).isoformat())
    call_command("verify", stdout=StringIO())
