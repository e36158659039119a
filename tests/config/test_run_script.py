"""The script that meets a bare machine."""

import os
import shutil
import subprocess
from pathlib import Path

from gehoor.config import env


def run(path: Path, folder: Path = env.ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """``./run version`` with nothing on PATH but one folder."""
    return subprocess.run(
        ["/bin/sh", str(folder / "run"), "version"],
        env={"PATH": str(path), "HOME": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def machine(folder: Path, python: str) -> Path:
    """A PATH with the usual small tools and a ``python3`` that is this script."""
    folder.mkdir()
    for name in ("dirname", "df", "awk", "cut", "id", "mkdir", "rm", "mv"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    for name in ("python3", "python", "python3.11", "python3.12", "python3.13", "python3.14"):
        script = folder / name
        script.write_text(f"#!/bin/sh\n{python}\n")
        script.chmod(0o755)
    return folder


def test_a_python_that_is_too_old_or_a_shim_that_fails_is_one_clear_line(tmp_path: Path) -> None:
    """Unless /usr/bin/python3 is new enough: the script looks there last."""
    copy = tmp_path / "copy"
    copy.mkdir()
    text = (env.ROOT / "run").read_text()
    assert "/usr/bin/python3" in text
    (copy / "run").write_text(text.replace(" /usr/bin/python3;", ";"))
    for python in ("exit 0", "echo 'pyenv: python3: command not found' >&2; exit 127"):
        path = machine(tmp_path / f"bin{len(python)}", python)
        done = run(path, copy)
        assert done.returncode == 3
        assert done.stderr == "run: Python 3.11 or newer is needed (Debian: apt install python3 python3-venv)\n"


def test_a_python_without_pip_and_venv_is_one_clear_line(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(env.ROOT / "run", copy)
    path = machine(tmp_path / "bin", 'case "$1" in -c) echo "$0" ;; *) exit 1 ;; esac')
    done = run(path, copy)
    assert done.returncode == 3
    assert (
        done.stderr.splitlines()[-1] == "run: this Python has neither pip nor venv (Debian: apt install python3-venv)"
    )


def test_no_way_to_the_package_index_is_one_clear_line(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(env.ROOT / "run", copy)
    python = 'case "$*" in -c*) echo "$0" ;; *--version) exit 0 ;; *) echo "ERROR: Could not find" >&2; exit 1 ;; esac'
    done = run(machine(tmp_path / "bin", python), copy)
    assert done.returncode == 3
    assert "ERROR" not in done.stderr
    assert "could not fetch uv: is there a way to the package index?" in done.stderr.splitlines()[-1]
    assert "ERROR: Could not find" in (copy / ".tools/fetch.log").read_text()


def test_a_shell_with_another_python_keeps_the_packages_that_are_there() -> None:
    text = (env.ROOT / "run").read_text()
    tried = text.split('for p in "${PYTHON:-}" ')[1].split(";")[0].split()
    assert tried[0] == ".venv/bin/python"


def test_the_pinned_installer_is_the_one_the_script_names() -> None:
    pin = next(line for line in (env.ROOT / "run").read_text().splitlines() if line.startswith("UV_PIN="))
    assert f"uv=={pin.removeprefix('UV_PIN=')} " in (env.ROOT / "ops/uv.txt").read_text()


def test_the_scripts_may_be_run() -> None:
    assert os.access(env.ROOT / "run", os.X_OK)
    assert os.access(env.ROOT / ".ci/run", os.X_OK)


def test_what_must_pass_before_anything_lands_fails_when_one_step_does(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(env.ROOT / ".ci/run", tmp_path / ".ci")
    for failing, code in (("neither", 0), ("test", 1), ("lint", 1)):
        (tmp_path / "run").write_text(f'#!/bin/sh\necho "$1" >> asked\n[ "$1" != {failing} ]\n')
        (tmp_path / "run").chmod(0o755)
        (tmp_path / "asked").unlink(missing_ok=True)
        assert subprocess.run([tmp_path / ".ci/run"], check=False).returncode == code
        assert (tmp_path / "asked").read_text() == "test\nlint\n"
