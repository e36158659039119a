"""Every address of the second line."""

from django.urls import path

from gehoor.ombuds.views import referrals

app_name = "ombuds"

urlpatterns = [
    path("", referrals.referrals, name="referrals"),
]
