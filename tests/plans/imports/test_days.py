"""Days as people type them."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.cells import CellRefused
from services.plans.domain.days import EARLIEST, LATEST, parse_day

LAST_OF_MARCH = date(2027, 3, 31)


@pytest.mark.parametrize(
    "typed",
    [
        "31/03/2027", "31/3/27", "31.03.2027", "31-03-2027", " 31 / 03 / 2027 ", "2027-03-31", "2027/3/31",
        "2027-03-31T00:00:00", "31/03/2027 00:00", "31 March 2027", "31st march 2027", "31 Mar 27",
        "31-Mar-2027", "Wed 31 March 2027", "Wednesday, 31st of March 2027", "March 31, 2027", "46477",
        "46477.0",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert parse_day(typed) == LAST_OF_MARCH


@pytest.mark.parametrize(
    ("typed", "reason", "remedy"),
    [
        ("31/02/2026", "February 2026 has 28 days", "28/02/2026"),
        ("29/02/2027", "February 2027 has 28 days", "28/02/2027"),
        ("31 June 2027", "June 2027 has 30 days", "30/06/2027"),
        ("00/03/2027", "March 2027 has 31 days", "31/03/2027"),
        ("03/31/2027", "There is no month 31", "31/03/2027"),
        ("31/13/2027", "There is no month 13", "31/03/2027"),
        ("31/00/2027", "There is no month 0", "31/03/2027"),
        ("2027-02-30", "February 2027 has 28 days", "28/02/2027"),
        ("March 2027", "does not say which day", "31/03/2027"),
        ("end of March 2027", "does not say which day", "31/03/2027"),
        ("31/03/1827", "1827 is not between 2000 and 2100", "31/03/2027"),
        ("31/03/0000", "no year 0", "31/03/2027"),
        ("TBC", "not a date", "leave it empty"),
        ("ongoing", "not a date", "leave it empty"),
        ("12345", "not a date", "leave it empty"),
        ("31 Smarch 2027", "not a date", "leave it empty"),
        ("٣١/٠٣/٢٠٢٧", "not a date", "leave it empty"),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_to_type(typed: str, reason: str, remedy: str) -> None:
    with pytest.raises(CellRefused) as refused:
        parse_day(typed)

    assert reason in refused.value.reason
    assert remedy in refused.value.remedy


@given(st.dates(EARLIEST, LATEST), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%a %d %b %Y"]))
def test_every_day_survives_being_written_down(day: date, shape: str) -> None:
    assert parse_day(day.strftime(shape)) == day


@given(st.text())
def test_no_text_brings_the_reader_down(text: str) -> None:
    with contextlib.suppress(CellRefused):
        assert EARLIEST <= parse_day(text) <= LATEST
