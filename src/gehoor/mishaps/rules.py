"""What can have gone wrong with a message, what then happens, and what is asked about it. Pure."""

from collections.abc import Sequence
from enum import StrEnum


class Wrong(StrEnum):
    """What went wrong."""

    PERSON = "person"
    FILE = "file"
    DOSSIER = "dossier"
    CONTENT = "content"


class Doubt(StrEnum):
    """Whether it may be a data breach, for who made the mistake."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


WRONG_LABELS: dict[Wrong, str] = {
    Wrong.PERSON: "Het was voor iemand anders bedoeld",
    Wrong.FILE: "Er ging een verkeerd bestand mee",
    Wrong.DOSSIER: "Het hoort in een ander dossier",
    Wrong.CONTENT: "Er staat iets fout in",
}
DOUBT_LABELS: dict[Doubt, str] = {
    Doubt.YES: "Ja",
    Doubt.UNSURE: "Ik weet het niet zeker",
    Doubt.NO: "Nee",
}
TOLD_OUTSIDE: dict[Wrong, str] = {
    Wrong.PERSON: "Dit bericht was niet voor jou bedoeld.",
    Wrong.FILE: "Dit bestand hoort niet bij jouw dossier.",
    Wrong.DOSSIER: "Dit bericht hoort niet in dit dossier.",
    Wrong.CONTENT: "In dit bericht stond iets dat niet klopt.",
}
"""The reason on the tracking page: fixed words, so that nothing of anybody else can slip into them."""

FILES, WHERE, BREACH, TOLD, CHECK = "files", "where", "breach", "told", "check"


def possible(direction: str, *, formal: bool, files: int) -> tuple[Wrong, ...]:
    """What can have gone wrong with such a message; ``formal``: a letter of the procedure; ``files``: those still with it.

    What came in, and a note, can only be in the wrong dossier. A letter of the procedure is a decision: it stays, and only a file
    can be withdrawn from it.
    """
    if direction != "out":
        return (Wrong.DOSSIER,)
    found = [Wrong.PERSON, Wrong.DOSSIER, Wrong.CONTENT] if not formal else [Wrong.PERSON, Wrong.CONTENT]
    return tuple([*found[:1], Wrong.FILE, *found[1:]] if files else found)


def withdraws(wrong: Wrong, *, formal: bool) -> bool:
    """Whether the message itself is withdrawn."""
    return not formal and wrong is not Wrong.FILE


def questions(wrong: str, doubt: str, *, formal: bool) -> tuple[str, ...]:
    """What is still asked after what went wrong, in order."""
    first = {Wrong.FILE: (FILES,), Wrong.PERSON: (WHERE,), Wrong.DOSSIER: (WHERE,)}
    before = () if formal and wrong != Wrong.FILE else first.get(Wrong(wrong), ()) if wrong in set(Wrong) else ()
    told = (TOLD,) if doubt in (Doubt.YES, Doubt.UNSURE) else ()
    return (*before, BREACH, *told, CHECK)


def consequences(
    wrong: Wrong,
    direction: str,
    *,
    formal: bool,
    delivery: str,
    seen: bool,
    target: str,
    doubt: str,
    files: Sequence[str],
) -> list[str]:
    """What will happen, in sentences for who is about to do it. ``delivery``: where the message is now; ``target``: a number."""
    found: list[str] = []
    if direction == "note":
        found.append(f"De notitie staat daarna in dossier {target}. Ook hier blijft ze leesbaar voor collega’s.")
    elif formal and wrong is not Wrong.FILE:
        found.append("De brief blijft staan: hij hoort bij een beslissing. Verander die in de procedure zelf.")
    else:
        what = "Het bericht" if wrong is not Wrong.FILE else f"Het bestand {', '.join(files)}"
        found.append(f"{what} verdwijnt meteen van de volgpagina, ook voor wie de link al open had.")
        found.append(f"Daar staat dan: “{TOLD_OUTSIDE[wrong]}”")
        if wrong is not Wrong.FILE:
            found += _what_of_mail(direction, delivery)
        if seen:
            found.append("De melder opende het bericht al op de volgpagina. Dat kunnen we niet terugdraaien.")
        if target:
            found.append(_moved(direction, target))
    found.append("Collega’s die dit dossier mogen zien, kunnen het origineel blijven lezen.")
    if doubt in (Doubt.YES, Doubt.UNSURE):
        found.append("De functionaris voor gegevensbescherming (DPO) krijgt je melding.")
    return found


def _what_of_mail(direction: str, delivery: str) -> list[str]:
    if direction != "out":
        return []
    return {
        "queued": ["De e-mail vertrok nog niet. Hij vertrekt niet meer."],
        "post": ["De brief ging nog niet op de post. De taak om hem te versturen vervalt."],
        "sent": ["Het bericht is al bezorgd. Dat kunnen we niet terughalen: bel of schrijf wie het kreeg."],
    }.get(delivery, [])


def _moved(direction: str, target: str) -> str:
    if direction == "out":
        return f"Je tekst staat klaar in dossier {target}. Je leest hem na en verstuurt hem daar zelf."
    return f"Het bericht staat daarna in dossier {target}, met een link in beide dossiers."
