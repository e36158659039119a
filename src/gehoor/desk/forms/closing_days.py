"""The shape of what is typed about closing days."""

from datetime import date

from django import forms

from gehoor.desk.forms.dossiers import CalmForm
from gehoor.web.fields import day_field

_BETWEEN = "|"
_ODD = "Kies uit de lijst."


class BodyForm(CalmForm):
    """Of which body, and which year is on the screen."""

    body = forms.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages={"required": "Zeg voor welk bestuur.", "invalid": "Zeg voor welk bestuur."},
    )
    year = forms.IntegerField(min_value=1900, max_value=2200, widget=forms.HiddenInput)


class OneDayForm(BodyForm):
    """A day of the city's own."""

    day = day_field("Welke dag?", required=True)
    label = forms.CharField(
        label="Waarom gesloten?",
        max_length=120,
        error_messages={
            "required": "Zeg waarom je die dag gesloten bent.",
            "max_length": "Hou het korter: 120 tekens.",
        },
    )


class SomeDaysForm(BodyForm):
    """Days of a list, each as its date with its name."""

    days = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def clean_days(self) -> dict[date, str]:
        """The chosen days with their names; raises for what is no day."""
        found: dict[date, str] = {}
        for text in self.cleaned_data["days"] or []:
            written, _, label = str(text).partition(_BETWEEN)
            try:
                found[date.fromisoformat(written)] = label[:120] or "Sluitingsdag"
            except ValueError:
                raise forms.ValidationError(_ODD) from None
        if not found:
            raise forms.ValidationError("Kies minstens één dag.")
        return found


class FileForm(BodyForm):
    """A calendar file."""

    file = forms.FileField(
        label="Kalenderbestand",
        help_text="Een bestand dat eindigt op .ics, zoals een agenda het bewaart. Hoogstens 200 kB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
        error_messages={
            "required": "Kies een bestand.",
            "invalid": "Kies een bestand.",
            "empty": "Dit bestand is leeg.",
            "missing": "Kies een bestand.",
        },
    )


def as_choice(day: date, label: str) -> str:
    """A day of a list, as it is posted."""
    return f"{day.isoformat()}{_BETWEEN}{label}"
