"""What each answer tells the browser, and what no page asks of another site."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import gehoor
from tests import people
from tests.people import Somebody
from tests.security.addresses import Door, row_of
from tests.security.visiting import (
    Place,
    client_of,
    go,
    look,
    one_of_each,
    places,
    places_at_work,
    places_of_citizens,
)
from tests.security.world import World

PACKAGE = Path(gehoor.__file__).parent
ELSEWHERE = re.compile(
    r"""(?:src|href|action|data|poster|srcset|hx-get|hx-post|content)\s*=\s*["']?\s*(?:https?:)?//([^"'\s/>{]+)"""
)
ELSEWHERE_IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//""")
ELSEWHERE_IN_SCRIPT = re.compile(r"""["'`](?:https?:)?//[a-z0-9]""")


THINGS = ("eigen", "onderzoek")
VISITORS = (None, people.GREET, people.NELE)


def looked_at(world: World) -> Iterator[tuple[Somebody | None, Place]]:
    """Who looks at what."""
    yield from ((None, place) for place in places_of_citizens(world, THINGS))
    for somebody in (people.GREET, people.NELE):
        yield from ((somebody, place) for place in places_at_work(world, THINGS))


def test_every_answer_carries_the_safe_headers(world: World) -> None:
    wrong = []
    for somebody, place in looked_at(world):
        wrong += [f"{place.path}: {what}" for what in _missing(look(world, somebody, place.path).headers)]
    for somebody in VISITORS:
        client = client_of(world, somebody)
        for place in one_of_each(places(world, THINGS)):
            wrong += [f"POST {place.path}: {what}" for what in _missing(go(client, place.path, "post").headers)]
    assert not wrong, "\n" + "\n".join(wrong[:40])


def _missing(headers: dict[str, str]) -> list[str]:
    policy = headers.get("Content-Security-Policy", "")
    found = {
        "policy": "default-src 'none'" in policy
        and "unsafe" not in policy
        and "http" not in policy
        and "*" not in policy,
        "frames": "frame-ancestors 'none'" in policy or "sandbox" in policy,
        "kept nowhere": "no-store" in headers.get("Cache-Control", ""),
        "no sniffing": headers.get("X-Content-Type-Options") == "nosniff",
        "referrer": headers.get("Referrer-Policy") in ("same-origin", "strict-origin", "no-referrer"),
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
    }
    return [what for what, fine in found.items() if not fine]


def test_error_pages_carry_them_too(world: World) -> None:
    client = Client(raise_request_exception=False)
    for path in ("/niets/", "/desk/dossiers/x/", "/volg/x/"):
        assert _missing(go(client, path).headers) == []
    too_large = client.post("/melden/", data=b"x", content_type="text/plain", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert too_large.status_code == 413
    assert _missing(dict(too_large.headers.items())) == []


def test_a_page_with_a_key_in_its_address_tells_no_path_to_anybody(world: World) -> None:
    for path in (f"/volg/{world.things['eigen'].token}/", "/account/password/reset/key/1-set-password/"):
        assert go(Client(), path).headers["Referrer-Policy"] == "strict-origin"


def test_no_template_asks_anything_of_another_site() -> None:
    found = {
        f"{file.relative_to(PACKAGE)}: {host}"
        for file in PACKAGE.rglob("*.html")
        for host in ELSEWHERE.findall(file.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_no_style_and_no_script_asks_anything_of_another_site() -> None:
    styles = [
        file for file in PACKAGE.rglob("static/**/*.css") if ELSEWHERE_IN_STYLE.search(file.read_text(encoding="utf-8"))
    ]
    scripts = [
        file
        for file in PACKAGE.rglob("static/**/*.js")
        if "htmx" not in file.name and ELSEWHERE_IN_SCRIPT.search(file.read_text(encoding="utf-8"))
    ]
    assert (styles, scripts) == ([], [])


def test_no_template_has_a_script_or_a_style_of_its_own() -> None:
    inside = re.compile(
        r"<script(?![^>]*\ssrc=)[^>]*>(?!\s*</script>)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
    )
    found = {
        f"{file.relative_to(PACKAGE)}: {match.group(0)}"
        for file in PACKAGE.rglob("*.html")
        for match in inside.finditer(file.read_text(encoding="utf-8"))
        if 'type="application/json"' not in match.group(0)
    }
    assert found == set()


def test_every_page_as_shown_links_to_this_city_only(world: World) -> None:
    wrong = set()
    loaded = re.compile(rb"""<(?:script|img|link|iframe|form)[^>]*(?:src|href|action)=["'](?:https?:)?//[^"']*""")
    for somebody, place in looked_at(world):
        seen = look(world, somebody, place.path)
        if seen.is_page:
            wrong |= {f"{place.path}: {what!r}" for what in loaded.findall(seen.body)}
    assert wrong == set()


def test_every_form_that_is_sent_carries_the_safety_mark(world: World) -> None:
    missing = set()
    sent = re.compile(rb"<form[^>]*method=.?post.*?</form>", re.DOTALL | re.IGNORECASE)
    for somebody, place in looked_at(world):
        for form in sent.findall(look(world, somebody, place.path).body):
            if b"csrfmiddlewaretoken" not in form:
                missing.add(f"{place.path}: {form[:120]!r}")
    assert missing == set()


def test_nothing_is_done_for_a_form_without_the_safety_mark(world: World) -> None:
    """Also not when the mark is only missing because another site sent the form."""
    wrong = []
    for somebody in VISITORS:
        client = client_of(world, somebody)
        client.handler.enforce_csrf_checks = True
        for place in one_of_each(places(world, THINGS)):
            seen = go(client, place.path, "post", {"text": "Van elders."})
            if seen.status != 403 or seen.changed:
                wrong.append(f"{place.path} -> {seen.status}")
    assert not wrong, "\n".join(wrong)


def test_no_view_does_without_the_safety_mark() -> None:
    def exempt(patterns: list[URLPattern | URLResolver]) -> list[str]:
        found: list[str] = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found += exempt(pattern.url_patterns)
            elif getattr(pattern.callback, "csrf_exempt", False):
                found.append(str(pattern.name))
        return found

    assert exempt(get_resolver().url_patterns) == []


def test_what_is_behind_a_link_is_in_no_search_engine(world: World) -> None:
    for place in places_of_citizens(world, ["eigen"]):
        if row_of(place.address).door is Door.LINK:
            assert "noindex" in look(world, None, place.path).headers.get("X-Robots-Tag", ""), place.path
