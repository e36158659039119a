"""The page of one act: a short form with what it does in words, and the way back.

A page and not a panel: it works on a phone and without scripts, and a refusal keeps everything typed.
"""

from contextlib import AbstractContextManager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from gehoor.desk.doors import enter
from gehoor.desk.forms.dossiers import OnVersion
from gehoor.desk.rows import dossier_url, step_of
from gehoor.desk.views.dossiers import draft_arrived, on_this_version, status_of
from gehoor.dossiers.actions.moving import only_if_unchanged
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import today
from gehoor.kernel.errors import Conflict, NotFound, RuleViolation

if TYPE_CHECKING:
    from gehoor.dossiers.models import Dossier

_LAST = "desk.last_act"


class Act(View):
    """The page of one act. A subclass says what it is about, what the form is and what it does."""

    title: ClassVar[str]
    button: ClassVar[str]
    explains: ClassVar[str] = ""
    back: ClassVar[str] = "Terug naar het dossier"
    takes_files: ClassVar[bool] = False

    actor: Actor
    dossier: "Dossier"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Through the door first, then the right to do this."""
        away = enter(request)
        if away is not None:
            return away
        self.actor = request.actor  # type: ignore[attr-defined]
        self.find()
        self.check_rights()
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """Go through the door of what this is about, as it is now. Raises NotFound."""
        raise NotImplementedError

    def check_rights(self) -> None:
        """Raise NotAllowed for who may never do this here."""
        raise NotImplementedError

    def explanation(self) -> str:
        """What it does, in one or two plain sentences."""
        return self.explains

    def form(self, data: Any = None) -> forms.Form:
        """The form, empty or with what was posted."""
        raise NotImplementedError

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Do it, in the transaction that claimed the dossier; the sentence for the next page. Raises RuleViolation."""
        raise NotImplementedError

    def after(self) -> HttpResponse:
        """Where to go when it is done."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """What every form begins with."""
        return {"version": self.dossier.version}

    def claim(self, form: forms.Form) -> AbstractContextManager[None]:
        """One transaction for all of it, or Conflict when somebody else was first."""
        return only_if_unchanged(self.dossier, form.cleaned_data["version"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form."""
        return self.show(request, self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Do it, or show why not with everything typed."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        try:
            with self.claim(form):
                done = self.perform(request, form.cleaned_data)
        except RuleViolation as refusal:
            return self.refuse(request, form, refusal)
        messages.success(request, done)
        request.session[_LAST] = self.trace(request)
        draft_arrived(request, self.draft_key())
        return self.after()

    def refuse(self, request: HttpRequest, form: forms.Form, refusal: RuleViolation) -> HttpResponse:
        """The page again with the reason and everything typed; a second click on what is done is no mistake."""
        if isinstance(refusal, NotFound):
            raise refusal
        if self.was_done(request):
            messages.info(request, "Dit was al gebeurd. Je klikte misschien twee keer.")
            return self.after()
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        if request.FILES:
            form.add_error(None, "Kies je bestanden opnieuw: de browser onthoudt ze niet.")
        return self.show(request, form, status=status_of(refusal), changed=isinstance(refusal, Conflict))

    def trace(self, request: HttpRequest) -> str:
        """What was posted here, in short: the same words twice are one act."""
        posted = sorted((name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken")
        return f"{self.draft_key()}-{sha256(repr(posted).encode()).hexdigest()}"

    def was_done(self, request: HttpRequest) -> bool:
        """Whether this very post succeeded just now: the session is read anew, the first click may have ended only now."""
        key = request.session.session_key
        kept: SessionBase = type(request.session)(key)
        return bool(key) and kept.get(_LAST) == self.trace(request)

    def draft_key(self) -> str:
        """Under which the browser keeps what is typed here."""
        return f"{self.dossier.reference}-{self.__class__.__name__.lower()}"

    def show(self, request: HttpRequest, form: forms.Form, *, status: int = 200, changed: bool = False) -> HttpResponse:
        """The page."""
        if form.is_bound and isinstance(form, OnVersion):
            self.find()
            form = on_this_version(form, self.dossier)
        context = self.head() | {
            "act": self,
            "form": form,
            "today": today(),
            "changed": changed,
            "draft_key": self.draft_key(),
            **self.more(form),
        }
        return render(request, self.template(), context, status=status)

    def head(self) -> dict[str, Any]:
        """What stands above the form: the dossier in one line, and the way back."""
        return {
            "dossier": self.dossier,
            "kind": KIND_LABELS[Kind(self.dossier.kind)],
            "step": step_of(self.dossier),
            "url": dossier_url(self.dossier.kind, self.dossier.reference),
        }

    def template(self) -> str:
        """The template; most acts share one."""
        return "desk/act.html"

    def more(self, form: forms.Form) -> dict[str, Any]:
        """What else the template shows."""
        return {}
