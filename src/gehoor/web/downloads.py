"""Handing out a file that a door let through."""

from typing import TYPE_CHECKING

from django.http import FileResponse

from gehoor.files.access import open_for
from gehoor.files.headers import safe_headers

if TYPE_CHECKING:
    from gehoor.correspondence.models import Attachment


def download(attachment: "Attachment") -> FileResponse:
    """The bytes of an attachment; only images that were encoded anew are shown, anything else is downloaded."""
    stored, content = open_for(attachment.file.public_id, among=[attachment.file_id])
    response = FileResponse(content)
    for name, value in safe_headers(stored).items():
        response[name] = value
    return response
