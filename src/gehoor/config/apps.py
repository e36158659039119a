"""The composition root as an app, so that its commands are found and the wiring is handed over."""

from django.apps import AppConfig


class CompositionConfig(AppConfig):
    """Hands "when this, then that" to the journal once every app is loaded."""

    name = "gehoor.config"
    label = "composition"

    def ready(self) -> None:
        """Give the journal the reactions to each verb."""
        from gehoor.config import wiring

        wiring.hand_over()
