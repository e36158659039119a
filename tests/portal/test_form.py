"""The form, from the first word to the receipt."""

from gehoor.dossiers.models import Dossier
from tests.portal.citizen import STORY, Citizen


def test_a_story_becomes_a_dossier_with_a_number_and_a_link(citizen: Citizen) -> None:
    token = citizen.tell_and_send()
    dossier = Dossier.objects.get()
    assert dossier.reference in citizen.text
    assert f"/volg/{token}/" in citizen.text
    assert "We hebben je melding, Amina" in citizen.text
    assert STORY in citizen.text
