"""The first guess at what somebody writes: a hint that is right for what the first page itself gives as examples."""

import pytest

from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.routing import suggest_kind


@pytest.mark.parametrize(
    ("text", "kind", "unhappy"),
    [
        ("Ik ben niet goed geholpen", Kind.MELDING, True),
        ("Aan loket 3 werd ik weggestuurd.", Kind.MELDING, True),
        ("Ik ben het beu!", Kind.MELDING, True),
        ("Ik wil een klacht indienen", Kind.MELDING, True),
        ("Mijn restafval is niet opgehaald", Kind.MELDING, False),
        ("Er gebeurde een ongeval aan het kruispunt.", Kind.MELDING, False),
        ("Ik wil een put in de weg melden.", Kind.MELDING, False),
        ("Ik wil een bewonerskaart", Kind.QUESTION, False),
        ("Tot wanneer is het zwembad open?", Kind.QUESTION, False),
        ("Dank je voor de snelle hulp.", Kind.COMPLIMENT, False),
        ("Een idee: meer banken in het park", Kind.SUGGESTION, False),
        ("😀", Kind.MELDING, False),
    ],
)
def test_a_story_points_to_its_kind(text: str, kind: Kind, *, unhappy: bool) -> None:
    assert suggest_kind(text) == (kind, unhappy)
