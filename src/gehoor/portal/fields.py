"""Form fields as the portal needs them: what people type, in one shape, with Dutch errors that say what to do."""

import re
from typing import Any, Final

from django import forms

from gehoor.kernel.errors import InvalidInput
from gehoor.parties.actions import readable_phone

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that no letter has and no page can show; tabs and line ends stay."""


class Words(forms.CharField):
    """Text in somebody's own words: one kind of line end, no control characters, no surrounding white space.

    With ``rows`` it is a box for several lines; without, one line, whatever was pasted in it.
    """

    def __init__(self, *, label: str, longest: int, missing: str = "", help_text: str = "", **attrs: str | int) -> None:
        rows = attrs.pop("rows", 0)
        self.one_line = not rows
        widget: forms.Widget = forms.Textarea(attrs={"rows": rows, **attrs}) if rows else forms.TextInput(attrs=attrs)
        super().__init__(
            label=label,
            max_length=longest,
            required=bool(missing),
            help_text=help_text,
            widget=widget,
            error_messages={
                "required": missing,
                "max_length": f"Dit is te lang: je hebt %(show_value)d tekens en er passen er {longest}. Maak het korter.",
            },
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without ``maxlength``: a browser that cuts off what is pasted loses text without a word."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def to_python(self, value: Any) -> str:
        """The text as it will be kept."""
        text = _CONTROLS.sub("", str(value or "").replace("\r\n", "\n").replace("\r", "\n"))
        return " ".join(text.split()) if self.one_line else text.strip()


class Email(forms.EmailField):
    """An e-mail address."""

    def __init__(self, *, label: str, help_text: str = "", missing: str = "") -> None:
        super().__init__(
            label=label,
            max_length=254,
            required=bool(missing),
            help_text=help_text,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": missing,
                "invalid": "Vul een volledig e-mailadres in, zoals naam@voorbeeld.be.",
                "max_length": "Dit e-mailadres is te lang. Kijk het even na.",
            },
        )

    def to_python(self, value: Any) -> str:
        """Without null characters, which no address has."""
        return str(super().to_python(value)).replace("\x00", "")


class Phone(forms.CharField):
    """A phone number, Belgian when no country is given."""

    def __init__(self, *, label: str, help_text: str = "") -> None:
        super().__init__(
            label=label,
            max_length=40,
            required=False,
            help_text=help_text,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            error_messages={"max_length": "Dit telefoonnummer kan niet kloppen. Kijk het even na."},
        )

    def clean(self, value: Any) -> str:
        """The number in one spelling."""
        try:
            return readable_phone(str(super().clean(value)))
        except InvalidInput as refused:
            raise forms.ValidationError(refused.message) from refused


class OneOf(forms.ChoiceField):
    """A choice between a few radios."""

    def __init__(self, *, label: str, choices: list[tuple[str, str]], missing: str) -> None:
        super().__init__(
            label=label,
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": missing},
        )


class Trap(forms.CharField):
    """A field that people do not see and robots fill in. Somebody whose browser fills it is told, and loses nothing."""

    def __init__(self) -> None:
        super().__init__(
            label="Laat dit veld leeg",
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )

    def clean(self, value: Any) -> str:
        """Empty, or an error that says what to do."""
        if str(value or "").strip():
            raise forms.ValidationError("Laat dit veld leeg. Het is er om robots tegen te houden.")
        return ""
