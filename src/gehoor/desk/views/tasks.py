"""What has to be done beside answering: callbacks, tasks, recommendations."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from gehoor.complaints.queries import recommendation_behind
from gehoor.desk.doors import enter, see_other, staff_only
from gehoor.desk.forms.dossiers import FinishForm, FollowUpForm
from gehoor.desk.rows import dossier_url
from gehoor.dossiers.access import work_item_for
from gehoor.dossiers.actions.correcting import finish_work
from gehoor.dossiers.lists import work_for
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import RuleViolation


@staff_only
def tasks(request: HttpRequest) -> HttpResponse:
    """The open tasks of the person and those of the department that nobody took."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = work_for(actor)
    mine = [_task(item) for item in found if item.assignee_id == actor.id]
    free = [_task(item) for item in found if item.assignee_id is None]
    groups = [("Van mij", mine), ("Van mijn dienst, nog van niemand", free)]
    return render(request, "desk/tasks.html", {"groups": [g for g in groups if g[1]], "today": today()})


def _task(item: Any) -> dict[str, Any]:
    return {"item": item, "url": dossier_url(item.dossier.kind, item.dossier.reference) if _seen(item) else ""}


def _seen(item: Any) -> bool:
    return bool(item.dossier_seen)


class FinishTask(View):
    """Say what came of a task."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Through the door first."""
        away = enter(request)
        if away is not None:
            return away
        self.actor: Actor = request.actor  # type: ignore[attr-defined]
        self.item = work_item_for(self.actor, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form; a letter to post has a page of its own."""
        if self.item.kind == self.item.Kind.POST:
            return see_other("desk:post_letter", pk)
        return self._show(request, self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Finish it."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            finish_work(self.item, outcome=form.cleaned_data["outcome"], by=self.actor, at=now())
        except RuleViolation as refusal:
            form.add_error(None, refusal.message)
            return self._show(request, form, status=409)
        messages.success(request, "De taak is gedaan.")
        return see_other("desk:tasks")

    def _form(self, data: Any = None) -> FinishForm:
        return FollowUpForm(data) if self.item.kind == self.item.Kind.RECOMMENDATION else FinishForm(data)

    def _show(self, request: HttpRequest, form: FinishForm, *, status: int = 200) -> HttpResponse:
        dossier = self.item.dossier
        url = dossier_url(dossier.kind, dossier.reference) if _seen(self.item) else ""
        advice = recommendation_behind(self.item.pk) if self.item.kind == self.item.Kind.RECOMMENDATION else ""
        context = {"form": form, "item": self.item, "advice": advice, "url": url, "today": today()}
        return render(request, "desk/finish_task.html", context, status=status)
