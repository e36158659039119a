"""Which mail a machine sent: it gets no answer and opens nothing (I-36; attack 9)."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as sent

from gehoor.correspondence.models import Message
from gehoor.correspondence.post import hand_over
from gehoor.dossiers.actions.messages import write_to_reporter
from gehoor.dossiers.models import Dossier
from gehoor.mailroom.apart.mail import Mail, Report
from gehoor.mailroom.automatic import Verdict, delivery_verdict, may_be_answered, why_automatic
from gehoor.mailroom.models import Outcome
from gehoor.mailroom.reasons import why_not_arrived
from tests.city import MONDAY, City
from tests.mailroom.conftest import TakeIn
from tests.mailroom.mails import mail
from tests.people import SARA

OURS = {"info@vaartberg.example"}


def _mail(**values: object) -> Mail:
    return Mail(**{"from_address": "amina@voorbeeld.example", "subject": "Lamp", **values})  # type: ignore[arg-type]


MACHINES = {
    "auto-submitted": _mail(marks={"auto-submitted": "auto-generated"}),
    "an automatic reply": _mail(marks={"auto-submitted": "auto-replied; type=x"}),
    "a null sender": _mail(marks={"return-path": "<>"}),
    "a list": _mail(marks={"list-id": "<buren.voorbeeld.example>"}),
    "bulk": _mail(marks={"precedence": "bulk"}),
    "a newsletter": _mail(marks={"list-unsubscribe": "<https://x.example>", "precedence": "x"}),
    "a report": _mail(content_type="multipart/report"),
    "ourselves": _mail(from_address="Info@Vaartberg.example"),
    "a mail server": _mail(from_address="MAILER-DAEMON@mx.voorbeeld.example"),
    "DMARC": _mail(subject="Report domain: vaartberg.example Submitter: google.com Report-ID: 123"),
    "away (nl)": _mail(subject="Automatisch antwoord: Lamp"),
    "away (nl, Outlook)": _mail(subject="Afwezigheidsbericht: Lamp"),
    "away (fr)": _mail(subject="Réponse automatique : Lampe"),
    "away (en)": _mail(subject="Out of office: Lamp"),
    "an autoresponder": _mail(marks={"x-autoreply": "yes"}),
}
PEOPLE = {
    "anybody": _mail(),
    "somebody whose program says no": _mail(marks={"auto-submitted": "no"}),
    "somebody who answers an automatic reply": _mail(subject="RE: Automatisch antwoord: Lamp"),
    "somebody who writes about one": _mail(subject="Waarom kreeg ik een automatisch antwoord?"),
    "somebody who is absent": _mail(subject="Mijn vuilnis was afwezig"),
    "somebody with a return path": _mail(marks={"return-path": "<amina@voorbeeld.example>"}),
}


@pytest.mark.parametrize("what", MACHINES)
def test_a_machine_is_known(what: str) -> None:
    assert why_automatic(MACHINES[what], OURS)


@pytest.mark.parametrize("who", PEOPLE)
def test_a_person_is_not_taken_for_a_machine(who: str) -> None:
    assert not why_automatic(PEOPLE[who], OURS)


@pytest.mark.parametrize("address", ["noreply@x.example", "no-reply+a@x.example", "niet-antwoorden@x.example", ""])
def test_who_does_not_read_gets_no_acknowledgement(address: str) -> None:
    assert not may_be_answered(_mail(from_address=address))
    assert may_be_answered(_mail(from_address="noreen@x.example"))


@pytest.mark.parametrize(
    ("mail_", "verdict"),
    [
        (_mail(reports=(Report("failed", "5.1.1"),)), Verdict.FAILED),
        (_mail(reports=(Report("delivered"), Report("failed", "5.2.2"))), Verdict.FAILED),
        (_mail(reports=(Report("delayed", "4.4.1"),)), Verdict.DELAYED),
        (_mail(reports=(Report("relayed", "2.0.0"),)), Verdict.ARRIVED),
        (_mail(from_address="postmaster@x.example", subject="Onbestelbaar: Lamp"), Verdict.FAILED),
        (_mail(from_address="postmaster@x.example", subject="Niet-bestelbaar: Lamp"), Verdict.FAILED),
        (_mail(from_address="mailer-daemon@x.example", subject="failure notice"), Verdict.FAILED),
        (_mail(from_address="mailer-daemon@x.example", subject="Warning: message delayed 4 hours"), Verdict.DELAYED),
        (_mail(marks={"x-failed-recipients": "x@x.example"}, subject="Mail delivery failed"), Verdict.FAILED),
        (_mail(subject="Onbestelbaar: mijn pakje"), ""),
    ],
)
def test_what_a_mail_server_says_is_understood(mail_: Mail, verdict: str) -> None:
    assert delivery_verdict(mail_)[0] == verdict


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ("5.1.1 smtp; 550 5.1.1 No such user", "het adres bestaat niet (meer)"),
        ("552 5.2.2 mailbox full", "de mailbox is vol"),
        ("5.7.26 unauthenticated", "de mailserver van de ontvanger weigert onze e-mails"),
        ("550", "het adres bestaat niet of weigert"),
        ("ConnectionRefusedError", ""),
    ],
)
def test_the_reason_is_in_words(failure: str, words: str) -> None:
    assert why_not_arrived(failure) == words


@pytest.mark.parametrize(
    "headers",
    [{"Auto-Submitted": "auto-replied"}, {"List-Id": "<x.example>"}, {"Precedence": "junk"}, {"Return-Path": "<>"}],
)
def test_mail_of_a_machine_gets_nothing_back(take_in: TakeIn, headers: dict[str, str]) -> None:
    row = take_in(mail(**{name.replace("-", "_"): value for name, value in headers.items()}))
    assert row.outcome == Outcome.AUTOMATIC
    assert not Dossier.objects.exists()
    assert not Message.objects.exists()


def test_two_cities_do_not_go_on_answering_each_other(take_in: TakeIn) -> None:
    """What we send says that a machine sent it, so that what another Gehoor receives from us opens nothing there, nor the other way."""
    row = take_in(mail(sender="Stad Elders <gehoor@elders.example>"))
    assert row.dossier is not None
    letter = Message.objects.get(thread=row.dossier.thread, letter="received")
    hand_over(letter, "x")
    [ours] = sent.outbox
    there = take_in(ours.message().as_bytes().replace(b"gehoor@vaartberg.example", b"gehoor@elders.example"))
    assert message_from_bytes(ours.message().as_bytes(), policy=policy.default)["Auto-Submitted"] == "auto-generated"
    assert there.outcome == Outcome.AUTOMATIC
    assert Message.objects.filter(direction="out").count() == 1


def test_what_somebody_of_the_city_wrote_is_no_mail_of_a_machine(city: City, take_in: TakeIn) -> None:
    row = take_in(mail())
    assert row.dossier is not None
    message = write_to_reporter(row.dossier, text="Welke lamp?", by=city.actor(SARA), at=MONDAY)
    hand_over(message, "x")
    [ours] = sent.outbox
    assert "Auto-Submitted" not in ours.message()


def test_who_gets_many_acknowledgements_in_a_day_waits_longer_for_the_next_and_loses_none(take_in: TakeIn) -> None:
    for number in range(13):
        take_in(mail(f"Dit is een automaat zonder kenmerk. {number}", number=str(number)))
    waits = list(Message.objects.filter(letter="received").order_by("pk").values_list("retry_at", flat=True))
    assert waits[:10] == [MONDAY] * 10
    assert waits[10:] == [MONDAY + timedelta(hours=hours) for hours in (1, 2, 3)]
