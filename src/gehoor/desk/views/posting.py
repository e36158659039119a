"""A letter that has to leave on paper: to read, to print with a link of its own, to say that it is in the post."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from gehoor.complaints.access import complaint_for
from gehoor.correspondence.letters import LINK_MARK
from gehoor.correspondence.links import address
from gehoor.desk.doors import enter, see_other
from gehoor.desk.forms.dossiers import OtherwiseForm
from gehoor.desk.rows import dossier_url
from gehoor.desk.views.dossiers import status_of
from gehoor.dossiers.access import NO_SUCH_TASK, letter_for
from gehoor.dossiers.actions.messages import addressee_of
from gehoor.dossiers.actions.posting import link_for_paper, post_letter, reach_otherwise, require_finish
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import Conflict, NotFound, RuleViolation

_LATER = "(Hier komt het adres van de volgpagina, met een code die alleen op deze brief staat.)"


class PaperLetter(View):
    """The letter as it will lie in the envelope, and the button for when it is posted."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Through the door of the task, and of the dossier; then the right to do it."""
        away = enter(request)
        if away is not None:
            return away
        self.actor: Actor = request.actor  # type: ignore[attr-defined]
        self.item = letter_for(self.actor, kwargs["pk"])
        if self.item.dossier.kind == Kind.COMPLAINT:
            complaint_for(self.actor, self.item.dossier.reference, at=now(), why="brief per post")
        require_finish(self.actor, self.item)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The letter, without its link: looking makes none."""
        return self.show(request, OtherwiseForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """It is in the post."""
        try:
            post_letter(self.item, by=self.actor, at=now())
        except Conflict as refusal:
            messages.info(request, refusal.message)
            return see_other("desk:post_letter", pk)
        messages.success(request, "De brief is verstuurd per post. De taak is gedaan.")
        return see_other("desk:tasks")

    def show(self, request: HttpRequest, form: OtherwiseForm, *, token: str = "", status: int = 200) -> HttpResponse:
        """The page; ``token``: of the link that stands in this print."""
        message, dossier = self.item.message, self.item.dossier
        if message is None:
            raise NotFound(NO_SUCH_TASK)
        link = address(token) if token else _LATER
        context = {
            "item": self.item,
            "message": message,
            "text": f"{message.body.replace(LINK_MARK, link).rstrip()}\n\n{message.signature}".rstrip(),
            "to": addressee_of(dossier),
            "printable": bool(token),
            "form": form,
            "url": dossier_url(dossier.kind, dossier.reference),
            "today": today(),
        }
        return render(request, "desk/post_letter.html", context, status=status)


class PrintedLetter(PaperLetter):
    """The letter ready to print: the link in it is made now and shown this once."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make the link and show the letter with it."""
        try:
            token = link_for_paper(self.item, by=self.actor, at=now())
        except Conflict as refusal:
            messages.info(request, refusal.message)
            return see_other("desk:post_letter", pk)
        return self.show(request, OtherwiseForm(), token=token)


class ReachedOtherwise(PaperLetter):
    """No letter after all: how the reporter came to know."""

    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Finish the task in words."""
        form = OtherwiseForm(request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        try:
            reach_otherwise(self.item, outcome=form.cleaned_data["outcome"], by=self.actor, at=now())
        except RuleViolation as refusal:
            form.add_error(None, refusal.message)
            return self.show(request, form, status=status_of(refusal))
        messages.success(request, "De taak is gedaan.")
        return see_other("desk:tasks")
