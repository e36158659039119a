"""The addresses of the words of letters."""

from django.urls import path

from gehoor.desk.views import letters

urlpatterns = [
    path("brieven/", letters.letters, name="letters"),
    path("brieven/<slug:code>/", letters.one, name="letter"),
    path("brieven/<slug:code>/nieuw/", letters.write, name="letter_write"),
    path("brieven/<slug:code>/origineel/", letters.back_to_original, name="letter_original"),
    path("brieven/<slug:code>/mail/", letters.mail, name="letter_mail"),
    path("brieven/<slug:code>/<int:number>/", letters.version, name="letter_version"),
    path("brieven/<slug:code>/<int:number>/gebruik/", letters.use, name="letter_use"),
    path("brieven/<slug:code>/<int:number>/opzij/", letters.aside, name="letter_aside"),
    path("brieven/<slug:code>/<int:number>/mail/", letters.mail, name="letter_version_mail"),
]
