"""From a line to a commitment that could be made of it."""

from datetime import date

import pytest

from services.plans.domain.columns import Column
from services.plans.domain.drafts import Draft
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import point_at
from services.plans.domain.rows import CheckedRow, check_rows
from services.plans.domain.sheet import Row
from services.plans.domain.steps import SheetStep
from tests.plans.imports.sheets import LINE

TODAY = date(2026, 11, 22)


def line(number: int, **changes: str) -> Row:
    """A good line of the sheet, but for the changes."""
    cells = dict(zip(Column, LINE, strict=True)) | {Column(name): text for name, text in changes.items()}
    return Row(number=number, cells={column: text for column, text in cells.items() if text})


def checked(**changes: str) -> CheckedRow:
    """What comes of one line."""
    return check_rows([line(2, **changes)], TODAY)[0]


def test_a_good_line_becomes_a_draft() -> None:
    row = checked(commitment="Walk the  path \n every week")

    assert row.draft == Draft(
        reference="A1",
        heading="The range of activities",
        milestone="Everyone feels safe by the river",
        text="Walk the path\nevery week",
        organisation="Riverside Walkers",
        contact_name="Sam Field",
        contact_email="sam@example.org",
        supporting=("Tree group", "Council parks"),
        due=date(2027, 3, 31),
        evidence="A walk diary",
        steps=(SheetStep(text="Print the maps"),),
        priority=Priority.HIGH,
        place="Mill Lane gate",
        coordinates=point_at(52.481, -1.772),
        four_co=FourCo.DELIVERY,
        parts=(("Tree group", "Lends gloves"),),
        workshop="2026-01-24, Rich pictures, Canary hall",
        note="walk + trees!",
        assets=("Old limes",),
    )
    assert (row.faults, row.warnings) == ((), ())


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"reference": ""}, Column.REFERENCE, "There is no reference."),
        ({"reference": "A" * 41}, Column.REFERENCE, "This is 41 characters long."),
        ({"commitment": ""}, Column.COMMITMENT, "There is no commitment."),
        ({"commitment": "x" * 2001}, Column.COMMITMENT, "This is 2,001 characters long."),
        ({"organisation": ""}, Column.ORGANISATION, "There is a contact but no organisation."),
        ({"contact_email": "sam at example"}, Column.CONTACT_EMAIL, "This is not an e-mail address."),
        ({"due": "31/02/2026"}, Column.DUE, "February 2026 has 28 days, so there is no day 31 in it."),
        ({"supporting": "y" * 201}, Column.SUPPORTING, "This is 201 characters long."),
    ],
)
def test_a_fault_names_the_cell_and_keeps_what_was_typed(
    changes: dict[str, str], column: Column, reason: str
) -> None:
    row = checked(**changes)

    assert row.draft is None
    assert [(fault.row, fault.column, fault.reason) for fault in row.faults] == [(2, column, reason)]
    assert row.faults[0].typed == changes[column]
    assert row.faults[0].remedy


def test_a_line_tells_all_its_faults_at_once() -> None:
    row = checked(reference="", due="soon", contact_email="sam")

    assert {fault.column for fault in row.faults} == {Column.REFERENCE, Column.DUE, Column.CONTACT_EMAIL}


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"due": "21/11/2026"}, Column.DUE, "This day has passed."),
        ({"due": ""}, Column.DUE, "There is no date."),
        ({"contact_email": ""}, Column.CONTACT_EMAIL, "There is no address."),
        (
            {"organisation": "", "contact_email": "", "contact_name": ""},
            Column.ORGANISATION,
            "There is no owner.",
        ),
    ],
)
def test_what_is_merely_worth_knowing_stops_nothing(
    changes: dict[str, str], column: Column, reason: str
) -> None:
    row = checked(**changes)

    assert row.draft is not None
    assert [(warning.column, warning.reason) for warning in row.warnings] == [(column, reason)]


def test_today_is_not_yet_past() -> None:
    assert checked(due="22/11/2026").warnings == ()


def test_of_two_lines_with_one_reference_the_first_keeps_it() -> None:
    first, second, other = check_rows([line(2), line(3, reference=" a1 "), line(4, reference="A2")], TODAY)

    assert (first.faults, other.faults) == ((), ())
    assert second.faults[0].reason == "Row 2 has this reference already."
