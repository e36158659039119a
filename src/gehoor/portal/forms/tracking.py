"""What somebody fills in on and around the tracking page."""

import secrets
from collections.abc import Iterable
from typing import Any

from django import forms

from gehoor.dossiers.actions.messages import LONGEST_MESSAGE
from gehoor.portal.fields import Email, OneOf, Phone, Trap, Words
from gehoor.portal.forms.telling import ASK, ask_for, names_in, set_choices


class Ticket(forms.CharField):
    """A random value that makes sending the same form twice sending it once."""

    def __init__(self) -> None:
        super().__init__(
            required=False, max_length=64, widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(18)
        )


class MessageForm(forms.Form):
    """A message to the city."""

    text = Words(label="Schrijf een bericht", longest=LONGEST_MESSAGE, rows=4)
    ticket = Ticket()


class TextForm(forms.Form):
    """One act with a few words. ``missing``: the sentence when the words are needed; empty when they are not."""

    text = Words(label="", longest=2000, rows=4)
    ticket = Ticket()

    def __init__(self, *args: Any, label: str, help_text: str = "", missing: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.help_text, field.required = label, help_text, bool(missing)
        field.error_messages["required"] = missing


class ConfirmForm(forms.Form):
    """One act without words."""

    ticket = Ticket()


class ComplainForm(forms.Form):
    """What a formal complaint asks that is not known yet."""

    text = Words(
        label="Wil je nog iets toevoegen?",
        help_text="Wat je al vertelde, gaat mee. Je hoeft het niet opnieuw te typen.",
        longest=LONGEST_MESSAGE,
        rows=4,
    )
    named = Words(
        label="Wie was erbij betrokken?",
        help_text="Eén naam per lijn. We vragen het zodat die mensen je klacht niet zelf behandelen.",
        longest=4000,
        rows=3,
    )
    wished = Words(label="Wat zou het voor jou oplossen?", longest=4000, rows=3)
    name = Words(label="Je naam", longest=150, autocomplete="name")
    email = Email(label="E-mailadres")
    phone = Phone(label="Telefoon")
    address = Words(
        label="Adres", longest=250, help_text="Straat, nummer, postcode en gemeente.", autocomplete="street-address"
    )
    ticket = Ticket()

    def __init__(self, *args: Any, missing: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = set(missing)
        self.either = "email_or_phone" in self.missing
        asked = self.missing | ({"email", "phone"} if self.either else set())
        for name in {"name", "email", "phone", "address"} - asked:
            del self.fields[name]
        ask_for(self, self.missing)
        self.identity = [name for name in ("name", "email", "phone", "address") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """One of address and phone is enough where the regulation says so."""
        given = super().clean() or self.cleaned_data
        if self.either and not (given.get("email") or given.get("phone") or {"email", "phone"} & set(self.errors)):
            self.add_error("email", ASK["email_or_phone"])
        return given

    @property
    def names(self) -> tuple[str, ...]:
        """The names that were given."""
        return names_in(self.cleaned_data["named"])[:20]


class OmbudsmanForm(forms.Form):
    """On which ground, and why."""

    ground = OneOf(label="Waarom vraag je het?", choices=[], missing="Kies waarom je de ombudsman vraagt om te kijken.")
    text = Words(label="Wil je er iets bij zeggen?", longest=4000, rows=4)
    ticket = Ticket()

    def __init__(self, *args: Any, grounds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(grounds)
        set_choices(self.fields["ground"], choices)
        if choices:  # what weighs most stands ready, so that asking takes two clicks
            self.initial.setdefault("ground", choices[0][0])


class LostLinkForm(forms.Form):
    """A new link for who lost theirs."""

    reference = Words(
        label="Nummer van je dossier",
        longest=40,
        missing="Vul het nummer in dat op je bevestiging staat.",
        help_text="Het staat op je bevestiging. Bijvoorbeeld 2026-00042-5.",
        autocomplete="off",
        spellcheck="false",
    )
    email = Email(
        label="E-mailadres",
        missing="Vul het e-mailadres in dat je ons gaf.",
        help_text="Het adres dat je ons gaf toen je schreef.",
    )
    website = Trap()
