"""The demo's sheet goes through the import like any other."""

from datetime import date, timedelta

import pytest

from deploy.demo.sheet import FILE_NAME, sheet
from services.plans.domain.drafts import Draft
from services.plans.domain.plans import DEFAULT_HEADINGS
from services.plans.domain.rows import check_rows
from services.plans.use_cases.sheet_files import read_sheet

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def drafts() -> list[Draft]:
    rows = check_rows(read_sheet(FILE_NAME, sheet(TODAY)).rows, TODAY)
    return [row.draft for row in rows if row.draft]


def test_every_line_is_good_and_every_column_is_read() -> None:
    read = read_sheet(FILE_NAME, sheet(TODAY))

    assert (len(read.columns), read.others) == (10, ())
    assert [row.faults for row in check_rows(read.rows, TODAY)] == [()] * 24


def test_some_are_overdue_some_due_soon_and_most_later(drafts: list[Draft]) -> None:
    days = [draft.due - TODAY for draft in drafts if draft.due]

    assert sum(each < timedelta(0) for each in days) == 3
    assert sum(timedelta(0) <= each <= timedelta(7) for each in days) == 4
    assert len(days) == 24


def test_people_live_nowhere_and_all_four_headings_are_used(drafts: list[Draft]) -> None:
    assert all((draft.contact_email or "").endswith("@example.org") for draft in drafts)
    assert {draft.heading for draft in drafts} == set(DEFAULT_HEADINGS)
    assert len({draft.organisation for draft in drafts}) == 7
