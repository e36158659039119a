"""Closing days out of a calendar file: whole days come out, everything else is refused or left out in Dutch."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gehoor.regulations.icalendar_days import CalendarFileError, FoundDays, read_days

FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)


def file_of(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Vaartberg//agenda//NL\r\n{inside}END:VCALENDAR\r\n".encode()


def read(*events: str) -> FoundDays:
    return read_days(file_of(*events), first=FIRST, last=LAST)


def test_whole_days_come_out_with_their_names_also_several_in_a_row() -> None:
    found = read(
        "SUMMARY:Feest van de Vlaamse Gemeenschap\r\nDTSTART;VALUE=DATE:20260711",
        "SUMMARY:Tussen Kerst en Nieuwjaar\r\nDTSTART;VALUE=DATE:20261228\r\nDTEND;VALUE=DATE:20270101",
        "SUMMARY:Lang geleden\r\nDTSTART;VALUE=DATE:20200711",
    )
    assert found.left_out == []
    assert list(found.days.values()) == ["Feest van de Vlaamse Gemeenschap", *["Tussen Kerst en Nieuwjaar"] * 4]
    assert list(found.days)[-1] == date(2026, 12, 31)


def test_what_comes_back_every_year_does_so_as_far_as_was_asked() -> None:
    found = read(
        "SUMMARY:11 juli\r\nDTSTART;VALUE=DATE:20200711\r\nRRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=11\r\nEXDATE;VALUE=DATE:20270711",
        "SUMMARY:Schrikkeldag\r\nDTSTART;VALUE=DATE:20240229\r\nRRULE:FREQ=YEARLY;COUNT=9",
    )
    assert set(found.days) == {date(2026, 7, 11), date(2028, 7, 11), date(2028, 2, 29)}


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (
            "SUMMARY:Vergadering\r\nDTSTART:20260711T090000Z\r\nDTEND:20260711T100000Z",
            "Vergadering: dit is geen hele dag.",
        ),
        ("SUMMARY:Zonder datum", "Zonder datum: de datum is niet te lezen."),
        ("SUMMARY:Krom\r\nDTSTART;VALUE=DATE:20261332", "Krom: de datum is niet te lezen."),
        (
            "SUMMARY:Jaar\r\nDTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101",
            "Jaar: dit duurt langer dan 31 dagen.",
        ),
        ("SUMMARY:Elke seconde\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=SECONDLY", "herhaling kennen we niet"),
        ("SUMMARY:Maandag\r\nDTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;BYDAY=1MO", "herhaling kennen we niet"),
        ("SUMMARY:Los\r\nDTSTART;VALUE=DATE:20260105\r\nRDATE;VALUE=DATE:20260106", "herhaling kennen we niet"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_the_reason(event: str, why: str) -> None:
    found = read(event, "SUMMARY:Goed\r\nDTSTART;VALUE=DATE:20260721")
    assert list(found.days.values()) == ["Goed"]
    assert len(found.left_out) == 1
    assert why in found.left_out[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "geen kalenderbestand"),
        (b"hallo", "geen kalenderbestand"),
        (b"\xff\xfe\x00", "geen kalenderbestand"),
        (b"%PDF-1.7", "geen kalenderbestand"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5000, "geen kalenderbestand"),
        (file_of(), "geen enkele dag"),
        (b"x" * 200_001, "te groot"),
        (file_of(*(f"SUMMARY:{n}\r\nDTSTART;VALUE=DATE:2026{n % 12 + 1:02}01T" for n in range(500))), "meer dan 400"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_dutch(data: bytes, words: str) -> None:
    with pytest.raises(CalendarFileError) as refused:
        read_days(data, first=FIRST, last=LAST)
    assert words in refused.value.message


GOOD = file_of("SUMMARY:Dag\r\nDTSTART;VALUE=DATE:20260711\r\nDTEND;VALUE=DATE:20260713\r\nRRULE:FREQ=YEARLY;COUNT=3")
LINES = GOOD.split(b"\r\n")


mangled = st.one_of(
    st.binary(max_size=300),
    st.permutations(LINES).map(b"\r\n".join),
    st.builds(
        lambda old, new: GOOD.replace(old, new),
        st.sampled_from([line for line in LINES if line]),
        st.binary(max_size=30),
    ),
)


def event(*lines: bytes) -> bytes:
    return b"\r\n".join((b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", *lines, b"END:VEVENT", b"END:VCALENDAR"))


@example(event(b"DTSTART;VALUE=DATE:20260711", b"DURATION:P9999999999D"))
@example(event(b"DTSTART;VALUE=DATE:99991231"))
@example(GOOD.replace(b"COUNT=3", b"INTERVAL=0"))
@example(GOOD.replace(b"COUNT=3", b"UNTIL=x;COUNT=-1"))
@given(mangled)
def test_whatever_the_bytes_are_days_come_out_or_a_sentence(data: bytes) -> None:
    said, found = "", FoundDays({}, [])
    try:
        found = read_days(data, first=FIRST, last=LAST)
    except CalendarFileError as refused:
        said = refused.message
    assert said.endswith(".") or not said
    assert all(FIRST <= day <= LAST and label for day, label in found.days.items())
