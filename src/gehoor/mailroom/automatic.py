"""Which mail a machine wrote (RFC 3834, RFC 3464 and what vendors make of them). Pure.

A mail of a machine gets no answer and opens no dossier; it is kept, and a person can still open one from it.
"""

import re
from collections.abc import Collection
from typing import Final

from gehoor.mailroom.apart.mail import Mail

_POSTMASTERS: Final = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")
_SENDS_ONLY = re.compile(
    r"(no-?reply|do-?not-?reply|donotreply|niet-?antwoorden|ne-?pas-?repondre|bounces?|mailer-daemon|postmaster|notifications?)"
    r"([+._-][^@]*)?@",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"(automatisch antwoord|automatische? (reactie|afwezigheid)|afwezigheidsbericht|afwezig|niet op kantoor"
    r"|automatic reply|auto(matic)?[- ]?(reply|response)|out of (the )?office|r[ée]ponse automatique|absence du bureau"
    r"|absent|abwesenheitsnotiz|automatische antwort)\s*[:!]",
    re.IGNORECASE,
)
_DMARC = re.compile(r"report domain:.{0,300}report-id:|\bdmarc\b.{0,60}\b(aggregate )?report\b", re.IGNORECASE)
_RETURNED = re.compile(
    r"undeliver(ed|able)|delivery (status notification|failure|has failed|incomplete)|returned (mail|to sender)|failure notice"
    r"|mail delivery (failed|system)|niet[- ]bestelbaar|onbestelbaar|non remis|[ée]chec de (la )?remise|unzustellbar"
    r"|message not delivered|could not be delivered",
    re.IGNORECASE,
)
_DELAYED = re.compile(r"\b(delay(ed)?|vertraagd|retard[ée]?|warning|still being retried)\b", re.IGNORECASE)
_REFUSED_STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")


def why_automatic(mail: Mail, ours: Collection[str]) -> str:
    """What says that a machine sent it, in Dutch; empty when a person may have. ``ours``: our own addresses, in lower case."""
    marks = mail.marks
    submitted = marks.get("auto-submitted", "no").split(";")[0].strip().lower()
    if submitted not in {"no", ""}:
        return "Auto-Submitted: door een programma verstuurd"
    if marks.get("return-path", "x").replace(" ", "") == "<>":
        return "zonder afzender om aan te antwoorden"
    if mail.content_type == "multipart/report":
        return "verslag van een mailserver"
    if marks.keys() & {"list-id", "list-post"}:
        return "van een mailinglijst"
    if "list-unsubscribe" in marks and "precedence" in marks:
        return "nieuwsbrief"
    if marks.get("precedence", "").strip().lower() in {"bulk", "junk", "list", "auto_reply"}:
        return "aan velen tegelijk verstuurd"
    if marks.keys() & {"x-autoreply", "x-autorespond", "x-auto-reply"} or _AWAY.match(mail.subject):
        return "automatisch antwoord"
    if _DMARC.search(mail.subject):
        return "DMARC-rapport"
    if mail.from_address.lower() in ours:
        return "van een adres van onszelf"
    if mail.from_address.lower().partition("@")[0] in _POSTMASTERS:
        return "van een mailserver"
    return ""


def may_be_answered(mail: Mail) -> bool:
    """Whether an acknowledgement would reach a person: there is an address that reads, and nobody asked for silence."""
    silence = "x-auto-response-suppress" in mail.marks
    return bool(mail.from_address) and not silence and not _SENDS_ONLY.match(mail.from_address)


class Verdict:
    """What a mail server says of a mail of ours."""

    FAILED: Final = "failed"
    DELAYED: Final = "delayed"
    ARRIVED: Final = "arrived"


def delivery_verdict(mail: Mail) -> tuple[str, str]:
    """``(verdict, why)`` when this is a mail server telling what became of a mail; ``("", "")`` otherwise.

    By the report when there is one (RFC 3464), else by who sends it and its words.
    """
    told = [
        report for report in mail.reports if report.action in {"failed", "delayed", "delivered", "relayed", "expanded"}
    ]
    if told:
        worst = next((r for action in ("failed", "delayed") for r in told if r.action == action), told[0])
        verdict = {"failed": Verdict.FAILED, "delayed": Verdict.DELAYED}.get(worst.action, Verdict.ARRIVED)
        return verdict, " ".join(filter(None, [worst.status, worst.diagnostic]))[:300]
    if not _from_a_mail_server(mail):
        return "", ""
    if _DELAYED.search(mail.subject) and not _REFUSED_STATUS.search(mail.text):
        return Verdict.DELAYED, mail.subject
    if _RETURNED.search(mail.subject) or _RETURNED.search(mail.text[:2_000]) or "x-failed-recipients" in mail.marks:
        return Verdict.FAILED, _reason(mail)
    return "", ""


def _from_a_mail_server(mail: Mail) -> bool:
    name = mail.from_address.lower().partition("@")[0]
    null = mail.marks.get("return-path", "x").replace(" ", "") == "<>"
    return name in _POSTMASTERS or null or "x-failed-recipients" in mail.marks


def _reason(mail: Mail) -> str:
    """The line in which the server says why, when there is one with a code; else its subject."""
    lines = [" ".join(line.split()) for line in mail.text.splitlines()]
    return next(
        (line for line in lines if _REFUSED_STATUS.search(line) or re.search(r"\b5[0-5]\d\b", line)), mail.subject
    )[:300]
