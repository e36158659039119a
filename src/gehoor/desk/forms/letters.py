"""The shape of a letter as the city rewrites it, and of the reason why."""

from django import forms

from gehoor.correspondence.letters.checking import LONGEST_BODY, LONGEST_SUBJECT
from gehoor.desk.forms.dossiers import CalmForm

_WHY_MISSING = "Schrijf waarom je de tekst verandert. Een collega leest dat later terug."


class WhyForm(CalmForm):
    """Why it changes."""

    why = forms.CharField(
        label="Waarom verander je dit?",
        max_length=500,
        help_text="Staat bij de versie, voor wie later terugkijkt.",
        error_messages={"required": _WHY_MISSING, "max_length": "De reden mag hoogstens 500 tekens hebben."},
    )


class WordingForm(WhyForm):
    """Subject and text."""

    subject = forms.CharField(
        label="Onderwerp",
        max_length=LONGEST_SUBJECT,
        error_messages={
            "required": "Geef de brief een onderwerp.",
            "max_length": f"Het onderwerp mag hoogstens {LONGEST_SUBJECT} tekens hebben.",
        },
    )
    body = forms.CharField(
        label="Tekst",
        max_length=LONGEST_BODY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=(
            "Een veld staat tussen accolades, zoals {reference}. Een lege regel begint een nieuwe alinea. "
            "Staat er in een alinea alleen een veld, en blijft dat leeg, dan valt die alinea weg."
        ),
        error_messages={
            "required": "Schrijf de tekst van de brief.",
            "max_length": f"De brief mag hoogstens {LONGEST_BODY} tekens hebben.",
        },
    )
    field_order = ["subject", "body", "why"]
