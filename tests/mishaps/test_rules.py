"""What can have gone wrong with a message, and what then happens."""

from gehoor.mishaps.rules import BREACH, CHECK, FILES, TOLD, WHERE, Wrong, consequences, possible, questions, withdraws


def told(wrong: Wrong, direction: str = "out", **values: object) -> str:
    given = {
        "formal": False,
        "delivery": "",
        "seen": False,
        "target": "",
        "doubt": "no",
        "files": ["bon.pdf"],
        **values,
    }
    return " ".join(consequences(wrong, direction, **given))  # type: ignore[arg-type]


def test_what_came_in_can_only_be_in_the_wrong_dossier() -> None:
    assert possible("in", formal=False, files=2) == (Wrong.DOSSIER,)
    assert possible("note", formal=False, files=0) == (Wrong.DOSSIER,)


def test_a_wrong_file_is_offered_only_when_a_file_went_along() -> None:
    assert Wrong.FILE in possible("out", formal=False, files=1)
    assert Wrong.FILE not in possible("out", formal=False, files=0)


def test_a_letter_of_the_procedure_stays() -> None:
    assert not withdraws(Wrong.PERSON, formal=True)
    assert "blijft staan" in told(Wrong.CONTENT, formal=True)


def test_each_mistake_has_its_own_questions() -> None:
    assert questions("file", "no", formal=False) == (FILES, BREACH, CHECK)
    assert questions("dossier", "yes", formal=False) == (WHERE, BREACH, TOLD, CHECK)
    assert questions("nonsense", "nonsense", formal=False) == (BREACH, CHECK)


def test_a_mail_that_did_not_leave_will_not_and_one_that_did_is_said_to_be_delivered() -> None:
    assert "Hij vertrekt niet meer" in told(Wrong.CONTENT, delivery="queued")
    assert "al bezorgd" in told(Wrong.CONTENT, delivery="sent")


def test_who_opened_it_already_is_said_and_the_dpo_when_asked() -> None:
    assert "opende het bericht al" in told(Wrong.PERSON, seen=True)
    assert "DPO" in told(Wrong.PERSON, doubt="unsure")
    assert "DPO" not in told(Wrong.PERSON)
