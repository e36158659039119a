"""The shape of what is typed about somebody who is away."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gehoor.desk.forms.dossiers import CalmForm, choose, whole
from gehoor.web.fields import day_field

_CHOOSE = "Kies een collega uit de lijst."


class AbsenceForm(CalmForm):
    """Who is away, from when until when, and who does the work."""

    staff = forms.TypedChoiceField(
        label="Wie is er niet?", coerce=whole, error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE}
    )
    first_day = day_field("Eerste dag", required=True)
    last_day = day_field("Laatste dag", required=True)
    deputy = forms.TypedChoiceField(
        label="Wie vervangt?",
        coerce=whole,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _CHOOSE},
    )

    def __init__(
        self, *args: Any, people: Sequence[tuple[int, str]], deputies: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "staff", people, "Kies een collega")
        choose(self, "deputy", deputies, "Niemand")
