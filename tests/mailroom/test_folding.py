"""What a mail quotes and how it is signed is folded; what it says never is, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gehoor.mailroom.folding import QUOTED, SAID, SIGNATURE, fold

SAYS = "Ja, die op de hoek.\n\nGroeten\nAmina"
QUOTE = "> Welke lamp is stuk?\n> \n> Sara"

QUOTING = {
    "Gmail (nl)": "Op ma 2 mrt 2026 om 09:12 schreef Stad Vaartberg <gehoor@vaartberg.example>:\n\n" + QUOTE,
    "Gmail (nl), broken": "Op ma 2 mrt 2026 om 09:12 schreef Stad Vaartberg <\ngehoor@vaartberg.example>:\n\n" + QUOTE,
    "Gmail (fr)": "Le lun. 2 mars 2026 à 09:12, Stad Vaartberg <gehoor@vaartberg.example> a\nécrit :\n\n" + QUOTE,
    "Gmail (en)": "On Mon, Mar 2, 2026 at 9:12 AM Stad Vaartberg <gehoor@vaartberg.example>\nwrote:\n\n" + QUOTE,
    "Apple Mail (nl)": "Op 2 mrt 2026, om 09:12 heeft Stad Vaartberg <gehoor@vaartberg.example> het volgende geschreven:\n\n"
    + QUOTE,
    "iPhone (nl)": "Op 2 mrt. 2026 om 09:12 heeft Stad Vaartberg <gehoor@vaartberg.example> het volgende geschreven:\n\n﻿"
    + "Welke lamp?",
    "iPhone (fr)": "Le 2 mars 2026 à 09:12, Stad Vaartberg <gehoor@vaartberg.example> a écrit :\n\n" + QUOTE,
    "Thunderbird (nl)": "Op 02/03/2026 om 09:12 schreef Stad Vaartberg:\n" + QUOTE,
    "Thunderbird (fr)": "Le 02/03/2026 à 09:12, Stad Vaartberg a écrit :\n" + QUOTE,
    "Outlook (nl)": (
        "Van: Stad Vaartberg <gehoor@vaartberg.example>\n"
        "Verzonden: maandag 2 maart 2026 9:12\n"
        "Aan: Amina\n"
        "Onderwerp: Lamp\n"
        "\n"
        "Welke lamp?"
    ),
    "Outlook (fr)": (
        "De : Stad Vaartberg <gehoor@vaartberg.example>\n"
        "Envoyé : lundi 2 mars 2026 09:12\n"
        "À : Amina\n"
        "Objet : Lampe\n"
        "\n"
        "Quelle ?"
    ),
    "Outlook web": (
        "________________________________\n"
        "Van: Stad Vaartberg\n"
        "Verzonden: maandag 2 maart 2026\n"
        "Aan: Amina\n"
        "Onderwerp: Lamp\n"
        "\n"
        "Welke?"
    ),
    "Outlook mobile": (
        "________________________________\n"
        "\n"
        "From: Stad\n"
        "Sent: Monday, March 2, 2026\n"
        "To: Amina\n"
        "Subject: Lamp\n"
        "\n"
        "Welke?"
    ),
    "an old Outlook (nl)": "-----Oorspronkelijk bericht-----\nVan: Stad\nAan: Amina\n\nWelke lamp?",
    "an old Outlook (fr)": "-----Message d'origine-----\nDe : Stad\nÀ : Amina\n\nQuelle lampe ?",
    "plain": QUOTE,
}


@pytest.mark.parametrize("program", QUOTING)
def test_the_quote_is_folded_and_the_answer_is_not(program: str) -> None:
    pieces = fold(f"{SAYS}\n\n{QUOTING[program]}")
    assert [piece.kind for piece in pieces] == [SAID, QUOTED]
    assert pieces[0].text.strip() == SAYS
    assert pieces[1].text.strip() == QUOTING[program].strip()


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nAmina Daoudi\n016 555 01 40",
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf Outlook voor Android",
        "Outlook voor iOS downloaden<https://voorbeeld.example>",
        "Envoyé de mon iPhone",
        "Sent from my Galaxy",
        "Verstuurd met Proton Mail",
    ],
)
def test_the_signature_is_folded_before_a_quote_too(signature: str) -> None:
    assert [p.kind for p in fold(f"{SAYS}\n\n{signature}")] == [SAID, SIGNATURE]
    kinds = [p.kind for p in fold(f"{SAYS}\n\n{signature}\n\n{QUOTING['Gmail (nl)']}")]
    assert kinds == [SAID, SIGNATURE, QUOTED]


def test_answers_between_the_lines_stay_in_sight() -> None:
    text = (
        "Op 02/03/2026 om 09:12 schreef Stad Vaartberg:\n> Welke lamp?\nDie op de hoek.\n> Sinds wanneer?\nVorige week."
    )
    said = [piece.text for piece in fold(text) if piece.kind == SAID]
    assert said == ["Die op de hoek.", "Vorige week."]


@pytest.mark.parametrize(
    "text",
    [
        "Van: de straatkant gezien is het donker.\nDe lamp is stuk.",
        "Op maandag schreef ik u al:\nde lamp is stuk.",
        "Verzonden: drie brieven.\nGekregen: geen antwoord.",
        "Mijn vragen:\n- wanneer?\n- wie?",
        "> alleen een citaat",
        "De agent zei op 3 maart dat hij het doorgaf.\nDaarna hoorde ik niets.",
        "",
    ],
)
def test_what_only_looks_like_a_quote_is_not_folded(text: str) -> None:
    assert [piece.kind for piece in fold(text)] == [SAID]


@given(
    st.lists(
        st.sampled_from([*SAYS.split("\n"), *[line for q in QUOTING.values() for line in q.split("\n")], "-- ", ""]),
        max_size=30,
    )
)
def test_nothing_is_ever_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    pieces = fold(text)
    assert "\n".join(piece.text for piece in pieces) == text
    assert not text.strip() or any(piece.kind == SAID for piece in pieces)
