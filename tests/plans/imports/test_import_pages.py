"""Bringing in a sheet as a coordinator does."""

import html
import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.plans.domain.columns import TITLES
from services.plans.domain.plans import Plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.pages import Page, faults
from tests.plans.factories import COMMUNITY
from tests.plans.imports.sheets import FORTY, a_sheet, line
from tests.plans.imports.steps import counted
from tests.shared.http.cast import NOW, Cast


@pytest.fixture
def coordinator(people: Cast, clock: Clock) -> FlaskClient:
    clock.at = NOW
    return people.person(Role.COORDINATOR, COMMUNITY)


@pytest.fixture
def path(plan: Plan) -> str:
    return f"/plans/{plan.id}/import"


def text_of(answer: TestResponse) -> str:
    """What the page says, without its tags; the page must be sound."""
    assert faults(Page(answer)) == []
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def proof(client: FlaskClient, path: str) -> str:
    """The value by which the site knows its own forms."""
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def upload(client: FlaskClient, path: str, content: bytes, name: str = "plan.csv") -> TestResponse:
    data = {"csrf_token": proof(client, path), "sheet": (io.BytesIO(content), name)}
    return client.post(path, data=data)


def press(client: FlaskClient, path: str, to: str = "", **fields: str) -> TestResponse:
    """Send a form of the page."""
    data = {"csrf_token": proof(client, path), **fields}
    kind = "multipart/form-data" if "pasted" in fields else None
    return client.post(path + to, data=data, content_type=kind, follow_redirects=True)


def test_a_sheet_goes_from_upload_to_plan_by_way_of_its_bad_rows(
    coordinator: FlaskClient, path: str, database: Database
) -> None:
    place = upload(coordinator, path, FORTY).headers["Location"]
    preview = text_of(coordinator.get(place))
    assert "4 rows have to be mended" in preview
    assert "Row 6, Due date: February 2026 has 28 days" in preview
    assert "Import 36 commitments" in preview

    applied = press(coordinator, place)
    assert "36 commitments added to the plan." in text_of(applied)
    assert counted(database) == 36

    still = press(coordinator, place, "/rows/6", due="31/06/2027")
    assert 'value="31/06/2027"' in still.text
    assert "June 2027 has 30 days" in text_of(still)
    mended = press(coordinator, place, "/rows/6", due="30/06/2027")
    assert "Row 6 is ready." in text_of(mended)
    assert "3 rows have to be mended" in text_of(mended)
    assert "1 commitment added to the plan." in text_of(press(coordinator, place))
    assert counted(database) == 37


def test_rows_copied_from_a_spreadsheet_go_the_same_way(coordinator: FlaskClient, path: str) -> None:
    long = '"First the ""north"" gate\nthen the south one"'
    rows = ["\t".join(TITLES.values()), "\t".join(line(1, commitment=long)), "\t".join(line(2, due='"'))]

    place = press(coordinator, path, pasted="\r\n".join(rows))

    assert place.request.path.startswith(path.removesuffix("import"))
    shown = text_of(place)
    assert "What is in pasted rows" in shown
    assert 'First the "north" gate then the south one' in shown
    assert "The date of the line above was taken." in shown


def test_many_pasted_rows_are_taken_and_bad_ones_stay_in_the_box(coordinator: FlaskClient, path: str) -> None:
    head = "\t".join(TITLES.values())
    many = "\n".join("\t".join(line(number, evidence="x" * 900)) for number in range(1, 300))

    assert "299 rows" in text_of(press(coordinator, path, pasted=f"{head}\n{many}"))
    refused = press(coordinator, path, pasted="Some\ttext")
    assert refused.status_code == 422
    assert text_of(refused).count("No row of column headings was found") == 2
    assert "Some\ttext</textarea>" in refused.text


def test_a_file_and_pasted_rows_at_once_are_refused(coordinator: FlaskClient, path: str) -> None:
    data = {"csrf_token": proof(coordinator, path), "pasted": "a", "sheet": (io.BytesIO(FORTY), "plan.csv")}

    assert "not both at once" in text_of(coordinator.post(path, data=data))


def test_pressing_the_button_twice_is_harmless(
    coordinator: FlaskClient, path: str, database: Database
) -> None:
    place = upload(coordinator, path, FORTY).headers["Location"]
    token = proof(coordinator, place)

    answers = [coordinator.post(place, data={"csrf_token": token}) for _ in range(2)]

    assert ([each.status_code for each in answers], counted(database)) == ([303, 303], 36)


def test_a_sheet_without_mistakes_leads_on_to_the_plan(coordinator: FlaskClient, path: str) -> None:
    place = upload(coordinator, path, a_sheet(line(1))).headers["Location"]

    applied = press(coordinator, place)

    assert applied.request.path == path.removesuffix("/import")
    assert "Do the thing number 1" in text_of(applied)


def test_the_same_sheet_again_has_nothing_to_do(coordinator: FlaskClient, path: str) -> None:
    press(coordinator, upload(coordinator, path, a_sheet(line(1))).headers["Location"])

    again = coordinator.get(upload(coordinator, path, a_sheet(line(1))).headers["Location"])

    assert "nothing to do" in text_of(again)
    assert "Sheets brought in before" in text_of(coordinator.get(path))


def test_a_newer_sheet_says_what_it_would_change(coordinator: FlaskClient, path: str) -> None:
    press(coordinator, upload(coordinator, path, a_sheet(line(1))).headers["Location"])
    newer = a_sheet(line(1, commitment="Do it better"), line(2))
    place = upload(coordinator, path, newer).headers["Location"]

    assert "Import 1 commitment and change 1" in text_of(coordinator.get(place))
    applied = text_of(press(coordinator, place))
    assert "1 commitment added to the plan and 1 commitment changed." in applied


@pytest.mark.parametrize(
    ("content", "name", "status", "words"),
    [
        (b"", "plan.csv", 422, "The file is empty"),
        (b"", "", 400, "Choose the file with the sheet"),
        (b"\x89PNG\r\n\x1a\n", "plan.xlsx", 422, "The file is a picture (PNG)"),
        (b"PK\x03\x04" + bytes(50 * 1024 * 1024), "plan.xlsx", 413, "MB and the most is 5 MB"),
        (a_sheet(line(1)) * 2, "plan.csv", 422, "Rows 1 and 3 both look like headings"),
    ],
    ids=["empty", "none", "picture", "50 MB", "two headers"],
)
def test_a_file_that_is_no_sheet_is_refused_beside_its_field(  # noqa: PLR0913, PLR0917  # Fixtures.
    coordinator: FlaskClient,
    path: str,
    database: Database,
    content: bytes,
    name: str,
    status: int,
    words: str,
) -> None:
    answer = upload(coordinator, path, content, name)

    assert answer.status_code == status
    assert text_of(answer).count(words) == 2
    assert "Sheets brought in before" not in text_of(coordinator.get(path))
    assert counted(database) == 0


def test_what_was_typed_into_the_sheet_is_shown_as_text(coordinator: FlaskClient, path: str) -> None:
    nasty = "<script>alert(1)</script>"
    content = a_sheet(line(1, commitment=nasty), line(2, due=f'"{nasty}', heading=nasty))

    page = coordinator.get(upload(coordinator, path, content, f"{nasty}.csv").headers["Location"]).text

    assert nasty not in page
    assert page.count("&lt;script&gt;alert(1)") >= 4


def test_the_empty_sheet_has_our_headings_in_excels_letters(coordinator: FlaskClient, path: str) -> None:
    answer = coordinator.get(f"{path}/template.csv")

    assert answer.data.decode("utf-8-sig").strip() == ",".join(TITLES.values())
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_import_is_found_only_under_its_own_plan(coordinator: FlaskClient, path: str) -> None:
    place = upload(coordinator, path, FORTY).headers["Location"]

    assert coordinator.get(place[:-1] + ("0" if place[-1] != "0" else "1")).status_code == 404
    token = proof(coordinator, place)
    assert coordinator.post(f"{place}/rows/999", data={"csrf_token": token}).status_code == 404


def test_officers_and_strangers_find_no_import(people: Cast, path: str) -> None:
    officer = people.person(Role.OFFICER, COMMUNITY).get(path)
    stranger = people.nobody().get(path)

    assert officer.status_code == 404
    assert (stranger.status_code, stranger.headers["Location"]) == (303, f"/partners/sign-in?next={path}")


def test_headings_that_nobody_knows_lead_to_the_choice_of_columns(
    coordinator: FlaskClient, path: str, database: Database
) -> None:
    sheet = b"Kennung;Was;Wer\nA1;Wege pflegen;Parkfreunde\nA2;Bank bauen;Parkfreunde\n"
    place = upload(coordinator, path, sheet).headers["Location"]
    asked = text_of(coordinator.get(place))
    assert "What do the columns hold?" in asked
    assert "B: Was Such as: Wege pflegen; Bank bauen" in asked
    assert "Import 2" not in asked

    wrong = {"column-A": "reference", "column-B": "commitment", "column-C": "commitment"}
    twice = press(coordinator, place, "/columns", **wrong)
    assert twice.status_code == 422
    assert "Columns B and C are both taken for “Commitment”" in text_of(twice)
    assert twice.text.count('value="commitment" selected') == 2

    right = press(coordinator, place, "/columns", **wrong | {"column-C": "organisation"})
    assert "Import 2 commitments" in text_of(right)
    assert "2 commitments added to the plan." in text_of(press(coordinator, place))
    assert "What each column was taken for" not in text_of(coordinator.get(place))
    assert counted(database) == 2

    again = upload(coordinator, path, sheet).headers["Location"]
    assert "What do the columns hold?" not in text_of(coordinator.get(again))
