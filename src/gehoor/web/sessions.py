"""Sessions in the database that know when they end, so that a page can warn in time and a sign-in in use goes on."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from gehoor.kernel.clock import now

_RENEW_AFTER = timedelta(minutes=10)


class SessionStore(DatabaseStore):
    """Django's own, and ``ends_at``. It is written again at most once in ten minutes, not with each request."""

    _ends_at: datetime | None = None

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]  # not in the stubs
        if row is not None:
            self._ends_at = row.expire_date
        return row

    def seconds_left(self) -> int:
        """How long it lasts if nothing is asked any more. One that will be written with this answer lasts its full age."""
        if self.is_empty():
            return 0
        if self.modified or self._ends_at is None:
            return settings.SESSION_COOKIE_AGE
        return max(0, int((self._ends_at - now()).total_seconds()))

    def go_on(self) -> None:
        """Somebody is still there: let it last its full age again, unless that was done just now."""
        if "_auth_user_id" not in self:
            return
        if timedelta(seconds=settings.SESSION_COOKIE_AGE - self.seconds_left()) > _RENEW_AFTER:
            self.modified = True
