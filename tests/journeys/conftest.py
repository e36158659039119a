"""A running Gehoor with its worker, and everybody in a browser of their own."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from playwright.sync_api import BrowserContext

from gehoor.config import env
from gehoor.organisation.models import Staff
from tests.city import City, small_city
from tests.journeys.people import Citizen, Colleague
from tests.live import LiveGehoor
from tests.people import Somebody

PASSWORD = "een lange zin die niemand raadt"


@dataclass
class Town:
    """The small city on a live server: somebody new at the door, colleagues who sign in with their password, the checks of ``verify``."""

    city: City
    gehoor: LiveGehoor
    new_context: Callable[..., BrowserContext]
    colleagues: dict[str, Colleague] = field(default_factory=dict)

    def citizen(self, **options: object) -> Citizen:
        """Somebody with a browser of their own."""
        return Citizen(self.new_context(**options).new_page(), self.gehoor.data / "outbox")

    def at_work(self, somebody: Somebody) -> Colleague:
        """This colleague, signed in."""
        if somebody.name not in self.colleagues:
            colleague = Colleague(self.new_context().new_page())
            colleague.sign_in(somebody.email, PASSWORD)
            self.colleagues[somebody.name] = colleague
        return self.colleagues[somebody.name]

    def verify(self) -> subprocess.CompletedProcess[str]:
        """``./run verify`` on what the journey left."""
        command = [sys.executable, str(env.ROOT / "manage.py"), "verify"]
        return subprocess.run(
            command, env=self.gehoor.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )


@pytest.fixture
def town(live_gehoor: LiveGehoor, new_context: Callable[..., BrowserContext]) -> Town:
    """The small city, open."""
    city = small_city()
    hasher = PBKDF2PasswordHasher()  # as the server has it; the tests themselves use a quicker one
    Staff.objects.update(password=hasher.encode(PASSWORD, hasher.salt()))
    live_gehoor.worker()
    return Town(city, live_gehoor, new_context)
