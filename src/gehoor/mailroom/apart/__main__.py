"""``python -m gehoor.mailroom.apart RAW FOLDER``: read the mail in the file RAW into FOLDER. Exit code 0, or the mail is unreadable."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from gehoor.mailroom.apart import limits


def main(raw: str, folder: str) -> int:
    """Read one mail; says in one word why it could not."""
    limits.apply()
    from gehoor.mailroom.apart.reading import read

    try:
        mail = read(Path(raw).read_bytes(), Path(folder))
    except Exception as error:  # whatever a crafted mail makes a parser raise: it is unreadable
        print(type(error).__name__, file=sys.stderr)
        return 1
    (Path(folder) / "mail.json").write_text(json.dumps(asdict(mail)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
