"""The shape of a conclusion."""

from typing import Any

from django import forms
from django.http import QueryDict

from gehoor.complaints.actions.second_line import MOST_RECOMMENDATIONS

LONGEST = 20_000


def _text(label: str, *, rows: int, required: str = "", hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": required,
            "max_length": f"Deze tekst is te lang. Hij mag hoogstens {LONGEST} tekens hebben.",
        },
    )


class ConclusionForm(forms.Form):
    """A conclusion and any number of recommendations, each in a field of its own; an empty one counts for nothing."""

    use_required_attribute = False

    conclusion = _text(
        "Je besluit",
        rows=10,
        required="Schrijf eerst je besluit.",
        hint="De klager krijgt deze tekst, en de stad ook. Zeg wat je vond en waarom.",
    )

    def __init__(self, data: Any = None, *, count: int = 1, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.count = max(1, min(count, MOST_RECOMMENDATIONS))
        for number in range(1, self.count + 1):
            self.fields[f"recommendation_{number}"] = _text(f"Aanbeveling {number}", rows=3)

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

    text = _text(
        "Je vraag",
        rows=6,
        required="Schrijf eerst je vraag.",
        hint="De klachtencoördinator van de stad leest ze en antwoordt. De klager ziet alleen dát je iets vroeg.",
    )


def count_in(posted: QueryDict) -> int:
    """How many fields for recommendations there were; one for anything that is no such number."""
    said = posted.get("count", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 1


def typed_in(posted: QueryDict) -> dict[str, str]:
    """Everything typed so far, not checked."""
    names = ["conclusion", *(f"recommendation_{number}" for number in range(1, count_in(posted) + 1))]
    return {name: posted.get(name, "")[:LONGEST] for name in names}
