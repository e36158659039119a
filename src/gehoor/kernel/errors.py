"""What a user may be told.

Each message is a translated sentence in the user's language that says what is wrong and, where possible, what to do.
Interfaces show it; nothing else about the failure reaches the screen.
"""


class RuleViolation(Exception):
    """A rule of the city refuses this; the message says which and why."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(RuleViolation):
    """The actor lacks the permission. Shown as "not found" where the object itself may not be known."""


class NotFound(RuleViolation):
    """No such thing, or not for this actor: the two look alike."""


class MoveNotAllowed(RuleViolation):
    """The step the dossier or complaint is in does not allow this move, or somebody else moved it first."""


class Conflict(RuleViolation):
    """Somebody changed this since the page was shown, or the same key came with other content."""


class InvalidInput(RuleViolation):
    """The input has a shape that cannot be used."""
