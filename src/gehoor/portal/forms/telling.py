"""The questions of the form, one class per page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from gehoor.dossiers.actions.intake import LONGEST_TEXT
from gehoor.portal.fields import Email, OneOf, Phone, Trap, Words
from gehoor.portal.journey import KIND_CHOICES

MOST_NAMES = 20
LONGEST_NAME = 200


class StoryForm(forms.Form):
    """*Waarmee kunnen we je helpen?*"""

    text = Words(
        label="Vertel het in je eigen woorden",
        longest=LONGEST_TEXT,
        missing="Vertel eerst waarmee we je kunnen helpen.",
        rows=6,
    )
    website = Trap()


class KindForm(forms.Form):
    """*Wat past het best?*"""

    kind = OneOf(
        label="Wat past het best?",
        choices=[(choice.code, choice.label) for choice in KIND_CHOICES],
        missing="Kies wat het best past. Twijfel je? Kies wat er het dichtst bij komt: wij kijken het na.",
    )


class PlaceForm(forms.Form):
    """*Waar en wanneer was het?*"""

    place = Words(
        label="Waar?",
        help_text="Een adres, of zeg het in je eigen woorden. Bijvoorbeeld: Lindenstraat 14, of de bushalte bij het station.",
        longest=250,
    )
    occurred = Words(
        label="Wanneer?",
        help_text="Bijvoorbeeld: gisterenavond, of al drie weken.",
        longest=200,
    )


class InvolvedForm(forms.Form):
    """*Wie en wat?* Only for a complaint or somebody who is not satisfied."""

    department = forms.ChoiceField(
        label="Over welke dienst gaat het?",
        required=False,
        error_messages={"invalid_choice": "Kies een dienst uit de lijst, of laat het leeg."},
    )
    named = Words(
        label="Wie was erbij betrokken?",
        help_text="Eén naam per lijn. Weet je geen naam? Zeg dan wat je wel weet, bijvoorbeeld: de man aan loket 3.",
        longest=4000,
        rows=3,
    )
    wished = Words(
        label="Wat zou het voor jou oplossen?",
        help_text="Bijvoorbeeld: uitleg, een excuus, een herstelling of geld terug.",
        longest=4000,
        rows=3,
    )

    def __init__(self, *args: Any, departments: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(
            self.fields["department"], [("", "Dat weet ik niet"), *((str(pk), name) for pk, name in departments)]
        )

    def clean_named(self) -> str:
        """At most twenty names, none longer than a name can be."""
        names = names_in(self.cleaned_data["named"])
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(f"Noem hoogstens {MOST_NAMES} mensen. Zet één naam per lijn.")
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError("Een van de namen is erg lang. Zet één naam per lijn.")
        return "\n".join(names)


def set_choices(field: forms.Field, choices: Iterable[tuple[str, str]]) -> None:
    """What one can choose from, known only when the form is made."""
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


def names_in(text: str) -> tuple[str, ...]:
    """One name per line, without empty lines and doubles."""
    return tuple(dict.fromkeys(name for line in text.splitlines() if (name := " ".join(line.split()))))


class BehalfForm(forms.Form):
    """*Voor wie schrijf je?*"""

    behalf = OneOf(label="Voor wie schrijf je?", choices=[], missing="Kies voor wie je schrijft.")

    OPTIONS = (
        ("self", "Voor mezelf"),
        ("organisation", "Voor een organisatie of vereniging"),
        ("other", "Voor iemand anders"),
        ("anonymous", "Ik wil mijn naam niet geven"),
    )

    def __init__(self, *args: Any, anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["behalf"], [o for o in self.OPTIONS if anonymous or o[0] != "anonymous"])


class WhoForm(forms.Form):
    """*Hoe kunnen we je bereiken?* Which fields must be filled in, the regulation says."""

    represented_name = Words(
        label="Voor wie schrijf je?",
        help_text="De naam van de persoon voor wie je spreekt.",
        longest=150,
        missing="Vul de naam in van de persoon voor wie je schrijft.",
        autocomplete="off",
    )
    represented_address = Words(label="Adres van die persoon", longest=250, autocomplete="off")
    mandate = forms.BooleanField(
        label="Deze persoon weet dat ik dit doe en gaat ermee akkoord.",
        error_messages={"required": "Vraag eerst aan deze persoon of je dit mag doen, en vink het dan aan."},
    )
    name = Words(label="Je naam", longest=150, autocomplete="name")
    contact_name = Words(label="Je eigen naam", longest=150, autocomplete="name")
    email = Email(label="E-mailadres", help_text="We sturen je hier een bevestiging met een nummer.")
    phone = Phone(label="Telefoon")
    address = Words(
        label="Adres", longest=250, help_text="Straat, nummer, postcode en gemeente.", autocomplete="street-address"
    )

    def __init__(self, *args: Any, behalf: str, required: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = set(required)
        left_out = set() if behalf == "other" else {"represented_name", "represented_address", "mandate"}
        if behalf == "organisation":
            self.fields["name"].label = "Naam van de organisatie of vereniging"
            self.fields["name"].widget.attrs["autocomplete"] = "organization"
        else:
            left_out.add("contact_name")
        for name in left_out:
            del self.fields[name]
        ask_for(self, wanted)
        self.either = "email_or_phone" in wanted

    def ask_for(self, missing: Iterable[str]) -> None:
        """Add an error for each field that the regulation asks for and that is empty."""
        for name in missing:
            field = "email" if name == "email_or_phone" else name
            if field in self.fields and field not in self.errors:
                self.add_error(field, ASK.get(name, "Vul dit in."))


ASK = {
    "name": "Vul je naam in.",
    "address": "Vul je adres in. Voor een klacht moeten we weten wie je bent.",
    "email": "Vul je e-mailadres in.",
    "phone": "Vul je telefoonnummer in.",
    "email_or_phone": "Vul een e-mailadres of een telefoonnummer in. Zo kunnen we je bereiken.",
}


def ask_for(form: forms.Form, wanted: Iterable[str]) -> None:
    """Make the fields required that the regulation asks of the reporter, each with its own sentence."""
    for name in wanted:
        if name in form.fields:
            form.fields[name].required = True
            form.fields[name].error_messages["required"] = ASK[name]
    if "email_or_phone" in set(wanted) and "phone" in form.fields:
        form.fields["phone"].help_text = "Vul een e-mailadres of een telefoonnummer in, of allebei."


class CheckForm(forms.Form):
    """The last page asks nothing of people, only of robots."""

    website = Trap()


def typed(form: forms.Form, *, leave_out: Iterable[str] = ("website",)) -> Mapping[str, Any]:
    """What was typed in a form, right or wrong, for keeping."""
    given: dict[str, Any] = {}
    for name, field in form.fields.items():
        if name in set(leave_out):
            continue
        if name in form.cleaned_data:
            given[name] = form.cleaned_data[name]
        else:
            value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            given[name] = value if isinstance(value, bool) else str(value or "").replace("\x00", "")[:25_000]
    return given
