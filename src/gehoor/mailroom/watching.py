"""A connection to each mailbox that stays open, so that a mail is here within seconds: one thread for each, inside the worker.

Looking every minute (:mod:`gehoor.mailroom.jobs`) goes on beside it for mailboxes that nobody watches.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Thread
from typing import Final

from django.db import DatabaseError, connection

from gehoor.kernel.clock import now
from gehoor.mailroom.actions.collecting import active_mailboxes, watch
from gehoor.mailroom.claims import LOOKING, claimed

_SECONDS: Final = 5
"""How soon a mailbox that was added, changed or switched off is noticed."""
_ELSEWHERE: Final = timedelta(seconds=30)
"""How long to wait when another worker watches it."""
_ENDING: Final = 5
_log = logging.getLogger(__name__)


@dataclass
class _Watcher:
    """Who watches one mailbox. ``way_in``: how it got in; when that changes, it must come in anew."""

    way_in: str
    enough: Event
    thread: Thread


@contextmanager
def watching() -> Iterator[None]:
    """Watch every active mailbox for as long as the block lasts."""
    enough = Event()
    keeper = Thread(target=_keep, args=(enough,), name="mailroom", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        enough.set()
        keeper.join(_ENDING)


def _keep(enough: Event) -> None:
    watchers: dict[int, _Watcher] = {}
    while not enough.is_set():
        try:
            _adjust(watchers, active_mailboxes())
        except DatabaseError:
            _log.warning("the mailboxes cannot be listed now", exc_info=True)
            connection.close()
        enough.wait(_SECONDS)
    _adjust(watchers, {})
    connection.close()


def _adjust(watchers: dict[int, _Watcher], wanted: dict[int, str]) -> None:
    """One watcher for each mailbox that is wanted; that of a mailbox that changed or went must have left before another comes."""
    for pk, watcher in list(watchers.items()):
        if wanted.get(pk) != watcher.way_in:
            watcher.enough.set()
        if not watcher.thread.is_alive():
            del watchers[pk]
    for pk in wanted.keys() - watchers.keys():
        watchers[pk] = _start(pk, wanted[pk])


def _start(pk: int, way_in: str) -> _Watcher:
    enough = Event()
    thread = Thread(target=_watch, args=(pk, enough), name=f"mailbox {pk}", daemon=True)
    thread.start()
    return _Watcher(way_in, enough, thread)


def _watch(pk: int, enough: Event) -> None:
    try:
        while not enough.is_set():
            with claimed(LOOKING, pk) as ours:
                pause = _ELSEWHERE if not ours else watch(pk, clock=now, enough=enough)
                enough.wait(pause.total_seconds())
    except DatabaseError:  # a restart of the database: the keeper starts another
        _log.warning("the watch over mailbox %s broke off", pk, exc_info=True)
    except Exception:
        _log.exception("the watch over mailbox %s broke off", pk)
        enough.wait(_ELSEWHERE.total_seconds())
    finally:
        connection.close()
