"""*Er ging iets mis*: one question on a page, then what will happen, then it happens. And what the DPO says of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View
from django.views.decorators.http import require_http_methods

from gehoor.desk.doors import DeskRequest, enter, see_other, staff_only
from gehoor.desk.forms import mishaps as shapes
from gehoor.desk.rows import dossier_url, step_of
from gehoor.desk.views.dossiers import status_of
from gehoor.dossiers.actions.moving import only_if_unchanged
from gehoor.dossiers.lifecycle import KIND_LABELS, Kind
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotFound, RuleViolation
from gehoor.mishaps import rules
from gehoor.mishaps.access import is_formal, place_for, report_for, reports_for, said_in
from gehoor.mishaps.actions.reporting import Judgement, Question, judge_breach
from gehoor.mishaps.actions.setting_right import Correction, check_target, require_writing, set_right

_TITLES = {
    "wrong": "Er ging iets mis",
    rules.FILES: "Welk bestand?",
    rules.WHERE: "In welk dossier hoort het?",
    rules.BREACH: "Is dit een datalek?",
    rules.TOLD: "Wat moet de DPO weten?",
    rules.CHECK: "Dit gaat er gebeuren",
}


class Guide(View):
    """The questions about one message. What was answered travels along in the form; nothing is kept until the end."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Through the door of the dossier, then the right to write in it."""
        away = enter(request)
        if away is not None:
            return away
        self.actor: Actor = request.actor  # type: ignore[attr-defined]
        self.find()
        require_writing(self.dossier.reference, by=self.actor, at=now())
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """The dossier and the message, as they are now."""
        self.dossier = place_for(self.actor, self.kwargs["reference"], at=now())
        self.said = said_in(self.dossier, self.kwargs["message_id"])
        self.formal = is_formal(self.said.message)
        self.files = [file for file in self.said.files if file.withdrawn_at is None]
        direction = self.said.message.direction
        self.possible = rules.possible(direction, formal=self.formal, files=len(self.files))

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The first question."""
        return self.show(request, "wrong", self.form("wrong", None), {})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The next question, the one before, or do it."""
        data: dict[str, Any] = {}
        for name in self.course(request.POST):
            form = self.form(name, request.POST)
            if request.POST.get("back") == name:
                return self.show(request, name, form, data, fresh=True)
            if name not in self.answered(request):
                return self.show(request, name, self.form(name, None), data)
            if not form.is_valid() or not self.fits(name, form):
                return self.show(request, name, form, data, status=422)
            data |= form.cleaned_data
        return self.finish(request, form, data)

    def answered(self, request: HttpRequest) -> list[str]:
        """The pages that were filled in, this one last."""
        return [*request.POST.getlist("done"), request.POST.get("page", "")]

    def course(self, data: Any) -> tuple[str, ...]:
        """The pages in order, as far as the answers say."""
        asked = rules.questions(data.get("wrong", ""), data.get("doubt", ""), formal=self.formal)
        return ("wrong", *asked)

    def fits(self, name: str, form: forms.Form) -> bool:
        """Whether the dossier it goes to is one this person may write in."""
        if name != rules.WHERE or not form.cleaned_data["target"].strip():
            return True
        try:
            form.cleaned_data["target"] = check_target(
                self.dossier.reference, form.cleaned_data["target"], by=self.actor, at=now()
            )
        except RuleViolation as refusal:
            form.add_error("target", refusal.message)
            return False
        return True

    def form(self, name: str, data: Any) -> forms.Form:
        """The form of one page."""
        if name == "wrong":
            first = self.possible[0].value if len(self.possible) == 1 else None
            return shapes.Wrong(data, possible=self.possible, initial={"wrong": first})
        if name == rules.FILES:
            return shapes.Files(data, files=[(file.public_id, file.name) for file in self.files])
        if name == rules.WHERE:
            wrong = self.request.POST.get("wrong")
            form = shapes.Where(data, needed=wrong == rules.Wrong.DOSSIER)
            if wrong == rules.Wrong.PERSON:
                form.fields[
                    "target"
                ].help_text = "Ken je het nummer? Dan staat je tekst daar klaar. Anders laat je dit leeg."
            return form
        if name == rules.BREACH:
            return shapes.Breach(data)
        if name == rules.TOLD:
            return shapes.Told(data, initial={"since_on": self.said.message.at.date()})
        form_of_all = shapes.Check(data, initial={"version": self.dossier.version})
        if not self.may_write_again():
            del form_of_all.fields["again"]
        return form_of_all

    def may_write_again(self) -> bool:
        """Whether the text can stand ready here."""
        ours = self.said.message.direction == "out" and not self.formal and self.dossier.is_open
        return ours and self.request.POST.get("wrong") in (rules.Wrong.FILE, rules.Wrong.CONTENT)

    def finish(self, request: HttpRequest, form: forms.Form, data: dict[str, Any]) -> HttpResponse:
        """Do it; a refusal keeps everything typed."""
        try:
            with only_if_unchanged(self.dossier, data["version"]):
                set_right(self.dossier.reference, self.kwargs["message_id"], _correction(data), by=self.actor, at=now())
        except NotFound:
            raise
        except RuleViolation as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.show(request, rules.CHECK, form, data, status=status_of(refusal))
        told = " De DPO krijgt je melding." if data.get("happened") else ""
        messages.success(request, f"Het is rechtgezet. Het origineel blijft bewaard.{told}")
        page = "desk:complaint" if self.dossier.kind == Kind.COMPLAINT else "desk:dossier"
        return see_other(page, self.dossier.reference, anchor="nieuwste")

    def show(
        self,
        request: HttpRequest,
        name: str,
        form: forms.Form,
        data: dict[str, Any],
        *,
        status: int = 200,
        fresh: bool = False,
    ) -> HttpResponse:
        """One page, with what was answered before it."""
        course = self.course(request.POST)
        before = course[: course.index(name)]
        kept = [
            (field, value)
            for page in before
            for field in self.form(page, None).fields
            for value in request.POST.getlist(field)
        ]
        if fresh:
            form = self.form(name, None)
            for field in set(form.fields) & set(request.POST):
                form.initial[field] = request.POST.getlist(field) if field == "chosen" else request.POST[field]
        context = {
            "title": _TITLES[name],
            "page": name,
            "form": form,
            "kept": kept,
            "done": before,
            "back": before[-1] if before else "",
            "said": self.said,
            "formal": self.formal,
            "consequences": self.consequences(data) if name == rules.CHECK else [],
            "last": name == rules.CHECK,
            "dossier": self.dossier,
            "kind": KIND_LABELS[Kind(self.dossier.kind)],
            "step": step_of(self.dossier),
            "url": dossier_url(self.dossier.kind, self.dossier.reference),
            "today": today(),
        }
        return render(request, "desk/mishap.html", context, status=status)

    def consequences(self, data: dict[str, Any]) -> list[str]:
        """What will happen."""
        chosen = data.get("chosen") or []
        return rules.consequences(
            rules.Wrong(data["wrong"]),
            self.said.message.direction,
            formal=self.formal,
            delivery=self.said.message.delivery,
            seen=self.said.seen_at is not None,
            target=data.get("target", ""),
            doubt=data.get("doubt", ""),
            files=[file.name for file in self.files if file.public_id in chosen],
        )


def _correction(data: dict[str, Any]) -> Correction:
    asked = None
    if data.get("doubt") in (rules.Doubt.YES, rules.Doubt.UNSURE):
        asked = Question(
            data["doubt"] == rules.Doubt.YES, data["happened"], data["whom"], data["which"], data["since_on"]
        )
    return Correction(
        wrong=rules.Wrong(data["wrong"]),
        reason=data["reason"],
        files=[UUID(one) for one in data.get("chosen") or ()],
        target=data.get("target", ""),
        breach=asked,
        again=bool(data.get("again")),
    )


@staff_only
def breaches(request: DeskRequest) -> HttpResponse:
    """What waits for a judgement, and what was judged."""
    found = reports_for(request.actor)
    waiting = [one for one in found if one.judged_at is None]
    return render(request, "desk/breaches.html", {"waiting": waiting, "judged": found[len(waiting) :]})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def breach(request: DeskRequest, report_id: int) -> HttpResponse:
    """One report, with what the DPO says of it."""
    report = report_for(request.actor, report_id)
    form = shapes.Judgement(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                judge_breach(report, Judgement(**form.cleaned_data), by=request.actor, at=now())
            except RuleViolation as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
                status = status_of(refusal)
            else:
                messages.success(request, "Je oordeel is bewaard. De dienst ziet dat je oordeelde.")
                return see_other("desk:breaches")
    dossier = report.mishap.dossier
    context = {"report": report, "form": form, "url": dossier_url(dossier.kind, dossier.reference)}
    return render(request, "desk/breach.html", context, status=status)
