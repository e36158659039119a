"""What a mail server, or the way to it, has against us: in words for who can do something about it. Pure."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Final

_WORDS: Final = {
    "SSLCertVerificationError": (
        "Het certificaat van de mailserver klopt niet: het is verlopen, van een andere naam, of van iemand die we niet kennen."
    ),
    "SSLError": "De beveiligde verbinding met de mailserver lukt niet. Klopt de poort? Meestal 587 voor STARTTLS, 465 voor TLS.",
    "ConnectionRefusedError": "De mailserver neemt niet op. Kloppen naam en poort?",
    "gaierror": "De naam van de mailserver bestaat niet. Staat hij juist in GEHOOR_SMTP_URL?",
    "TimeoutError": "De mailserver antwoordt niet op tijd.",
    "ConnectionResetError": "De mailserver verbrak de verbinding.",
    "SMTPServerDisconnected": "De mailserver verbrak de verbinding.",
    "SMTPAuthenticationError": "De mailserver weigert de gebruikersnaam of het wachtwoord.",
    "SMTPSenderRefused": "De mailserver weigert de afzender. Mag deze server mail van dat adres versturen?",
    "SMTPNotSupportedError": "De mailserver kan iets niet wat we vragen: STARTTLS of aanmelden. Kijk GEHOOR_SMTP_URL na.",
    "SMTPHeloError": "De mailserver weigert ons al bij de begroeting.",
    "SMTPConnectError": "De mailserver neemt op, maar weigert ons.",
    "SMTPRecipientsRefused": "De mailserver weigert de ontvanger.",
    "SMTPDataError": "De mailserver weigert de e-mail.",
    "AnymailAPIError": "De maildienst weigert de e-mail of is niet te bereiken.",
    "AnymailConfigurationError": "De maildienst is niet goed ingesteld. Kijk GEHOOR_MAIL_PROVIDER_SETTINGS na.",
}


@dataclass(frozen=True)
class Verdict:
    """``final``: the mail will never leave like this; ``server``: it says something of the server, so no other mail leaves either."""

    why: str
    final: bool
    server: bool


def verdict_on(failure: Exception) -> Verdict:
    """What a failed sending says. Only what is said of this recipient or this text (5xx) ends a mail, and one that cannot be made."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in failure.recipients.values()]
        return Verdict(", ".join(map(str, codes)), final=all(500 <= code < 600 for code in codes), server=False)
    if isinstance(failure, smtplib.SMTPDataError):
        return Verdict(str(failure.smtp_code), final=500 <= failure.smtp_code < 600, server=False)
    told = _of_provider(failure)
    if told is None and isinstance(failure, OSError):  # a wrong password or a refused sender too: no fault of this mail
        return Verdict(kind_of(failure), final=False, server=True)
    return told or Verdict(kind_of(failure), final=True, server=False)


def _of_provider(failure: Exception) -> Verdict | None:
    """What a mail provider behind anymail says: its answer, or that it gave none. None for any other failure."""
    kinds = {kind.__name__ for kind in type(failure).__mro__}
    if "AnymailRecipientsRefused" in kinds:
        return Verdict("AnymailRecipientsRefused", final=True, server=False)
    if "AnymailConfigurationError" in kinds:
        return Verdict("AnymailConfigurationError", final=False, server=True)
    if "AnymailAPIError" not in kinds:
        return None
    status = getattr(failure, "status_code", None)
    of_this_mail = status in (400, 406, 413, 422)
    return Verdict(str(status or "AnymailAPIError"), final=of_this_mail, server=not of_this_mail)


def kind_of(failure: Exception) -> str:
    """The name of a failure, as it is kept: never its text, which may hold an address or a password."""
    if isinstance(failure, ssl.SSLError) and not isinstance(failure, ssl.SSLCertVerificationError):
        return "SSLError"
    return type(failure).__name__


def in_words(failure: str) -> str:
    """The sentence for a failure as it is kept on a message: the kind of error, or the code of the server."""
    if failure in ("401", "403"):
        return "De maildienst weigert de sleutel. Kijk GEHOOR_MAIL_PROVIDER_SETTINGS na."
    if failure.replace(", ", "").isdigit():
        return f"De mailserver zei {failure}."
    return _WORDS.get(failure, f"De mailserver gaf een fout: {failure}." if failure else "")
