"""The administrator reads, writes, compares and decides regulations."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from gehoor.complaints.actions.replaying import ask_replay
from gehoor.complaints.jobs import replay
from gehoor.complaints.models import Replay
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, RuleViolation
from gehoor.regulations.actions import apply_version, keep_draft, put_in_force, start_draft
from gehoor.regulations.library import text_of
from gehoor.regulations.models import Applicability, RegulationDraft, RegulationVersion
from gehoor.regulations.queries import version_on
from tests.city import City
from tests.desk.conftest import take_in
from tests.people import AN, GREET, Somebody

LEUVEN = text_of("leuven")
NEXT = LEUVEN.replace('version: "2021-1"', 'version: "2027-1"').replace("amount: 45", "amount: 30")

SignIn = Callable[[Somebody], Client]


@pytest.fixture
def an(sign_in: SignIn) -> Client:
    return sign_in(AN)


@pytest.fixture
def draft(city: City) -> RegulationDraft:
    """A draft with another term for the answer."""
    return start_draft(NEXT, by=city.actor(AN), at=now(), based_on=RegulationVersion.objects.get(code="leuven"))


def html(answer: Any) -> str:
    return str(answer.content.decode())


def test_who_does_not_manage_regulations_does_not_come_in(sign_in: SignIn, draft: RegulationDraft) -> None:
    for path in ("/desk/reglementen/", f"/desk/reglementen/ontwerp/{draft.pk}/"):
        assert sign_in(GREET).get(path).status_code == 404


def test_the_list_says_which_version_holds_for_whom(an: Client) -> None:
    page = html(an.get("/desk/reglementen/"))
    assert "Klachtenreglement Leuven" in page
    assert "geldt nu" in page


def test_a_version_reads_as_a_citizen_would_and_an_assumption_is_marked(an: Client) -> None:
    version = RegulationVersion.objects.get(code="leuven")
    page = html(an.get(f"/desk/reglementen/versie/{version.pk}/"))
    assert "Antwoord op de klacht: binnen 45 kalenderdagen na de dag waarop we het kregen." in page
    assert "aanname" in page


def test_the_file_of_a_version_comes_out_as_it_went_in(an: Client) -> None:
    version = RegulationVersion.objects.get(code="leuven")
    answer = an.get(f"/desk/reglementen/versie/{version.pk}/bestand/")
    assert html(answer) == LEUVEN
    assert "leuven-2021-1.yaml" in answer["Content-Disposition"]


def test_a_draft_begins_from_a_version_from_the_library_and_from_a_file(an: Client) -> None:
    version = RegulationVersion.objects.get(code="leuven")
    start = "/desk/reglementen/ontwerp/nieuw/"
    an.post(start, {"base": f"v{version.pk}"})
    an.post(start, {"base": "b:tienen"})
    an.post(start, {"file": SimpleUploadedFile("eigen.yaml", b"title: Van een bestand\n")})
    titles = list(RegulationDraft.objects.order_by("pk").values_list("title", flat=True))
    assert titles == [version.title, "Klachtenprocedure Tienen", "Van een bestand"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Kies waarvan je begint"),
        ({"base": "b:nergens"}, "Selecteer een geldige keuze"),
        ({"file": SimpleUploadedFile("foto.yaml", b"\xff\xd8\xff")}, "geen tekst in UTF-8"),
        ({"file": SimpleUploadedFile("groot.yaml", b"x" * 600_000)}, "te groot"),
    ],
)
def test_what_cannot_be_a_beginning_is_refused_in_words(an: Client, data: dict[str, object], words: str) -> None:
    answer = an.post("/desk/reglementen/ontwerp/nieuw/", data)
    assert answer.status_code == 422
    assert words in html(answer)


def test_a_text_with_errors_is_kept_and_each_error_names_its_line_and_field(an: Client, draft: RegulationDraft) -> None:
    wrong = NEXT.replace("amount: 30", "amount: veel", 1)
    an.post(f"/desk/reglementen/ontwerp/{draft.pk}/", {"seen": draft.edit, "text": wrong})
    draft.refresh_from_db()
    assert draft.text == wrong
    page = html(an.get(f"/desk/reglementen/ontwerp/{draft.pk}/"))
    line = wrong.splitlines().index("    amount: veel") + 1
    assert f'data-line="{line}"' in page
    assert "terms.answer.amount" in page


def test_what_somebody_else_kept_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(
    an: Client, draft: RegulationDraft, city: City
) -> None:
    seen = draft.edit
    keep_draft(draft, NEXT + "# van een ander\n", seen=seen, by=city.actor(AN), at=now())
    answer = an.post(f"/desk/reglementen/ontwerp/{draft.pk}/", {"seen": seen, "text": NEXT + "# van mij\n"})
    assert answer.status_code == 409
    assert "# van mij" in html(answer)
    assert "# van een ander" in html(answer)
    draft.refresh_from_db()
    assert draft.text.endswith("# van een ander\n")


def test_two_texts_are_compared_field_by_field(an: Client, draft: RegulationDraft) -> None:
    page = html(an.get("/desk/reglementen/verschil/", {"van": f"v{draft.based_on_id}", "naar": f"d{draft.pk}"}))
    assert "2 waarden verschillen" in page
    assert "<del>45</del>" in page
    assert "<ins>30</ins>" in page


@pytest.mark.parametrize("key", ["v999999", "d999999", "b:nergens", "x", "v-1", "v" + "9" * 40])
def test_a_text_that_is_not_there_cannot_be_compared(an: Client, key: str) -> None:
    assert an.get("/desk/reglementen/verschil/", {"van": "b:leuven", "naar": key}).status_code == 404


def test_a_draft_in_force_from_tomorrow_leaves_dossiers_their_version(
    an: Client, draft: RegulationDraft, city: City
) -> None:
    before = take_in(city)
    tomorrow = today() + timedelta(days=1)
    answer = an.post(
        f"/desk/reglementen/ontwerp/{draft.pk}/in-werking/",
        {"seen": draft.edit, "bodies": ["stad"], "start": tomorrow.isoformat()},
    )
    assert answer.status_code == 303
    version = RegulationVersion.objects.get(version="2027-1")
    body = city["contactpunt"].body_id
    assert version_on(body, tomorrow) == version
    assert version_on(body, today()).version == "2021-1"
    before.refresh_from_db()
    assert before.regulation_version.version == "2021-1"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"bodies": ["stad"], "start": "2020-01-01"}, "een dag die voorbij is"),
        ({"bodies": [], "start": "2099-01-01"}, "Kies minstens één bestuur"),
        ({"bodies": ["stad"], "start": "morgen"}, "geen datum"),
    ],
)
def test_what_cannot_be_put_in_force_is_refused_in_words(
    an: Client, draft: RegulationDraft, data: dict[str, object], words: str
) -> None:
    answer = an.post(f"/desk/reglementen/ontwerp/{draft.pk}/in-werking/", {"seen": draft.edit, **data})
    assert answer.status_code == 422
    assert words in html(answer)
    assert not RegulationVersion.objects.filter(version="2027-1").exists()


def test_a_draft_that_changed_since_it_was_read_is_not_put_in_force(draft: RegulationDraft, city: City) -> None:
    an = city.actor(AN)
    keep_draft(draft, NEXT + "# later\n", seen=1, by=an, at=now())
    with pytest.raises(Conflict):
        put_in_force(draft, ["stad"], start=today() + timedelta(days=1), seen=1, by=an, at=now())


def test_a_version_is_never_changed_or_removed_whoever_writes(city: City) -> None:
    stored = RegulationVersion.objects.filter(code="leuven")
    for act in (lambda: stored.update(source_text="anders"), lambda: stored.delete()):
        Applicability.objects.all().delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_what_is_still_to_come_is_taken_back_and_what_holds_is_not(an: Client, city: City) -> None:
    version = RegulationVersion.objects.get(code="leuven")
    holds = Applicability.objects.order_by("pk")[0]
    apply_version(version, [holds.body], by=city.actor(AN), at=now(), start=today() + timedelta(days=30))
    coming = Applicability.objects.order_by("-valid_from")[0]
    an.post(f"/desk/reglementen/terugnemen/{coming.pk}/")
    an.post(f"/desk/reglementen/terugnemen/{holds.pk}/")
    assert "geldt al" in html(an.get("/desk/reglementen/"))
    assert list(Applicability.objects.filter(pk__in=[coming.pk, holds.pk])) == [holds]


def test_a_draft_that_was_laid_aside_keeps_its_text_and_is_written_on_no_more(
    an: Client, draft: RegulationDraft, city: City
) -> None:
    an.post(f"/desk/reglementen/ontwerp/{draft.pk}/opzij/")
    draft.refresh_from_db()
    assert draft.text == NEXT
    with pytest.raises(RuleViolation):
        keep_draft(draft, "anders", seen=draft.edit, by=city.actor(AN), at=now())


def test_a_replay_shows_its_progress_and_then_what_came_out(an: Client, draft: RegulationDraft, city: City) -> None:
    dossier = take_in(city, days_ago=40)
    began = (today() - timedelta(days=60)).isoformat()
    asked = an.post(f"/desk/reglementen/ontwerp/{draft.pk}/naspelen/", {"seen": draft.edit, "since": began})
    path = asked["Location"]
    part = html(an.get(path, headers={"HX-Request": "true"}))
    assert "Bezig: 0 van 1 dossiers" in part
    assert "<h1" not in part
    replay(replay_id=Replay.objects.get().pk)
    assert "Klaar" in html(an.get(path, headers={"HX-Request": "true"}))
    page = html(an.get(path, {"wat": "late"}))
    assert dossier.reference in page
    assert f"/desk/dossiers/{dossier.reference}/" not in page


def test_a_replay_is_for_who_asked_it(an: Client, draft: RegulationDraft, city: City) -> None:
    asked = ask_replay(draft, since=today(), seen=draft.edit, by=city.actor(AN), at=now())
    Replay.objects.filter(pk=asked.pk).update(by=city.person(GREET))
    assert an.get(f"/desk/reglementen/nagespeeld/{asked.pk}/").status_code == 404
