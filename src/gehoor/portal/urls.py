"""Every address of the citizen."""

from django.urls import path, re_path

from gehoor.portal.views import acts, checking, files, home, outside, pages, telling, tracking

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("melden/", telling.start, name="start"),
    path("melden/opnieuw/", telling.begin_again, name="begin_again"),
    path("melden/<slug:name>/bestanden/", files.files, name="files"),
    path("melden/<slug:name>/nakijken/", checking.check, name="check"),
    path("melden/<slug:name>/verstuurd/", checking.sent, name="sent"),
    path("melden/<slug:name>/<slug:slug>/", telling.question, name="question"),
    path("link-kwijt/", pages.lost_link, name="lost_link"),
    path("link-kwijt/verstuurd/", pages.lost_link_sent, name="lost_link_sent"),
    path("hoe-we-klachten-behandelen/", pages.how, name="how"),
    path("reglement/", pages.regulation, name="regulation"),
    path("privacy/", pages.privacy, name="privacy"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("volg/<str:token>/", tracking.track, name="track"),
    path("volg/<str:token>/ontvangst/", tracking.receipt, name="receipt"),
    path("volg/<str:token>/ontvangst/bewaar/", tracking.receipt_file, name="receipt_file"),
    path("volg/<str:token>/gegevens/", tracking.data, name="data"),
    path("volg/<str:token>/bestand/<str:public_id>/", tracking.file, name="file"),
    path("volg/<str:token>/brief/<str:message_id>/", tracking.letter, name="letter"),
    path("volg/<str:token>/<str:reference>/bericht/", tracking.message, name="message"),
    path("volg/<str:token>/<str:reference>/<slug:slug>/", acts.act, name="act"),
    re_path(r"^volg/(?P<rest>.*)$", pages.lost, name="lost"),
    path("antwoord/<str:token>/", outside.question, name="outside"),
    path("antwoord/<str:token>/niet-voor-ons/", outside.decline, name="outside_decline"),
    path("antwoord/<str:token>/bestand/<str:public_id>/", outside.file, name="outside_file"),
    re_path(r"^antwoord/(?P<rest>.*)$", pages.lost, name="lost_answer"),
]
