"""``./run verify``: what the owner of the database changes behind Gehoor's back is found, and named in words."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from gehoor.dossiers.actions.messages import add_note
from gehoor.dossiers.models import Assignment, Deadline, Dossier
from gehoor.files import storage
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.journal.checkpoints import checkpoint
from gehoor.journal.entries import dossier_chain
from tests import people
from tests.city import MONDAY, City, small_city
from tests.complaints.course import first_line, heard


@pytest.fixture
def dossier(db: None) -> Dossier:
    """A matter of a small city, with a note and a file, beside a complaint on its way; all sealed."""
    city: City = small_city()
    heard(city)
    dossier = first_line(city)
    Assignment.objects.filter(dossier=dossier).update(department=dossier.department)
    by = city.actor(people.NELE)
    file = store(BytesIO(b"meting van de lamp"), name="meting.txt", by=by, at=MONDAY)
    add_note(dossier, text="Zie de meting.", by=by, at=MONDAY, files=[file])
    checkpoint(at=MONDAY)
    return dossier


def verified() -> tuple[int, str]:
    """The exit code and what was printed."""
    said = StringIO()
    try:
        call_command("verify", stdout=said)
    except CommandError as wrong:
        return wrong.returncode, said.getvalue()
    return 0, said.getvalue()


def as_owner(statement: str, *values: str) -> None:
    """What the owner of the tables can do and Gehoor never does: change the journal with its guards off."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in ("journal_entry", "journal_head"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement, values)
        for table in ("journal_entry", "journal_head"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_city_where_nobody_tampered_is_clean(dossier: Dossier) -> None:
    assert verified() == (0, "Alles klopt: termijnen, ketens, bestanden, eigenaars en klachten.\n")


def change_an_entry(dossier: Dossier) -> str:
    chain = dossier_chain(dossier.pk)
    as_owner("UPDATE journal_entry SET actor_id = 999 WHERE chain = %s AND sequence = 1", chain)
    return f"{chain} nr. 1"


def remove_an_entry(dossier: Dossier) -> str:
    chain = dossier_chain(dossier.pk)
    as_owner("DELETE FROM journal_entry WHERE chain = %s AND sequence = 1", chain)
    return f"{chain}: tussen nr. 0 en nr. 2 ontbreken regels."


def cut_the_tail(dossier: Dossier) -> str:
    chain = dossier_chain(dossier.pk)
    as_owner(
        "DELETE FROM journal_entry WHERE chain = %s AND sequence = (SELECT sequence FROM journal_head WHERE chain = %s)",
        chain,
        chain,
    )
    return f"{chain}: het einde ontbreekt"


def cut_the_tail_and_move_the_head_back(dossier: Dossier) -> str:
    chain = dossier_chain(dossier.pk)
    cut_the_tail(dossier)
    as_owner(
        "UPDATE journal_head SET (sequence, hash) = (SELECT sequence, hash FROM journal_entry WHERE chain = %s"
        " ORDER BY sequence DESC LIMIT 1) WHERE chain = %s",
        chain,
        chain,
    )
    return "het controlepunt 1"


def flip_a_byte_of_a_file(dossier: Dossier) -> str:
    public_id = StoredFile.objects.get().public_id
    path = storage.path_of(public_id)
    path.write_bytes(path.read_bytes().replace(b"lamp", b"lomp"))
    return f"Bestand {public_id}: de inhoud is veranderd sinds het bewaren."


def remove_a_file(dossier: Dossier) -> str:
    public_id = StoredFile.objects.get().public_id
    storage.path_of(public_id).unlink()
    return f"Bestand {public_id}: de inhoud ontbreekt op de schijf."


def move_a_due_date(dossier: Dossier) -> str:
    row = Deadline.objects.filter(dossier=dossier).get()
    assert row.due_on
    Deadline.objects.filter(pk=row.pk).update(due_on=row.due_on + timedelta(days=7))
    return (
        f"Dossier {dossier.reference}: de uiterste datum van de termijn first_line is {row.due_on + timedelta(days=7)}"
    )


def move_the_date_in_the_queue(dossier: Dossier) -> str:
    Dossier.objects.filter(pk=dossier.pk).update(due_on=MONDAY.date())
    return f"Dossier {dossier.reference}: de datum in de wachtrij"


def remove_the_owner(dossier: Dossier) -> str:
    Assignment.objects.filter(dossier=dossier).update(ended_at=MONDAY)
    return f"Dossier {dossier.reference}: geen dienst antwoordt"


@pytest.mark.parametrize(
    "tamper",
    [
        change_an_entry,
        remove_an_entry,
        cut_the_tail,
        cut_the_tail_and_move_the_head_back,
        flip_a_byte_of_a_file,
        remove_a_file,
        move_a_due_date,
        move_the_date_in_the_queue,
        remove_the_owner,
    ],
)
def test_what_somebody_changed_behind_our_back_is_named(dossier: Dossier, tamper: Callable[[Dossier], str]) -> None:
    words = tamper(dossier)
    code, said = verified()
    assert code == 1
    assert words in said


def test_recompute_names_a_date_that_is_not_what_the_clock_says_and_stores_it_when_asked(dossier: Dossier) -> None:
    words = move_a_due_date(dossier)
    said = StringIO()
    with pytest.raises(CommandError, match="niet wat de klok zegt"):
        call_command("recompute", stdout=said)
    assert words in said.getvalue()
    call_command("recompute", "--store", stdout=said)
    assert "Opnieuw bewaard: 1.\nElke uiterste datum is wat de klok zegt." in said.getvalue()
    assert verified()[0] == 0
