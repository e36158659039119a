"""What the tests about the code base read: the files, the layers, the contracts."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/gehoor"
INTERFACES = ("portal", "desk", "ombuds", "web")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())


def contract(name: str) -> dict[str, Any]:
    """One import contract of pyproject.toml."""
    found: list[dict[str, Any]] = PROJECT["tool"]["importlinter"]["contracts"]
    return next(one for one in found if one["id"] == name)


def layers() -> dict[str, int]:
    """Package → height; the kernel is the lowest."""
    rows = reversed(contract("direction")["layers"])
    return {name.strip(): height for height, row in enumerate(rows) for name in row.split("|")}


def sources(*packages: str) -> Iterator[Path]:
    """Our Python files, without migrations; of these packages, or of all."""
    for folder in [PACKAGE / name for name in packages] or [PACKAGE]:
        for file in sorted(folder.rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def syntax(file: Path) -> Iterator[ast.AST]:
    """Every node of a Python file."""
    yield from ast.walk(ast.parse(file.read_text()))


def templates() -> list[Path]:
    """Every HTML template."""
    return sorted(PACKAGE.glob("*/templates/**/*.html"))


def tracked() -> list[Path]:
    """The files under version control, or the files here when there is none."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        return [file for file in PACKAGE.rglob("*") if file.is_file()]
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
