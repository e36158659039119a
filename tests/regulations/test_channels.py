"""By which way a complaint comes in, as the regulation says, and what the one who is refused can do instead."""

from dataclasses import replace

import pytest

from gehoor.regulations.acted import only_shown, paths
from gehoor.regulations.channels import why_not_by
from gehoor.regulations.library import names, text_of
from gehoor.regulations.schema import Content, load
from gehoor.regulations.schema.words import WORDS

LEUVEN = load(text_of("leuven"))


def complaint(*channels: str, oral: str = "accepted") -> Content:
    rule = replace(LEUVEN.kinds["complaint"], channels=channels, oral=oral)
    return replace(LEUVEN, kinds={**LEUVEN.kinds, "complaint": rule})


@pytest.mark.parametrize(
    ("channels", "oral", "medium", "refused"),
    [
        (("letter", "web"), "accepted", "letter", ""),
        ((), "accepted", "social", ""),
        (("letter", "web"), "accepted", "phone", "niet per telefoon aan. Het kan wel per brief of via de website."),
        (("letter", "phone"), "refused", "phone", "niet mondeling aan. Het kan wel per brief."),
        (("letter", "counter"), "written_down", "counter", ""),
        (("ombudsman",), "accepted", "web", "Volgens het reglement nemen we een klacht niet via de website aan."),
    ],
)
def test_a_way_that_is_closed_is_refused_with_those_that_are_open(
    channels: tuple[str, ...], oral: str, medium: str, refused: str
) -> None:
    said = why_not_by(complaint(*channels, oral=oral), "complaint", medium)
    assert said.endswith(refused) if refused else not said


@pytest.mark.parametrize("regulation", names())
def test_what_is_only_shown_is_a_field_of_the_file(regulation: str) -> None:
    for path, instead in only_shown(load(text_of(regulation))):
        section, _, name = path.rpartition(".")
        assert instead
        assert path in WORDS or name in WORDS[section].fields
    assert len(paths()) > 10
