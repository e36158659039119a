"""The mail of the demo; mounted beside the demo's sign-in."""

from django.urls import path

from gehoor.desk.views import outbox

urlpatterns = [
    path("", outbox.outbox, name="demo_outbox"),
    path("<str:name>/", outbox.mail, name="demo_mail"),
    path("<str:name>/opmaak/", outbox.mail_layout, name="demo_mail_layout"),
]
