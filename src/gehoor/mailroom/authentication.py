"""What our own mail server found out about the sender (RFC 8601). What others wrote in that header says nothing. Pure."""

import re
from collections.abc import Iterable

_RESULT = re.compile(r"(?:^|[;\s])(spf|dkim|dmarc)\s*=\s*([a-z]{2,12})", re.ASCII | re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")


def own_results(headers: Iterable[str], server: str) -> str:
    """``"spf=pass dkim=pass dmarc=pass"`` from the topmost header of the server with that name; empty when it says nothing.

    Servers take away headers that carry their own name from mail that comes in; so only a known name is believed.
    """
    wanted = server.strip().lower()
    for header in headers if wanted else ():
        name, _, results = _COMMENT.sub(" ", header).partition(";")
        if name.split()[:1] and name.split()[0].lower() == wanted:
            return " ".join(f"{method}={result}" for method, result in _best(results).items())
    return ""


def _best(results: str) -> dict[str, str]:
    """One result per method: of several signatures one that holds is enough."""
    found: dict[str, str] = {}
    for method, result in _RESULT.findall(results):
        if found.get(method.lower()) != "pass":
            found[method.lower()] = result.lower()
    return {method: found[method] for method in ("spf", "dkim", "dmarc") if method in found}


def is_forged(results: str) -> bool:
    """The domain of the sender says itself that this mail is not of theirs."""
    return "dmarc=fail" in results.split()
