"""How allauth behaves here: accounts are made by an administrator, mail goes through the worker, and it speaks our Dutch."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from gehoor.web.jobs import send_notice
from gehoor.web.ratelimit import allow

_FIVE_MINUTES = 300
_TRIES = 8
_CHANGES = {
    "account/email/password_changed": "Je wachtwoord voor Gehoor is veranderd",
    "account/email/password_set": "Je hebt nu een wachtwoord voor Gehoor",
    "account/email/password_reset": "Je wachtwoord voor Gehoor is veranderd",
    "mfa/email/totp_activated": "Je meldt je bij Gehoor voortaan ook met een code uit je app aan",
    "mfa/email/totp_deactivated": "Je meldt je bij Gehoor niet langer met een code uit je app aan",
    "mfa/email/recovery_codes_generated": "Er zijn nieuwe reservecodes voor je account bij Gehoor",
    "mfa/email/webauthn_added": "Er is een beveiligingssleutel bij je account van Gehoor gekomen",
    "mfa/email/webauthn_removed": "Er is een beveiligingssleutel van je account bij Gehoor weggehaald",
}


class StaffAdapter(DefaultAccountAdapter):
    """Sign-up is closed; who signs in goes to their own side; too many wrong passwords or codes for one account wait."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Dit account werkt niet meer. Vraag het aan je beheerder.",
        "email_password_mismatch": "Je e-mailadres of je wachtwoord klopt niet.",
        "enter_current_password": "Vul het wachtwoord in dat je nu hebt.",
        "incorrect_code": "Deze code klopt niet. Een code uit de app geldt maar een halve minuut.",
        "incorrect_password": "Je wachtwoord klopt niet.",
        "invalid_password_reset": "Deze link werkt niet meer.",
        "too_many_login_attempts": "Te veel pogingen na elkaar. Wacht vijf minuten en probeer het dan opnieuw.",
        "rate_limited": "Te veel pogingen na elkaar. Wacht vijf minuten en probeer het dan opnieuw.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk, or the ombudsman's own side."""
        return "/ombuds/" if getattr(request.user, "is_external", False) else "/desk/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's account, which says that it was done."""
        return "/account/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a password that is tried for an account, also when somebody signed in confirms theirs."""
        account = str(credentials.get("email", "")).strip().casefold()
        if not allow("password", account, _TRIES, _FIVE_MINUTES):
            raise self.validation_error("too_many_login_attempts")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """A word to the owner of an account that was changed."""
        happened = _CHANGES.get(template_prefix)
        if happened:
            send_notice.defer(address=email or str(getattr(user, "email", "")), name=str(user), happened=happened)


class SecondFactor(DefaultMFAAdapter):
    """The second step, in our Dutch."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Deze code klopt niet. Een code uit de app geldt maar een halve minuut.",
        "too_many_tries": "Te veel pogingen na elkaar. Wacht vijf minuten en probeer het dan opnieuw.",
        "cannot_delete_authenticator": "Je kan de tweede stap niet uitzetten.",
        "cannot_generate_recovery_codes": "Zet eerst een tweede stap aan: daarna krijg je reservecodes.",
    }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002  # allauth's name
        """Nothing filled in: people name their key themselves."""
        return ""
