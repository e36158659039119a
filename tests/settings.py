"""The settings under test: the real ones, with nothing of the machine's environment and a data folder of their own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

RUN = Path(os.environ.get("GEHOOR_TEST_RUN") or tempfile.mkdtemp(prefix="gehoor-test-"))
"""The folder of this run; the workers of a parallel run share it, and the process that made it removes it."""
if "GEHOOR_TEST_RUN" not in os.environ:
    atexit.register(shutil.rmtree, RUN, ignore_errors=True)

for name in [name for name in os.environ if name.startswith("GEHOOR_")]:
    del os.environ[name]
os.environ["GEHOOR_TEST_RUN"] = str(RUN)
os.environ["GEHOOR_SECRET_KEY"] = "for-tests-only-for-tests-only-for-tests-only-for-tests"
os.environ["GEHOOR_DATA"] = str(RUN / "data")
(RUN / "data/static").mkdir(parents=True, exist_ok=True)

from gehoor.config.settings import *  # noqa: E402, F403

GEHOOR_TEST_RUN = RUN
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
