"""The shape of a text that comes back."""

from typing import Any

from django import forms

from gehoor.complaints.procedure import STEP_LABELS as COMPLAINT_STEPS
from gehoor.complaints.procedure import Step as ComplaintStep
from gehoor.desk.forms.dossiers import CalmForm, Choices, choose, whole
from gehoor.dossiers.canned_fields import FIELDS
from gehoor.dossiers.lifecycle import STEP_LABELS, Step
from gehoor.web.fields import text_field

_NOT_HERE = {Step.CLOSED, Step.PROCEDURE}
STEPS = (
    *((step.value, label) for step, label in STEP_LABELS.items() if step not in _NOT_HERE),
    *(
        (f"complaint:{step.value}", f"Klacht: {label.lower()}")
        for step, label in COMPLAINT_STEPS.items()
        if step is not ComplaintStep.CLOSED
    ),
)
"""Where a text can be offered: as a dossier says its step, and as a complaint does."""
_HINT = "Velden die elk dossier invult: " + ", ".join(f"{{{name}}} is {what}" for name, what in FIELDS.items()) + "."


class CannedForm(CalmForm):
    """One text."""

    title = forms.CharField(
        label="Naam in de lijst", max_length=100, error_messages={"required": "Geef de tekst een naam."}
    )
    body = text_field("Tekst", rows=10, hint=_HINT)
    department = forms.TypedChoiceField(label="Dienst", required=False, coerce=whole, empty_value=None)
    step = forms.ChoiceField(label="Bij welke stap", required=False)
    is_active = forms.BooleanField(label="Aanbieden bij het schrijven", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, departments: Choices, for_everybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "department", departments, "Voor iedereen" if for_everybody else "Kies je dienst")
        choose(self, "step", STEPS, "Bij elke stap")
