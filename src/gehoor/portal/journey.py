"""The questions of the form: which there are, in which order, and where somebody is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gehoor.dossiers.lifecycle import Kind

Answers = Mapping[str, Any]
"""What somebody answered so far, by the name of the field; ``done`` lists the questions that are answered."""


@dataclass(frozen=True)
class KindChoice:
    """One answer to *Wat past het best?*"""

    code: str
    label: str
    explanation: str
    kind: Kind
    first_line: bool = False

    @property
    def noun(self) -> str:
        """``je klacht``, ``je melding`` …: how the rest of the form calls it."""
        return {"ontevreden": "melding"}.get(self.code, self.code)


KIND_CHOICES: Final = (
    KindChoice("vraag", "Ik heb een vraag", "Je wil iets weten. Je krijgt een antwoord.", Kind.QUESTION),
    KindChoice(
        "melding",
        "Ik wil iets melden",
        "Iets is stuk, vuil, gevaarlijk of loopt mis. De dienst pakt het aan.",
        Kind.MELDING,
    ),
    KindChoice(
        "ontevreden",
        "Ik ben niet tevreden",
        "De dienst zoekt eerst samen met jou een oplossing. Lukt dat niet? Dan dien je in één stap een klacht in.",
        Kind.MELDING,
        first_line=True,
    ),
    KindChoice(
        "klacht",
        "Ik wil een formele klacht indienen",
        "Iemand die er niet bij betrokken was, onderzoekt je klacht. Meestal kijkt de dienst eerst samen met jou.",
        Kind.COMPLAINT,
    ),
    KindChoice("suggestie", "Ik heb een idee", "Je wil iets voorstellen dat beter kan.", Kind.SUGGESTION),
    KindChoice("compliment", "Ik wil een compliment geven", "Iets liep goed. We geven het door.", Kind.COMPLIMENT),
)

_BY_CODE: Final = {choice.code: choice for choice in KIND_CHOICES}


@dataclass(frozen=True)
class Question:
    """One page of the form: its address, what stands in the progress line, and the question itself."""

    slug: str
    short: str
    heading: str


STORY: Final = Question("verhaal", "je verhaal", "Waarmee kunnen we je helpen?")
KIND: Final = Question("soort", "wat het is", "Wat past het best?")
PLACE: Final = Question("plaats", "waar en wanneer", "Waar en wanneer was het?")
INVOLVED: Final = Question("betrokken", "wie en wat", "Wie was erbij betrokken, en wat zou het oplossen?")
FILES: Final = Question("bestanden", "foto’s en documenten", "Wil je foto’s of documenten toevoegen?")
BEHALF: Final = Question("namens", "voor wie je schrijft", "Voor wie schrijf je?")
WHO: Final = Question("wie", "hoe we je bereiken", "Hoe kunnen we je bereiken?")
CHECK: Final = Question("nakijken", "alles nakijken", "Klopt alles?")

QUESTIONS: Final = {q.slug: q for q in (STORY, KIND, PLACE, INVOLVED, FILES, BEHALF, WHO, CHECK)}


def kind_choice(answers: Answers) -> KindChoice | None:
    """What the person said it is, or None when not asked yet."""
    return _BY_CODE.get(str(answers.get("kind", "")))


def is_dissatisfied(answers: Answers) -> bool:
    """A complaint, or somebody who is not satisfied: only they are asked who was involved and what would solve it."""
    choice = kind_choice(answers)
    return choice is not None and (choice.first_line or choice.kind is Kind.COMPLAINT)


def is_anonymous(answers: Answers) -> bool:
    """The person does not want to give a name."""
    return answers.get("behalf") == "anonymous"


def questions_for(answers: Answers) -> list[Question]:
    """The questions this person gets after the story, in order."""
    asked = [KIND, PLACE]
    if is_dissatisfied(answers):
        asked.append(INVOLVED)
    asked += [FILES, BEHALF]
    if not is_anonymous(answers):
        asked.append(WHO)
    return [*asked, CHECK]


def unanswered(answers: Answers) -> Question:
    """The first question that still waits for an answer; :data:`CHECK` when none does."""
    done = set(answers.get("done", ()))
    if not str(answers.get("text", "")).strip():
        return STORY
    return next((q for q in questions_for(answers) if q.slug not in done), CHECK)


def next_question(answers: Answers, current: Question, *, changing: bool) -> Question:
    """Where to go after answering: one further, or, when changing an answer, to what is still open."""
    if changing:
        return unanswered(answers)
    asked = questions_for(answers)
    place = asked.index(current) if current in asked else -1
    return asked[min(place + 1, len(asked) - 1)]


def previous_question(answers: Answers, current: Question) -> Question:
    """The question before this one; the story comes before all."""
    asked = [STORY, *questions_for(answers)]
    place = asked.index(current) if current in asked else 1
    return asked[max(place - 1, 0)]


@dataclass(frozen=True)
class Progress:
    """Where somebody is: ``Stap 3 van 6: foto’s en documenten``. ``states``: ``done``, ``now`` or ``todo`` per question."""

    number: int
    total: int
    short: str
    states: tuple[str, ...]


def progress(answers: Answers, current: Question) -> Progress | None:
    """The progress line of a question; None for the story, which comes before the first."""
    asked = questions_for(answers)
    if current not in asked:
        return None
    here = asked.index(current)
    states = tuple("done" if i < here else "now" if i == here else "todo" for i in range(len(asked)))
    return Progress(here + 1, len(asked), current.short, states)


def answered(answers: Answers, current: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """What to store when a question is answered. Another kind may ask another identity: *wie* is then asked again."""
    done = [slug for slug in answers.get("done", ()) if slug != current.slug]
    changed = {**given}
    if current is KIND and answers.get("kind") not in (None, given.get("kind")):
        done = [slug for slug in done if slug not in (BEHALF.slug, WHO.slug)]
    if current is BEHALF and answers.get("behalf") not in (None, given.get("behalf")):
        done = [slug for slug in done if slug != WHO.slug]
    return {**changed, "done": [*done, current.slug]}


def unfinished(answers: Answers, current: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """What to store when an answer was not right yet: nothing typed is lost, the question stays open."""
    return {**given, "done": [slug for slug in answers.get("done", ()) if slug != current.slug]}
