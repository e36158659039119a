"""The addresses for what went wrong."""

from django.urls import path

from gehoor.desk.views import mishaps

urlpatterns = [
    path("dossiers/<str:reference>/bericht/<uuid:message_id>/mis/", mishaps.Guide.as_view(), name="mishap"),
    path("klachten/<str:reference>/bericht/<uuid:message_id>/mis/", mishaps.Guide.as_view(), name="complaint_mishap"),
    path("datalekken/", mishaps.breaches, name="breaches"),
    path("datalekken/<int:report_id>/", mishaps.breach, name="breach"),
]
