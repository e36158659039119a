"""Who may do what, written down once more and apart from the code: from the matrix and the table of addresses. Pure."""

from pathlib import Path

import yaml

from gehoor.organisation import permissions
from tests.people import Somebody
from tests.security.addresses import Door, Row
from tests.security.world import Thing

MATRIX = yaml.safe_load(Path(permissions.__file__).with_name("matrix.yaml").read_text(encoding="utf-8"))


def holds(somebody: Somebody, permission: str, thing: Thing | None) -> bool:
    """Whether a role of this person has the permission for this thing (None: for anything at all)."""
    for role in somebody.roles:
        scope = MATRIX[role]["permissions"].get(permission)
        if scope is not None and (thing is None or _reaches(scope, somebody, thing)):
            return True
    return False


def holds_overall(somebody: Somebody, permission: str, thing: Thing | None) -> bool:
    """Whether a role of this person has the permission for everything there is."""
    return any(MATRIX[role]["permissions"].get(permission) == "all" for role in somebody.roles)


def _reaches(scope: str, somebody: Somebody, thing: Thing) -> bool:
    return {
        "all": True,
        "department": thing.department in somebody.departments,
        "own": thing.handler == somebody.name,
        "referred": thing.referred,
    }[scope]


def comes_in(somebody: Somebody | None, row: Row, thing: Thing | None) -> bool:
    """Whether the door opens. ``somebody`` None: nobody is signed in."""
    if row.door in (Door.ANYBODY, Door.LINK, Door.ANSWER, Door.DRAFT):
        return True
    if row.door is Door.DEMO or somebody is None:
        return False
    held = holds_overall if row.overall else holds
    return _opens(somebody, row.door, thing) and (not row.asks or any(held(somebody, p, thing) for p in row.asks))


def _opens(somebody: Somebody, door: Door, thing: Thing | None) -> bool:
    if door is Door.SIGNED_IN:
        return True
    if door is Door.SECOND_LINE or door is Door.REFERRAL:
        return somebody.external and holds(somebody, "ombuds.view", thing)
    if door is Door.FORWARDED:
        return somebody.external and holds(somebody, "ombuds.forward", None) and thing is not None and thing.forwarded
    if somebody.external:
        return False
    if thing is None:
        return True
    if door is Door.QUESTION:
        in_department = thing.account_department in somebody.departments
        return in_department and holds(somebody, "complaints.account", None) and somebody.name not in thing.kept_out
    if door is Door.HEARD:
        return somebody.name == thing.heard
    seen = somebody.name not in thing.kept_out and holds(
        somebody, "complaints.view" if thing.is_complaint else "dossiers.view", thing
    )
    if door is Door.TASK:
        return seen or thing.department in somebody.departments
    return seen


def acts(somebody: Somebody | None, row: Row, thing: Thing | None) -> bool:
    """Whether this person may do what the address does when it is posted to."""
    if not comes_in(somebody, row, thing):
        return False
    return somebody is None or not row.posts or any(holds(somebody, permission, thing) for permission in row.posts)
