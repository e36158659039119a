"""Every address of the desk."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "desk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gehoor.desk.urls.absences")),
    path("", include("gehoor.desk.urls.canned")),
    path("", include("gehoor.desk.urls.closing_days")),
    path("", include("gehoor.desk.urls.complaints")),
    path("", include("gehoor.desk.urls.complaint_acts")),
    path("", include("gehoor.desk.urls.dossiers")),
    path("", include("gehoor.desk.urls.letterheads")),
    path("", include("gehoor.desk.urls.letters")),
    path("", include("gehoor.desk.urls.mails")),
    path("", include("gehoor.desk.urls.mishaps")),
    path("", include("gehoor.desk.urls.regulations")),
    path("", include("gehoor.desk.urls.mailboxes")),
]
