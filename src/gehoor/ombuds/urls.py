"""Every address of the second line."""

from django.urls import path

from gehoor.ombuds.views import conclusion, dossier, forwarding, package, questions, recommendations, referrals

app_name = "ombuds"

urlpatterns = [
    path("", referrals.referrals, name="referrals"),
    path("aanbevelingen/", recommendations.recommendations, name="recommendations"),
    path("bedankt/", conclusion.thanks, name="thanks"),
    path("doorgestuurd/", forwarding.forwarded, name="forwarded"),
    path("doorgestuurd/nieuw/", forwarding.forward_, name="forward"),
    path("doorgestuurd/<str:reference>/", forwarding.one, name="forwarded_one"),
    path("<str:reference>/", dossier.dossier, name="dossier"),
    path("<str:reference>/openen/", dossier.open_, name="open"),
    path("<str:reference>/besluit/", conclusion.conclusion, name="conclude"),
    path("<str:reference>/vraag/", questions.ask, name="ask"),
    path("<str:reference>/antwoord/<uuid:file_id>/", questions.file, name="answer_file"),
    path("<str:reference>/pakket/", package.package, name="package"),
    path("<str:reference>/pakket/ophalen/", package.fetch, name="fetch_package"),
    path("<str:reference>/bestand/<uuid:file_id>/", dossier.file, name="file"),
]
