"""Fields that forms of the city and of the ombudsman share."""

from typing import Final

from django import forms

from gehoor.dossiers.actions.intake import LONGEST_TEXT

_DAYS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")
_NO_DAY: Final = "Dit is geen datum. Schrijf bijvoorbeeld 21-12-2026."


def text_field(
    label: str, *, rows: int = 4, required: bool = True, hint: str = "", missing: str = ""
) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": missing or "Schrijf eerst een tekst.",
            "max_length": f"Deze tekst is te lang. Hij mag hoogstens {LONGEST_TEXT} tekens hebben.",
        },
    )


def day_field(label: str, *, required: bool = False, hint: str = "", missing: str = "Kies een dag.") -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=_DAYS,
        error_messages={"invalid": _NO_DAY, "required": missing},
    )
