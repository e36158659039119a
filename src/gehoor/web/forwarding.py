"""The form for what the ombudsman sends on: the same in the hands of the ombudsman and of the coordinator who got a letter."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms

from gehoor.complaints.actions.forwarding import Forwarded
from gehoor.dossiers.actions.intake import Reporter, Submission
from gehoor.dossiers.lifecycle import Kind
from gehoor.web.fields import day_field, text_field

if TYPE_CHECKING:
    from gehoor.files.models import StoredFile


def _line(label: str, *, most: int, missing: str = "", hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=most,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": missing, "max_length": f"Dit is te lang. Het mag hoogstens {most} tekens hebben."},
    )


def mail_field(label: str, *, missing: str = "", hint: str = "") -> forms.EmailField:
    """An e-mail address."""
    return forms.EmailField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": missing, "invalid": "Dit e-mailadres kan niet kloppen. Kijk het even na."},
    )


class ForwardForm(forms.Form):
    """Who complains, about what, since when it is with the ombudsman, and that it may be passed on."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = _line("Naam van de klager", most=150, missing="Vul de naam van de klager in.")
    address = _line("Adres", most=250, missing="Vul het adres van de klager in.")
    email = mail_field("E-mail")
    phone = _line("Telefoon", most=40)
    text = text_field(
        "Waarover gaat de klacht?",
        rows=8,
        missing="Schrijf op waarover de klacht gaat.",
        hint="In de woorden van de klager. De stad begint met deze tekst.",
    )
    wished_outcome = text_field("Wat wil de klager bereiken?", rows=2, required=False)
    place = _line("Waar gebeurde het?", most=250)
    occurred = _line("Wanneer gebeurde het?", most=200)
    named = text_field(
        "Genoemde medewerkers van de stad",
        rows=2,
        required=False,
        hint="Een naam per regel. Zij behandelen de klacht niet.",
    )
    filed_on = day_field("Wanneer kwam de klager bij de ombudsman?", required=True, missing="Kies de dag.")
    their_reference = _line("Kenmerk van de ombudsman", most=80)
    consent = forms.BooleanField(
        label="De klager gaat akkoord: de klacht mag naar de stad, en de stad mag de ombudsman vertellen wat ervan kwam.",
        error_messages={"required": "Dit kan alleen als de klager akkoord gaat. Vraag dat eerst."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4

    def submission(
        self, *, medium: str, files: Sequence["StoredFile"], received_at: datetime | None = None
    ) -> Submission:
        """What is told, once the form is valid. What it becomes, the regulation says."""
        said = self.cleaned_data
        names = (line.strip() for line in said["named"].splitlines())
        return Submission(
            kind=Kind.COMPLAINT,
            text=said["text"],
            reporter=Reporter(said["name"], said["email"], said["phone"], said["address"]),
            medium=medium,
            place=said["place"],
            occurred=said["occurred"],
            wished_outcome=said["wished_outcome"],
            named=tuple(name for name in names if name),
            concerned_department_id=said.get("department"),
            received_at=received_at,
            files=files,
            key=said["key"].hex,
        )

    def forwarded(self) -> Forwarded:
        """What comes along with it."""
        said = self.cleaned_data
        return Forwarded(said["filed_on"], said["consent"], said["their_reference"], said.get("notice_to", ""))


def refused(form: forms.Form, field: str | None, sentence: str, *, had_files: bool) -> None:
    """Put a refusal at the field it is about; a browser does not remember files."""
    form.add_error(field if field in form.fields else None, sentence)
    if had_files:
        form.add_error(None, "Kies je bestanden opnieuw: de browser onthoudt ze niet.")
