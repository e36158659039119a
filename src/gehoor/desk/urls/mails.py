"""The addresses for mail: that of a dossier or a complaint."""

from django.urls import path

from gehoor.desk.views import mails

_DOSSIER = "dossiers/<str:reference>/e-mail/<uuid:mail_id>/"
_COMPLAINT = "klachten/<str:reference>/e-mail/<uuid:mail_id>/"

urlpatterns = [
    path("e-mails/", mails.loose_mails, name="loose_mails"),
    path("e-mails/<uuid:mail_id>/", mails.loose_mail, name="loose_mail"),
    path("e-mails/<uuid:mail_id>/origineel/", mails.loose_original, name="loose_original"),
    path(_DOSSIER, mails.mail, name="mail"),
    path(f"{_DOSSIER}origineel/", mails.original, name="mail_original"),
    path(_COMPLAINT, mails.complaint_mail, name="complaint_mail"),
    path(f"{_COMPLAINT}origineel/", mails.complaint_original, name="complaint_mail_original"),
]
