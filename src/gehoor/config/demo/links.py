"""Tracking links into the demo, made anew each time they are shown: their tokens are stored nowhere."""

from datetime import datetime

from gehoor.config.demo.matter import key_of
from gehoor.config.demo.script import stories
from gehoor.config.demo.telling import VERBS
from gehoor.correspondence.actions import make_link
from gehoor.correspondence.links import address
from gehoor.dossiers.models import ContactDossier


def tracking_links(*, at: datetime) -> list[tuple[str, str]]:
    """What there is to see, and the address that shows it."""
    shown = {key_of(story.name): story.shows for story in stories(VERBS) if story.shows}
    rows = ContactDossier.objects.filter(contact__idempotency_key__in=shown, opened=True).select_related("dossier")
    found = rows.order_by("pk").values_list("contact__idempotency_key", "dossier__thread")
    return [(shown[key or ""], address(make_link(thread, at=at))) for key, thread in found]
