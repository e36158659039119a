"""What a mail server's code means for whoever has to do something about it, and what our own server found. Pure."""

import re

_BY_STATUS = (
    (("5.1.1", "5.1.6", "5.1.10"), "het adres bestaat niet (meer)"),
    (("5.1.2", "5.1.8", "5.4.4", "5.4.1"), "de mailserver van dit adres bestaat niet of neemt niets aan"),
    (("5.1.3",), "het adres is niet goed geschreven"),
    (("5.2.1",), "de mailbox staat uit"),
    (("5.2.2", "4.2.2"), "de mailbox is vol"),
    (("5.2.3", "5.3.4"), "de e-mail was te groot"),
    (("5.7",), "de mailserver van de ontvanger weigert onze e-mails"),
    (("4.4.7", "5.4.7", "4.4"), "de mailserver van de ontvanger was dagenlang niet te bereiken"),
)
_STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
_REPLY = re.compile(r"(?<![\d.])(5\d\d)(?![\d.])")
_METHODS = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC"}


def why_not_arrived(failure: str) -> str:
    """``het adres bestaat niet (meer)``; empty when the code says nothing to people."""
    status = _STATUS.search(failure)
    if status is None:
        reply = _REPLY.search(failure)
        return {"550": "het adres bestaat niet of weigert", "552": "de mailbox is vol"}.get(
            reply[1] if reply else "", ""
        )
    code = status.group()
    known = ((starts, words) for starts, words in _BY_STATUS)
    return next((words for starts, words in known if any(code == s or code.startswith(f"{s}.") for s in starts)), "")


def sender_in_words(results: str) -> tuple[str, str]:
    """``(kind of badge, sentence)`` of what our own mail server found about the sender."""
    found = dict(pair.split("=", 1) for pair in results.split() if "=" in pair)
    if not found:
        return "plain", "Onze mailserver zei niets over de afzender. De naam en het adres kunnen vals zijn."
    told = ", ".join(
        f"{_METHODS[method]}: {_RESULTS.get(result, result)}" for method, result in found.items() if method in _METHODS
    )
    if found.get("dmarc") == "fail":
        return "late", f"De afzender is waarschijnlijk vals ({told})."
    if found.get("dmarc") == "pass":
        return "ok", f"De e-mail komt van het domein van de afzender ({told})."
    return "soon", f"Het is niet zeker dat dit adres van de afzender is ({told})."


_RESULTS = {
    "pass": "klopt",
    "fail": "klopt niet",
    "none": "niet ingesteld",
    "softfail": "twijfel",
    "neutral": "zegt niets",
}
