"""A plan as a file: it comes back in as the very same plan, and carries nothing that a program would run."""

import csv
import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import event, select

from services.plans.cli import COMMANDS
from services.plans.db.queries.exports import exported
from services.plans.db.tables import commitments
from services.plans.domain.columns import Column
from services.plans.domain.exports import READ_BACK, Exported
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.formulas import defused, restored
from services.plans.domain.places import place_of, point_at
from services.plans.domain.plans import Plan
from services.plans.domain.steps import SheetStep, steps_of
from services.plans.use_cases.applying import apply_import
from services.plans.use_cases.fates import Fate
from services.plans.use_cases.imports import preview_import
from services.plans.use_cases.sheet_files import read_sheet
from services.plans.use_cases.sheet_files.writing import FORMATS
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, COORDINATOR, NOON, make_commitment, make_contact, make_plan
from tests.plans.imports.sheets import FORTY, a_sheet, line
from tests.plans.imports.steps import applied, counted, imported, previewed
from tests.shared.http.cast import NOW, Cast

API = "/plans/api/v1"
DANGEROUS = (
    "=1+1",
    "+44 1632 960001",
    "-2",
    "@SUM(A1)",
    "'=1",
    "''-1",
    "'quoted'",
    "\uff1d1+1",
    "\uff0d2",
    "\uff0b3",
    "\uff20SUM(A1)",
    '"=1+1"',
    ";=1",
    "'\"-1",
    "_x0041_",
    "007",
    "a, b; c",
)
SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\t\r\n\0")
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
NASTY = st.one_of(
    st.sampled_from(DANGEROUS), WORDS, st.builds("{}{}".format, st.sampled_from("=+-@'\uff1d\";"), WORDS)
)
CHECKLIST = st.lists(st.builds(SheetStep, text=NASTY, done=st.booleans()), max_size=3)
POINTS = st.builds(point_at, st.floats(-90, 90), st.floats(-180, 180))
FORMAT = pytest.mark.parametrize("ending", FORMATS)
SAME_DATABASE = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def export(database: Database, plan: Plan, ending: str) -> bytes:
    with database.unit_of_work(read_only=True) as uow:
        kept = uow.session.get_one(Plan, plan.id)
        return FORMATS[ending][1](exported(uow, kept, with_contacts=True, within=True))


def read_back(content: bytes, ending: str) -> list[dict[Column, str]]:
    """Return what an import reads of the file, line by line."""
    return [dict(row.cells) for row in read_sheet(f"plan.{ending}", content).rows]


def brought_in(database: Database, plan: Plan, content: bytes, ending: str) -> list[Fate]:
    with database.unit_of_work() as uow:
        preview = preview_import(uow, plan.id, f"plan.{ending}", content, COORDINATOR)
        fates = [each.fate for each in preview.lines]
        apply_import(uow, preview.id)
    return fates


@given(st.text())
def test_defusing_loses_nothing_and_leaves_no_formula(text: str) -> None:
    assert restored(defused(text)) == text
    assert defused(text)[:1] not in SIGNS


@FORMAT
def test_an_export_fills_an_empty_plan_with_the_same(database: Database, plan: Plan, ending: str) -> None:
    applied(database, previewed(database, plan, FORTY))
    first = export(database, plan, ending)
    empty = make_plan(database, name="Another")

    fates = brought_in(database, empty, first, ending)

    assert set(fates) == {Fate.NEW}
    assert len(fates) == 36
    assert read_back(export(database, empty, ending), ending) == read_back(first, ending)


@FORMAT
def test_an_export_that_comes_in_again_doubles_and_changes_nothing(
    database: Database, plan: Plan, ending: str
) -> None:
    applied(database, previewed(database, plan, FORTY))
    first, before = export(database, plan, ending), counted(database)

    fates = brought_in(database, plan, first, ending)

    assert (set(fates), counted(database)) == ({Fate.SAME}, before)
    assert read_back(export(database, plan, ending), ending) == read_back(first, ending)


@FORMAT
def test_lines_and_paragraphs_come_back_as_they_were(database: Database, plan: Plan, ending: str) -> None:
    text, evidence = "Plant ten trees:\n- oaks\n- limes", "A photo\n\nand the list\nof who waters"
    make_commitment(database, plan, reference="A1", text=text, evidence=evidence)
    empty = make_plan(database, name="Elsewhere")

    brought_in(database, empty, export(database, plan, ending), ending)

    wanted = select(commitments.c.text, commitments.c.evidence).where(commitments.c.plan_id == empty.id)
    with database.unit_of_work(read_only=True) as uow:
        assert [tuple(each) for each in uow.session.execute(wanted)] == [(text, evidence)]


@FORMAT
@SAME_DATABASE
@given(
    facts=st.fixed_dictionaries(
        {
            "text": NASTY,
            "evidence": NASTY,
            "reference": WORDS,
            "supporting": st.lists(WORDS, max_size=3).map(lambda names: [*names, "Smith, Lee & Co"]),
            "steps": CHECKLIST.map(lambda steps: steps_of(steps, (), NOON)),
            "priority": st.none() | st.sampled_from(Priority),
            "place": st.builds(place_of, st.none() | NASTY, st.none() | POINTS),
            "four_co": st.none() | st.sampled_from(FourCo),
            "parts": st.lists(st.tuples(WORDS, NASTY), max_size=3),
            "workshop": st.none() | NASTY,
            "note": st.none() | st.lists(NASTY, min_size=1, max_size=3).map("\n".join),
            "assets": st.lists(NASTY, max_size=3),
        }
    )
)
def test_whatever_people_wrote_comes_back(ending: str, facts: dict[str, Any]) -> None:
    each = an_export(**facts)

    (cells,) = read_back(FORMATS[ending][1]([each]), ending)

    expected = {column: cell(each) for column, cell in READ_BACK.items()}
    assert cells == {column: value for column, value in expected.items() if value}


def an_export(**facts: Any) -> Exported:
    nothing = dict.fromkeys(Exported.__dataclass_fields__)
    defaults = {"heading": "Paths", "organisation": "Oak Trust", "state": "agreed", "slips": 0}
    lists = {"supporting": (), "steps": (), "links": (), "parts": (), "assets": ()}
    return Exported(**{**nothing, **defaults, **lists, "changed_at": NOON, **facts})


def test_no_cell_of_a_file_begins_as_a_formula(database: Database, plan: Plan) -> None:
    for text in DANGEROUS:
        make_commitment(database, plan, text=text, evidence=text)

    rows = list(csv.reader(io.StringIO(export(database, plan, "csv").decode("utf-8-sig"))))
    sheet: Any = load_workbook(io.BytesIO(export(database, plan, "xlsx"))).active

    assert [cell for row in rows for cell in row if cell[:1] in SIGNS] == []
    assert {cell.data_type for row in sheet.rows for cell in row if cell.value is not None} == {"s"}


def test_ten_comes_after_nine(database: Database, plan: Plan) -> None:
    for reference in ("A10", "B1", "A9", "2"):
        make_commitment(database, plan, reference=reference)

    with database.unit_of_work(read_only=True) as uow:
        found = exported(uow, uow.session.get_one(Plan, plan.id), with_contacts=False, within=False)

    assert [each.reference for each in found] == ["2", "A9", "A10", "B1"]


def test_an_export_takes_as_many_queries_for_forty_as_for_four(database: Database, plan: Plan) -> None:
    imported(database, plan, *(line(number) for number in range(1, 5)))
    few = queries_of(database, plan)
    imported(database, plan, *(line(number) for number in range(1, 41)))

    assert queries_of(database, plan) == few


def queries_of(database: Database, plan: Plan) -> int:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    export(database, plan, "csv")
    event.remove(database.engine, "before_cursor_execute", note)
    return len([each for each in asked if each.startswith("SELECT")])


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, name="Green / spaces", public=True)


@pytest.fixture
def with_contact(database: Database, plan: Plan) -> None:
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org")
    make_commitment(database, plan, organisation_id=organisation, contact_id=contact)


@pytest.mark.usefixtures("with_contact")
def test_only_those_who_keep_the_plan_find_contacts_in_the_file(
    people: Cast, plan: Plan, clock: Clock
) -> None:
    clock.at = NOW
    path = f"{API}/plans/{plan.id}/export.csv"
    callers: dict[str, tuple[FlaskClient, dict[str, str]]] = {
        "nobody": (people.nobody(), {}),
        "member": (people.person(Role.MEMBER, COMMUNITY), {}),
        "reader": (people.nobody(), people.token("plans:read", community=COMMUNITY)),
        "keeper": (people.person(Role.COORDINATOR, COMMUNITY), {}),
        "writer": (people.nobody(), people.token("plans:read", "plans:write", community=COMMUNITY)),
    }

    answers = {name: client.get(path, headers=headers) for name, (client, headers) in callers.items()}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert {name for name, answer in answers.items() if "sam@example.org" in answer.text} == {
        "keeper",
        "writer",
    }


@pytest.mark.usefixtures("with_contact")
def test_a_file_is_named_after_the_plan_and_the_day_and_is_never_shown_in_place(
    people: Cast, plan: Plan
) -> None:
    answers = {ending: people.nobody().get(f"{API}/plans/{plan.id}/export.{ending}") for ending in FORMATS}

    for ending, answer in answers.items():
        name = f"Green - spaces 2026-03-02.{ending}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.mimetype == FORMATS[ending][0]


@pytest.mark.usefixtures("with_contact")
def test_the_whole_plan_is_there_as_json(people: Cast, plan: Plan) -> None:
    answer = people.nobody().get(f"{API}/plans/{plan.id}/export.json")

    assert answer.json is not None
    assert answer.json["plan"]["id"] == str(plan.id)
    (commitment,) = answer.json["commitments"]
    assert (commitment["organisation"], commitment["contact_id"]) == ("Oak Trust", None)


def run(database: Database, *words: str) -> Result:
    runtime = SimpleNamespace(database=database)
    (command,) = (each for each in COMMANDS if each.name == "export")
    return CliRunner().invoke(command, words, obj=lambda _service: runtime)


def test_an_operator_writes_a_plan_to_a_file(tmp_path: Path, database: Database, plan: Plan) -> None:
    imported(database, plan, line(1, due="2027-03-31"))
    file = tmp_path / "plan.csv"

    result = run(database, str(plan.id), "--to", str(file))

    assert result.output == "1 commitments are in plan.csv.\n"
    assert read_back(file.read_bytes(), "csv") == read_back(a_sheet(line(1, due="2027-03-31")), "csv")


def test_an_operator_is_told_of_an_unknown_plan_or_ending(
    tmp_path: Path, database: Database, plan: Plan
) -> None:
    unknown = run(database, str(uuid4()), "--to", str(tmp_path / "plan.csv"))
    strange = run(database, str(plan.id), "--to", str(tmp_path / "plan.pdf"))

    assert (unknown.exit_code, "no such plan" in unknown.output) == (1, True)
    assert (strange.exit_code, "must end with one of: .csv, .xlsx" in strange.output) == (2, True)
