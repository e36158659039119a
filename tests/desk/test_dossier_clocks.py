"""The clock of a question or melding at the desk: what the regulation lets the department do, and what it refuses in words."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gehoor.correspondence.models import Message
from gehoor.dossiers import checks
from gehoor.dossiers.actions.messages import hear_reporter, write_to_reporter
from gehoor.dossiers.actions.own_clocks import pause_term
from gehoor.dossiers.lifecycle import Kind
from gehoor.dossiers.models import Deadline, DeadlineChange, Dossier
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now, today
from gehoor.kernel.errors import NotAllowed
from tests.city import City
from tests.people import DIRK, GREET, NELE, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]
Report = Callable[..., Dossier]
WHY = "De melder gaat akkoord met uitstel."


def due(dossier: Dossier) -> date | None:
    return Deadline.objects.get(dossier=dossier, ended_on=None).due_on


def act(client: Client, dossier: Dossier, name: str, term: str = "melding_answer", *more: int, **fields: object) -> int:
    url = reverse(f"desk:clock_{name}", args=[dossier.reference, term, *more])
    version = Dossier.objects.get(pk=dossier.pk).version
    return client.post(url, {"version": version, **fields}).status_code


def test_the_department_stops_the_clock_of_a_melding_and_the_reporter_hears_it(report: Report, sign_in: SignIn) -> None:
    dossier, client = report(department="reiniging", days_ago=2), sign_in(NELE)
    before = due(dossier)
    page = client.get(reverse("desk:dossier", args=[dossier.reference])).content.decode()
    assert "Zet de klok stil" in page
    assert "Verleng de termijn" in page
    assert act(client, dossier, "pause", reason="Vakantie") == 422
    assert act(client, dossier, "pause", reason=WHY) == 303
    letter = Message.objects.get(letter="term_paused")
    assert "De klok van je melding" in letter.subject
    assert WHY.rstrip(".") in letter.body
    assert DeadlineChange.objects.get().notice == letter
    assert Dossier.objects.get(pk=dossier.pk).is_paused
    assert act(client, dossier, "resume") == 303
    assert due(dossier) == before
    assert Message.objects.filter(letter="term_resumed").count() == 1
    assert list(checks.problems()) == []


def test_a_melding_gets_more_time_once_and_it_is_taken_back(report: Report, sign_in: SignIn) -> None:
    dossier, client = report(department="reiniging"), sign_in(NELE)
    before = due(dossier)
    assert act(client, dossier, "extend", amount="30", reason="Veel werk") == 422
    assert act(client, dossier, "extend", amount="5", reason="") == 422
    assert act(client, dossier, "extend", amount="5", reason="De kraan is stuk.") == 303
    assert act(client, dossier, "extend", amount="5", reason="Nog eens.") == 409
    assert "We verlengen de termijn voor: antwoord op de melding" in Message.objects.get(letter="term_extended").body
    after = due(dossier)
    assert before is not None
    assert after is not None
    assert after > before
    assert act(client, dossier, "take_back", "melding_answer", DeadlineChange.objects.get().pk) == 303
    assert due(dossier) == before
    assert Message.objects.filter(letter="extension_taken_back").count() == 1


def test_a_first_line_that_the_regulation_lets_nobody_stop_says_so(report: Report, sign_in: SignIn) -> None:
    dossier = report(department="reiniging", first_line=True)
    page = sign_in(GREET).get(reverse("desk:clock_pause", args=[dossier.reference, "first_line"])).content.decode()
    assert "Het reglement laat niet toe om deze termijn te schorsen." in page
    assert act(sign_in(GREET), dossier, "pause", "first_line", reason=WHY) == 409
    assert act(sign_in(GREET), dossier, "extend", "first_line", amount="5", reason="Druk.") == 422
    assert not DeadlineChange.objects.exists()


def test_who_only_reads_the_dossier_does_not_move_its_clock(city: City, report: Report, sign_in: SignIn) -> None:
    dossier = report(department="reiniging")
    with pytest.raises(NotAllowed, match="Volgens het reglement"):
        pause_term(dossier, "melding_answer", reason=WHY, by=city.actor(DIRK), at=now())
    assert (
        "Zet de klok stil" not in sign_in(DIRK).get(reverse("desk:dossier", args=[dossier.reference])).content.decode()
    )


def test_while_the_reporter_is_asked_something_the_clock_stands_where_the_regulation_lets_it(
    city: City, report: Report
) -> None:
    dossier = report(department="reiniging", days_ago=4)
    before, begin = due(dossier), now() - timedelta(days=3)
    message = write_to_reporter(dossier, text="Welk huisnummer?", asks=True, by=city.actor(NELE), at=begin)
    assert due(dossier) is None
    assert DeadlineChange.objects.get().notice == message
    assert "staat onze klok stil" in message.body
    reporter = Actor(kind=ActorKind.CITIZEN, dossier_ids=frozenset({dossier.pk}))
    hear_reporter(dossier, text="Nummer 9.", by=reporter, at=now())
    assert before is not None
    assert (due(dossier) or before) >= before
    assert DeadlineChange.objects.get().until == today()
    assert list(checks.problems()) == []


def test_a_question_whose_clock_may_not_stand_still_runs_on_while_somebody_is_asked(city: City, report: Report) -> None:
    dossier = report(department="reiniging", kind=Kind.QUESTION)
    before = due(dossier)
    message = write_to_reporter(dossier, text="Welk huisnummer?", asks=True, by=city.actor(NELE), at=now())
    assert due(dossier) == before
    assert "klok" not in message.body
