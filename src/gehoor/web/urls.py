"""Signing in, and the demo's short cut to it."""

from django.urls import include, path

from gehoor.web import views

urlpatterns = [
    path("demo/", views.demo, name="demo"),
    path("demo/als/<int:staff_id>/", views.demo_sign_in, name="demo_sign_in"),
    path("account/", include("allauth.urls")),
]
