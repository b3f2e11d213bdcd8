"""Days as people say them, which leave something open."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.cells import CellRefused
from services.plans.domain.days import EARLIEST, LATEST
from services.plans.domain.said_days import Bearings, points_above, read_day

WORKSHOP = date(2026, 11, 22)
BEARINGS = Bearings(counted_from=WORKSHOP, above=date(2027, 1, 15))


@pytest.mark.parametrize(
    ("typed", "day", "how"),
    [
        ("end of March", date(2027, 3, 31), "No year is written"),
        ("by the end of March 2028", date(2028, 3, 31), "The last day of the month"),
        ("December", date(2026, 12, 31), "No year is written"),
        ("mid June", date(2027, 6, 15), "Day 15"),
        ("mid-June 2028", date(2028, 6, 15), "Day 15"),
        ("early July 2027", date(2027, 7, 10), "Day 10"),
        ("Mar-27", date(2027, 3, 31), "The last day of the month"),
        ("Feb '28", date(2028, 2, 29), "The last day of the month"),
        ("5 November", date(2027, 11, 5), "No year is written"),
        ("22 Nov", WORKSHOP, "No year is written"),
        ("Spring 2027", date(2027, 5, 31), "The last day of the season"),
        ("autumn", date(2026, 11, 30), "No year is written"),
        ("Winter 2027/28", date(2028, 2, 29), "the end of winter"),
        ("Q2 2027", date(2027, 6, 30), "calendar quarter"),
        ("2027 Q4", date(2027, 12, 31), "calendar quarter"),
        ("2026/27", date(2027, 3, 31), "financial year"),
        ("FY 2027-28", date(2028, 3, 31), "financial year"),
        ("2027", date(2027, 12, 31), "end of December"),
        ("mid 2027", date(2027, 6, 30), "end of June"),
        ("12 months", date(2027, 11, 22), "counted from 22 November 2026"),
        ("within six weeks", date(2027, 1, 3), "counted from 22 November 2026"),
        ("3 months' time", date(2027, 2, 22), "counted from 22 November 2026"),
        ("2 years", date(2028, 11, 22), "counted from 22 November 2026"),
        ("(see above)", date(2027, 1, 15), "the line above"),
        ("Ditto", date(2027, 1, 15), "the line above"),
        ('"', date(2027, 1, 15), "the line above"),
        ("June 30, 2020 -> July 31, 2020", date(2020, 7, 31), "last of the two days"),
        ("1 March \u2013 30 April 2027", date(2027, 4, 30), "last of the two days"),
        ("01/03/2027 to end of May 2027", date(2027, 5, 31), "The last day of the month"),
    ],
)  # fmt: skip
def test_words_that_leave_a_day_open_let_one_be_inferred(typed: str, day: date, how: str) -> None:
    said = read_day(typed, BEARINGS)

    assert said.day == day
    assert how in (said.how or "")


@pytest.mark.parametrize("typed", ["31/3/27", "31 March 2027", "by 31 March 2027", "Due 2027-03-31"])
def test_a_day_written_out_in_full_needs_no_word_about_it(typed: str) -> None:
    said = read_day(typed, BEARINGS)

    assert (said.day, said.how) == (date(2027, 3, 31), None)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("by Easter", "does not say which day"),
        ("Winter 2027", "does not say which day"),
        ("31/02/2027 -> 31/03/2027", "February 2027 has 28 days"),
        ("30 June 2027 to 1 June 2027", "comes before the first"),
        ("29 February", "Not every February has a day 29"),
        ("999 years", "is not between"),
        ("TBC", "not a date"),
        ("soon -> later", "not a date"),
        ("1 2 3 4", "not a date"),
        ("2026/29", "not a date"),
    ],
)
def test_what_lets_nothing_be_inferred_is_refused_with_what_to_type(typed: str, reason: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_day(typed, BEARINGS)

    assert reason in refused.value.reason
    assert "31/03/2027" in refused.value.remedy or "28/02/2027" in refused.value.remedy


def test_the_line_above_cannot_lend_a_date_that_it_lacks() -> None:
    with pytest.raises(CellRefused, match="no date to take"):
        read_day("see above", Bearings(counted_from=WORKSHOP))


def test_a_month_counted_from_its_last_day_stays_in_the_month_after() -> None:
    assert read_day("1 month", Bearings(counted_from=date(2027, 1, 31))).day == date(2027, 2, 28)


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.sampled_from(["end of %B", "%B", "%d %B", "mid %B"]))
def test_a_day_without_a_year_is_never_past_nor_more_than_a_year_away(start: date, shape: str) -> None:
    if start.strftime("%d%m") == "2902":
        start += timedelta(days=1)

    day = read_day(start.strftime(shape), Bearings(counted_from=start)).day

    assert start <= day <= start + timedelta(days=366)


@given(st.dates(EARLIEST, LATEST), st.dates(EARLIEST, LATEST), st.sampled_from([" -> ", " to ", " \u2013 "]))
def test_the_last_day_of_a_span_is_due(one: date, other: date, between: str) -> None:
    first, last = sorted((one, other))

    assert read_day(f"{first:%d/%m/%Y}{between}{last:%d %b %Y}", BEARINGS).day == last


@given(st.text(alphabet=" 0123456789/-qQofendmarchspringwinteryearsmonths>'", max_size=24))
def test_no_words_bring_the_reader_down(text: str) -> None:
    with contextlib.suppress(CellRefused):
        said = read_day(text, BEARINGS)
        assert EARLIEST <= said.day <= LATEST
        assert said.how is not None or not points_above(text)
