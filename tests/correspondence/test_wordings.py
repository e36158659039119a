"""The city writes its own letters: what must be in them stays in them, and who decides is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gehoor.correspondence import wordings
from gehoor.correspondence.actions import Addressee, open_thread, queue_letter
from gehoor.correspondence.actions.wording import lay_aside, propose_original, propose_wording, put_in_force
from gehoor.correspondence.letters import LINK_MARK, codes, letter
from gehoor.correspondence.letters.checking import mandatory, problems
from gehoor.correspondence.letters.fields import FIELDS
from gehoor.correspondence.models import Wording
from gehoor.correspondence.personal import said_in
from gehoor.correspondence.wordings import fits, letter_now, needs_second_person
from gehoor.journal.models import Entry
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import local_date
from gehoor.kernel.errors import Conflict, InvalidInput, NotAllowed
from gehoor.regulations.library import text_of
from gehoor.regulations.schema import load
from tests import people
from tests.city import MONDAY, City

OWN = "Beste {name}\n\n{text}\n\nMeer lees je hier, over dossier {reference}:\n[link]\n\nGroeten van\n{sender}"
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def greet(city: City) -> Actor:
    """The coordinator edits letters."""
    return city.actor(people.GREET)


@pytest.fixture
def an(city: City) -> Actor:
    """So does the administrator."""
    return city.actor(people.AN)


def propose(by: Actor, code: str = "message", body: str = OWN, subject: str = "Over je dossier {reference}") -> Wording:
    return propose_wording(code, subject=subject, body=body, why="Zo spreekt onze stad.", by=by, at=MONDAY)


def written(code: str = "message", **fields: str) -> str:
    to = Addressee("Amina Daoudi", "amina@voorbeeld.example")
    given = {"reference": "2026-00042-5", "text": "We kijken het na.", **fields}
    return queue_letter(open_thread(at=MONDAY), code, given, to=to, at=LATER).body


# What may stand in it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", codes())
def test_every_original_is_right_and_each_of_its_fields_is_explained(code: str) -> None:
    original = letter(code)
    assert problems(original, original.subject, original.body) == []
    assert original.fields <= set(FIELDS)
    assert all(FIELDS[name].what and FIELDS[name].example for name in original.fields)


@pytest.mark.parametrize("code", codes())
def test_no_text_leaves_out_what_a_letter_must_say(code: str) -> None:
    original = letter(code)
    for name in mandatory(original):
        without = [text.replace(f"{{{name}}}", "iets") for text in (original.subject, original.body)]
        assert [one for one in problems(original, *without) if f"{{{name}}}" in one.sentence], name
    if original.names_second_line:
        assert "second_line" in mandatory(original)
    if LINK_MARK in original.body:
        assert not fits(original, original.subject, original.body.replace(LINK_MARK, "hier"))


@pytest.mark.parametrize(
    ("body", "place", "words"),
    [
        (OWN.replace("{text}", "{texst}"), "body", "Regel 3: het veld {texst} bestaat niet"),
        (OWN.replace("{text}", "{text} {name.__class__}"), "body", "Regel 3: het veld {name.__class__} bestaat niet"),
        (OWN.replace("{text}", "{text} {% load x %}"), "body", "Regel 3"),
        (OWN.replace("{text}", "{text} {0!r:>9}"), "body", "Regel 3"),
        (OWN.replace("{text}", "{text} {{settings.SECRET_KEY}}"), "body", "Regel 3"),
        (OWN.replace("{text}", "{text} }"), "body", "een accolade hoort bij een veld"),
        (OWN.replace("[link]", "kijk op [link] na"), "body", "Regel 6: zet [link] alleen op een regel"),
        (OWN.replace("[link]", ""), "body", "De regel [link] ontbreekt"),
        (OWN.replace("[link]", "[link]\n[link]"), "body", "staat er 2 keer"),
        (OWN.replace("Groeten", "Groe\u202eten"), "body", "Regel 8: hier staat een verborgen teken"),
        (OWN + "x" * 10_000, "body", "te lang"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_word(body: str, place: str, words: str) -> None:
    found = problems(letter("message"), "Over je dossier", body)
    assert any(one.place == place and words in one.sentence for one in found), found


@pytest.mark.parametrize("subject", ["", "Twee\nregels", "Over {text}", "x" * 151, "{", "Bcc:\r\n a@b.example"])
def test_a_subject_is_one_line_that_repeats_nobodys_words(subject: str) -> None:
    assert [one for one in problems(letter("message"), subject, OWN) if one.place == "subject"]


def test_what_is_filled_in_is_no_template() -> None:
    _, body = letter("message").compose(
        {"name": "{text}", "text": "{sender} {0} [link]", "reference": "1", "sender": "S"}
    )
    assert "Dag {text}" in body
    assert "{sender} {0}" in body


def test_a_paragraph_of_one_empty_field_falls_away() -> None:
    fields = dict.fromkeys(letter("concluded").fields, "x") | {"recommendations": ""}
    assert "\n\n\n" not in letter("concluded").compose(fields)[1]


# Who decides --------------------------------------------------------------------------------------------------------------


def test_a_text_holds_from_when_it_is_put_in_force(city: City, greet: Actor) -> None:
    made = propose(greet)
    assert written().startswith("Dag Amina Daoudi"), "a proposal is not in force"
    before = queue_letter(
        open_thread(at=MONDAY),
        "message",
        {"reference": "2026-00042-5", "text": "Eerder."},
        to=Addressee("Amina", "a@voorbeeld.example"),
        at=MONDAY,
    )
    put_in_force(made, by=greet, at=LATER)
    wordings.forget_wordings()
    assert written().startswith("Beste Amina Daoudi")
    before.refresh_from_db()
    assert before.body.startswith("Dag Amina"), "what was written keeps its words"
    assert said_in(before) == "Eerder."
    verbs = list(Entry.objects.filter(chain="room:correspondence").order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["correspondence.wording_proposed", "correspondence.wording_in_force"]


def test_the_citizen_still_reads_just_what_was_said(city: City, greet: Actor) -> None:
    put_in_force(propose(greet), by=greet, at=LATER)
    wordings.forget_wordings()
    to, fields = Addressee("Amina", "a@voorbeeld.example"), {"reference": "2026-00042-5", "text": "We kijken het na."}
    assert said_in(queue_letter(open_thread(at=MONDAY), "message", fields, to=to, at=LATER)) == "We kijken het na."


def test_one_version_holds_and_the_others_stay(city: City, greet: Actor, an: Actor) -> None:
    first, second, third = propose(greet), propose(an, subject="Tweede"), propose(greet, subject="Derde")
    put_in_force(first, by=greet, at=LATER)
    put_in_force(second, by=greet, at=LATER)
    lay_aside(third, by=an, at=LATER)
    wordings.forget_wordings()
    assert letter_now("message").subject == "Tweede"
    assert [row.state for row in Wording.objects.order_by("number")] == ["past", "in_force", "aside"]
    assert [row.number for row in Wording.objects.order_by("number")] == [1, 2, 3]
    for decided in (first, second, third):
        with pytest.raises(Conflict):
            put_in_force(decided, by=an, at=LATER)


def test_the_way_back_to_the_original(city: City, greet: Actor) -> None:
    put_in_force(propose(greet), by=greet, at=LATER)
    put_in_force(propose_original("message", why="Toch maar.", by=greet, at=LATER), by=greet, at=LATER)
    wordings.forget_wordings()
    assert letter_now("message") == letter("message")


def test_nobody_else_writes_letters(city: City) -> None:
    nele = city.actor(people.NELE)
    with pytest.raises(NotAllowed):
        propose(nele)


@pytest.mark.parametrize("why", ["", "  ", "x" * 501])
def test_a_change_has_its_reason(city: City, greet: Actor, why: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        propose_wording("message", subject="Over {reference}", body=OWN, why=why, by=greet, at=MONDAY)
    assert refused.value.field == "why"


def test_where_the_regulation_asks_a_second_person_the_writer_waits(
    city: City, greet: Actor, an: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not needs_second_person("closing", day=local_date(MONDAY))
    asked = text_of("leuven").replace(
        "outstanding, learnt, second_line], signed_by",
        "outstanding, learnt, second_line], second_person: true, signed_by",
    )
    rules = load(asked)
    assert rules.answers["final_answer"].second_person
    monkeypatch.setattr(wordings, "content_of", lambda pk: rules)
    made = propose(greet, "closing", letter("closing").body.replace("Dag", "Beste"), letter("closing").subject)
    with pytest.raises(NotAllowed, match="tweede persoon"):
        put_in_force(made, by=greet, at=LATER)
    put_in_force(made, by=an, at=LATER)
    put_in_force(propose(greet), by=greet, at=LATER)  # of another letter it asks nothing


def test_a_text_that_no_longer_says_all_gives_way_to_the_original(
    city: City, greet: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_force(propose(greet), by=greet, at=LATER)
    wordings.forget_wordings()
    original = letter("message")
    grown = replace(original, body=original.body + "\n{due_on}\n")
    monkeypatch.setattr(wordings, "letter", lambda code: grown if code == "message" else letter(code))
    assert letter_now("message").body == grown.body
