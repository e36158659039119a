"""Every address of the desk."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

app_name = "desk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(module))
    for module in ("gehoor.desk.urls.complaints", "gehoor.desk.urls.complaint_acts", "gehoor.desk.urls.dossiers")
    if find_spec(module)
]
