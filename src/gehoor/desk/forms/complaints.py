"""The shape of what is typed about a complaint."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from django import forms

from gehoor.desk.forms.dossiers import MEDIA, ORDINARY_KINDS, CalmForm, Choices, OnVersion, choose, whole
from gehoor.web.fields import text_field

IN_THE_LETTER = "Dit staat in de brief aan de klager."
MOST_PARTS = 6


def radios(label: str, missing: str, *, hint: str = "") -> forms.ChoiceField:
    """One of a few; the form gives the choices."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def boxes(label: str, missing: str = "", *, hint: str = "") -> forms.MultipleChoiceField:
    """Some of several; without ``missing`` none is fine too."""
    unknown = "Kies uit de lijst."
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=bool(missing),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing, "invalid_choice": unknown, "invalid_list": unknown},
    )


def person(label: str, missing: str, *, hint: str = "") -> forms.IntegerField:
    """A colleague among radios. Any number is taken: whether that person may, the city says in words."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        widget=forms.RadioSelect,
        min_value=1,
        max_value=2**31 - 1,
        error_messages={"required": missing, "invalid": missing, "min_value": missing, "max_value": missing},
    )


def department_field(label: str, *, required: bool = True, hint: str = "") -> forms.TypedChoiceField:
    """A department of the list."""
    missing = "Kies een dienst."
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        required=required,
        coerce=whole,
        empty_value=None,
        error_messages={"required": missing, "invalid_choice": missing},
    )


def fill(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field its choices."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


class TaskForm(OnVersion):
    """Who does what, by when."""

    title = forms.CharField(
        label="Wat moet er gebeuren?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Schrijf wat er moet gebeuren.",
            "max_length": "Schrijf hoogstens 300 tekens.",
        },
    )
    who = forms.ChoiceField(
        label="Wie doet het?", error_messages={"required": "Kies wie het doet.", "invalid_choice": "Kies wie het doet."}
    )
    due_on = forms.DateField(
        label="Tegen wanneer?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Kies een dag.", "invalid": "Dit is geen datum."},
    )

    def __init__(self, *args: Any, people: Choices, departments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: list[Any] = [("", "Kies"), ("Wie de klacht ziet", list(people))]
        cast(forms.ChoiceField, self.fields["who"]).choices = [
            *groups,
            ("Een dienst, die de klacht niet ziet", list(departments)),
        ]


class ReasonForm(OnVersion):
    """A move with its reason. ``label``, ``hint``: what the reason is of this move."""

    reason = text_field("Reden", missing="Geef een reden.")

    def __init__(self, *args: Any, label: str, hint: str = IN_THE_LETTER, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class WordsForm(OnVersion):
    """What somebody said, when anything was said."""

    text = text_field("In de woorden van de klager", rows=3, required=False)

    def __init__(self, *args: Any, label: str = "", hint: str = "", required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one = self.fields["text"]
        one.label, one.help_text, one.required = label or one.label, hint, required


class QuestionForm(OnVersion):
    """What the complainant is asked."""

    question = text_field("Wat wil je weten?", hint=IN_THE_LETTER, missing="Schrijf wat je wil weten.")


class HeardForm(OnVersion):
    """What the complainant said on another channel than the page."""

    medium = forms.ChoiceField(label="Hoe kwam het binnen?", choices=MEDIA)
    text = text_field("Wat zei of schreef de klager?", hint="In de woorden van de klager. De klager leest dit ook.")


class RejectForm(OnVersion):
    """Grounds, reasons, and where to go instead."""

    grounds = boxes(
        "Op welke gronden?",
        "Kies minstens één grond.",
        hint="De tekst onder elke grond staat in de brief aan de klager. Een harde grond laat geen keuze: geldt hij, dan "
        "kan de stad de klacht niet behandelen.",
    )
    reason = text_field("Waarom geldt dat hier?", hint=IN_THE_LETTER, missing="Geef een reden.")
    refer_to = text_field(
        "Waar kan de klager wel terecht?", rows=2, required=False, hint="Leeg: wat bij de gekozen gronden staat."
    )

    def __init__(self, *args: Any, grounds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "grounds", grounds)


class RequalifyForm(OnVersion):
    """What it is, when it is no complaint."""

    new_kind = forms.ChoiceField(
        label="Wat is het dan wel?",
        choices=ORDINARY_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies wat het dan wel is.", "invalid_choice": "Kies wat het dan wel is."},
    )
    department = department_field("Naar welke dienst?", required=False)
    reason = text_field("Waarom is het geen klacht?", hint=IN_THE_LETTER, missing="Geef een reden.")

    def __init__(self, *args: Any, departments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "department", departments, "Het contactpunt zoekt de dienst")


class HandlerForm(OnVersion):
    """Who investigates."""

    staff = person("Wie onderzoekt deze klacht?", "Kies een behandelaar.")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.RadioSelect, self.fields["staff"].widget).choices = list(people)


class OverrideForm(OnVersion):
    """Whose refusal is lifted, and why."""

    staff = person("Voor wie hef je de weigering op?", "Kies een collega.")
    reason = text_field("Waarom?", hint="Dit blijft zichtbaar in het dossier.", missing="Zeg waarom.")

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.RadioSelect, self.fields["staff"].widget).choices = list(people)


class DepartmentForm(OnVersion):
    """Which department the complaint is about."""

    department = department_field("Over welke dienst gaat de klacht?")

    def __init__(self, *args: Any, departments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "department", departments, "Kies een dienst")


class NameForm(OnVersion):
    """A name that came up."""

    text = forms.CharField(
        label="Welke naam?",
        max_length=200,
        help_text="Zoals de klager de naam zei of schreef.",
        error_messages={"required": "Schrijf de naam.", "max_length": "Een naam heeft hoogstens 200 tekens."},
    )


class SettleForm(OnVersion):
    """Who a name is: a likely colleague, another one, or nobody of the city."""

    who = radios("Wie is dit?", "Zeg wie dit is.")
    staff = forms.TypedChoiceField(
        label="Welke andere collega?",
        required=False,
        coerce=whole,
        empty_value=None,
        error_messages={"invalid_choice": "Kies een collega uit de lijst."},
    )

    def __init__(self, *args: Any, likely: Choices, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [("other", "Een andere collega: kies hieronder"), ("nobody", "Niemand van de stad")]
        fill(self, "who", [*((str(pk), label) for pk, label in likely), *others])
        choose(self, "staff", colleagues, "Kies een collega")

    def clean(self) -> dict[str, Any]:
        """Another colleague must be chosen."""
        values = super().clean() or {}
        if values.get("who") == "other" and not values.get("staff"):
            self.add_error("staff", "Kies een collega uit de lijst.")
        return values

    def chosen(self) -> int | None:
        """The colleague; None for nobody of the city."""
        who = self.cleaned_data["who"]
        if who == "other":
            return cast(int, self.cleaned_data["staff"])
        return None if who == "nobody" else int(who)


class PointForm(OnVersion):
    """A point in words."""

    text = text_field("Waarover gaat dit punt?", missing="Schrijf waarover dit punt gaat.")
    wished_outcome = text_field("Wat wil de klager bereiken?", rows=2, required=False)


class SplitForm(OnVersion):
    """One point in several parts, each with its wish: the first keeps the number."""

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in range(1, MOST_PARTS + 1):
            label = f"Deel 1 (blijft punt {number})" if part == 1 else f"Deel {part} (wordt een nieuw punt)"
            self.fields[f"part{part}"] = text_field(label, rows=3 if part < 3 else 2, required=part < 3)
            wish = f"Wat wil de klager bij deel {part}?"
            self.fields[f"wish{part}"] = text_field(wish, rows=1, required=False, hint=_WISH if part == 2 else "")


_WISH = "Elk deel heeft zijn eigen wens. Weet je het niet? Laat dit leeg."


class AnswerForm(OnVersion):
    """What we think of one point. ``exhibits``: number and name of what it may lean on."""

    finding = radios("Bevinding", "Kies een bevinding.")
    reasons = text_field("Leg uit waarom", hint="De klager leest dit in het voorstel.", missing="Leg uit waarom.")
    exhibits = boxes("Op welke stukken steun je?", hint="De brief noemt ze met hun nummer.")
    norms = boxes("Aan welke normen toetste je?", hint="Nodig bij gegrond en deels gegrond.")
    measure = text_field(
        "Maatregel: wat doet de stad eraan?", rows=3, required=False, hint="Nodig bij gegrond en deels gegrond."
    )

    def __init__(self, *args: Any, findings: Choices, norms: Choices, exhibits: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "finding", findings)
        fill(self, "norms", norms)
        if exhibits:
            fill(self, "exhibits", exhibits)
        else:
            del self.fields["exhibits"]


class JudgeForm(OnVersion):
    """A finding for the whole complaint, with its text (named as the action calls it)."""

    finding = radios("Bevinding voor de hele klacht", "Kies een bevinding.")

    def __init__(self, *args: Any, findings: Choices, name: str, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "finding", findings)
        self.fields[name] = text_field(label, rows=6, hint=hint, missing="Leg uit waarom.")


class TextForm(OnVersion):
    """A text that must be there."""

    text = text_field("Tekst", rows=6)

    def __init__(self, *args: Any, label: str, hint: str = "", missing: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        one = self.fields["text"]
        one.label, one.help_text = label, hint
        if missing:
            one.error_messages["required"] = missing


class CloseComplaintForm(OnVersion):
    """The whole: finding, resolution, norms, measures, what was learnt."""

    finding = radios("Besluit over de hele klacht", "Kies een bevinding.")
    resolution = radios("Is het opgelost?", "Kies of het opgelost is.")
    norms = boxes("Normen", hint="Niets gekozen: dan nemen we de normen van de punten over.")
    measure = text_field("Wat doet de stad?", rows=3, required=False, hint=IN_THE_LETTER)
    outstanding = text_field("Wat moet nog gebeuren, en tegen wanneer?", rows=3, required=False, hint=IN_THE_LETTER)
    learnt = text_field("Wat leren we hieruit?", rows=3, required=False, hint=IN_THE_LETTER)

    def __init__(
        self,
        *args: Any,
        findings: Choices,
        resolutions: Choices,
        norms: Iterable[tuple[str, str]],
        asked: Collection[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_asked(self, asked, {"remedy": "measure"})
        fill(self, "finding", findings)
        fill(self, "resolution", resolutions)
        fill(self, "norms", norms)


ASKED = "Het reglement vraagt dit in het antwoord."


def say_what_is_asked(form: forms.Form, asked: Collection[str], names: Mapping[str, str]) -> None:
    """Say beside each text which part of the answer the regulation asks for. ``names``: fields that are called otherwise.

    Such a field does not say that it may stay empty, although a draft without it can be kept.
    """
    for part in asked:
        name = names.get(part, part)
        if name in form.fields:
            field = form.fields[name]
            field.help_text, field.widget.attrs["data-asked"] = f"{field.help_text} {ASKED}".strip(), True


class AnswerPartsForm(OnVersion):
    """The answer of the city, part by part."""

    summary = text_field(
        "Waarover gaat de klacht?",
        rows=3,
        required=False,
        hint="In een of twee zinnen. De punten staan vanzelf in de brief.",
    )
    remedy = text_field(
        "Wat doet de stad, of wat stelt ze voor?",
        rows=4,
        required=False,
        hint="Staat alles al bij de maatregelen per punt? Dan mag dit leeg blijven.",
    )
    outstanding = text_field(
        "Wat moet nog gebeuren, en tegen wanneer?",
        rows=3,
        required=False,
        hint="Moet er niets meer gebeuren? Schrijf dat dan.",
    )
    learnt = text_field(
        "Wat leren we hieruit?", rows=3, required=False, hint="Wat verandert er voor wie na deze klager komt?"
    )

    def __init__(self, *args: Any, asked: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_asked(self, asked, {})  # what the complaint is about, the points say by themselves


class DraftForm(JudgeForm, AnswerPartsForm):
    """The judgement for the coordinator, and the answer for the complainant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["finding", "text", "summary", "remedy", "outstanding", "learnt"])


class AskAccountForm(OnVersion):
    """Which department is asked what."""

    department = department_field("Welke dienst?")
    question = text_field(
        "Wat vraag je?",
        hint="De dienst ziet alleen deze vraag, niet de klacht. Noem alleen wat ze nodig heeft om te antwoorden.",
        missing="Schrijf je vraag.",
    )

    def __init__(self, *args: Any, departments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "department", departments, "Kies een dienst")


class JoinForm(OnVersion):
    """To which complaint, and why."""

    reference = forms.CharField(
        label="Nummer van de andere klacht",
        max_length=40,
        help_text="De klacht waarin het onderzoek verdergaat. Bijvoorbeeld 2026-00042-5.",
        error_messages={"required": "Vul het nummer in.", "max_length": "Dit is geen nummer van een klacht."},
    )
    reason = text_field("Waarom horen ze samen?", missing="Zeg waarom ze samen horen.")


class HearingForm(OnVersion):
    """A conversation: with whom, how, when, and its report."""

    whom = radios("Wie hoorde je?", "Kies wie je hoorde.")
    staff = forms.TypedChoiceField(
        label="Welke collega?",
        help_text="Alleen als je een collega hoorde. Die kan deze klacht dan niet meer behandelen.",
        required=False,
        coerce=whole,
        empty_value=None,
        error_messages={"invalid_choice": "Kies een collega uit de lijst."},
    )
    name = forms.CharField(
        label="Wie dan?",
        help_text="Alleen voor iemand anders: naam, en waarom je die persoon hoorde.",
        required=False,
        max_length=150,
        error_messages={"max_length": "Een naam heeft hoogstens 150 tekens."},
    )
    kind = radios("Hoe spraken jullie?", "Kies hoe jullie spraken.")
    held_on = forms.DateField(
        label="Op welke dag?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Kies de dag van het gesprek.", "invalid": "Dit is geen datum."},
    )
    report = text_field(
        "Verslag",
        rows=8,
        hint="Wat zei die persoon? De klager krijgt het verslag van een gesprek met de klager per brief. Wie je hoorde, kan "
        "het verbeteren; jouw verslag blijft ernaast staan.",
        missing="Schrijf het verslag.",
    )

    def __init__(self, *args: Any, kinds: Choices, whoms: Choices, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "kind", kinds)
        fill(self, "whom", whoms)
        choose(self, "staff", colleagues, "Kies een collega")


class ReportForm(CalmForm):
    """What the report of a conversation has wrong."""

    correction = text_field(
        "Wat klopt er niet, of ontbreekt er?",
        rows=6,
        required=False,
        hint="Klopt alles? Laat dit leeg. Het verslag blijft altijd staan zoals het geschreven is, jouw woorden komen ernaast.",
    )


class CheckReportForm(OnVersion, ReportForm):
    """The same, told to handler or coordinator."""


class ReferForm(OnVersion):
    """On which ground it goes to the second line."""

    ground = radios("Op welke grond?", "Kies een grond.")
    text = text_field("Wat wil je erbij zeggen?", rows=3, required=False, hint="De ombudsman leest dit.")

    def __init__(self, *args: Any, grounds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "ground", grounds)


class AccountForm(CalmForm):
    """The side of the department."""

    text = text_field(
        "Jullie relaas",
        rows=8,
        hint="Wat is er gebeurd, wanneer, en waarom? De behandelaar en de klachtencoördinator lezen dit.",
        missing="Schrijf jullie relaas.",
    )
