"""Every address of Gehoor, by interface."""

from django.urls import URLPattern, URLResolver, include, path

from gehoor.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("desk/", include("gehoor.desk.urls")),
    path("demo/outbox/", include("gehoor.desk.urls.outbox")),
    path("ombuds/", include("gehoor.ombuds.urls")),
    path("", include("gehoor.web.urls")),
    path("", include("gehoor.portal.urls")),
]

handler400 = "gehoor.web.errors.bad_request"
handler403 = "gehoor.web.errors.forbidden"
handler404 = "gehoor.web.errors.not_found"
handler500 = "gehoor.web.errors.server_error"
