"""How much a mail may ask of us."""

import resource
from typing import Final

SECONDS: Final = 6
MEMORY: Final = 440 * 1024 * 1024
"""Address space of the process that reads one mail, in bytes: a mail of ``MOST_BYTES`` fits."""
MOST_BYTES: Final = 40 * 1024 * 1024
HEADER_BYTES: Final = 256 * 1024
PARTS: Final = 200
DEPTH: Final = 30
FILES: Final = 40
FILE_BYTES: Final = 20 * 1024 * 1024
TEXT: Final = 100_000
HTML: Final = 300_000
HTML_READ: Final = 2_000_000
"""Characters of HTML that are looked at; a newsletter is some 100,000."""


class TooMuch(Exception):
    """This mail asks more than a mail may."""


def apply() -> None:
    """Let the system end this process when it takes too much."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, MOST_BYTES * 2),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (wanted, wanted))
