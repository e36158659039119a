"""Taking a dossier along as one archive: by the ombudsman while it is handed over, by the coordinator at the desk."""

import sys
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from django.test import Client

from gehoor.complaints import actions
from gehoor.complaints.actions.packaging import make_package
from gehoor.complaints.models import Complaint, Package
from gehoor.dossiers.actions.messages import hear_reporter
from gehoor.files.storage import path_of
from gehoor.journal.models import Entry
from gehoor.kernel.clock import now
from tests.city import City
from tests.complaints import course
from tests.ombuds.conftest import handed_over, referral_of
from tests.people import GREET, ILSE, NELE, SARA, THOMAS, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]


@pytest.fixture(autouse=True)
def _no_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # drawing the PDF takes longer than all the rest


def address(side: str, complaint: Complaint, what: str = "") -> str:
    return f"/{side}/{complaint.dossier.reference}/pakket/{what}"


SIDES = pytest.mark.parametrize(("side", "somebody"), [("ombuds", ILSE), ("desk/klachten", GREET)])


@SIDES
def test_at_the_referral_it_is_made_without_asking_and_taken_along(
    city: City, sign_in: SignIn, side: str, somebody: Somebody
) -> None:
    complaint, client = handed_over(city), sign_in(somebody)
    assert "Het pakket wordt gemaakt" in client.get(address(side, complaint)).content.decode()
    make_package(complaint.pk, clock=now)
    file = Package.objects.get().file
    assert file is not None
    page = client.get(address(side, complaint)).content.decode()
    assert "Het pakket is klaar" in page
    assert file.sha256[:32] in page
    answer = client.post(address(side, complaint, "ophalen/"))
    assert answer.headers["Content-Disposition"].startswith(
        f'attachment; filename="Overdracht {complaint.dossier.reference}'
    )
    assert answer.getvalue() == path_of(file.public_id).read_bytes()
    assert Entry.objects.get(verb="complaints.package_fetched").actor_id == city.person(somebody).pk


@SIDES
def test_what_is_not_the_latest_is_not_handed_out(city: City, sign_in: SignIn, side: str, somebody: Somebody) -> None:
    complaint, client = handed_over(city), sign_in(somebody)
    make_package(complaint.pk, clock=now)
    hear_reporter(complaint.dossier, text="Nog iets.", by=course.complainant(complaint), at=now())
    assert "Het dossier veranderde" in client.get(address(side, complaint)).content.decode()
    assert client.post(address(side, complaint, "ophalen/")).status_code == 303
    assert "Maak het pakket opnieuw" in client.get(address(side, complaint)).content.decode()
    assert client.post(address(side, complaint)).status_code == 303
    assert "Het pakket wordt gemaakt" in client.get(address(side, complaint)).content.decode()


def test_before_it_is_opened_and_after_the_conclusion_there_is_no_package(city: City, ilse: Client) -> None:
    complaint = course.referred(city).complaint
    make_package(complaint.pk, clock=now)
    for what in ("", "ophalen/"):
        assert ilse.post(address("ombuds", complaint, what)).status_code == 302
    actions.open_referral(referral_of(complaint), by=city.actor(ILSE), at=now())
    assert "Het pakket is klaar" in ilse.get(address("ombuds", complaint)).content.decode()
    actions.conclude(referral_of(complaint), conclusion="Gegrond.", by=city.actor(ILSE), at=now())
    assert ilse.get(address("ombuds", complaint)).status_code == 404
    assert ilse.post(address("ombuds", complaint, "ophalen/")).status_code == 404


def test_the_coordinator_makes_it_before_it_is_handed_over(city: City, sign_in: SignIn) -> None:
    complaint, greet = course.closed(city).complaint, sign_in(GREET)
    assert (
        address("desk/klachten", complaint)
        in greet.get(f"/desk/klachten/{complaint.dossier.reference}/").content.decode()
    )
    greet.post(address("desk/klachten", complaint))
    make_package(complaint.pk, clock=now)
    file = Package.objects.get().file
    assert file is not None
    with ZipFile(path_of(file.public_id)) as archive:
        page = archive.read(f"{complaint.dossier.reference}/data/index.html").decode()
    assert "nog niet overgedragen" in page


@pytest.mark.parametrize("somebody", [SARA, NELE, THOMAS], ids=lambda who: who.function)
def test_nobody_else_of_the_city_makes_or_fetches_it(city: City, sign_in: SignIn, somebody: Somebody) -> None:
    complaint, client = course.closed(city).complaint, sign_in(somebody)
    for what in ("", "ophalen/"):
        assert client.post(address("desk/klachten", complaint, what)).status_code == 404
    assert not Package.objects.exists()
