"""What the columns of a sheet are taken for, and how a person or a program corrects it."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.columns import Column
from services.plans.domain.matching import ColumnsRefused, Matching, SheetColumn
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.imports import Upload, correct_row, keep_upload
from services.plans.use_cases.matching import Choices, choose_columns
from services.plans.use_cases.previews import Preview
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, make_plan
from tests.plans.imports.sheets import csv_of
from tests.plans.imports.steps import applied, previewed, the_commitment

GERMAN = csv_of(
    [["Kennung", "Was", "Wer", "Bis"], ["A1", "Wege pflegen", "Parkfreunde", "31/03/2027"]], delimiter=";"
)
MEANT: Choices = {
    "Kennung": Column.REFERENCE,
    "Was": Column.COMMITMENT,
    "Wer": Column.ORGANISATION,
    "Bis": Column.DUE,
}


def chosen(database: Database, preview: Preview, choices: Choices) -> Preview:
    with database.unit_of_work() as uow:
        return choose_columns(uow, preview.id, choices)


def test_a_sheet_with_unknown_headings_waits_until_somebody_says_what_they_are(
    database: Database, plan: Plan
) -> None:
    preview = previewed(database, plan, GERMAN)
    assert (preview.ready, preview.of.unread) == ([], ("Kennung", "Was", "Wer", "Bis"))
    with pytest.raises(Refused, match="Say first what the columns are: No column was taken for “Reference”"):
        applied(database, preview)

    ready = chosen(database, preview, MEANT)
    applied(database, ready)

    made = the_commitment(database, plan)
    assert (len(ready.ready), ready.of.unread) == (1, ())
    assert (made.text, made.due) == ("Wege pflegen", date(2027, 3, 31))


def test_what_was_chosen_is_remembered_for_the_same_headings_of_the_community(
    database: Database, plan: Plan
) -> None:
    chosen(database, previewed(database, plan, GERMAN), MEANT)

    again = previewed(database, make_plan(database, name="Another plan"), GERMAN)
    other = previewed(database, plan, csv_of([["Kennung", "Was"], ["A1", "Wege"]]))

    assert (len(again.ready), len(other.ready)) == (1, 0)


def test_columns_can_be_said_with_the_sheet_itself(database: Database, plan: Plan) -> None:
    upload = Upload.read("plan.csv", GERMAN)

    with database.unit_of_work() as uow:
        preview = keep_upload(uow, plan.id, upload, COORDINATOR, MEANT)

    assert len(preview.ready) == 1


def test_two_columns_for_one_field_are_named(database: Database, plan: Plan) -> None:
    preview = previewed(database, plan, GERMAN)

    with pytest.raises(ColumnsRefused, match="Columns B and C are both taken for “Commitment”") as refused:
        chosen(database, preview, {"Was": Column.COMMITMENT, "Wer": Column.COMMITMENT})

    assert [each.name for each in refused.value.faults[0].columns] == ["Was", "Wer"]


def test_a_field_that_is_given_to_another_column_is_taken_from_the_first(
    database: Database, plan: Plan
) -> None:
    content = csv_of([["Ref", "Action", "Owner", "Pledge text"], ["A1", "yes", "Walkers", "Mend the path"]])
    preview = previewed(database, plan, content)
    assert "Columns B and D are" not in str(preview.of.matching.faults())

    after = chosen(database, preview, {"Pledge text": Column.COMMITMENT})

    assert (after.ready[0].draft.text, after.of.unread) == ("Mend the path", ("Action",))


def test_what_was_mended_before_stays_when_the_sheet_is_read_again(database: Database, plan: Plan) -> None:
    content = csv_of([["Ref", "Action", "Owner", "Note"], ["A1", "Walk", "Walkers", "soon"]])
    preview = previewed(database, plan, content)
    with database.unit_of_work() as uow:
        correct_row(uow, preview.id, 2, {Column.COMMITMENT: "Walk more", Column.EVIDENCE: "A diary"})

    after = chosen(database, preview, {"Note": Column.DUE})

    (line,) = after.bad
    assert line.kept.cells == {
        "reference": "A1",
        "commitment": "Walk more",
        "organisation": "Walkers",
        "due": "soon",
        "evidence": "A diary",
    }
    assert line.kept.typed == {
        "reference": "A1", "commitment": "Walk", "organisation": "Walkers", "due": "soon"
    }  # fmt: skip


def test_a_sheet_of_which_rows_are_imported_is_not_read_otherwise(database: Database, plan: Plan) -> None:
    preview = chosen(database, previewed(database, plan, GERMAN), MEANT)
    applied(database, preview)

    with pytest.raises(Refused, match="imported already"):
        chosen(database, preview, {"Bis": None})


NAMES = ("Ref", "What", "Who", "When", "Column E")
MATCHINGS = st.permutations([*list(Column)[:3], None, None]).map(
    lambda fields: Matching(
        tuple(
            SheetColumn(letters=letters, name=name, field=field)
            for letters, name, field in zip("ABCDE", NAMES, fields, strict=True)
        )
    )
)


@given(before=MATCHINGS, after=MATCHINGS, texts=st.dictionaries(st.sampled_from(NAMES), st.text(min_size=1)))
def test_no_text_is_lost_or_moved_to_another_column_whatever_is_chosen(
    before: Matching, after: Matching, texts: dict[str, str]
) -> None:
    cells, others = before.arranged(texts)
    again, rest = after.arranged(before.spread(cells, others))

    assert after.spread(again, rest) == texts


@pytest.mark.parametrize("fields", [*product([Column.DUE, None], repeat=2)])
def test_what_was_kept_of_a_matching_is_what_it_was(fields: tuple[Column | None, ...]) -> None:
    matching = Matching(
        tuple(
            SheetColumn(letters=letters, name=letters * 2, field=field, formulas=("B3",))
            for letters, field in zip("AB", fields, strict=True)
        )
    )

    assert Matching.kept(matching.to_keep()) == matching
