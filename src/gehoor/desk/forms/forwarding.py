"""What the coordinator adds to what the ombudsman sent by letter or mail."""

from typing import Any

from django import forms

from gehoor.desk.forms.dossiers import Choices, choose, whole
from gehoor.web.fields import day_field
from gehoor.web.forwarding import ForwardForm, mail_field

_BY = [("letter", "brief"), ("email", "e-mail"), ("phone", "telefoon")]


class RegisterForwardedForm(ForwardForm):
    """The same, with how and when it came, about whom, and where the ombudsman reads how it ended."""

    medium = forms.ChoiceField(label="Hoe stuurde de ombudsman het?", choices=_BY)
    received_on = day_field("Wanneer kwam het bij de stad aan?", required=True, missing="Kies de dag.")
    department = forms.TypedChoiceField(label="Over welke dienst?", required=False, coerce=whole, empty_value=None)
    notice_to = mail_field(
        "E-mailadres van de ombudsman",
        missing="Vul het e-mailadres in waar de ombudsman de afloop leest.",
        hint="Is de klacht afgesloten, dan krijgt dit adres vanzelf bericht.",
    )

    def __init__(self, *args: Any, departments: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "department", departments, "Nog niet duidelijk")
