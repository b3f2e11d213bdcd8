"""Importing a sheet from the command line."""

from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from click.testing import CliRunner, Result
from sqlalchemy import func, select

from services.plans.cli import COMMANDS
from services.plans.db.tables import commitments, imports
from services.plans.domain.plans import Plan
from shared.db.unit_of_work import Database

SHEET = (
    "Reference,Commitment,Owner organisation,Due date\n"
    "A1,Plant a tree,Walkers,31/03/2031\n"
    "A2,Clear the brook,Walkers,31/02/2031\n"
)


def run(database: Database, plan_id: object, sheet: Path, *words: str) -> Result:
    runtime = SimpleNamespace(database=database)
    (command,) = (each for each in COMMANDS if each.name == "import")
    return CliRunner().invoke(
        command, [str(sheet), "--plan", str(plan_id), *words], obj=lambda _service: runtime
    )


def count(database: Database, table: object) -> int:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]


def test_good_rows_are_imported_and_each_bad_cell_is_named(
    database: Database, plan: Plan, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET)

    result = run(database, plan.id, sheet)

    assert result.exit_code == 0, result.output
    assert "Row 3, due:" in result.output
    assert "1 rows to mend, 1 good ones, kept as drafts: 1." in result.output
    assert count(database, commitments) == 1


def test_a_dry_run_makes_no_commitments_and_keeps_the_rows_to_be_mended(
    database: Database, plan: Plan, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET)

    result = run(database, plan.id, sheet, "--dry-run")

    assert result.exit_code == 0, result.output
    assert "Row 3, due:" in result.output
    assert (count(database, commitments), count(database, imports)) == (0, 1)


def test_a_file_that_is_no_sheet_and_a_plan_that_is_none_are_told_plainly(
    database: Database, plan: Plan, tmp_path: Path
) -> None:
    empty, sheet = tmp_path / "empty.csv", tmp_path / "sheet.csv"
    empty.write_bytes(b"")
    sheet.write_text(SHEET)

    answers = [run(database, plan.id, empty), run(database, uuid4(), sheet)]

    assert [answer.exit_code for answer in answers] == [1, 1]
    assert all(answer.output.startswith("Error: ") for answer in answers)
