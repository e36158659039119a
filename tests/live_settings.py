"""The real settings, for the processes of ``live_gehoor``: a demo on a test database, which the settings themselves refuse."""

import os

from gehoor.config.settings import *  # noqa: F403

GEHOOR_DEMO = os.environ.get("GEHOOR_TEST_DEMO") == "1"
