"""The notice of the right to go to the second line, in the words of every letter that needs it. Pure."""

from gehoor.regulations.schema import Content, SecondLine

LATE = "late"


def notice(line: SecondLine) -> str:
    """Who it is and how to reach them."""
    contact = [f"- {text}" for text in line.contact]
    if line.url:
        contact.append(f"- {line.url}")
    return "\n".join(
        [
            f"Dan kan je gratis naar {with_article(line.name)}. Daar kijkt iemand opnieuw die niet bij de stad werkt.",
            *contact,
        ]
    )


def with_article(name: str) -> str:
    """How one speaks of the second line: ``de Vlaamse Ombudsdienst``."""
    return name if name.lower().startswith(("de ", "het ")) else f"de {name}"


def takes_late(line: SecondLine) -> bool:
    """Whether somebody who waits too long may go there at once."""
    return not line.grounds or LATE in line.grounds


def late_notice_names_it(content: Content) -> bool:
    """Whether the regulation asks that a late notice points there."""
    rule = content.answers.get("late_notice")
    return rule is not None and "second_line" in rule.parts
