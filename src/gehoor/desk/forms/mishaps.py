"""The questions about something that went wrong, one on each page."""

from collections.abc import Sequence
from typing import Any

from django import forms

from gehoor.desk.forms.dossiers import CalmForm
from gehoor.mishaps import rules
from gehoor.web.fields import day_field, text_field

_CHOOSE = {"required": "Kies wat past.", "invalid_choice": "Kies wat past."}


class Wrong(CalmForm):
    """What went wrong."""

    wrong = forms.ChoiceField(label="Wat ging er mis?", widget=forms.RadioSelect, error_messages=_CHOOSE)

    def __init__(self, *args: Any, possible: Sequence[rules.Wrong], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wrong"].choices = [(one.value, rules.WRONG_LABELS[one]) for one in possible]  # type: ignore[attr-defined]


class Files(CalmForm):
    """Which files."""

    chosen = forms.MultipleChoiceField(
        label="Welk bestand is verkeerd?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één bestand.", "invalid_choice": "Kies een bestand uit de lijst."},
    )

    def __init__(self, *args: Any, files: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = list(files)  # type: ignore[attr-defined]


class Where(CalmForm):
    """In which dossier it belongs."""

    target = forms.CharField(
        label="In welk dossier hoort het?",
        max_length=40,
        help_text="Schrijf het nummer, zoals 2026-00042-7.",
        error_messages={
            "required": "Schrijf het nummer van het dossier.",
            "max_length": "Dit is geen nummer van een dossier.",
        },
    )

    def __init__(self, *args: Any, needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].required = needed


class Breach(CalmForm):
    """Whether it may be a data breach."""

    doubt = forms.ChoiceField(
        label="Is dit misschien een datalek?",
        widget=forms.RadioSelect,
        choices=[(one.value, label) for one, label in rules.DOUBT_LABELS.items()],
        help_text="Kon iemand gegevens van een ander zien, krijgen of verliezen? Twijfel je, zeg dan dat je het niet zeker weet.",
        error_messages=_CHOOSE,
    )


class Told(CalmForm):
    """What the DPO has to know."""

    happened = text_field("Wat gebeurde er?", rows=3, missing="Schrijf wat er gebeurde.")
    whom = text_field("Wie kreeg of zag het?", rows=2, missing="Schrijf wie het kreeg of zag.")
    which = text_field(
        "Welke gegevens?",
        rows=2,
        hint="Bijvoorbeeld naam, adres, rijksregisternummer.",
        missing="Schrijf welke gegevens.",
    )
    since_on = day_field("Sinds wanneer?", required=True)


class Check(CalmForm):
    """Why, and doing it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = text_field(
        "Wat ging er mis?",
        rows=3,
        hint="Voor collega’s. De melder leest dit niet.",
        missing="Schrijf kort wat er misging.",
    )
    again = forms.BooleanField(label="Zet de tekst klaar, zodat ik hem kan verbeteren", required=False)


class Judgement(CalmForm):
    """What the DPO says."""

    verdict = forms.ChoiceField(
        label="Is dit een datalek?",
        widget=forms.RadioSelect,
        choices=[("none", "Nee, geen datalek"), ("breach", "Ja, een datalek")],
        error_messages=_CHOOSE,
    )
    told_authority = forms.BooleanField(label="Gemeld aan de toezichthouder", required=False)
    told_people = forms.BooleanField(label="Gemeld aan de mensen over wie het gaat", required=False)
    reasons = text_field("Waarom?", hint="Ook waarom je het wel of niet meldde, en aan wie.", missing="Schrijf waarom.")
