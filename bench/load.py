"""Sending requests over kept-alive connections to this machine, and measuring how long each took. Standard library only."""

import http.client
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

HERE = "127.0.0.1"
LONGEST = 60.0
"""Seconds after which a measurement stops whatever happens."""


@dataclass(frozen=True)
class Request:
    """One request. ``expects``: the status that counts as an answer."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    expects: int = 200


@dataclass
class Measured:
    """What came of it: a duration in seconds per answer, bytes of the last one, and what went wrong."""

    durations: list[float] = field(default_factory=list)
    size: int = 0
    wrong: list[str] = field(default_factory=list)
    spent: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.durations) / self.spent if self.spent else 0.0

    def at(self, part: float) -> float:
        """The duration that this part of the answers did not exceed, in milliseconds."""
        if not self.durations:
            return 0.0
        ordered = sorted(self.durations)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000


def measure(port: int, requests: Sequence[Request], connections: int, seconds: float) -> Measured:
    """Send each request at most once, over so many connections at a time, until the time is over or they are used up."""
    result, lock, place = Measured(), threading.Lock(), iter(requests)
    stop = time.monotonic() + min(seconds, LONGEST)

    def take() -> Request | None:
        with lock:
            return next(place, None) if time.monotonic() < stop else None

    def keep(took: float, size: int, wrong: str) -> None:
        with lock:
            if wrong:
                result.wrong.append(wrong)
            else:
                result.durations.append(took)
                result.size = size

    workers = [threading.Thread(target=_send_all, args=(port, take, keep)) for _ in range(connections)]
    began = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    result.spent = time.monotonic() - began
    return result


def _send_all(port: int, take: Callable[[], Request | None], keep: Callable[[float, int, str], None]) -> None:
    connection = http.client.HTTPConnection(HERE, port, timeout=20)
    while (request := take()) is not None:
        began = time.perf_counter()
        try:
            connection.request(request.method, request.path, request.body or None, request.headers)
            answer = connection.getresponse()
            size = len(answer.read())
        except (OSError, http.client.HTTPException) as failure:
            connection.close()
            keep(0, 0, f"{request.path}: {failure!r}")
            continue
        wrong = "" if answer.status == request.expects else f"{request.path}: {answer.status}"
        keep(time.perf_counter() - began, size, wrong)
    connection.close()
