"""Somebody outside the city is asked something, and answers through a link without an account."""

from collections.abc import Callable

from playwright.sync_api import Page

from gehoor.correspondence.actions import make_link
from gehoor.dossiers.actions.intake import Submission, receive
from gehoor.dossiers.lifecycle import Kind
from gehoor.kernel.actors import Actor, ActorKind
from gehoor.kernel.clock import now
from tests.journeys.conftest import Town
from tests.people import AMINA, SARA

THEM = "kris.peeters@voorbeeld.example"


def test_somebody_outside_answers_through_a_link(town: Town, axe: Callable[[Page], None]) -> None:
    told = Submission(kind=Kind.MELDING, text="De bus reed veel te snel door de Lindenstraat.", reporter=AMINA)
    dossier = receive(told, by=Actor(kind=ActorKind.CITIZEN), at=now()).dossier

    sara = town.at_work(SARA)
    sara.dossier(dossier.reference)
    sara.press("vraag iets")
    sara.fill(organisation="De Lijn", name="Kris Peeters", email=THEM, question="Reed lijn 2 om die tijd?")
    axe(sara.page)
    sara.press("Toon eerst de e-mail")
    sara.sees("Deze e-mail vertrekt", "(persoonlijke link)")
    sara.press("Verstuur de vraag")
    sara.sees("De vraag vertrekt naar Kris Peeters (De Lijn).", "wacht op antwoord")

    kris = town.citizen(viewport={"width": 360, "height": 720})
    kris.email = THEM
    kris.follow(kris.mail("Reed lijn 2 om die tijd?"))
    kris.sees("Sara Peeters van Stad Vaartberg vraagt je iets", "Reed lijn 2 om die tijd?")
    kris.does_not_see("Amina", "Daoudi", "veel te snel")
    axe(kris.page)
    kris.fill(text="Ja, met tien minuten vertraging.")
    kris.press("Verstuur je antwoord")
    kris.sees("We kregen je antwoord.", "Ja, met tien minuten vertraging.")

    sara.dossier(dossier.reference)
    sara.sees("antwoord gekregen", "Ja, met tien minuten vertraging.", "de melder ziet dit niet")
    axe(sara.page)

    amina = town.citizen()
    amina.open(f"/volg/{make_link(dossier.thread_id, at=now())}/")
    amina.does_not_see("De Lijn", "vertraging")

    sara.press("Vraag 1 aan Kris Peeters")
    sara.choose("Sluit af")
    sara.press("Doe dit")
    sara.sees("De vraag is afgesloten.")
    kris.look()
    kris.sees("Deze vraag is afgesloten", "Bedankt voor je antwoord.")
    kris.does_not_see("Reed lijn 2")
    assert town.verify().returncode == 0
