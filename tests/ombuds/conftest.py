"""What the tests of the second line share: the small city, people who are signed in, complaints that were handed over."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client

from gehoor.complaints import actions
from gehoor.complaints.models import Complaint, Referral
from gehoor.complaints.procedure import ReferralGround
from gehoor.dossiers.actions.messages import add_note, hear_reporter
from gehoor.dossiers.models import Dossier
from gehoor.files.actions import store
from gehoor.files.models import StoredFile
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now
from tests import people
from tests.city import MONDAY, City, small_city
from tests.complaints import course
from tests.people import Somebody

BEGIN = datetime.fromisoformat("2026-01-05T09:00:00+01:00")
CANARY = "KANARIE-7431"


@pytest.fixture
def city(db: None) -> City:
    """The small city, there since before anything happened."""
    return small_city()


@pytest.fixture
def sign_in(city: City) -> Callable[[Somebody], Client]:
    """A browser in which somebody is signed in."""

    def signed_in(somebody: Somebody) -> Client:
        client = Client()
        client.force_login(city.person(somebody))
        return client

    return signed_in


@pytest.fixture
def ilse(sign_in: Callable[[Somebody], Client]) -> Client:
    """The ombudsman, signed in."""
    return sign_in(people.ILSE)


def handed_over(city: City) -> Complaint:
    """A closed complaint that Amina took to the ombudsman, who opened it."""
    complaint = course.referred(city).complaint
    actions.open_referral(referral_of(complaint), by=city.actor(people.ILSE), at=now())
    return complaint


def after_the_first_line(city: City) -> Complaint:
    """A complaint that arose from a melding, handed over because it is late, and opened."""
    melding = course.first_line(city)
    hear_reporter(
        melding, text="Het staat er nog.", by=city.actor(people.NELE), at=MONDAY, files=[kept(city, "foto.txt")]
    )
    complaint = actions.lodge_from(melding, by=citizen_of(melding), at=MONDAY)
    actions.refer(
        complaint, ground=ReferralGround.LATE, text="Ik wacht al maanden.", by=course.complainant(complaint), at=now()
    )
    actions.open_referral(referral_of(complaint), by=city.actor(people.ILSE), at=now())
    return complaint


def citizen_of(dossier: Dossier) -> Actor:
    """Whoever opens the tracking link of this dossier."""
    return replace(course.CITIZEN, name=dossier.reporter_name, dossier_ids=frozenset({dossier.pk}))


def referral_of(complaint: Complaint) -> Referral:
    """The last referral of a complaint, as it is now."""
    return Referral.objects.select_related("complaint__dossier__thread").filter(complaint=complaint).latest("pk")


def kept(city: City, name: str, text: str = "bijlage") -> StoredFile:
    """A file in the store, not yet with a message."""
    return store(BytesIO(text.encode()), name=name, by=city.actor(people.GREET), at=now())


def whisper(city: City, dossier: Dossier, by: Somebody) -> StoredFile:
    """An internal note with the canary in it, and a file with the canary in its name and its bytes."""
    file = kept(city, f"{CANARY}.txt", CANARY)
    add_note(dossier, text=f"Onder ons: {CANARY}", by=city.actor(by), at=now(), files=[file])
    return file
