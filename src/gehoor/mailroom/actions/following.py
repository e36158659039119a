"""A mail goes where its message goes."""

from gehoor.correspondence.models import Message
from gehoor.dossiers.models import Dossier
from gehoor.mailroom.models import RawMail


def follow(message: Message, there: Message, dossier: Dossier) -> None:
    """The mail behind a message belongs to the dossier the message was moved to."""
    RawMail.objects.filter(message=message).update(message=there, dossier=dossier)
