"""From the command line to a command: says troubles in one line, and lends the embedded database to commands that need one."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable

from gehoor.config import embedded, env
from gehoor.config.trouble import Trouble

WITHOUT_DATABASE = frozenset(
    {
        "check",
        "collect",
        "collectstatic",
        "compilemessages",
        "docs",
        "help",
        "lint",
        "makemessages",
        "makemigrations",
        "regulations",
        "translations",
        "version",
    }
)
"""Commands that need no database."""

TROUBLE = 3
"""The exit code for what the operator can mend."""


def main(argv: list[str]) -> int:
    """Run one command; the exit code of a trouble is 3."""
    try:
        return _run(argv)
    except (Trouble, env.WrongValue) as trouble:
        print(f"gehoor: {trouble}", file=sys.stderr)
        return TROUBLE
    except OperationalError as error:
        print(f"gehoor: the database does not answer: {' '.join(str(error).split())}", file=sys.stderr)
        return TROUBLE
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        print(
            "gehoor: the database is still empty: start ./run once, or ./run migrate and ./run setup", file=sys.stderr
        )
        return TROUBLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _run(argv: list[str]) -> int:
    argv = _with_data(argv)
    command = argv[1] if len(argv) > 1 else ""
    if command == "serve":
        from gehoor.config import serve

        serve.main(argv[2:])
        return 0
    if command == "lint":
        from gehoor.config import lint

        return lint.main()
    alone = not command or command.startswith("-") or command in WITHOUT_DATABASE
    if alone:
        env.need_no_secret_key()
    needs_server = not alone and not env.DATABASE_URL.get()
    with embedded.Server(embedded.folder_in(env.DATA.get())).running() if needs_server else nullcontext():
        from django.core.management import execute_from_command_line

        execute_from_command_line(argv)
    return 0


def _with_data(argv: list[str]) -> list[str]:
    """Take ``--data DIR`` out of any command's arguments: the settings need it before the command exists."""
    rest: list[str] = []
    arguments = iter(argv)
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if name != "--data":
            rest.append(argument)
            continue
        folder = value if equals else next(arguments, "")
        if not folder:
            raise Trouble("--data needs a folder")
        os.environ[env.DATA.name] = str(Path(folder).expanduser().absolute())
    return rest
