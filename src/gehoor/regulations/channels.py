"""By which way a matter of a kind can come in, as the regulation says. Pure."""

from typing import Final

from gehoor.regulations.schema import Content

_WAYS: Final = {
    "web": "via de website",
    "app": "via de app",
    "email": "per e-mail",
    "phone": "per telefoon",
    "counter": "aan het loket",
    "letter": "per brief",
    "social": "via sociale media",
}
_ORAL: Final = frozenset({"phone", "counter"})
_NAMES: Final = {
    "question": "een vraag",
    "melding": "een melding",
    "complaint": "een klacht",
    "suggestion": "een suggestie",
    "compliment": "een compliment",
}


def why_not_by(content: Content, kind: str, medium: str) -> str:
    """Why the regulation does not take this kind in by this medium, with the ways that are open; empty when it does.

    A regulation that names no channels takes it in by all of them.
    """
    rule = content.kinds[kind]
    open_ways = [way for way in rule.channels or _WAYS if not (rule.oral == "refused" and way in _ORAL)]
    if medium in open_ways or medium not in _WAYS:
        return ""
    how = "niet mondeling" if rule.oral == "refused" and medium in _ORAL else f"niet {_WAYS[medium]}"
    elsewhere = [_WAYS[way] for way in open_ways if way in _WAYS]
    said = f"Volgens het reglement nemen we {_NAMES[kind]} {how} aan."
    return f"{said} Het kan wel {' of '.join(', '.join(elsewhere).rsplit(', ', 1))}." if elsewhere else said
