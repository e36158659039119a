"""What a log may hold: never the key in an address."""

import logging
import re
from typing import Final

_KEY: Final = re.compile(r"(/volg/|/antwoord/|/account/password/reset/key/)[^/\s\"']+")


class WithoutKeys(logging.Filter):
    """Takes the key out of the address of a tracking link or a new password, whoever logs it: the address is the key."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without keys."""
        said = record.getMessage()
        clean = _KEY.sub(r"\1…", said)
        if clean != said:
            record.msg, record.args = clean, ()
        return True
