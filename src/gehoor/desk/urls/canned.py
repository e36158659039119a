"""The addresses for who writes the texts that come back."""

from django.urls import path

from gehoor.desk.views import canned

urlpatterns = [
    path("teksten/", canned.texts, name="canned_texts"),
    path("teksten/nieuw/", canned.new, name="canned_new"),
    path("teksten/<int:text_id>/", canned.text, name="canned_text"),
]
