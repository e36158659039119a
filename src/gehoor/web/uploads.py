"""Files that come with a form of somebody who is signed in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest

from gehoor.dossiers.actions.intake import MOST_FILES
from gehoor.files.actions import store
from gehoor.kernel.actors import Actor
from gehoor.kernel.clock import now
from gehoor.kernel.errors import InvalidInput

if TYPE_CHECKING:
    from gehoor.files.models import StoredFile


def keep_files(request: HttpRequest, *, by: Actor) -> Sequence["StoredFile"]:
    """Store what was chosen with the form, in the caller's transaction. Raises InvalidInput."""
    uploads = request.FILES.getlist("files")
    if len(uploads) > MOST_FILES:
        raise InvalidInput(f"Je kan hoogstens {MOST_FILES} bestanden toevoegen.", field="files")
    at = now()
    return [store(upload, name=upload.name or "bestand", by=by, at=at) for upload in uploads]
