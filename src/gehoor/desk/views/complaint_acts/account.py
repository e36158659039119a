"""The page of a department that is asked for its side: the question, the date, its answer. Never the complaint."""

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from gehoor.complaints.access import account_for
from gehoor.complaints.actions import give_account
from gehoor.complaints.procedure import OPEN_STEPS
from gehoor.complaints.queries import account_page
from gehoor.desk.doors import see_other
from gehoor.desk.forms.complaints import AccountForm
from gehoor.desk.views.act import Act
from gehoor.desk.views.dossiers import take_draft_done
from gehoor.kernel.clock import now, today
from gehoor.organisation.access import require
from gehoor.web.clocks import shown

if TYPE_CHECKING:
    from gehoor.complaints.models import Account


class AccountPage(Act):
    """The question to a department; it answers once."""

    title = "Vraag aan je dienst over een klacht"
    button = "Geef dit relaas"
    back = "Naar de wachtrij"

    account: "Account"

    def find(self) -> None:
        """Through the door of the question."""
        self.account = account_for(self.actor, self.kwargs["pk"], at=now())

    def check_rights(self) -> None:
        """The door asked already; ask again for the department."""
        require(self.actor, "complaints.account", department_id=self.account.department_id)

    def initial(self) -> dict[str, Any]:
        """No version: the department does not see the complaint, so it does not see it change."""
        return {}

    def claim(self, form: forms.Form) -> AbstractContextManager[None]:
        """The question itself takes one answer only."""
        return transaction.atomic()

    def form(self, data: Any = None) -> forms.Form:
        """The account in words."""
        return AccountForm(data)

    def perform(self, request: HttpRequest, values: dict[str, Any]) -> str:
        """Give it."""
        give_account(self.account, text=values["text"], by=self.actor, at=now())
        return "Je relaas is bij de behandelaar van de klacht. Bedankt."

    def after(self) -> HttpResponse:
        """The same page, now with the answer."""
        return see_other("desk:account", self.account.pk)

    def draft_key(self) -> str:
        """Of this question."""
        return f"klachtvraag-{self.account.pk}"

    def head(self) -> dict[str, Any]:
        """Nothing of the complaint."""
        return {}

    def template(self) -> str:
        """A page of its own."""
        return "desk/complaint_acts/account.html"

    def more(self, form: forms.Form) -> dict[str, Any]:
        """The question, the clock with its proof, the answer when there is one."""
        if form.is_bound:
            self.find()
        asked = account_page(self.account)
        complaint = self.account.complaint
        return {
            "account": asked,
            "draft_done": take_draft_done(self.request),
            "clock": shown([asked.clock], today=today())[0],
            "too_late": asked.is_open and complaint.step not in OPEN_STEPS,
            "handles": asked.is_open and complaint.handler_id == self.actor.id,
        }
