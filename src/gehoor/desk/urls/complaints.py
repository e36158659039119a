"""The addresses for complaints: the day, the list, the page of one, writing on it and its exhibits."""

from django.urls import path

from gehoor.desk.views import complaint, complaint_package, complaints, day, forwarding, taking_back

_ONE = "klachten/<str:reference>/"

urlpatterns = [
    path("vandaag/", day.day, name="day"),
    path("vandaag/op-te-volgen/", day.follow_up, name="follow_up"),
    path("klachten/", complaints.complaints, name="complaints"),
    path("klachten/doorgestuurd/", forwarding.forward_, name="forward"),
    path(_ONE, complaint.complaint, name="complaint"),
    path(f"{_ONE}bericht/", complaint.write, name="complaint_write"),
    path(f"{_ONE}bericht/<uuid:message_id>/terughalen/", taking_back.take_back_complaint, name="complaint_take_back"),
    path(f"{_ONE}notitie/", complaint.note, name="complaint_note"),
    path(f"{_ONE}pakket/", complaint_package.package, name="complaint_package"),
    path(f"{_ONE}pakket/ophalen/", complaint_package.fetch, name="complaint_package_fetch"),
    path(f"{_ONE}stuk/<uuid:file_id>/", complaint.file, name="complaint_file"),
]
