"""The shape of a conclusion."""

from typing import Any

from django import forms
from django.http import QueryDict

from gehoor.complaints.actions.second_line import MOST_RECOMMENDATIONS
from gehoor.dossiers.actions.intake import LONGEST_TEXT
from gehoor.web.fields import text_field


class ConclusionForm(forms.Form):
    """A conclusion and any number of recommendations, each in a field of its own; an empty one counts for nothing."""

    use_required_attribute = False

    conclusion = text_field(
        "Je besluit",
        rows=10,
        missing="Schrijf eerst je besluit.",
        hint="De klager krijgt deze tekst, en de stad ook. Zeg wat je vond en waarom.",
    )

    def __init__(self, data: Any = None, *, count: int = 1, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.count = max(1, min(count, MOST_RECOMMENDATIONS))
        for number in range(1, self.count + 1):
            self.fields[f"recommendation_{number}"] = text_field(f"Aanbeveling {number}", rows=3, required=False)

    @property
    def recommendations(self) -> list[Any]:
        """The fields of the recommendations, to draw."""
        return [self[f"recommendation_{number}"] for number in range(1, self.count + 1)]

    @property
    def may_grow(self) -> bool:
        """Whether there is room for one more."""
        return self.count < MOST_RECOMMENDATIONS

    @property
    def said(self) -> list[str]:
        """The recommendations that were filled in, once the form is valid."""
        typed = (self.cleaned_data[f"recommendation_{number}"] for number in range(1, self.count + 1))
        return [text for text in typed if text.strip()]


class AskForm(forms.Form):
    """A question to the city."""

    use_required_attribute = False

    text = text_field(
        "Je vraag",
        rows=6,
        missing="Schrijf eerst je vraag.",
        hint="De klachtencoördinator van de stad leest ze en antwoordt. De klager ziet alleen dát je iets vroeg.",
    )


def count_in(posted: QueryDict) -> int:
    """How many fields for recommendations there were; one for anything that is no such number."""
    said = posted.get("count", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 1


def typed_in(posted: QueryDict) -> dict[str, str]:
    """Everything typed so far, not checked."""
    names = ["conclusion", *(f"recommendation_{number}" for number in range(1, count_in(posted) + 1))]
    return {name: posted.get(name, "")[:LONGEST_TEXT] for name in names}
