"""The shape of what is typed about a dossier."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from gehoor.complaints.actions.filing import ANONYMOUS
from gehoor.dossiers.actions.intake import ASK, LONGEST_TEXT
from gehoor.dossiers.lifecycle import CLOSE_REASON_LABELS, KIND_LABELS, CloseReason, Kind
from gehoor.web.fields import text_field

MEDIA = (
    ("phone", "telefoon"),
    ("counter", "loket"),
    ("email", "e-mail"),
    ("letter", "brief"),
    ("social", "sociale media"),
)
"""How something reached us, when somebody of the city types it in."""

ORDINARY_KINDS = tuple((kind.value, label) for kind, label in KIND_LABELS.items() if kind is not Kind.COMPLAINT)
_CLOSING = (CloseReason.ANSWERED, CloseReason.SOLVED, CloseReason.NO_REACTION, CloseReason.NO_ACTION)

Choices = Iterable[tuple[Any, str]]


def whole(value: str) -> int | None:
    """The number of a chosen row; None when nothing was chosen."""
    return int(value) if value else None


class CalmForm(forms.Form):
    """A form that is not red before anything is typed: what must be filled in is checked by the city, in words."""

    use_required_attribute = False


class OnVersion(CalmForm):
    """Any act on a dossier says which version of it the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ComposerForm(OnVersion):
    """A message to send, or to keep for later: then it may be empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = self.data.get("act") not in ("keep", "insert")


class WriteForm(ComposerForm):
    """A message to the reporter: to tell, to ask, or as the answer."""

    text = text_field("Bericht", rows=5)
    act = forms.ChoiceField(choices=[("message", ""), ("ask", ""), ("offer", ""), ("keep", ""), ("insert", "")])


class MessageForm(ComposerForm):
    """A message to the complainant, to send or to keep."""

    text = text_field("Bericht", rows=5)
    act = forms.ChoiceField(choices=[("message", ""), ("keep", ""), ("insert", "")], required=False)


class NoteForm(OnVersion):
    """A note that only colleagues see."""

    text = text_field("Notitie", rows=3)


class TriageForm(OnVersion):
    """Kind, category, department: where it goes."""

    kind = forms.ChoiceField(label="Soort", choices=ORDINARY_KINDS)
    category = forms.TypedChoiceField(label="Categorie", required=False, coerce=whole, empty_value=None)
    department = forms.TypedChoiceField(
        label="Dienst", required=False, coerce=whole, empty_value=None, help_text="Leeg: de dienst van de categorie."
    )
    staff = forms.TypedChoiceField(label="Collega", required=False, coerce=whole, empty_value=None)
    first_line = forms.BooleanField(
        label="De melder is niet tevreden: de dienst zoekt samen met de melder een oplossing", required=False
    )

    def __init__(
        self, *args: Any, categories: Choices, departments: Choices, colleagues: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "category", categories, "Nog geen categorie")
        choose(self, "department", departments, "Volgt uit de categorie")
        choose(self, "staff", colleagues, "De dienst kiest zelf")

    def clean(self) -> dict[str, Any]:
        """A department, chosen or of the category."""
        values = super().clean() or {}
        if not values.get("department") and not values.get("category"):
            self.add_error("department", "Kies een dienst, of een categorie die een dienst heeft.")
        return values


def choose(form: forms.Form, name: str, choices: Choices, empty: str) -> None:
    """Give a list its choices; ``empty`` is the first of them."""
    field = cast(forms.ChoiceField, form.fields[name])
    field.choices = [("", empty), *choices]


class AssignForm(OnVersion):
    """Which colleague takes it on."""

    staff = forms.TypedChoiceField(
        label="Collega",
        coerce=whole,
        error_messages={
            "required": "Kies een collega.",
            "invalid_choice": "Deze collega kan je niet kiezen. Kies een andere.",
        },
    )

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "staff", colleagues, "Kies een collega")


class GiveBackForm(OnVersion):
    """Why it is not for this department."""

    reason = text_field(
        "Waarom is dit niet voor jullie?",
        hint="Het contactpunt leest dit en zoekt een andere dienst. De melder leest dit niet.",
        missing="Zeg waarom dit niet voor jullie is.",
    )


class CloseForm(OnVersion):
    """Why it is closed, and what the reporter reads."""

    reason = forms.ChoiceField(
        label="Waarom sluit je af?",
        choices=[(reason.value, CLOSE_REASON_LABELS[reason].capitalize()) for reason in _CLOSING],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een reden om af te sluiten."},
    )
    text = text_field("Wat schrijf je aan de melder?", hint="Dit staat in de mail dat het dossier afgesloten is.")


class ReopenForm(OnVersion):
    """Open it again."""


class ReplyForm(OnVersion):
    """What the reporter said of the solution."""

    solved = forms.ChoiceField(
        label="Wat zei de melder?",
        choices=[("yes", "Dit lost het op. Het dossier wordt afgesloten."), ("no", "Dit lost het niet op.")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat de melder zei."},
    )
    text = text_field("In de woorden van de melder", rows=3, required=False)


class SaidForm(OnVersion):
    """What the reporter said on another channel than the page."""

    medium = forms.ChoiceField(label="Hoe kwam het binnen?", choices=MEDIA)
    text = text_field("Wat zei of schreef de melder?", hint="In de woorden van de melder. De melder leest dit ook.")


class CorrectForm(OnVersion):
    """A corrected text. ``before`` is what the person saw."""

    before = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    after = forms.CharField(label="Verbeterd", required=False, max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, label: str, long: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["after"].label = label
        if long:
            self.fields["after"].widget = forms.Textarea(attrs={"rows": 8})


class TaskForm(OnVersion):
    """Something to be done."""

    title = forms.CharField(
        label="Wat moet er gebeuren?", max_length=300, error_messages={"required": "Schrijf wat er moet gebeuren."}
    )
    due_on = forms.DateField(
        label="Tegen wanneer",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Dit is geen datum."},
    )
    staff = forms.TypedChoiceField(label="Wie", required=False, coerce=whole, empty_value=None)

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "staff", colleagues, "Iemand van de dienst")


class FinishForm(CalmForm):
    """What came of a task."""

    outcome = text_field("Wat is ervan gekomen?", rows=3, required=False)


class OtherwiseForm(CalmForm):
    """How the reporter came to know what a letter says."""

    outcome = text_field(
        "Hoe liet je het dan weten?", rows=3, missing="Schrijf hoe je het de melder liet weten, of waarom niet."
    )


class FollowUpForm(FinishForm):
    """What the city did with a recommendation of the ombudsman: the complainant reads it."""

    outcome = text_field(
        "Wat deed de stad ermee?",
        rows=4,
        hint="De klager leest dit op de volgpagina. Deed de stad het niet? Zeg dan waarom.",
        missing="Schrijf op wat de stad ermee deed, of waarom niet.",
    )


_HOW = [
    ("said", "De melder zegt nu: ik dien een klacht in. De termijn begint vandaag."),
    ("named", "Het was van in het begin een klacht. De termijn loopt vanaf de ontvangst."),
]


ASK_REPORTER = {
    "name": "Vul de naam van de melder in. Bij een klacht moeten we weten wie klaagt.",
    "address": "Vul het adres van de melder in. Bij een klacht moeten we weten wie klaagt.",
    "email": "Vul het e-mailadres van de melder in.",
    "phone": "Vul het telefoonnummer van de melder in.",
    "email_or_phone": "Vul een e-mailadres of een telefoonnummer in. Zo kunnen we de melder bereiken.",
}
"""What a submission lacks, said to the colleague who types it in for somebody else."""
_FOR_A_COLLEAGUE = {ASK[name]: words for name, words in ASK_REPORTER.items()} | {
    ANONYMOUS: "Een klacht kan niet anoniem. Vul de naam en het adres van de melder in."
}


def for_a_colleague(message: str) -> str:
    """A refusal that speaks to the reporter, in words for who types."""
    return _FOR_A_COLLEAGUE.get(message, message)


class ToComplaintForm(OnVersion):
    """This is a formal complaint: named wrongly when it came in, or said by the reporter now."""

    how = forms.ChoiceField(
        label="Hoe werd dit een klacht?",
        choices=_HOW,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe dit een klacht werd."},
    )
    text = text_field("Waarover klaagt de melder?", required=False, hint="Wat al verteld is, gaat vanzelf mee.")
    wished_outcome = text_field("Wat wil de melder bereiken?", rows=2, required=False)
    named = text_field(
        "Namen van medewerkers die de melder noemt",
        rows=2,
        required=False,
        hint="Een naam per regel. Niets genoemd? Laat leeg.",
    )
    department = forms.TypedChoiceField(
        label="Over welke dienst gaat de klacht?", required=False, coerce=whole, empty_value=None
    )
    medium = forms.ChoiceField(label="Hoe zei de melder het?", choices=MEDIA)

    def __init__(self, *args: Any, departments: Choices, missing: Iterable[str], may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "department", departments, "De dienst van dit dossier")
        missing = tuple(missing)
        for name, label in _WHO.items():
            if name in missing or (name in ("email", "phone") and "email_or_phone" in missing):
                self.fields[name] = forms.CharField(label=label, required=False, max_length=250, help_text=_NEEDED)
        if not may_name:
            cast(forms.ChoiceField, self.fields["how"]).choices = _HOW[:1]
        self.missing = missing

    def clean(self) -> dict[str, Any]:
        """Who complains now says who they are: all that is missing is asked at once."""
        values = super().clean() or {}
        if values.get("how") == "said":
            for name in self.missing:
                fields = ("email", "phone") if name == "email_or_phone" else (name,)
                if not any(values.get(field, "").strip() for field in fields):
                    self.add_error(fields[0], ASK_REPORTER[name])
        return values


_NEEDED = "Nodig als de melder nu klaagt."
_WHO = {"name": "Naam van de klager", "address": "Adres van de klager", "email": "E-mailadres", "phone": "Telefoon"}
