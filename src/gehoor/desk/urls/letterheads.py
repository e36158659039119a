"""The addresses of mail out."""

from django.urls import path

from gehoor.desk.views import letterheads

urlpatterns = [
    path("mail-uit/", letterheads.mail_out, name="mail_out"),
    path("mail-uit/test/", letterheads.test, name="mail_out_test"),
    path("mail-uit/van/<slug:code>/", letterheads.letterhead, name="letterhead"),
    path("mail-uit/van/<slug:code>/mail/", letterheads.example, name="letterhead_mail"),
]
