"""The addresses of who is away."""

from django.urls import path

from gehoor.desk.views import absences

urlpatterns = [
    path("afwezig/", absences.absences, name="absences"),
    path("afwezig/<int:pk>/terug/", absences.back, name="absence_back"),
]
