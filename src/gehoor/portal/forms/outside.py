"""What somebody outside the city fills in on the page of a question."""

from django import forms

from gehoor.dossiers.actions.messages import LONGEST_MESSAGE
from gehoor.portal.fields import Words
from gehoor.portal.forms.tracking import Ticket


class AnswerForm(forms.Form):
    """The answer."""

    text = Words(label="Je antwoord", longest=LONGEST_MESSAGE, rows=8)
    ticket = Ticket()


class DeclineForm(forms.Form):
    """It is not for them, and who it may be for."""

    text = Words(
        label="Weet je voor wie het wel is?",
        help_text="Zo komen we sneller bij de juiste persoon.",
        longest=LONGEST_MESSAGE,
        rows=3,
    )
    ticket = Ticket()
