"""Cells in which more than one organisation is said to own a commitment."""

from datetime import date

import pytest

from services.plans.domain.columns import Column
from services.plans.domain.likeness import Names
from services.plans.domain.plans import Plan
from services.plans.domain.rows import CheckedRow, check_rows
from services.plans.domain.sheet import Row
from services.plans.use_cases.fates import Fate
from services.plans.use_cases.settling import settled
from shared.db.unit_of_work import Database
from tests.plans.imports.sheets import LINE, a_sheet, line
from tests.plans.imports.steps import imported, previewed, the_commitment


def read(owner: str, *known: str) -> CheckedRow:
    """What comes of a line with this owner, where these organisations are known."""
    cells = dict(zip(Column, LINE, strict=True)) | {Column.ORGANISATION: owner}
    (checked,) = check_rows([Row(number=2, cells=cells)], date(2026, 11, 22))
    return settled(checked, Names(known, {}))


@pytest.mark.parametrize(
    "typed",
    [
        "Council / Friends of the Park",
        "Council; Friends of the Park",
        "Council\nFriends of the Park\n",
        "Council; Friends of  the Park; Council",
    ],
)
def test_the_first_owns_and_the_others_support(typed: str) -> None:
    row = read(typed)

    assert row.draft is not None
    assert row.draft.organisation == "Council"
    assert row.draft.supporting == ("Friends of the Park", "Tree group", "Council parks")
    assert [each.reason for each in row.warnings] == ["More than one organisation is written here."]
    assert "“Council” becomes the owner" in row.warnings[0].remedy


@pytest.mark.parametrize("name", ["Parks, paths and play", "24/7 Carers", "Oak & Ash"])
def test_signs_that_names_hold_part_nothing(name: str) -> None:
    row = read(name)

    assert (row.draft and row.draft.organisation, row.warnings) == (name, ())


def test_a_known_organisation_stays_whole() -> None:
    row = read("north / south walks", "North / South Walks")

    assert (row.draft and row.draft.organisation, row.warnings) == ("North / South Walks", ())


def test_a_sign_at_the_end_makes_no_second_owner() -> None:
    row = read("Council;")

    assert (row.draft and row.draft.organisation, row.warnings) == ("Council", ())


def test_a_helper_that_owns_is_named_once() -> None:
    row = read("Tree group / Council")

    assert row.draft is not None
    assert (row.draft.organisation, row.draft.supporting) == ("Tree group", ("Council", "Council parks"))


def test_several_owners_are_kept_and_the_same_sheet_again_changes_nothing(
    database: Database, plan: Plan
) -> None:
    both = line(1, organisation="Council / Friends of the Park", supporting="")
    imported(database, plan, both)

    again = previewed(database, plan, a_sheet(both))

    commitment = the_commitment(database, plan)
    assert (len(commitment.supporting), [each.fate for each in again.lines]) == (1, [Fate.SAME])
