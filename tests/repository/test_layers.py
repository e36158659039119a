"""What import-linter cannot see."""

import ast

import pytest
from django.apps import apps

from tests.repository.tree import INTERFACES, PACKAGE, contract, layers, sources, syntax

PURE = {
    "acted",
    "calendar",
    "chain",
    "channels",
    "clock",
    "clock_strip",
    "counting",
    "drawing",
    "grounds",
    "icalendar_days",
    "independence",
    "lifecycle",
    "procedure",
    "routing",
    "rules",
    "schema",
    "second_line",
    "terms",
}


def test_no_model_points_to_a_higher_room() -> None:
    height = layers()
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("gehoor.")
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        if field.related_model.__module__.startswith("gehoor.")
        if height[model.__module__.split(".")[1]] < height[field.related_model.__module__.split(".")[1]]
    ]
    assert upward == []


@pytest.mark.parametrize("room", INTERFACES)
def test_an_interface_never_asks_the_orm(room: str) -> None:
    managers = {"objects", "_default_manager", "_base_manager"}
    found = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file in sources(room)
        for node in syntax(file)
        if isinstance(node, ast.Attribute) and node.attr in managers
    ]
    assert found == []


def test_every_room_with_models_obeys_the_order_inside_an_app() -> None:
    rooms = {f"gehoor.{path.parent.name}" for path in (*PACKAGE.glob("*/models.py"), *PACKAGE.glob("*/models"))}
    assert rooms - {"gehoor.journal"} <= set(contract("inside-an-app")["containers"])


def test_every_pure_rule_is_watched() -> None:
    parts = [file.relative_to(PACKAGE).with_suffix("").parts for file in sources()]
    pure = {f"gehoor.{room}.{rule}" for room, rule, *deeper in (p for p in parts if len(p) > 1) if rule in PURE}
    assert pure - {"gehoor.kernel.clock"} == set(contract("pure-rules")["source_modules"])


def test_only_the_composition_reads_the_environment() -> None:
    found = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for file in sources()
        if file.relative_to(PACKAGE).parts[0] != "config"
        for node in syntax(file)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert found == []
