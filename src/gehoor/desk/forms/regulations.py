"""The shape of what an administrator types about regulations."""

from datetime import date
from typing import Any, cast

from django import forms

from gehoor.desk.forms.dossiers import CalmForm, Choices
from gehoor.regulations.schema import LONGEST_FILE


class StartForm(CalmForm):
    """Where a draft begins: a version, a regulation that comes along, or a file."""

    base = forms.ChoiceField(label="Begin van", required=False)
    file = forms.FileField(
        label="of lees een bestand in",
        required=False,
        help_text="Een reglement als bestand (.yaml). Staat er nog iets fout in, dan zie je dat in het ontwerp.",
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,text/yaml,text/plain"}),
        error_messages={"empty": "Dit bestand is leeg."},
    )

    def __init__(self, *args: Any, bases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["base"]).choices = [("", "Kies een versie"), *bases]

    def clean_file(self) -> str:
        """The text of the file; empty when none was given."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return ""
        if upload.size > LONGEST_FILE:
            raise forms.ValidationError("Dit bestand is te groot voor een reglement.")
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("Dit is geen tekst in UTF-8. Bewaar het bestand als platte tekst.") from None

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        found = super().clean() or {}
        if not self.errors and not found.get("base") and not found.get("file"):
            self.add_error("base", "Kies waarvan je begint, of kies een bestand.")
        return found


class TextForm(CalmForm):
    """The text of a draft, and which edit of it was on the screen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="Tekst van het reglement",
        strip=False,
        required=False,
        max_length=LONGEST_FILE,
        widget=forms.Textarea(attrs={"rows": 34, "spellcheck": "false", "wrap": "off", "class": "g-code"}),
        error_messages={"max_length": "Deze tekst is te lang voor een reglement."},
    )


class SeenForm(CalmForm):
    """Any act on a draft says which edit of it the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class InForceForm(CalmForm):
    """For whom it holds, from when."""

    bodies = forms.MultipleChoiceField(
        label="Voor welke besturen?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies minstens één bestuur."},
    )
    start = forms.DateField(
        label="Vanaf welke dag?",
        help_text="Dossiers die ervoor binnenkwamen, houden hun eigen versie.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"required": "Kies een dag.", "invalid": "Dit is geen datum."},
    )

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["bodies"]).choices = list(bodies)


class DraftInForceForm(InForceForm):
    """The same for a draft: as it was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class PeriodForm(SeenForm):
    """Which dossiers are replayed: those that came in since a day."""

    since = forms.DateField(
        label="Dossiers ontvangen vanaf",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"required": "Kies een dag.", "invalid": "Dit is geen datum."},
    )

    def clean_since(self) -> date:
        """A day that a dossier can have."""
        found: date = self.cleaned_data["since"]
        if not date(1990, 1, 1) <= found <= date(2100, 1, 1):
            raise forms.ValidationError("Zo ver terug of vooruit zijn er geen dossiers.")
        return found
