"""What is typed when a complaint waits for somebody else, or when people agree how to keep in touch."""

from typing import Any

from django import forms

from gehoor.desk.forms.complaints import IN_THE_LETTER, fill, radios
from gehoor.desk.forms.dossiers import Choices, OnVersion
from gehoor.web.fields import text_field


class SuspendForm(OnVersion):
    """For what the city waits, and why."""

    kind = radios("Waarop wacht de stad?", "Kies waarop de stad wacht.")
    reason = text_field("Waarom kan het onderzoek niet verdergaan?", hint=IN_THE_LETTER, missing="Zeg waarom.")

    def __init__(self, *args: Any, kinds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "kind", kinds)


class ContactPlanForm(OnVersion):
    """What is agreed, why, until when."""

    agreed = text_field(
        "Wat spreken jullie af?",
        hint="Bijvoorbeeld: één vaste contactpersoon, of één antwoord per week. Dit staat in de brief, en elke collega die een "
        "dossier van deze persoon opent, leest het.",
        missing="Schrijf wat jullie afspreken.",
    )
    reasons = text_field("Waarom is dat nodig?", hint=IN_THE_LETTER, missing="Zeg waarom dat nodig is.")
    ends_on = forms.DateField(
        label="Tot en met welke dag?",
        help_text="Hoogstens een jaar. Daarna stopt de afspraak vanzelf.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Kies een einddatum.", "invalid": "Dit is geen datum."},
    )
