"""What can be done to regulations and calendars. Every function takes ``by`` (who acts) and ``at`` (when)."""

from gehoor.regulations.actions.deciding import (
    add_closing_days,
    apply_version,
    import_shipped,
    import_version,
    remove_closing_days,
)
from gehoor.regulations.actions.drafting import (
    keep_draft,
    lay_aside,
    put_in_force,
    put_version_in_force,
    start_draft,
    take_back,
)

__all__ = [
    "add_closing_days",
    "apply_version",
    "import_shipped",
    "import_version",
    "keep_draft",
    "lay_aside",
    "put_in_force",
    "put_version_in_force",
    "remove_closing_days",
    "start_draft",
    "take_back",
]
