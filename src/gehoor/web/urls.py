"""Signing in, and the demo's short cut to it."""

from django.urls import include, path

from gehoor.web import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/als/<int:staff_id>/", views.demo_sign_in, name="demo_sign_in"),
    path("account/", views.own_account, name="own_account"),
    path("account/login/", views.sign_in, name="account_login"),
    path("account/password/reset/", views.reset_password, name="account_reset_password"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
]
