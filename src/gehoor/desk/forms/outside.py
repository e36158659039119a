"""The shape of a question to somebody outside the city, and of what is done with it."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms

from gehoor.desk.forms.dossiers import OnVersion
from gehoor.web.fields import day_field, text_field
from gehoor.web.words import in_short

OTHER_DAY = "other"
_TOO_LONG = {"max_length": "Dit is te lang: hoogstens 100 tekens."}


class AskOutsideForm(OnVersion):
    """To whom, what, by when. ``days``: the last day after so many working days; ``reporter``: who may be named, if anybody."""

    organisation = forms.CharField(
        label="Organisatie of dienst", required=False, max_length=100, error_messages=_TOO_LONG
    )
    name = forms.CharField(
        label="Naam van de persoon",
        required=False,
        max_length=100,
        error_messages=_TOO_LONG,
    )
    email = forms.EmailField(
        label="E-mailadres",
        help_text="De link gaat naar dit adres, en is alleen voor deze persoon.",
        error_messages={
            "required": "Vul een e-mailadres in.",
            "invalid": "Vul een volledig e-mailadres in, zoals naam@voorbeeld.be.",
        },
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    question = text_field(
        "Je vraag",
        rows=7,
        missing="Schrijf eerst je vraag.",
        hint="Ze lezen alleen dit, en de bestanden die je aanvinkt. Schrijf niets over de melder wat ze niet hoeven te weten.",
    )
    names_reporter = forms.BooleanField(required=False)
    term = forms.ChoiceField(
        label="Termijn",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een termijn.", "invalid_choice": "Kies een termijn."},
    )
    due_on = day_field("Welke dag?", hint="Alleen als je «een andere dag» kiest.")

    def __init__(self, *args: Any, days: Iterable[tuple[int, date]], today: date, reporter: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = {str(amount): day for amount, day in days}
        terms = [(key, f"{key} werkdagen: {in_short(day, today)}") for key, day in self.days.items()]
        cast(forms.ChoiceField, self.fields["term"]).choices = [*terms, (OTHER_DAY, "Een andere dag")]
        if reporter:
            self.fields["names_reporter"].label = f"Zeg dat {reporter} het meldde"
        else:
            del self.fields["names_reporter"]

    def clean(self) -> dict[str, Any]:
        """The last day, of the term or typed."""
        values = super().clean() or {}
        if values.get("term") in self.days:
            values["due_on"] = self.days[values["term"]]
        elif values.get("term") == OTHER_DAY and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Kies een dag.")
        if (
            not values.get("name")
            and not values.get("organisation")
            and not self.errors.keys() & {"name", "organisation"}
        ):
            self.add_error("name", "Schrijf aan wie je het vraagt: een naam of een organisatie.")
        return values


class InquiryForm(OnVersion):
    """What to do with a question that stands open. ``can``: what is possible now, each with its words."""

    what = forms.ChoiceField(
        label="Wat doe je?",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat je doet.", "invalid_choice": "Kies wat je doet."},
    )
    due_on = day_field("Nieuwe laatste dag", hint="Alleen als je meer tijd geeft.")

    def __init__(self, *args: Any, can: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["what"]).choices = can
        if "longer" not in dict(can):
            del self.fields["due_on"]

    def clean(self) -> dict[str, Any]:
        """More time asks for a day."""
        values = super().clean() or {}
        if values.get("what") == "longer" and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Kies een dag.")
        return values
