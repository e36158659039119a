"""What is typed about what the city promises."""

from typing import Any, cast

from django import forms

from gehoor.desk.forms.complaints import IN_THE_LETTER
from gehoor.desk.forms.dossiers import Choices, FinishForm, OnVersion
from gehoor.web.fields import text_field

_LONGEST = 300


def _day(label: str, hint: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Kies een dag.", "invalid": "Dit is geen datum."},
    )


class CommitmentForm(OnVersion):
    """What, which department, by when."""

    text = forms.CharField(
        label="Wat doet de stad nog?",
        help_text="In één zin, zoals de klager het leest. Eén toezegging per keer.",
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Schrijf wat de stad nog doet.",
            "max_length": f"Schrijf hoogstens {_LONGEST} tekens.",
        },
    )
    department = forms.ChoiceField(
        label="Welke dienst doet het?",
        help_text="De dienst ziet alleen deze zin en de datum, niet de klacht.",
        error_messages={"required": "Kies een dienst.", "invalid_choice": "Kies een dienst."},
    )
    due_on = _day("Tegen wanneer?", "De laatste dag. Daarna krijgt de klager bericht dat het te laat is.")

    def __init__(self, *args: Any, departments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["department"]).choices = [("", "Kies"), *departments]


class PostponeForm(OnVersion):
    """A later day, and why."""

    due_on = _day("Wat is de nieuwe datum?", IN_THE_LETTER)
    reason = text_field("Waarom wordt het later?", rows=3, hint=IN_THE_LETTER, missing="Zeg waarom.")


class KeptForm(FinishForm):
    """What the department did; the complainant reads it."""

    outcome = text_field(
        "Wat is er gedaan?",
        rows=3,
        hint="De klager krijgt een brief met deze woorden.",
        missing="Schrijf wat er gedaan is: de klager leest dit.",
    )
