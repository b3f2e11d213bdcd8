"""Sheets of thousands of rows: imported by the worker in parts, and never twice or half."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from services.plans.app import SERVICE
from services.plans.db.tables import EVENT_TABLES, METADATA, commitments
from services.plans.domain.imports import Import, ImportState
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.jobs import run_imports
from services.plans.use_cases import running
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.imports import answer_name
from services.plans.use_cases.previews import Preview
from services.plans.use_cases.running import import_or_begin, import_some, lines_to_import
from shared.contracts import Contract, ImportApplied, Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, COORDINATOR, NOON
from tests.plans.imports.sheets import HEADINGS, csv_of, line
from tests.plans.imports.steps import counted, previewed
from tests.services import runtime_over
from tests.shared.http.cast import NOW, Cast

MOST = 5000


def sheet_of(rows: int) -> bytes:
    """A sheet of so many rows, the last of which nobody understands."""
    lines = [line(number) for number in range(1, rows)]
    return csv_of([HEADINGS, *lines, line(rows, due="soon")])


def begun(database: Database, plan: Plan, rows: int) -> Preview:
    preview = previewed(database, plan, sheet_of(rows))
    with database.unit_of_work() as uow:
        return import_or_begin(uow, preview.id, COORDINATOR)


def now(database: Database, preview: Preview) -> Import:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.get_one(Import, preview.id)


def run_to_the_end(database: Database, preview: Preview, folder: Path) -> Import:
    runtime = runtime_over(database, SERVICE, Clock(NOON), folder)
    while now(database, preview).state is ImportState.IMPORTING:
        run_imports(runtime)
    return now(database, preview)


def references(database: Database) -> list[str]:
    with database.unit_of_work(read_only=True) as uow:
        return sorted(uow.session.scalars(select(commitments.c.reference)))


def test_five_thousand_rows_are_imported_whole(
    database: Database, plan: Plan, tmp_path: Path, said: Callable[[], list[Contract]]
) -> None:
    preview = begun(database, plan, MOST)
    assert (counted(database), now(database, preview).total) == (0, MOST - 1)

    after = run_to_the_end(database, preview, tmp_path)

    assert (after.state, after.done, after.commitment_count) == (ImportState.APPLIED, MOST - 1, MOST - 1)
    assert references(database) == sorted(f"A{number}" for number in range(1, MOST))
    told = [each.commitment_count for each in said() if isinstance(each, ImportApplied)]
    assert told == [MOST - 1]


def work(url: str, folder: str) -> None:
    """Be a worker in a process of its own."""
    database = Database("plans", url, METADATA, EVENT_TABLES, Clock(NOON))
    run_imports(runtime_over(database, SERVICE, Clock(NOON), Path(folder)))


def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(
    database: Database, database_url: str, plan: Plan, tmp_path: Path
) -> None:
    preview = begun(database, plan, 1500)
    worker = multiprocessing.get_context("spawn").Process(target=work, args=(database_url, str(tmp_path)))
    worker.start()
    while worker.is_alive() and now(database, preview).done == 0:
        worker.join(0.02)
    worker.kill()
    worker.join()
    assert 0 < now(database, preview).done < 1499

    after = run_to_the_end(database, preview, tmp_path)

    assert (after.state, after.commitment_count) == (ImportState.APPLIED, 1499)
    assert references(database) == sorted(f"A{number}" for number in range(1, 1500))


def test_two_workers_at_once_import_each_row_once(database: Database, plan: Plan, tmp_path: Path) -> None:
    preview = begun(database, plan, 300)
    with database.unit_of_work(read_only=True) as uow:
        seen_by_the_other = lines_to_import(uow, preview.id)
    with database.unit_of_work() as uow:
        import_some(uow, preview.id, dict(list(seen_by_the_other.items())[:200]))

    with database.unit_of_work() as uow:
        import_some(uow, preview.id, seen_by_the_other)

    assert run_to_the_end(database, preview, tmp_path).commitment_count == 299
    assert len(references(database)) == 299


def test_nobody_changes_a_sheet_while_it_is_imported(database: Database, plan: Plan) -> None:
    preview = begun(database, plan, 300)

    with pytest.raises(Refused, match="being imported just now"), database.unit_of_work() as uow:
        answer_name(uow, preview.id, "a", "b")


def test_an_import_stops_with_its_reason_when_the_plan_is_closed(
    database: Database, plan: Plan, tmp_path: Path, said: Callable[[], list[Contract]]
) -> None:
    preview = begun(database, plan, 300)
    with database.unit_of_work(read_only=True) as uow:
        lines = lines_to_import(uow, preview.id)
    with database.unit_of_work() as uow:
        import_some(uow, preview.id, dict(list(lines.items())[: running.BATCH]))
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, uow.session.get_one(Plan, plan.id).version, "Done", {}, COORDINATOR)

    after = run_to_the_end(database, preview, tmp_path)

    assert (after.state, after.commitment_count) == (ImportState.APPLIED, 200)
    assert "closed" in (after.stopped or "")
    assert [each.commitment_count for each in said() if isinstance(each, ImportApplied)] == [200]


def test_a_program_is_told_how_far_it_is(
    people: Cast, database: Database, plan: Plan, tmp_path: Path
) -> None:
    client, token = people.nobody(), people.token("plans:write", community=COMMUNITY)

    begins = client.post(f"/plans/api/v1/plans/{plan.id}/imports", headers=token, data=sheet_of(300))
    place = begins.headers["Location"]
    asked = client.get(place, headers=token)

    assert (begins.status_code, asked.status_code) == (202, 200)
    assert [asked.get_json()[name] for name in ("state", "done", "total")] == ["importing", 0, 299]
    assert client.post(f"{place}/apply", headers=token).status_code == 422
    with database.unit_of_work(read_only=True) as uow:
        (preview,) = (Preview(of=each, lines=(), doubts={}) for each in uow.session.scalars(select(Import)))
    run_to_the_end(database, preview, tmp_path)
    ended = client.get(place, headers=token).get_json()
    assert [ended[name] for name in ("state", "done", "total", "bad")] == ["applied", 299, 299, 1]


def test_a_page_shows_how_far_it_is_and_ends_on_the_rows(
    people: Cast, database: Database, plan: Plan, tmp_path: Path, clock: Clock
) -> None:
    clock.at = NOW
    coordinator: FlaskClient = people.person(Role.COORDINATOR, COMMUNITY)
    preview = begun(database, plan, 300)
    path = f"/plans/{plan.id}/imports/{preview.id}"

    shown = coordinator.get(path).text
    assert '<progress class="app-progress__bar" max="299" value="0"' in shown
    assert "0 of 299 rows imported" in shown
    assert '<meta http-equiv="refresh" content="5">' in shown

    run_to_the_end(database, preview, tmp_path)
    ended = coordinator.get(path).text
    assert "299 in the plan already" in ended
    assert "refresh" not in ended


def test_a_long_preview_comes_in_pages_with_what_is_wrong_first(
    people: Cast, database: Database, plan: Plan, clock: Clock
) -> None:
    clock.at = NOW
    coordinator: FlaskClient = people.person(Role.COORDINATOR, COMMUNITY)
    preview = previewed(database, plan, sheet_of(250))
    path = f"/plans/{plan.id}/imports/{preview.id}"

    first, last = coordinator.get(path).text, coordinator.get(f"{path}?page=3").text

    assert 'id="row-251-due"' in first
    assert "Page 2 of 3" in first
    assert ('id="row-251-due"' in last, ">A249<" in last, "Page 2 of 3" in last) == (False, True, True)
    assert coordinator.get(f"{path}?page=nonsense").status_code == 200
