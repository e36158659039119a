"""How allauth behaves here: accounts are made by an administrator, never by whoever passes by."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up is closed; who signs in goes to their own side."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk, or the ombudsman's own side."""
        return "/ombuds/" if getattr(request.user, "is_external", False) else "/desk/"
