"""Signing in, and the demo's short cut to it.

Of allauth only what staff need: no sign-up, no e-mail addresses of one's own, no sign-in by code. What is not listed is not there.
"""

from allauth.account import views as account
from django.urls import include, path, re_path

from gehoor.web import views

_account = [
    path("", views.own_account, name="own_account"),
    path("blijf/", views.stay, name="account_stay"),
    path("login/", views.sign_in, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", views.reset_password, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("account/", include(_account)),
    path("demo/", views.demo, name="demo"),
    path("demo/als/<int:staff_id>/", views.demo_sign_in, name="demo_sign_in"),
]
