"""A task on a complaint: who does what, by when."""

from typing import Any

from django import forms
from django.http import HttpRequest

from gehoor.complaints.actions import plan_work, task_takers
from gehoor.desk.forms.complaints import TaskForm
from gehoor.desk.views.complaint_acts.base import EITHER, ComplaintAct, departments
from gehoor.kernel.clock import now

_PERSON, _DEPARTMENT = "collega-", "dienst-"


class PlanTask(ComplaintAct):
    """Something to be done because of the complaint, also after it was closed."""

    by = EITHER
    title = "Maak een taak"
    button = "Maak de taak"
    explains = (
        "De taak komt op de lijst van wie je kiest. Kies je een dienst, dan ziet die alleen wat je hier schrijft: de klacht zelf "
        "blijft dicht. Wie van de betrokken dienst de taak doet, kan deze klacht daarna niet onderzoeken. De klager krijgt geen bericht."
    )

    def form(self, data: Any = None) -> forms.Form:
        """What, who, when."""
        people = [(f"{_PERSON}{pk}", name) for pk, name in sorted(task_takers(self.complaint).items(), key=_by_name)]
        rooms = [(f"{_DEPARTMENT}{pk}", name) for pk, name in departments()]
        return TaskForm(data, initial=self.initial(), people=people, departments=rooms)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Plan it."""
        who = values["who"]
        chosen = int(who.rpartition("-")[2])
        to_person = who.startswith(_PERSON)
        plan_work(
            self.complaint,
            title=values["title"],
            due_on=values["due_on"],
            assignee_id=chosen if to_person else None,
            department_id=None if to_person else chosen,
            by=self.actor,
            at=now(),
        )
        return "De taak staat op de lijst."


def _by_name(pair: tuple[int, str]) -> str:
    return pair[1]
