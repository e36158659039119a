"""A tracking link opens one matter; every link that opens nothing looks the same."""

from datetime import timedelta

import pytest
from django.test import Client

from gehoor.correspondence.models import Link
from gehoor.dossiers.models import Dossier
from gehoor.kernel.clock import now
from gehoor.kernel.tokens import digest
from tests.city import City
from tests.complaints import course as way
from tests.portal.citizen import STORY, Citizen, token_of


def test_a_link_has_256_random_bits_and_is_stored_as_its_hash(citizen: Citizen) -> None:
    token = citizen.tell_and_send()
    assert len(token) == 43
    stored = Link.objects.get()
    assert bytes(stored.digest) == digest(token)
    values = [str(value) for value in Link.objects.values().get().values()]
    assert not any(token in value for value in values)


def test_each_link_is_another(citizen: Citizen) -> None:
    citizen.tell_and_send()
    dossier = Dossier.objects.get()
    assert len({token_of(dossier) for _ in range(5)}) == 5


def test_malformed_unknown_expired_and_revoked_links_look_alike(citizen: Citizen) -> None:
    token = citizen.tell_and_send()
    dossier = Dossier.objects.get()
    expired, revoked = token_of(dossier), token_of(dossier)
    past = now() - timedelta(seconds=1)
    Link.objects.filter(digest=digest(expired)).update(expires_at=past)
    Link.objects.filter(digest=digest(revoked)).update(revoked_at=past)
    bad = [expired, revoked, "x", "a" * 43, token[:-1], f"{token}a", token.swapcase(), "é" * 20, "%00", "a" * 4000]
    answers = [Client().get(f"/volg/{one}/") for one in bad]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert "Vraag een nieuwe link" in answers[0].content.decode()


@pytest.mark.parametrize(
    "rest", ["ontvangst/", "ontvangst/bewaar/", "gegevens/", "bestand/x/", "brief/x/", "2026-00001-4/bericht/", "wat/"]
)
def test_so_do_all_pages_behind_them(citizen: Citizen, rest: str) -> None:
    citizen.tell_and_send()
    nothing = Client().get("/volg/niets/")
    for method in ("get", "post"):
        answer = getattr(Client(), method)(f"/volg/niets/{rest}")
        assert answer.status_code in (404, 405)
        if answer.status_code == 404:
            assert answer.content == nothing.content


def test_a_page_behind_a_link_is_kept_nowhere_and_told_to_nobody(citizen: Citizen) -> None:
    token = citizen.tell_and_send()
    for page in (f"/volg/{token}/", f"/volg/{token}/ontvangst/", f"/volg/{token}/gegevens/", "/volg/niets/"):
        answer = Client().get(page)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "strict-origin"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_one_matter_does_not_show_another_of_the_same_person(city: City, citizen: Citizen) -> None:
    first = citizen.tell_and_send("De lamp is stuk.")
    second = citizen.tell_and_send("De bank is stuk.")
    assert "De bank is stuk." not in citizen.visit(f"/volg/{first}/")
    assert "De lamp is stuk." not in citizen.visit(f"/volg/{second}/")
    other = Dossier.objects.order_by("pk").last()
    assert other is not None
    assert "De bank is stuk." not in citizen.visit(f"/volg/{first}/?dossier={other.reference}")


def test_one_link_shows_the_first_line_and_the_complaint_that_came_from_it(city: City, citizen: Citizen) -> None:
    token = citizen.tell_and_send(kind="ontevreden")
    reference = Dossier.objects.get().reference
    citizen.visit(f"/volg/{token}/{reference}/klacht/")
    citizen.send(text="", named="", wished="")
    complaint = Dossier.objects.get(kind="complaint")
    text = citizen.visit(f"/volg/{token}/")
    assert complaint.reference in text
    assert reference in text
    back = citizen.visit(f"/volg/{token_of(complaint)}/?dossier={reference}")
    assert f"Jouw dossier {reference}" in back


def test_a_draft_token_and_a_dossier_number_open_no_page(city: City, citizen: Citizen) -> None:
    dossier = way.first_line(city)
    citizen.tell(STORY)
    cookies = [cookie.value for cookie in citizen.client.cookies.values()]
    for key in (*cookies, dossier.reference, str(dossier.pk), str(dossier.thread_id)):
        assert Client().get(f"/volg/{key}/").status_code == 404
