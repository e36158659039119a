"""Handing out a file that a door let through."""

from typing import TYPE_CHECKING, BinaryIO

from django.http import FileResponse

from gehoor.files.access import open_for
from gehoor.files.headers import safe_headers

if TYPE_CHECKING:
    from gehoor.correspondence.models import Attachment
    from gehoor.files.models import StoredFile


def download(attachment: "Attachment") -> FileResponse:
    """The bytes of an attachment; only images that were encoded anew are shown, anything else is downloaded."""
    return handed(*open_for(attachment.file.public_id, among=[attachment.file_id]))


def handed(stored: "StoredFile", content: BinaryIO) -> FileResponse:
    """Bytes that a door opened, with the headers of their file."""
    response = FileResponse(content)
    for name, value in safe_headers(stored).items():
        response[name] = value
    return response
