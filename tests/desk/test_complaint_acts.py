"""The acts on a complaint from their pages: what each does, and its refusal beside it. Every move: ``test_complaint_moves``."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gehoor.complaints import actions
from gehoor.complaints.models import Account, Complaint, Decision, Declaration, Override, Proposal, Referral
from gehoor.complaints.procedure import Step
from gehoor.correspondence.models import Attachment, Message
from gehoor.desk.urls.complaint_acts import urlpatterns
from gehoor.dossiers.models import Bar, Deadline, Dossier
from gehoor.kernel.clock import now
from tests import people
from tests.city import City
from tests.complaints import course as way
from tests.complaints.course import Course
from tests.desk.complaint_days import AGO, at_step
from tests.people import DIRK, GREET, HILDE, JORIS, KOEN, LIES, NELE, RITA, THOMAS, WOUTER, Somebody

pytestmark = pytest.mark.django_db
SignIn = Callable[[Somebody], Client]


def address(course: Course, act: str, *args: object) -> str:
    return reverse(f"desk:complaint_{act}", args=[course.complaint.dossier.reference, *args])


def post(client: Client, course: Course, act: str, *args: object, **values: Any) -> tuple[int, str]:
    values.setdefault("version", Dossier.objects.get(pk=course.complaint.pk).version)
    answer = client.post(address(course, act, *args), values)
    return answer.status_code, answer.content.decode()


def form_of(client: Client, course: Course, act: str, *args: object) -> str:
    answer = client.get(address(course, act, *args))
    assert answer.status_code == 200
    return answer.content.decode()


def complaint(course: Course) -> Complaint:
    return Complaint.objects.select_related("dossier", "handler").get(pk=course.complaint.pk)


# Admissibility


def test_a_rejection_says_grounds_and_where_to_go_and_names_the_second_line(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    client = sign_in(GREET)
    form = form_of(client, course, "reject")
    assert "harde grond" in form
    assert "Richt je klacht tot de organisatie waarover ze gaat." in form
    status, _ = post(client, course, "reject", grounds=["niet_bevoegd", "geen_feiten"], reason="Het is van De Lijn.")
    assert status == 303
    decided = Decision.objects.get(complaint=course.complaint, move="reject")
    assert decided.grounds == ["niet_bevoegd", "geen_feiten"]
    letter = Message.objects.get(letter="rejected")
    assert "Het is van De Lijn." in letter.body
    assert "Richt je klacht tot de organisatie" in letter.body
    assert "Vlaamse Ombudsdienst" in letter.body


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": "Daarom."}, "Kies minstens één grond."),
        ({"grounds": ["geen_feiten"], "reason": "  "}, "Geef een reden."),
        ({"grounds": ["<script>"], "reason": "Daarom."}, "Kies uit de lijst."),
        ({"grounds": ["geen_feiten"], "reason": "x" * 20_001}, "te lang"),
    ],
)
def test_a_rejection_without_ground_or_reason_does_nothing(
    city: City, sign_in: SignIn, values: dict[str, Any], sentence: str
) -> None:
    course = way.lodged(city, at=AGO)
    status, page = post(sign_in(GREET), course, "reject", **values)
    assert status == 422
    assert sentence in page
    assert complaint(course).step == Step.ADMISSIBILITY
    assert not Message.objects.filter(letter="rejected").exists()


def test_the_letter_is_shown_before_it_leaves_and_showing_changes_nothing(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    client = sign_in(GREET)
    before = complaint(course).dossier.version
    shown = post(client, course, "reject", grounds=["niet_bevoegd"], reason="Van <b>De Lijn</b>.", toon="brief")[1]
    assert "Van &lt;b&gt;De Lijn&lt;/b&gt;." in shown
    assert "Je klacht gaat over iets waarvoor de stad niet bevoegd is." in shown
    assert "Vlaamse Ombudsdienst" in shown
    assert (complaint(course).step, complaint(course).dossier.version) == (Step.ADMISSIBILITY, before)


def test_a_question_stops_the_clock_and_the_answer_by_phone_starts_it(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    client = sign_in(GREET)
    assert "staat deze klok stil: antwoord op de klacht." in form_of(client, course, "ask_clarification")
    assert post(client, course, "ask_clarification", question="Welke dagen?")[0] == 303
    clock = Deadline.objects.get(dossier=course.complaint.pk, term="answer")
    assert clock.due_on is None
    status, page = post(client, course, "clarify", medium="duif", text="Elke maandag.")
    assert status == 422
    assert "Elke maandag." in page
    assert post(client, course, "clarify", medium="phone", text="Elke maandag.")[0] == 303
    clock.refresh_from_db()
    assert clock.due_on is not None
    assert Message.objects.get(body__contains="Elke maandag.").medium == "phone"


def test_the_department_is_needed_before_it_gets_a_chance(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    Complaint.objects.filter(pk=course.complaint.pk).update(concerned_department=None)
    client = sign_in(GREET)
    shown = form_of(client, course, "send_to_first_line")
    assert "Zeg eerst over welke dienst de klacht gaat." in shown
    assert address(course, "department") in shown
    assert post(client, course, "send_to_first_line", reason="Dat kan snel.")[0] == 409
    assert post(client, course, "department", department=city["groen"].pk)[0] == 303
    assert post(client, course, "send_to_first_line", reason="Dat kan snel.")[0] == 303
    assert complaint(course).step == Step.FIRST_LINE


def test_a_department_that_is_none_is_no_department(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    for odd in ("", "0", "-1", "groen", "99999999999999999999"):
        assert post(sign_in(GREET), course, "department", department=odd)[0] == 422
    assert complaint(course).concerned_department == city["reiniging"]


def test_what_is_no_complaint_goes_on_under_another_number(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    client = sign_in(GREET)
    assert post(client, course, "requalify", new_kind="complaint", reason="Toch.")[0] == 422
    there = city["groen"].pk
    assert post(client, course, "requalify", new_kind="melding", department=there, reason="Een melding.")[0] == 303
    new = Dossier.objects.get(arises_from=course.complaint.dossier)
    assert (new.kind, new.department) == ("melding", city["groen"])


# Who investigates


def test_who_cannot_handle_stands_there_with_the_reason_and_is_refused_in_words(city: City, sign_in: SignIn) -> None:
    course = way.admitted(city, at=AGO, named=("Rita Bogaert",))
    client = sign_in(GREET)
    shown = form_of(client, course, "assign_handler")
    rita, thomas = city.person(RITA).pk, city.person(THOMAS).pk
    assert f'value="{rita}"' not in shown
    assert "Rita Bogaert</strong>" in shown
    assert f'value="{thomas}"' in shown
    status, page = post(client, course, "assign_handler", staff=rita)
    assert status == 409
    assert "Rita Bogaert kan geen behandelaar zijn." in page
    assert complaint(course).handler is None
    assert post(client, course, "assign_handler", staff=thomas)[0] == 303
    assert complaint(course).handler == city.person(THOMAS)


@pytest.mark.parametrize("odd", ["", "0", "-3", "Thomas", "99999999999999999999", "2147483647"])
def test_nobody_is_no_handler(city: City, sign_in: SignIn, odd: str) -> None:
    course = way.admitted(city, at=AGO)
    assert post(sign_in(GREET), course, "assign_handler", staff=odd)[0] == 422
    assert complaint(course).handler is None


def test_somebody_of_the_first_line_is_no_candidate(city: City, sign_in: SignIn) -> None:
    course = way.admitted(city, at=AGO)
    status, page = post(sign_in(GREET), course, "assign_handler", staff=city.person(LIES).pk)
    assert status == 422
    assert "onderzoekt geen klachten" in page


def test_an_unsettled_name_comes_first_and_is_settled_from_its_page(city: City, sign_in: SignIn) -> None:
    course = way.admitted(city, at=AGO, named=("Sofie van de telefoon",))
    client = sign_in(GREET)
    name = course.complaint.named.get()
    shown = form_of(client, course, "assign_handler")
    assert address(course, "name_settle", name.pk) in shown
    assert post(client, course, "assign_handler", staff=city.person(THOMAS).pk)[0] == 409
    status, page = post(client, course, "name_settle", name.pk, who="other")
    assert status == 422
    assert "Kies een collega uit de lijst." in page
    assert post(client, course, "name_settle", name.pk, who="other", staff=city.person(LIES).pk)[0] == 303
    assert Bar.objects.filter(dossier=course.complaint.pk, staff=city.person(LIES), lifted_at=None).exists()
    assert post(client, course, "name_settle", name.pk, who="nobody")[0] == 303
    name.refresh_from_db()
    assert name.is_nobody
    assert not Bar.objects.filter(dossier=course.complaint.pk, staff=city.person(LIES), lifted_at=None).exists()


def test_colleagues_with_a_name_like_it_are_offered_first(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO, named=("mevrouw Janssens",))
    shown = form_of(sign_in(GREET), course, "name_settle", course.complaint.named.get().pk)
    assert f'type="radio" name="who" value="{city.person(LIES).pk}"' in shown
    assert f'type="radio" name="who" value="{city.person(NELE).pk}"' not in shown


def test_a_name_of_another_complaint_is_not_found(city: City, sign_in: SignIn) -> None:
    course, other = way.lodged(city, at=AGO), way.lodged(city, at=AGO, named=("Sofie",))
    client = sign_in(GREET)
    for pk in (other.complaint.named.get().pk, 0, 99999999999999999999):
        assert client.get(address(course, "name_settle", pk)).status_code == 404
        assert post(client, course, "name_settle", pk, who="nobody")[0] == 404


def test_a_name_that_comes_up_later_makes_the_handler_fall_away(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    client = sign_in(GREET)
    assert post(client, course, "name_add", text="")[0] == 422
    assert post(client, course, "name_add", text="Thomas De Clercq")[0] == 303
    assert complaint(course).handler is None
    assert post(client, course, "name_add", text="thomas de clercq")[0] == 409
    assert sign_in(THOMAS).get(address(course, "said")).status_code == 404


def test_the_handler_signs_once(city: City, sign_in: SignIn) -> None:
    course = way.admitted(city, at=AGO)
    actions.assign_handler(course.complaint, course.thomas.id or 0, by=course.greet, at=course.at)
    client = sign_in(THOMAS)
    assert "niet betrokken bij de feiten" in form_of(client, course, "declare")
    assert post(client, course, "declare")[0] == 303
    assert "Je tekende deze verklaring al." in form_of(client, course, "declare")
    assert post(client, course, "declare")[0] == 409
    assert Declaration.objects.count() == 1
    assert sign_in(GREET).get(address(course, "declare")).status_code == 404


def test_who_says_to_be_involved_falls_away_and_no_longer_sees_it(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    client = sign_in(THOMAS)
    assert post(client, course, "interest", text=" ")[0] == 422
    assert post(client, course, "interest", text="De klager is mijn buur.")[0] == 303
    assert complaint(course).handler is None
    assert client.get(address(course, "interest")).status_code == 404


def test_a_coordinator_who_is_involved_hands_it_to_the_other(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    mine = GREET if complaint(course).coordinator == city.person(GREET) else WOUTER
    assert post(sign_in(mine), course, "interest", text="Mijn zus.")[0] == 303
    assert complaint(course).coordinator not in (None, city.person(mine))
    assert sign_in(mine).get(address(course, "admit")).status_code == 404


def test_a_refusal_is_lifted_by_a_second_person_with_a_reason(city: City, sign_in: SignIn) -> None:
    course = way.admitted(city, at=AGO, named=("Rita Bogaert",))
    _account_by(course, KOEN)
    client = sign_in(HILDE)
    koen, rita = city.person(KOEN).pk, city.person(RITA).pk
    shown = form_of(client, course, "override")
    assert f'value="{koen}"' in shown
    assert f'value="{rita}"' not in shown
    assert post(client, course, "override", staff=koen)[0] == 422
    status, page = post(client, course, "override", staff=rita, reason="Er is niemand anders.")
    assert status == 409
    assert "Deze weigering kan niemand opheffen." in page
    assert post(client, course, "override", staff=koen, reason="Er is niemand anders.")[0] == 303
    assert Override.objects.get().staff == city.person(KOEN)
    assert sign_in(GREET).get(address(course, "override")).status_code == 404
    assert post(sign_in(GREET), course, "assign_handler", staff=koen)[0] == 303


def _account_by(course: Course, somebody: Somebody) -> None:
    account = actions.ask_account(
        course.complaint,
        department_id=course.city["reiniging"].pk,
        question="Waarom?",
        by=course.greet,
        at=course.at,
    )
    actions.give_account(account, text="Het hek.", by=course.city.actor(somebody), at=course.at)


def test_a_coordinator_of_the_department_complained_about_is_told_so_in_words(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO, about="klachten")
    client = sign_in(GREET)
    answer = client.get(address(course, "admit"))
    if answer.status_code == 404:
        return  # the regulation does not even let them read it
    assert "Je kan dit in deze klacht niet doen." in answer.content.decode()
    status, page = post(client, course, "admit", reason="Het is duidelijk.")
    assert status == 409
    assert "Je kan deze klacht niet coördineren." in page
    assert "Het is duidelijk." in page
    assert complaint(course).step == Step.ADMISSIBILITY


# Points and the account


def test_points_are_added_worded_split_and_answered(city: City, sign_in: SignIn) -> None:
    course = way.heard(city, at=AGO)
    client = sign_in(THOMAS)
    assert post(client, course, "point_add", text="De toon.", wished_outcome="Excuses.")[0] == 303
    assert post(client, course, "point_edit", 2, text="De toon aan de telefoon.")[0] == 303
    assert post(client, course, "point_split", 1, part1="Het afval bleef staan.")[0] == 422
    parts = {"part1": "Het afval bleef staan.", "part2": "Geen antwoord op e-mails.", "part4": "Geen uitleg."}
    assert post(client, course, "point_split", 1, **parts)[0] == 303
    points = list(complaint(course).grievances.values_list("number", "text"))
    assert points == [
        (1, "Het afval bleef staan."),
        (2, "De toon aan de telefoon."),
        (3, "Geen antwoord op e-mails."),
        (4, "Geen uitleg."),
    ]
    assert post(client, course, "point_answer", 3, finding="ongegrond", reasons="Er kwam antwoord.")[0] == 303
    assert complaint(course).grievances.get(number=3).finding == "ongegrond"


def test_well_founded_asks_for_a_norm_and_a_measure(city: City, sign_in: SignIn) -> None:
    course = way.heard(city, at=AGO)
    client = sign_in(THOMAS)
    values: dict[str, Any] = {"finding": "gegrond", "reasons": "De ritten <i>stopten</i>."}
    status, page = post(client, course, "point_answer", 1, **values)
    assert status == 422
    assert "hoort minstens één norm" in page
    assert "De ritten &lt;i&gt;stopten&lt;/i&gt;." in page
    values["norms"] = ["goede_uitvoering"]
    assert "hoort een maatregel" in post(client, course, "point_answer", 1, **values)[1]
    values["measure"] = "24 euro terug."
    assert post(client, course, "point_answer", 1, **values)[0] == 303


def test_a_point_that_is_not_there_is_not_found(city: City, sign_in: SignIn) -> None:
    course = way.heard(city, at=AGO)
    client = sign_in(THOMAS)
    for act in ("point_edit", "point_split", "point_answer"):
        for number in (0, 9, 99999999999999999999):
            assert client.get(address(course, act, number)).status_code == 404
            assert post(client, course, act, number, text="x", finding="ongegrond", reasons="x")[0] == 404


def test_the_handler_finds_and_afterwards_only_the_coordinator_changes_it(city: City, sign_in: SignIn) -> None:
    course = way.heard(city, at=AGO)
    values = {"finding": "ongegrond", "reasons": "Er was een rit."}
    assert "de behandelaar geeft de bevindingen" in form_of(sign_in(GREET), course, "point_answer", 1)
    assert post(sign_in(GREET), course, "point_answer", 1, **values)[0] == 403
    later = way.drafted(city, at=AGO)
    assert "alleen de coördinator" in form_of(sign_in(THOMAS), later, "point_answer", 1)
    assert post(sign_in(THOMAS), later, "point_answer", 1, **values)[0] in (403, 404)
    assert post(sign_in(GREET), later, "point_answer", 1, **values)[0] == 303


def test_the_account_is_asked_with_the_date_that_follows(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    client = sign_in(THOMAS)
    assert "heeft tijd tot en met" in form_of(client, course, "account_ask")
    there = city["reiniging"].pk
    assert post(client, course, "account_ask", department=there, question="")[0] == 422
    assert post(client, course, "account_ask", department=there, question="Waarom?")[0] == 303
    status, page = post(client, course, "account_ask", department=there, question="Nog iets.")
    assert status == 409
    assert "Deze dienst moet nog antwoorden op een vorige vraag." in page
    assert "Nog iets." in page


def test_the_department_sees_the_question_and_never_the_complaint(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    account = _asked(course)
    where = reverse("desk:account", args=[account.pk])
    client = sign_in(JORIS)
    shown = client.get(where).content.decode()
    assert "Wie reed er?" in shown
    for secret in ("Amina", course.complaint.dossier.reference, course.complaint.dossier.title, "Lindenstraat"):
        assert secret not in shown
    assert where in client.get(reverse("desk:account_requests")).content.decode()
    assert client.post(where, {"text": " "}).status_code == 422
    assert client.post(where, {"text": "Ik reed <b>zelf</b>."}).status_code == 303
    given = client.get(where).content.decode()
    assert "Ik reed &lt;b&gt;zelf&lt;/b&gt;." in given
    assert "<textarea" not in given
    account.refresh_from_db()
    assert account.answered_by == city.person(JORIS)


def test_the_account_is_given_once(city: City, sign_in: SignIn) -> None:
    account = _asked(way.assigned(city, at=AGO))
    where = reverse("desk:account", args=[account.pk])
    client = sign_in(JORIS)
    assert client.post(where, {"text": "Ik reed zelf."}).status_code == 303
    assert client.post(where, {"text": "Ik reed zelf."}).status_code == 303  # a double click
    again = client.post(where, {"text": "Toch niet."})
    assert again.status_code == 409
    assert "Deze vraag is al beantwoord." in again.content.decode()
    account.refresh_from_db()
    assert account.answer == "Ik reed zelf."


@pytest.mark.parametrize("somebody", [LIES, GREET, THOMAS, HILDE, DIRK, people.ILSE, people.AN, people.SARA])
def test_another_department_does_not_find_the_question(city: City, sign_in: SignIn, somebody: Somebody) -> None:
    account = _asked(way.assigned(city, at=AGO))
    where = reverse("desk:account", args=[account.pk])
    assert sign_in(somebody).get(where).status_code == 404
    assert sign_in(somebody).post(where, {"text": "Ik weet het."}).status_code == 404
    account.refresh_from_db()
    assert account.answered_at is None


def test_a_question_about_a_closed_complaint_asks_nothing_any_more(city: City, sign_in: SignIn) -> None:
    course = way.assigned(city, at=AGO)
    account = _asked(course)
    actions.withdraw(course.complaint, by=course.greet, at=course.later())
    client, where = sign_in(JORIS), reverse("desk:account", args=[account.pk])
    assert "Een antwoord is niet meer nodig." in client.get(where).content.decode()
    late = client.post(where, {"text": "Hier is het."})
    assert late.status_code == 409
    assert "Hier is het." in late.content.decode()


def _asked(course: Course) -> Account:
    return actions.ask_account(
        course.complaint,
        department_id=course.city["reiniging"].pk,
        question="Wie reed er?",
        by=course.thomas,
        at=course.at,
    )


# Judgement


def test_what_is_missing_for_the_draft_stands_there_with_the_way_to_it(city: City, sign_in: SignIn) -> None:
    course = way.admitted(city, at=AGO)
    actions.assign_handler(course.complaint, course.thomas.id or 0, by=course.greet, at=course.at)
    client = sign_in(THOMAS)
    shown = form_of(client, course, "submit_draft")
    for act, args in (("declare", []), ("account_ask", []), ("point_answer", [1])):
        assert address(course, act, *args) in shown
    assert "<textarea" not in shown
    status, page = post(client, course, "submit_draft", finding="gegrond", text="De stad was fout.")
    assert status == 409
    assert "De stad was fout." in page
    assert complaint(course).step == Step.INVESTIGATION


def test_the_director_reads_both_views_and_the_coordinator_decides(city: City, sign_in: SignIn) -> None:
    course = way.drafted(city, at=AGO)
    greet, hilde = sign_in(GREET), sign_in(HILDE)
    assert post(greet, course, "differ", finding="deels_gegrond")[0] == 422
    assert post(greet, course, "differ", finding="deels_gegrond", text="Eén rit was er wel.")[0] == 303
    shown = form_of(hilde, course, "advise")
    assert "De stad was fout." in shown
    assert "Eén rit was er wel." in shown
    assert post(greet, course, "advise", text="Ik volg mezelf.")[0] == 404
    assert post(hilde, course, "advise", text="Volg de coördinator.")[0] == 303
    assert "Volg de coördinator." in form_of(greet, course, "decide")
    assert post(greet, course, "decide", finding="deels_gegrond", reason="Ik volg het advies.")[0] == 303
    assert complaint(course).step == Step.PROPOSAL


def test_without_a_difference_there_is_nothing_to_decide(city: City, sign_in: SignIn) -> None:
    course = way.drafted(city, at=AGO)
    client = sign_in(GREET)
    assert "De algemeen directeur moet eerst advies geven." in form_of(client, course, "decide")
    assert post(client, course, "decide", finding="gegrond", reason="Zo.")[0] == 409
    assert post(client, course, "return_draft", reason="")[0] == 422
    assert post(client, course, "return_draft", reason="Hoor ook de buur.")[0] == 303
    assert complaint(course).step == Step.INVESTIGATION


# Proposal and end


def test_the_proposal_goes_out_with_a_file_and_the_date_to_react(city: City, sign_in: SignIn) -> None:
    course = way.agreed(city, at=AGO)
    client = sign_in(GREET)
    shown = form_of(client, course, "send_proposal")
    assert "De klager kan reageren tot en met" in shown
    assert "De ritten stopten aan het hek." in shown
    assert post(client, course, "send_proposal", text="")[0] == 422
    file = SimpleUploadedFile("berekening.txt", b"4 x 6 euro", content_type="text/plain")
    assert post(client, course, "send_proposal", text="We betalen 24 euro.", files=[file])[0] == 303
    proposal = Proposal.objects.get()
    assert proposal.text == "We betalen 24 euro."
    assert Attachment.objects.get(message=proposal.message).file.name == "berekening.txt"


def test_no_reaction_can_only_be_noted_when_the_term_is_over(city: City, sign_in: SignIn) -> None:
    course = way.agreed(city, at=AGO)
    actions.send_proposal(course.complaint, text="We betalen 24 euro.", by=course.greet, at=now())
    client = sign_in(GREET)
    shown = form_of(client, course, "no_reaction")
    assert "De klager kan nog reageren tot en met" in shown
    assert "data-draft-key" not in shown
    assert post(client, course, "no_reaction")[0] == 409
    assert post(client, course, "refuse", reason="")[0] == 422
    assert post(client, course, "refuse", reason="Te weinig.")[0] == 303
    assert Proposal.objects.get().reaction == "refused"


def test_closing_needs_a_resolution_and_a_measure_where_the_city_was_wrong(city: City, sign_in: SignIn) -> None:
    course = at_step(city, Step.CLOSING)
    client = sign_in(GREET)
    shown = form_of(client, course, "close")
    assert "Vlaamse Ombudsdienst" in shown
    assert post(client, course, "close", finding="gegrond", measure="24 euro.")[0] == 422
    status, page = post(client, course, "close", finding="gegrond", resolution="opgelost", learnt="Veel.")
    assert status == 422
    assert "hoort een maatregel" in page
    assert "Veel." in page
    values = {"finding": "gegrond", "resolution": "opgelost", "measure": "24 euro terug.", "learnt": "Meld werken."}
    status, page = post(client, course, "close", **values)
    assert (status, "ontbreekt nog: wat nog moet gebeuren" in page) == (422, True)
    values["outstanding"] = "Er moet niets meer gebeuren."
    assert post(client, course, "close", **values)[0] == 303
    letter = Message.objects.get(letter="closing")
    assert "Meld werken." in letter.body
    assert "Vlaamse Ombudsdienst" in letter.body


def test_the_coordinator_refers_on_a_ground_that_holds(city: City, sign_in: SignIn) -> None:
    client = sign_in(GREET)
    early = way.lodged(city, at=now())
    assert "Er is nu geen grond" in form_of(client, early, "refer")
    assert post(client, early, "refer", ground="answer")[0] == 422
    done = at_step(city, Step.CLOSED)
    assert post(client, done, "refer", ground="refused")[0] == 422
    assert post(client, done, "refer", ground="answer", text="Kijk mee.")[0] == 303
    assert Referral.objects.get().complaint == done.complaint
    assert "De klacht is al bij de ombudsman." in form_of(client, done, "refer")


def test_what_the_complainant_said_is_added_even_when_it_is_closed(city: City, sign_in: SignIn) -> None:
    course = at_step(city, Step.CLOSED)
    client = sign_in(GREET)
    assert post(client, course, "said", medium="phone", text="")[0] == 422
    file = SimpleUploadedFile("brief.txt", b"Geachte", content_type="text/plain")
    assert post(client, course, "said", medium="letter", text="Bedankt <3", files=[file])[0] == 303
    said = Message.objects.get(body__contains="Bedankt <3")
    assert (said.medium, said.attachments.count()) == ("letter", 1)


# The whole course


def test_a_complaint_runs_its_course_from_the_pages(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO, named=("Sofie van de telefoon",))
    greet, thomas, hilde, joris = sign_in(GREET), sign_in(THOMAS), sign_in(HILDE), sign_in(JORIS)
    gegrond = {"finding": "gegrond", "norms": ["goede_uitvoering"], "measure": "24 euro terug."}
    steps: list[tuple[Client, str, tuple[int, ...], dict[str, Any]]] = [
        (greet, "admit", (), {"reason": "Alles is duidelijk."}),
        (greet, "name_settle", (course.complaint.named.get().pk,), {"who": "nobody"}),
        (greet, "assign_handler", (), {"staff": city.person(THOMAS).pk}),
        (thomas, "declare", (), {}),
        (thomas, "point_split", (1,), {"part1": "Het afval.", "part2": "De e-mails."}),
        (thomas, "account_ask", (), {"department": city["reiniging"].pk, "question": "Waarom?"}),
    ]
    for client, act, args, values in steps:
        assert post(client, course, act, *args, **values)[0] == 303, act
    account = Account.objects.get()
    assert joris.post(reverse("desk:account", args=[account.pk]), {"text": "Het hek was dicht."}).status_code == 303
    steps = [
        (thomas, "point_answer", (1,), {**gegrond, "reasons": "Het hek."}),
        (thomas, "point_answer", (2,), {"finding": "ongegrond", "reasons": "Er kwam antwoord."}),
        (thomas, "submit_draft", (), {"finding": "gegrond", "text": "De stad was fout.", **way.ANSWER}),
        (greet, "differ", (), {"finding": "deels_gegrond", "text": "De e-mails kregen antwoord."}),
        (hilde, "advise", (), {"text": "Volg de coördinator."}),
        (greet, "decide", (), {"finding": "deels_gegrond", "reason": "Ik volg het advies."}),
        (greet, "send_proposal", (), {"text": "We betalen 24 euro terug."}),
        (greet, "refuse", (), {"reason": "Te weinig, zei ze aan de telefoon."}),
    ]
    for client, act, args, values in steps:
        assert post(client, course, act, *args, **values)[0] == 303, act
    form = form_of(greet, course, "close")
    assert re.search(r'value="deels_gegrond"[^>]*checked', form), "what was decided stands there already"
    ending = {"finding": "deels_gegrond", "norms": ["goede_uitvoering"], "measure": "24 euro terug."}
    ending |= {"outstanding": "Er moet niets meer gebeuren.", "learnt": "Werken melden we aan de planning."}
    assert post(greet, course, "close", **ending, resolution="deels_opgelost")[0] == 303
    assert post(greet, course, "refer", ground="answer")[0] == 303
    assert (complaint(course).step, complaint(course).outcome) == (Step.CLOSED, "answered")


def test_when_every_coordinator_is_concerned_the_director_goes_on(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO, named=("Greet Maes", "Wouter Nys"))
    assert sign_in(GREET).get(address(course, "admit")).status_code == 404
    assert post(sign_in(HILDE), course, "admit", reason="Alles is duidelijk.")[0] == 303
    assert complaint(course).step == Step.INVESTIGATION


# Two people, two clicks


def test_who_comes_second_is_told_and_keeps_the_text(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    seen = complaint(course).dossier.version
    assert post(sign_in(WOUTER), course, "point_add", text="De toon.", version=seen)[0] == 303
    status, page = post(sign_in(GREET), course, "admit", reason="Het is duidelijk.", version=seen)
    assert status == 409
    assert "Iemand anders werkte intussen" in page
    assert "Het is duidelijk." in page
    assert complaint(course).step == Step.ADMISSIBILITY
    assert post(sign_in(GREET), course, "admit", reason="Het is duidelijk.")[0] == 303


def test_a_double_click_is_one_act_and_no_mistake(city: City, sign_in: SignIn) -> None:
    course = way.lodged(city, at=AGO)
    seen = complaint(course).dossier.version
    client = sign_in(GREET)
    for _ in range(2):
        assert post(client, course, "admit", reason="Het is duidelijk.", version=seen)[0] == 303
    assert Message.objects.filter(letter="admitted").count() == 1
    other = post(client, course, "admit", reason="Iets anders.", version=seen)
    assert other[0] == 409
    assert "Iets anders." in other[1]


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999999"])
def test_a_strange_version_changes_nothing(city: City, sign_in: SignIn, version: str) -> None:
    course = way.lodged(city, at=AGO)
    status, page = post(sign_in(GREET), course, "admit", reason="Het is duidelijk.", version=version)
    assert status in (409, 422)
    assert "Het is duidelijk." in page
    assert complaint(course).step == Step.ADMISSIBILITY


def test_looking_at_the_pages_changes_nothing(city: City, sign_in: SignIn) -> None:
    course = way.drafted(city, at=AGO)
    before = complaint(course).dossier.version
    client = sign_in(GREET)
    here = {"reference": course.complaint.dossier.reference, "number": 1, "pk": 1, "code": "answer", "file_id": uuid4()}
    for one in urlpatterns:
        if str(one.name).startswith("complaint_"):
            asked = {name: here[name] for name in one.pattern.converters}
            assert client.get(reverse(f"desk:{one.name}", kwargs=asked)).status_code < 500, one.name
    assert (complaint(course).step, complaint(course).dossier.version) == (Step.JUDGEMENT, before)


def test_an_ordinary_dossier_and_nonsense_are_not_found(
    city: City, sign_in: SignIn, report: Callable[..., Dossier]
) -> None:
    client = sign_in(GREET)
    for reference in (report().reference, "2026-99999-9", "<b>", "x" * 300):
        assert client.get(reverse("desk:complaint_admit", args=[reference])).status_code == 404


def test_what_the_regulation_asks_of_the_answer_is_not_called_optional(city: City, sign_in: SignIn) -> None:
    course = way.drafted(city, at=AGO)
    page = sign_in(GREET).get(reverse("desk:complaint_answer", args=[course.complaint.dossier.reference]))
    labels = re.findall(r"<label for=\"id_(\w+)\">(.*?)</label>", page.content.decode())
    optional = {name for name, label in labels if "mag je leeg laten" in label}
    assert optional == {"summary"}
    assert {"remedy", "outstanding", "learnt"} <= {name for name, _ in labels}
