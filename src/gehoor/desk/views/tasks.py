"""What has to be done beside answering: callbacks, tasks, recommendations, what was promised."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from gehoor.complaints.access import complaint_for
from gehoor.complaints.actions import keep_commitment
from gehoor.complaints.queries import recommendation_behind
from gehoor.complaints.questions import question_behind
from gehoor.desk.doors import enter, see_other, staff_only
from gehoor.desk.forms.commitments import KeptForm
from gehoor.desk.forms.dossiers import FinishForm, FollowUpForm
from gehoor.desk.rows import dossier_url
from gehoor.dossiers.access import NO_SUCH_TASK, work_item_for
from gehoor.dossiers.actions.correcting import finish_work
from gehoor.dossiers.actions.messages import addressee_of
from gehoor.dossiers.actions.posting import require_finish, to_paper
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.lists import work_for
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, NotFound, RuleViolation
from gehoor.mailroom.access import troubled_mailboxes_for
from gehoor.mailroom.reasons import why_not_arrived
from gehoor.mishaps.queries import report_behind
from gehoor.organisation.queries import standing_in

if TYPE_CHECKING:
    from gehoor.correspondence.models import Message


@staff_only
def tasks(request: HttpRequest) -> HttpResponse:
    """The open tasks of the person and those of the department that nobody took."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = work_for(actor)
    mine = [_task(item) for item in found if item.assignee_id == actor.id]
    theirs = [_task(item) for item in found if item.assignee_id in actor.stands_in_for]
    free = [_task(item) for item in found if item.assignee_id is None]
    others = [_task(item) for item in found if item.assignee_id not in {None, *actor.does_work_of}]
    groups = [
        ("Van mij", mine),
        ("Van wie je vervangt", theirs),
        ("Van mijn dienst, nog van niemand", free),
        ("Van een collega, voor wie kan", others),
    ]
    works = bool(actor.scope("dossiers.work") or actor.scope("dossiers.view"))
    context = {
        "standing_in": standing_in(actor, today()),
        "groups": [group for group in groups if group[1]],
        "works": works,
        "today": today(),
        "failing": troubled_mailboxes_for(actor, at=now()),
        "manages": bool(actor.scope("organisation.manage")),
    }
    return render(request, "desk/tasks.html", context)


def _task(item: Any) -> dict[str, Any]:
    return {"item": item, "url": dossier_url(item.dossier.kind, item.dossier.reference) if _seen(item) else ""}


def _seen(item: Any) -> bool:
    return bool(item.dossier_seen)


def _to_reporter(item: Any) -> bool:
    """The message of this task went to the citizen: a question outside does not go on paper."""
    return item.message is not None and bool(item.message.thread_id == item.dossier.thread_id)


class FinishTask(View):
    """Say what came of a task."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Through the door first."""
        away = enter(request)
        if away is not None:
            return away
        self.actor: Actor = request.actor  # type: ignore[attr-defined]
        self.enter(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def enter(self, pk: int) -> None:
        """The task, if this person may see it."""
        self.item = work_item_for(self.actor, pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form; a letter to post has a page of its own."""
        if self.item.kind == self.item.Kind.POST:
            return see_other("desk:post_letter", pk)
        if self.item.kind == self.item.Kind.QUESTION:
            return see_other("desk:complaint_question", self.item.dossier.reference, question_behind(pk))
        if self.item.kind == self.item.Kind.BREACH:
            return see_other("desk:breach", report_behind(pk))
        return self._show(request, self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Finish it."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(request, form, status=422)
        try:
            self._finish(form.cleaned_data["outcome"])
        except RuleViolation as refusal:
            form.add_error(None, refusal.message)
            return self._show(request, form, status=409)
        told = " De klager krijgt bericht." if self.item.kind == self.item.Kind.COMMITMENT else ""
        messages.success(request, f"De taak is gedaan.{told}")
        return see_other("desk:tasks")

    def _finish(self, outcome: str) -> None:
        """Done; what was promised to a complainant is told to that complainant."""
        if self.item.kind == self.item.Kind.COMMITMENT:
            keep_commitment(self.item, word=outcome, by=self.actor, at=now())
        else:
            finish_work(self.item, outcome=outcome, by=self.actor, at=now())

    def _lost(self) -> "Message | None":
        """The mail that did not arrive and can go on paper: for who may read the dossier."""
        item = self.item
        open_and_seen = item.kind == item.Kind.MAIL_FAILED and not item.done_at and _seen(item)
        return item.message if open_and_seen and _to_reporter(item) else None

    def _form(self, data: Any = None) -> FinishForm:
        if self.item.kind == self.item.Kind.COMMITMENT:
            return KeptForm(data)
        return FollowUpForm(data) if self.item.kind == self.item.Kind.RECOMMENDATION else FinishForm(data)

    def _show(self, request: HttpRequest, form: FinishForm, *, status: int = 200) -> HttpResponse:
        dossier = self.item.dossier
        url = dossier_url(dossier.kind, dossier.reference) if _seen(self.item) else ""
        advice = recommendation_behind(self.item.pk) if self.item.kind == self.item.Kind.RECOMMENDATION else ""
        context = {"form": form, "item": self.item, "advice": advice, "url": url, "today": today()}
        lost = self._lost()
        if lost is not None:
            context |= {"lost": lost, "why": why_not_arrived(lost.failure), "to": addressee_of(dossier)}
        return render(request, "desk/finish_task.html", context, status=status)


class OnPaper(FinishTask):
    """A mail that did not arrive goes on paper: the task is now to post it."""

    http_method_names = ("post", "options")

    def enter(self, pk: int) -> None:
        """Through the door of the dossier too; then the right to do it."""
        super().enter(pk)
        if not _seen(self.item) or self.item.message is None or not _to_reporter(self.item):
            raise NotFound(NO_SUCH_TASK)
        if self.item.dossier.kind == Kind.COMPLAINT:
            complaint_for(self.actor, self.item.dossier.reference, at=now(), why="brief per post")
        require_finish(self.actor, self.item)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a letter of it, and open that."""
        try:
            to_paper(self.item, by=self.actor, at=now())
        except Conflict as refusal:
            messages.info(request, refusal.message)
        else:
            messages.success(request, "De mail is nu een brief. Druk hem af en doe hem op de post.")
        return see_other("desk:finish_task", pk)
