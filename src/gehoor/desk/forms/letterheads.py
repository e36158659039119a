"""The shape of sender, signature and logo as an administrator fills them in."""

from typing import Any

from django import forms

from gehoor.correspondence.actions.letterheads import LONGEST_NAME, LONGEST_SIGNATURE, MOST_LINES
from gehoor.desk.forms.dossiers import CalmForm


class LetterheadForm(CalmForm):
    """All of it may stay empty: then it is as the body itself says."""

    sender_name = forms.CharField(
        label="Naam van de afzender",
        required=False,
        max_length=LONGEST_NAME,
        error_messages={"max_length": f"De naam mag hoogstens {LONGEST_NAME} tekens hebben."},
    )
    sender_address = forms.CharField(
        label="E-mailadres van de afzender",
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={"max_length": "Een e-mailadres mag hoogstens 254 tekens hebben."},
    )
    signature = forms.CharField(
        label="Ondertekening",
        required=False,
        max_length=LONGEST_SIGNATURE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Staat onder elke mail en elke brief. Hoogstens {MOST_LINES} regels.",
        error_messages={"max_length": f"De ondertekening mag hoogstens {LONGEST_SIGNATURE} tekens hebben."},
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        help_text="Een PNG, JPEG, WebP of GIF. Gehoor maakt het kleiner en stuurt het in de mail zelf mee.",
        error_messages={"empty": "Dit bestand is leeg. Kies een ander bestand."},
    )
    without_logo = forms.BooleanField(label="Haal het logo weg", required=False)

    def __init__(self, *args: Any, standard: tuple[str, str, str], has_logo: bool, **kwargs: Any) -> None:
        """``standard``: name, address and signature that hold when a field stays empty."""
        super().__init__(*args, **kwargs)
        name, address, signature = standard
        self.fields["sender_name"].help_text = f"Leeg: {name}."
        self.fields["sender_address"].help_text = f"Leeg: {address}."
        self.fields["signature"].widget.attrs["placeholder"] = signature
        if not has_logo:
            del self.fields["without_logo"]
