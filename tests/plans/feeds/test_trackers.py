"""The action tracker: what a meeting's papers say of a plan, as at any day, and nothing that is run."""

import gc
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.parts.document import DocumentPart
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from services.plans.db.queries.days import moment_in
from services.plans.db.queries.tracker import actions_of
from services.plans.domain.commitments import Details
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.tracker import HEADINGS, Action, line, shown
from services.plans.domain.transitions import Action as Saying
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.tracker_files import (
    FORMATS,
    MOST_IN_A_DOCUMENT,
    Tracker,
    document_of,
)
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentState, Role
from shared.db.unit_of_work import Database
from shared.garbage import keep_all_so_far
from tests.clock import Clock
from tests.plans.factories import (
    COMMUNITY,
    COORDINATOR,
    NOON,
    TODAY,
    make_commitment,
    make_contact,
    make_plan,
)
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
FORMAT = pytest.mark.parametrize("ending", FORMATS)
Rows = list[list[str]]


def of_workbook(content: bytes) -> Rows:
    sheet: Any = load_workbook(io.BytesIO(content)).active
    return [[as_read(cell) for cell in row] for row in sheet.rows]


def as_read(cell: Any) -> str:
    """What a person reads in the cell: a date in the words of its format."""
    if isinstance(cell.value, datetime) and cell.number_format == "d mmmm yyyy":
        return shown(cell.value.date())
    return cell.value or ""


def of_document(content: bytes) -> Rows:
    table = Document(io.BytesIO(content)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


READ = {"xlsx": of_workbook, "docx": of_document}


def an_action(**facts: Any) -> Action:
    defaults = {
        "reference": "A1",
        "heading": "Paths",
        "written_on": TODAY,
        "text": "Open the north gate",
        "organisation": "Oak Trust",
        "due": TODAY,
        "state": CommitmentState.AGREED,
        "health": None,
        "slips": 0,
    }
    return Action(**{**defaults, **facts})


def written(ending: str, *actions: Action, name: str = "Green & spaces") -> bytes:
    return FORMATS[ending][1](Tracker(plan=name, day=TODAY, made_at=NOON, actions=actions))


@pytest.fixture(scope="module", autouse=True)
def as_in_a_worker() -> None:
    """Each document lets garbage be collected, which passes over what was there before, as in a worker."""
    keep_all_so_far()


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


def say(database: Database, commitment: Any, version: int, action: Saying, **details: Any) -> None:
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, version, action, Details(**details), COORDINATOR)


@FORMAT
def test_a_tracker_has_the_columns_of_a_meeting_and_a_row_for_each_commitment(
    people: Cast, database: Database, plan: Plan, ending: str
) -> None:
    oak, sam = make_contact(database, "Oak Trust", "sam@example.org")
    facts = {"organisation_id": oak, "contact_id": sam, "due": date(2026, 3, 1)}
    make_commitment(database, plan, reference="A10")
    first = make_commitment(database, plan, reference="A9", **facts)
    say(database, first, 1, Saying.ACCEPT)

    answer = people.nobody().get(f"{API}/plans/{plan.id}/tracker.{ending}")

    source = "The range of activities, 2 March 2026"
    assert READ[ending](answer.data) == [
        list(HEADINGS),
        ["A9", source, "Open the north gate", "Oak Trust", "1 March 2026", "Agreed, overdue.", "Open"],
        ["A10", source, "Open the north gate", "Nobody yet", "No date yet", "Not yet accepted.", "Open"],
    ]
    name = f"Green spaces action tracker 2026-03-02.{ending}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.mimetype == FORMATS[ending][0]


def test_a_past_day_is_told_as_it_was(people: Cast, database: Database, plan: Plan, clock: Clock) -> None:
    member = people.person(Role.MEMBER, COMMUNITY)
    oak, _sam = make_contact(database, "Oak Trust", "sam@example.org")
    made = make_commitment(database, plan, organisation_id=oak, due=TODAY + timedelta(days=1))
    say(database, made, 1, Saying.ACCEPT, note="Gladly")
    clock.at = NOON + timedelta(days=2)
    reworded = make_commitment(database, plan, reference="later")
    say(database, made, 2, Saying.MOVE, due=date(2026, 6, 1), reason="The key was lost")
    clock.at = NOON + timedelta(days=4)
    say(database, made, 3, Saying.FINISH, note="It is open")
    say(database, reworded, 1, Saying.REWORD, text="Open both gates")

    def told(day: str) -> Rows:
        return of_workbook(member.get(f"{API}/plans/{plan.id}/tracker.xlsx?as_at={day}").data)[1:]

    assert [row[2:] for row in told("2026-03-02")] == [
        ["Open the north gate", "Oak Trust", "3 March 2026", "Agreed. Gladly", "Open"]
    ]
    assert [row[2:] for row in told("2026-03-04")] == [
        [
            "Open the north gate",
            "Oak Trust",
            "1 June 2026",
            "Agreed, date moved once. The key was lost",
            "Open",
        ],
        ["Open the north gate", "Nobody yet", "No date yet", "Not yet accepted.", "Open"],
    ]
    assert [(row[2], row[5], row[6]) for row in told("2026-03-06")] == [
        ("Open the north gate", "Done, date moved once. It is open", "Proposed for closure"),
        ("Open both gates", "Agreed.", "Open"),
    ]
    assert told("2026-03-01") == []


def test_a_day_yet_to_come_is_refused_by_the_name_of_its_argument(people: Cast, plan: Plan) -> None:
    answer = people.nobody().get(f"{API}/plans/{plan.id}/tracker.docx?as_at=2026-03-03")

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == "/as_at"


def test_what_people_said_is_for_the_community_and_nobody_is_named(
    people: Cast, database: Database, plan: Plan
) -> None:
    oak, sam = make_contact(database, "Oak Trust", "sam@example.org")
    made = make_commitment(database, plan, organisation_id=oak, contact_id=sam)
    say(database, made, 1, Saying.ACCEPT, note="Kim has the key")
    path = f"{API}/plans/{plan.id}/tracker.xlsx"

    public, within = (
        of_workbook(client.get(path).data)[1]
        for client in (people.nobody(), people.person(Role.MEMBER, COMMUNITY))
    )

    assert (public[5], within[5]) == ("Agreed.", "Agreed. Kim has the key")
    assert "Sam" not in str(public + within)


@FORMAT
@settings(deadline=None, max_examples=20)
@given(text=st.text(st.characters(), max_size=60), said=st.text(st.characters(), max_size=60))
def test_whatever_people_wrote_is_text_in_the_file_and_no_formula(ending: str, text: str, said: str) -> None:
    action = an_action(text=text, organisation=f"={text}", said=said, reference="@1")

    (_, row) = READ[ending](written(ending, action))

    assert [each.strip() for each in row] == [each.strip() for each in line(action, TODAY)]
    assert [cell for cell in row if cell[:1] in set("=+-@\uff1d\uff0b\uff0d\uff20")] == []


def test_a_workbook_prints_on_landscape_a4_with_its_header_on_each_page() -> None:
    sheet: Any = load_workbook(io.BytesIO(written("xlsx", an_action()))).active

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.auto_filter.ref == "A1:G2"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddHeader.center.text == "Green && spaces: action tracker as at 2 March 2026"


@pytest.mark.parametrize("name", ["&" * 200, "W" * 200, "&P" * 100, "\N{GRINNING FACE}" * 200])
def test_a_name_of_any_length_makes_a_header_that_excel_opens(name: str) -> None:
    """Excel takes a workbook for damaged whose header has more than 255 characters, codes and all."""
    sheet: Any = load_workbook(io.BytesIO(written("xlsx", an_action(), name=name))).active

    header = sheet.oddHeader.center.text
    assert utf_16_units(f"&C{header}") <= 255
    assert header.startswith(name[:2].replace("&", "&&"))
    assert header.endswith(": action tracker as at 2 March 2026")
    assert "&" not in header.replace("&&", "")


def utf_16_units(text: str) -> int:
    """Return how long Excel takes the text to be."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("due", "told"),
    [(TODAY, datetime.combine(TODAY, time())), (date(1899, 5, 1), "1 May 1899"), (None, "No date yet")],
)
def test_a_workbook_tells_a_due_date_as_a_date_by_which_its_rows_sort(due: date | None, told: object) -> None:
    sheet: Any = load_workbook(io.BytesIO(written("xlsx", an_action(due=due)))).active

    assert sheet["E2"].value == told


def test_a_document_is_landscape_a4_with_a_header_row_that_repeats() -> None:
    document: Any = Document(io.BytesIO(written("docx", an_action())))

    section = document.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (297, 210)
    head, row = document.tables[0].rows
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None  # noqa: SLF001
    assert row._tr.trPr.find(qn("w:cantSplit")) is not None  # noqa: SLF001
    assert document.paragraphs[0].text == "Green & spaces: action tracker as at 2 March 2026"
    facts = document.core_properties
    assert (facts.author, facts.created) == ("Backcast", datetime(2026, 3, 2, 12, 0, tzinfo=UTC))


def test_a_document_that_would_be_too_long_is_refused() -> None:
    actions = [an_action()] * (MOST_IN_A_DOCUMENT + 1)

    with pytest.raises(Refused, match="Take the Excel workbook"):
        document_of(Tracker(plan="Green spaces", day=TODAY, made_at=NOON, actions=actions))


@pytest.fixture
def collector_of_a_worker() -> Iterator[None]:
    """Python's garbage collector comes only when it is called, as it does not come for long in a worker."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("collector_of_a_worker")
def test_a_document_does_not_stay_in_memory_once_it_is_written() -> None:
    written("docx", an_action())

    assert [each for each in gc.get_objects() if isinstance(each, DocumentPart)] == []


def test_a_tracker_of_a_closed_plan_calls_nothing_overdue_but_as_at_a_day_before(
    database: Database, plan: Plan, clock: Clock
) -> None:
    make_commitment(database, plan, due=TODAY)
    clock.forward(days=9)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "The meadow is open", {}, COORDINATOR)

    told = []
    for day in (None, clock.at.date() - timedelta(days=1)):
        with database.unit_of_work(read_only=True) as uow:
            moment = moment_in(uow, COMMUNITY, day)
            (action,) = actions_of(uow, uow.session.get_one(Plan, plan.id), moment, within=True)
        told.append(action.status(moment.day))

    assert told == ["Not yet accepted.", "Not yet accepted, overdue."]
