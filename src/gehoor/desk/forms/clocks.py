"""The shape of what is typed about the clock of a complaint."""

from typing import Any

from django import forms

from gehoor.desk.forms.complaints import radios
from gehoor.desk.forms.dossiers import Choices, OnVersion
from gehoor.regulations.counting import amount_in_words
from gehoor.regulations.terms import Term
from gehoor.web.fields import day_field, text_field


class PauseForm(OnVersion):
    """Why the clock stands still, and until when if that is known."""

    def __init__(self, *args: Any, reasons: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = "Geef de reden van de schorsing."
        if reasons:
            self.fields["reason"] = radios("Waarom staat de klok stil?", missing, hint="Dit zegt het reglement.")
            self.fields["reason"].choices = [(reason, reason) for reason in reasons]  # type: ignore[attr-defined]
        else:
            hint = "De klager leest dit."
            self.fields["reason"] = text_field("Waarom staat de klok stil?", rows=2, hint=hint, missing=missing)
        hint = "De eerste dag waarop ze weer loopt. Leeg: tot iemand ze weer laat lopen."
        self.fields["until"] = day_field("Tot welke dag?", hint=hint)


class ResumeForm(OnVersion):
    """Which pause ends, when there are several."""

    def __init__(self, *args: Any, pauses: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(choices := list(pauses)) > 1:
            hint = "De klok loopt pas weer als er geen enkele schorsing meer is."
            self.fields["reason"] = radios("Welke schorsing is voorbij?", "Kies een schorsing.", hint=hint)
            self.fields["reason"].choices = choices  # type: ignore[attr-defined]


class ExtendForm(OnVersion):
    """By how much or until when, as the regulation lets, and why."""

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rule, unit = term.extension, term.extension.unit or term.unit
        if rule.amount is not None or not rule.open_ended:
            most = f"Hoogstens {amount_in_words(rule.amount, unit)}." if rule.amount else ""
            missing = "Zeg hoe lang de verlenging duurt."
            self.fields["amount"] = forms.IntegerField(
                label=f"Hoeveel {amount_in_words(2, unit).split()[1]} langer?",
                help_text=most,
                required=not rule.open_ended,
                min_value=1,
                max_value=3660,
                error_messages={"required": missing, "invalid": missing, "min_value": missing, "max_value": missing},
            )
        if rule.open_ended:
            self.fields["until"] = day_field(
                "Tot en met welke dag?", required=rule.amount is None, missing="Kies de nieuwe uiterste dag."
            )
        hint = "Dit staat in de brief." if rule.notice_required else ""
        label, missing = "Waarom is er meer tijd nodig?", "Geef een reden voor de verlenging."
        self.fields["reason"] = text_field(label, rows=3, required=rule.reasons_required, hint=hint, missing=missing)

    def clean(self) -> dict[str, Any]:
        """An amount or a day, not both."""
        values = super().clean() or {}
        if "amount" in self.fields and "until" in self.fields and not self.errors:
            given = [name for name in ("amount", "until") if values.get(name)]
            if len(given) != 1:
                self.add_error("amount", "Vul een aantal in of kies een dag: een van de twee.")
        return values
