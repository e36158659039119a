"""The forms of the sign-in that do something else than allauth's."""

from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.http import HttpRequest

from gehoor.web.jobs import send_reset
from gehoor.web.ratelimit import allow

_FIVE_MINUTES = 300
_TRIES = 8
_ONE_MINUTE = 60


class ResetForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asks for a new password: the same work and the same answer whether or not the account exists; the worker looks and mails."""

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave it to the worker."""
        address = str(self.cleaned_data["email"])
        send_reset.defer(address=address)
        return address


class _Counted:
    """A code is tried a few times at most, and one that was right is right once: over all processes."""

    user: Any
    fields: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", spellcheck="false")

    def clean_code(self) -> str:
        """The code, when it is right and not used before."""
        who = str(self.user.pk)
        if not allow("second_step", who, _TRIES, _FIVE_MINUTES):
            raise get_adapter().validation_error("too_many_tries")
        code = str(super().clean_code())  # type: ignore[misc]  # of the form it is mixed into
        if not allow("second_step.used", f"{who}:{code}", 1, _ONE_MINUTE):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step of signing in."""


class ConfirmCodeForm(_Counted, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second step again, before something delicate."""
