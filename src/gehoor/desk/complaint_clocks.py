"""Who looks at the clocks of a complaint, and where the acts on them are."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.urls import reverse

from gehoor.complaints.procedure import By, Step
from gehoor.regulations.terms import Hand

if TYPE_CHECKING:
    from gehoor.complaints.pages import ComplaintPage

HANDS = {Hand.COORDINATOR: By.COORDINATOR, Hand.HANDLER: By.HANDLER, Hand.DIRECTOR: By.DIRECTOR}


class ComplaintReader:
    """Who reads a complaint."""

    def __init__(self, page: "ComplaintPage") -> None:
        self._page = page
        self.asked = page.complaint.step == Step.CLARIFICATION

    def has(self, hands: Collection[Hand]) -> bool:
        """As the procedure says of who reads."""
        return any(HANDS[hand] in self._page.hands for hand in hands)

    def address(self, act: str, code: str, *more: object) -> str:
        """Below the complaint."""
        return reverse(f"desk:complaint_clock_{act}", args=[self._page.dossier.reference, code, *more])
