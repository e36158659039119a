"""Two questions a supervisor or load balancer asks: does the process live, and can it keep what it is given."""

import os
import tempfile

from django.conf import settings
from django.db import Error, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database and the storage can be written, else 503 with what cannot."""
    troubles = [
        name for name, works in (("database", _database_writable()), ("storage", _storage_writable())) if not works
    ]
    if troubles:
        return HttpResponse(
            f"not writable: {', '.join(troubles)}\n", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _database_writable() -> bool:
    """Whether a row can be written. A temporary table alone would not touch the disk the way a dossier does."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'")
            in_recovery, read_only = cursor.fetchone()
            if in_recovery or read_only:
                return False
            cursor.execute(
                "SELECT pg_logical_emit_message(true, 'gehoor', 'ready')"
            )  # a committed WAL record, and no row
    except Error:
        return False
    return True


def _storage_writable() -> bool:
    """Whether a byte can be written and brought to the disk where attachments are kept."""
    try:
        settings.GEHOOR_FILES_ROOT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.GEHOOR_FILES_ROOT) as file:
            file.write(b"ready")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True
