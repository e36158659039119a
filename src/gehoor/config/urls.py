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
    ("ombuds/", "gehoor.ombuds.urls"),
    ("account/", "gehoor.web.urls"),
    ("account/", "allauth.urls"),
    ("", "gehoor.portal.urls"),
):
    if find_spec(module):
        urlpatterns.append(path(prefix, include(module)))
