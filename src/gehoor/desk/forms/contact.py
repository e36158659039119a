"""The shape of a contact that somebody of the city types in while it happens."""

import uuid
from typing import Any, cast

from django import forms

from gehoor.desk.forms.dossiers import MEDIA, Choices, choose, whole
from gehoor.dossiers.actions.intake import LONGEST_TEXT
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind
from gehoor.web.fields import text_field

MOST_QUESTIONS = 10
ROUTES = (
    ("citizen", "de burger zelf"),
    ("civil_society", "een vereniging of organisatie"),
    ("cabinet", "een schepen of kabinet"),
    ("ombudsman", "de ombudsdienst, voor een eerste poging"),
    ("other", "iemand anders"),
)
"""Through whom it reached us: something else than how."""


class CallerForm(forms.Form):
    """Who, how, and when it reached us."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    medium = forms.ChoiceField(label="Hoe", choices=MEDIA, initial="phone")
    name = forms.CharField(
        label="Naam", required=False, max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label="Telefoon",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="E-mail voor de bevestiging",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Dit e-mailadres kan niet kloppen. Kijk het even na."},
    )
    address = forms.CharField(
        label="Adres",
        required=False,
        max_length=250,
        help_text="Nodig voor een klacht.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    represented_name = forms.CharField(
        label="Spreekt voor iemand anders: wie?",
        required=False,
        max_length=150,
        help_text="Vraag of die persoon akkoord gaat.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    represented_address = forms.CharField(
        label="Adres van die persoon",
        required=False,
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    route = forms.ChoiceField(
        label="Langs wie kwam het?",
        choices=ROUTES,
        initial="citizen",
        required=False,
        help_text="Voor het jaarverslag.",
    )
    received_at = forms.DateTimeField(
        label="Wanneer kwam het binnen?",
        required=False,
        help_text="Leeg is nu. Bij een brief: de dag van aankomst.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        error_messages={"invalid": "Dit is geen datum met een uur."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class QuestionForm(forms.Form):
    """One matter of the contact."""

    text = forms.CharField(
        label="Wat vertelt de melder?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op wat de melder vertelt."},
    )
    place = forms.CharField(label="Waar", required=False, max_length=250)
    kind = forms.ChoiceField(
        label="Soort", choices=[(kind.value, label) for kind, label in KIND_LABELS.items()], initial=Kind.MELDING.value
    )
    department = forms.TypedChoiceField(label="Dienst", required=False, coerce=whole, empty_value=None)
    joins = forms.CharField(
        label="Hoort bij dossier", required=False, max_length=24, help_text="Het nummer, als het er al is."
    )
    is_unhappy = forms.BooleanField(label="De melder is niet tevreden over de stad", required=False)
    call_back = forms.BooleanField(label="Bel terug", required=False)
    answer = text_field(
        "Nu beantwoord: wat zei je?", rows=2, required=False, hint="Ingevuld? Dan is het meteen afgesloten."
    )
    wished_outcome = text_field("Klacht: wat wil de melder bereiken?", rows=2, required=False)
    named = text_field("Klacht: genoemde medewerkers", rows=2, required=False, hint="Een naam per regel.")

    def __init__(
        self, *args: Any, departments: Choices = (), triages: bool = True, works: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "department", departments, "Het contactpunt kiest" if triages else "Mijn dienst")
        if not triages:
            kind = cast(forms.ChoiceField, self.fields["kind"])
            kind.initial = Kind.MELDING.value
        if not works:
            del self.fields["answer"], self.fields["call_back"]

    @property
    def names(self) -> tuple[str, ...]:
        """The names that were mentioned, one per line."""
        lines: list[str] = self.cleaned_data["named"].splitlines()
        return tuple(line.strip() for line in lines if line.strip())
