"""``./run lint``: every check that needs no running Gehoor, one after the other, each shown."""

import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gehoor.config import env

PYTHON_SOURCES = ["src", "tests", "manage.py"]


def main() -> int:
    """Run every step; 1 when any of them failed."""
    with tempfile.TemporaryDirectory(prefix="gehoor-lint-") as run:
        return _all_steps(run)


def _all_steps(run: str) -> int:
    tools = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(env.ROOT / "src"), str(env.ROOT)]),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "GEHOOR_TEST_RUN": run,
        "COLUMNS": "120",
    }
    sources = [name for name in [*PYTHON_SOURCES, "bench"] if (env.ROOT / name).exists()]
    templates = [str(found.relative_to(env.ROOT)) for found in sorted(env.ROOT.glob("src/gehoor/*/templates"))]
    python, manage = sys.executable, [sys.executable, "-W", "ignore::RuntimeWarning", "manage.py"]
    steps: list[tuple[str, list[str]]] = [
        ("ruff check", [str(tools / "ruff"), "check", "--quiet", *sources]),
        ("ruff format", [str(tools / "ruff"), "format", "--check", "--quiet", *sources]),
        ("mypy --strict", [python, "-m", "mypy", "--no-error-summary"]),
        ("import contracts", [str(tools / "lint-imports"), "--no-logo"]),
        *([("templates", [str(tools / "djlint"), "--lint", "--quiet", *templates])] if templates else []),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("translations", [*manage, "translations"]),
    ]
    failed = [name for name, command in steps if not _passes(name, command, environment)]
    print(
        f"lint: {len(steps) - len(failed)} of {len(steps)} steps passed"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


def _passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own tools
        command, cwd=env.ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    passed = done.returncode == 0
    print(f"{'ok    ' if passed else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print(f"$ {shlex.join(command)}\n{done.stdout}{done.stderr}", flush=True)
    return passed
