"""Every address of Gehoor, by interface."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from gehoor.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]
for prefix, module in (
    ("desk/", "gehoor.desk.urls"),
    ("demo/outbox/", "gehoor.desk.urls.outbox"),
    ("ombuds/", "gehoor.ombuds.urls"),
    ("", "gehoor.web.urls"),
    ("", "gehoor.portal.urls"),
):
    if find_spec(module):
        urlpatterns.append(path(prefix, include(module)))

handler400 = "gehoor.web.errors.bad_request"
handler403 = "gehoor.web.errors.forbidden"
handler404 = "gehoor.web.errors.not_found"
handler500 = "gehoor.web.errors.server_error"
