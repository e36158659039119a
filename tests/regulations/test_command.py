"""The commands that others rely on: no server, no database, no data folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import gehoor.regulations.library as library
from gehoor.config import env

FILE = Path(library.__file__).parent / "leuven.yaml"
EXTREME = Path(__file__).parent / "extreme"


def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
    nothing = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere", "GEHOOR_DATA": "/dev/null/nowhere"}
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("GEHOOR_")} | nothing
    command = [sys.executable, "manage.py", "regulations", *arguments]
    return subprocess.run(command, cwd=env.ROOT, env=surroundings, capture_output=True, text=True, check=False)


def test_the_due_date_comes_with_its_proof() -> None:
    answer = ask(
        "due", str(FILE), "--term", "answer", "--start", "2026-11-03", "--pause", "2026-11-12", "2026-11-15", "--json"
    )
    told = json.loads(answer.stdout)
    assert answer.returncode == 0
    assert told["due_on"] == "2026-12-21"
    assert [step["days"] for step in told["proof"] if step["days"]] == [3]


def test_an_unknown_term_is_refused_with_the_terms_that_exist() -> None:
    answer = ask("due", str(FILE), "--term", "siesta", "--start", "2026-11-03")
    assert answer.returncode == 2
    assert "acknowledgement" in answer.stderr


def test_an_extension_that_the_regulation_does_not_know_is_refused() -> None:
    answer = ask("due", str(FILE), "--term", "answer", "--start", "2026-11-03", "--extend", "10")
    assert answer.returncode == 2


def test_a_good_file_is_good_and_a_bad_one_names_line_and_field(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(FILE.read_text().replace("amount: 45", "amount: veel", 1))
    assert ask("check", str(FILE)).returncode == 0
    answer = ask("check", str(bad))
    assert answer.returncode == 1
    assert "terms.answer.amount" in answer.stderr
    assert "regel" in answer.stderr


def test_a_file_that_is_not_there_is_one_clear_line() -> None:
    answer = ask("check", "/nergens/reglement.yaml")
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--start", "2026-13-01"], "2026-13-01 is geen datum"),
        (["--start", "9999-12-31"], "Zo ver reikt de kalender niet"),
        (["--start", "2026-11-03", "--pause", "2026-11-12", "2026-11-02"], "eindigt voor ze begint"),
        (["--start", "2026-11-03", "--pause", "gisteren", "-"], "gisteren is geen datum"),
        (["--start", "2026-11-03", "--extend", "-5"], "-5 is geen aantal"),
        (["--start", "2026-11-03", "--extend", "99999999"], "99999999 is geen aantal"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(arguments: list[str], words: str) -> None:
    answer = ask("due", str(FILE), "--term", "answer", *arguments)
    assert answer.returncode == 2
    assert words in answer.stderr
    assert "Traceback" not in answer.stderr


def test_several_pauses_are_each_in_the_proof_and_one_that_is_open_stops_the_clock() -> None:
    first, second = ["--pause", "2026-04-10", "2026-04-15"], ["--pause", "2026-05-01", "2026-05-04"]
    both = ask("due", str(FILE), "--term", "answer", "--start", "2026-04-01", *first, *second)
    assert both.stdout.splitlines()[0] == "2026-05-24"
    assert both.stdout.count("geschorst") == 2
    still = ask("due", str(FILE), "--term", "answer", "--start", "2026-04-01", *first, "--pause", "2026-05-01", "-")
    assert still.stdout.splitlines()[0] == "de klok staat stil"


def test_a_term_is_extended_until_an_announced_day_and_begins_again_where_the_regulation_says_so() -> None:
    notice = ask(
        "due", str(EXTREME / "open-ended.yaml"), "--term", "answer", "--start", "2026-03-02", "--until", "2026-06-01"
    )
    assert notice.stdout.splitlines()[0] == "2026-06-01"
    again = ask(
        "due", str(EXTREME / "restart.yaml"), "--term", "answer", "--start", "2026-01-15", "--restart", "2026-02-10"
    )
    assert again.stdout.splitlines()[0] == "2026-05-09"


@pytest.mark.parametrize(
    ("file", "arguments", "words"),
    [
        ("restart.yaml", ["--extend", "3", "--extend", "3"], "hoogstens 1 keer"),
        ("restart.yaml", ["--extend", "4"], "hoogstens 3 maanden"),
        ("restart.yaml", ["--until", "2026-12-01"], "vrij gekozen dag"),
        ("open-ended.yaml", ["--until", "2026-02-01"], "Kies een dag na"),
        ("two-stages.yaml", ["--restart", "2026-02-01"], "niet opnieuw beginnen"),
    ],
)
def test_more_than_the_regulation_allows_is_refused_in_words(file: str, arguments: list[str], words: str) -> None:
    answer = ask("due", str(EXTREME / file), "--term", "answer", "--start", "2026-01-15", *arguments)
    assert answer.returncode == 2
    assert words in answer.stderr


def test_check_says_plainly_what_is_only_shown() -> None:
    said = ask("check", str(FILE)).stdout
    assert "Alleen getoond: report (het jaarverslag wordt nog niet gemaakt)." in said
    assert "Alleen getoond: retention_months" in said
    assert "confidentiality.name_hidden_on_request" not in said
