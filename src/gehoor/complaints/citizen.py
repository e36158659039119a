"""A complaint as its complainant sees it: what happens next, by when, what you can do. Nothing internal."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from gehoor.complaints import pieces
from gehoor.complaints.commitments import committed
from gehoor.complaints.models import Complaint, Decision, Hearing, Judgement
from gehoor.complaints.pages import CitizenView, NextStep, Referred, Stop
from gehoor.complaints.procedure import (
    ASK_CLARIFICATION,
    OUTCOME_LABELS,
    REFERRAL_GROUND_LABELS,
    By,
    Outcome,
    ReferralGround,
    Step,
    moves_from,
)
from gehoor.complaints.wording import next_stage, rules_of, second_line
from gehoor.dossiers.wording import day_in_words

TABLES: Final = (
    *("points", "proposals", "referrals", "deadlines", "commitments"),
    *("questions", "talks", "suspensions"),
)


def columns() -> dict[str, ArraySubquery | Exists]:
    """What :func:`view` and the track need, as columns beside a complaint: no statement more."""
    asked = Decision.objects.filter(complaint=OuterRef("pk"), move=ASK_CLARIFICATION.name).order_by("-pk")
    questions = ArraySubquery(asked.values(json=JSONObject(reason="reason"))[:1])
    heard = Hearing.objects.filter(complaint=OuterRef("pk"), whom=Hearing.Whom.COMPLAINANT)
    own = {"questions": questions, "talks": pieces.hearings(heard), "suspensions": pieces.suspensions()}
    drafted = Exists(Judgement.objects.filter(complaint=OuterRef("pk")))
    tables = pieces.shared() | own
    return {f"{name}_json": rows for name, rows in tables.items()} | {"was_drafted": drafted}


def view(
    complaint: Complaint,
    few: dict[str, list[dict[str, Any]]],
    grounds: Sequence[ReferralGround],
    track: tuple[Stop, ...],
    *,
    today: date,
) -> CitizenView:
    """What the tracking page shows of one complaint. Findings only once they were sent."""
    step = Step(complaint.step)
    offers = pieces.proposals(few["proposals"])
    proposal = offers[-1] if offers else None
    referred = pieces.referrals(few["referrals"])
    referral = referred[-1] if referred else None
    is_there = referral is not None and referral.ended_at is None
    waiting = next((one.kind_label for one in pieces.suspended(few["suspensions"]) if one.ended_at is None), "")
    told = complaint.outcome == Outcome.ANSWERED or (proposal is not None and _is_of_this_stage(complaint, step))
    return CitizenView(
        complaint=complaint,
        dossier=complaint.dossier,
        track=track,
        next_step=_next_step(step, _due(complaint, few["deadlines"]), referral, waits_for=waiting, today=today),
        waits_for=waiting,
        moves=frozenset(move.name for move in moves_from(step) if By.COMPLAINANT in move.by),
        points=pieces.points(few["points"], rules_of(complaint), with_findings=told),
        proposal=proposal,
        question=few["questions"][0]["reason"] if step is Step.CLARIFICATION and few["questions"] else "",
        grounds=() if is_there else tuple((g.value, REFERRAL_GROUND_LABELS[g]) for g in grounds),
        referral=referral,
        second_line=second_line(complaint, day=today),
        is_treated_again=step is Step.REACTION and next_stage(complaint) is not None,
        outcome=OUTCOME_LABELS[Outcome(complaint.outcome)] if complaint.outcome else "",
        coordinator="" if complaint.coordinator is None else complaint.coordinator.name,
        handler="" if complaint.handler is None else complaint.handler.name,
        talks=pieces.talks(few["talks"]),
        commitments=tuple(one for one in committed(few["commitments"], today=today) if one.told_at is not None),
    )


def _due(complaint: Complaint, deadlines: list[dict[str, Any]]) -> dict[str, date | None]:
    """The running terms with their day; the answer of a later treatment under ``answer``."""
    due = {row["term"]: row["due_on"] for row in deadlines if row["met_on"] is None and row["ended_on"] is None}
    own = set(rules_of(complaint).stages_terms(complaint.stage))
    again = [day for code, day in due.items() if code in own and rules_of(complaint).terms[code].met_by == "answer"]
    return due | ({"answer": again[0]} if again else {})


def _is_of_this_stage(complaint: Complaint, step: Step) -> bool:
    """Whether the latest proposal ended this treatment: the findings of a new one are not told before its own."""
    return complaint.stage == 1 or step in (Step.REACTION, Step.CLOSING)


def _next_step(
    step: Step,
    due: dict[str, date | None],
    referral: Referred | None,
    *,
    waits_for: str,
    today: date,
) -> NextStep:
    if referral is not None and referral.ended_at is None:
        return NextStep(f"Je klacht is bij de {_without_article(referral.second_line)}. Je hoort van hen.", False, None)
    if step is Step.CLARIFICATION:
        return NextStep("We hebben meer uitleg van je nodig. Antwoord op onze vraag.", True, None)
    if step is Step.REACTION:
        return _react(due.get("reaction"), today)
    if step is Step.CLOSED:
        return NextStep("Je klacht is afgesloten.", False, None)
    if waits_for:
        return NextStep(f"We wachten met je klacht op {waits_for}. Daarna gaan we verder.", False, due.get("answer"))
    if step is Step.FIRST_LINE:
        day = due.get("first_line")
        return NextStep(f"De dienst zoekt samen met jou een oplossing{_by(day, today)}.", False, day)
    if step is Step.ADMISSIBILITY:
        day = due.get("admissibility")
        if day is None and "answer" in due:
            answer = due["answer"]
            return NextStep(
                f"De klachtencoördinator bekijkt je klacht. Je krijgt ons antwoord{_by(answer, today)}.", False, answer
            )
        return NextStep(f"De klachtencoördinator kijkt of we je klacht mogen behandelen{_by(day, today)}.", False, day)
    if step is Step.CLOSING:
        return NextStep("We ronden je klacht af en sturen je een brief.", False, None)
    return NextStep(
        _ANSWERING[step] + f" Je krijgt ons antwoord{_by(due.get('answer'), today)}.", False, due.get("answer")
    )


_ANSWERING = {
    Step.INVESTIGATION: "We onderzoeken je klacht.",
    Step.JUDGEMENT: "Het onderzoek is klaar. De klachtencoördinator leest het na.",
    Step.ADVICE: "De algemeen directeur geeft advies over je klacht.",
    Step.PROPOSAL: "We schrijven ons voorstel.",
}


def _react(day: date | None, today: date) -> NextStep:
    if day is None or day < today:
        return NextStep("Je kan nog laten weten of je akkoord gaat met ons voorstel.", True, None)
    return NextStep(f"Laat ons uiterlijk op {day_in_words(day)} weten of je akkoord gaat met ons voorstel.", True, day)


def _by(day: date | None, today: date) -> str:
    """``, uiterlijk op maandag 21 december 2026``; honest when that day is over."""
    if day is None:
        return ""
    if day < today:
        return f". Dat moest al gebeurd zijn op {day_in_words(day)}: we zijn te laat"
    return f", uiterlijk op {day_in_words(day)}"


def _without_article(name: str) -> str:
    return name.removeprefix("de ").removeprefix("De ")
