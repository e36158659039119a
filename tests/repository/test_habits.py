"""Habits of the house that a machine can check."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, URLResolver, get_resolver, resolve

from tests.repository.tree import PACKAGE, ROOT, sources, templates, tracked

LONGEST_FILE = 500
SOMEBODYS_MACHINE = re.compile(rb"(?<![\w.])/(?:home/\w+|root|Users/\w+|work)/")


def test_every_command_says_what_it_does() -> None:
    ours = {name: app for name, app in get_commands().items() if str(app).startswith("gehoor.")}
    assert ours
    silent = [name for name, app in ours.items() if not load_command_class(str(app), name).help]
    assert silent == []


def test_no_path_of_somebodys_machine_is_in_the_repository() -> None:
    found = [str(file.relative_to(ROOT)) for file in tracked() if SOMEBODYS_MACHINE.search(file.read_bytes())]
    assert found == []


def test_no_source_file_is_two_rooms() -> None:
    long = {
        str(file.relative_to(PACKAGE)): count
        for file in sources()
        if (count := len(file.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute", r"<[^>]*\sstyle\s*="),
        ("an inline handler", r"<[^>]*\son[a-z]+\s*="),
        ("an inline script", r"<script(?![^>]*\ssrc=)[^>]*>"),
        ("an inline style sheet", r"<style[\s>]"),
    ],
)
def test_no_template_needs_what_the_content_policy_refuses(what: str, pattern: str) -> None:
    found = [str(file.relative_to(PACKAGE)) for file in templates() if re.search(pattern, file.read_text())]
    assert found == [], what


def test_every_address_in_a_template_leads_somewhere() -> None:
    dead = []
    for file in templates():
        for address in re.findall(r"""(?:href|action|hx-get|hx-post)=["'](/[^"'{}#?]*)["'#?]""", file.read_text()):
            try:
                resolve(address)
            except Resolver404:
                dead.append(f"{file.relative_to(PACKAGE)}: {address}")
    assert dead == []


def test_every_name_of_an_address_in_a_template_exists() -> None:
    known = set(_names(get_resolver()))
    unknown = [
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in templates()
        for name in re.findall(r"""{% url ["']([^"']+)["']""", file.read_text())
        if name not in known
    ]
    assert unknown == []


def _names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern, inner)
        elif pattern.name:
            yield namespace + pattern.name


def test_every_module_can_be_imported() -> None:
    for file in sources():
        name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
        import_module(name.removesuffix(".__init__"))


def test_every_script_is_plain_posix_or_says_bash() -> None:
    scripts = [ROOT / "run", ROOT / ".ci/run"]
    assert [_interpreter(script) for script in scripts] == ["sh", "bash"]


def _interpreter(script: Path) -> str:
    return script.read_text().splitlines()[0].replace("/", " ").split()[-1]
