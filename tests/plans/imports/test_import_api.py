"""Importing by program."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from services.plans.domain.plans import Plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY
from tests.plans.imports.sheets import FORTY, HEADINGS, a_sheet, line
from tests.plans.imports.steps import counted
from tests.shared.http.cast import ELSEWHERE, Cast

LARGE = b"," * (50 * 1024 * 1024)


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.nobody()


@pytest.fixture
def token(people: Cast) -> dict[str, str]:
    return people.token("plans:write", community=COMMUNITY)


@pytest.fixture
def path(plan: Plan) -> str:
    return f"/plans/api/v1/plans/{plan.id}/imports"


def body_of(answer: TestResponse, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


def test_a_dry_run_tells_rows_and_faults_and_makes_nothing(
    client: FlaskClient, token: dict[str, str], path: str, database: Database
) -> None:
    answer = client.post(f"{path}?dry_run=true&file_name=plan.csv", headers=token, data=FORTY)

    told = body_of(answer, 201)
    assert (told["state"], told["ready"], told["bad"], counted(database)) == ("previewed", 36, 4, 0)
    bad = [row for row in told["rows"] if row["fate"] == "bad"]
    assert bad[0]["number"] == 6
    assert bad[0]["faults"] == [
        {
            "column": "due",
            "typed": "31/02/2026",
            "reason": "February 2026 has 28 days, so there is no day 31 in it.",
            "remedy": "Type a day that exists, such as 28/02/2026.",
        }
    ]
    assert body_of(client.get(answer.headers["Location"], headers=token), 200) == told


def test_good_rows_are_imported_at_once_and_mended_ones_later(
    client: FlaskClient, token: dict[str, str], path: str, database: Database
) -> None:
    form = {"file": (io.BytesIO(FORTY), "plan.csv")}
    first = client.post(path, headers=token, data=form, content_type="multipart/form-data")
    place = first.headers["Location"]

    mended = client.patch(f"{place}/rows/21", headers=token, json={"cells": {"reference": "A20"}})
    second = client.post(f"{place}/apply", headers=token)

    assert (body_of(first, 201)["commitment_count"], body_of(first, 201)["file_name"]) == (36, "plan.csv")
    assert body_of(mended, 200)["ready"] == 1
    assert (body_of(second, 200)["version"], body_of(second, 200)["bad"], counted(database)) == (2, 3, 37)
    assert body_of(client.get(path, headers=token), 200)["items"][0]["commitment_count"] == 37


def test_rows_copied_from_a_spreadsheet_are_taken_as_they_are(
    client: FlaskClient, token: dict[str, str], path: str, database: Database
) -> None:
    text = "\n".join("\t".join(cells) for cells in (HEADINGS, line(1), line(2, commitment='"Shade" for all')))

    answer = client.post(path, headers=token, data=text, content_type="text/tab-separated-values")

    told = body_of(answer, 201)
    assert (told["file_name"], counted(database)) == ("pasted rows", 2)
    assert told["rows"][1]["cells"]["commitment"] == '"Shade" for all'


def test_a_sheet_without_a_good_row_is_kept_to_be_finished(
    client: FlaskClient, token: dict[str, str], path: str
) -> None:
    told = body_of(client.post(path, headers=token, data=a_sheet(line(1, due="soon"))), 201)

    assert (told["state"], told["ready"], told["bad"]) == ("previewed", 0, 1)
    assert told["rows"][0]["draft_id"]
    assert body_of(client.post(f"{path}/{told['id']}/apply", headers=token), 200) == told


GERMAN = b"Kennung;Was;Wer/Wen\nA1;Wege pflegen;Parkfreunde\n"
MEANT = {"Kennung": "reference", "Was": "commitment", "Wer/Wen": "organisation"}


def test_a_program_says_what_the_columns_hold_afterwards(
    client: FlaskClient, token: dict[str, str], path: str, database: Database
) -> None:
    first = client.post(path, headers=token, data=GERMAN)
    told = body_of(first, 201)
    assert (told["ready"], len(told["not_understood"])) == (0, 3)
    assert told["columns"][1] == {
        "column": "B", "heading": "Was", "field": None, "samples": ["Wege pflegen"]
    }  # fmt: skip

    place = first.headers["Location"]
    twice = {"columns": MEANT | {"Wer/Wen": "commitment"}}
    refused = body_of(client.post(f"{place}/columns", headers=token, json=twice), 422)
    assert [each["field"] for each in refused["errors"]] == ["/columns/Was", "/columns/Wer~1Wen"]
    strange = client.post(f"{place}/columns", headers=token, json={"columns": {"Wo": "due"}})
    assert body_of(strange, 422)["errors"][0]["message"] == "The sheet has no column “Wo”."

    read = body_of(client.post(f"{place}/columns", headers=token, json={"columns": MEANT}), 200)
    assert (read["ready"], read["not_understood"], read["unread"]) == (1, [], [])
    body_of(client.post(f"{place}/apply", headers=token), 200)
    assert counted(database) == 1


def test_a_program_says_what_the_columns_hold_with_the_sheet(
    client: FlaskClient, token: dict[str, str], path: str, database: Database
) -> None:
    said = json.dumps(MEANT)
    form = {"file": (io.BytesIO(GERMAN), "plan.csv"), "columns": said}

    looked = client.post(path, headers=token, data=GERMAN, query_string={"columns": said, "dry_run": "true"})
    sent = client.post(path, headers=token, data=form, content_type="multipart/form-data")

    assert (body_of(looked, 201)["ready"], body_of(sent, 201)["state"], counted(database)) == (
        1,
        "applied",
        1,
    )


@pytest.mark.parametrize("said", ["{", "[1]", '{"Was": "colour"}', '{"Was": 7}', "[" * 3000])
def test_what_says_nothing_of_columns_is_refused(
    client: FlaskClient, token: dict[str, str], path: str, said: str
) -> None:
    form = {"file": (io.BytesIO(GERMAN), "plan.csv"), "columns": said}

    asked = client.post(path, headers=token, data=GERMAN, query_string={"columns": said})
    sent = client.post(path, headers=token, data=form, content_type="multipart/form-data")

    assert (asked.status_code, sent.status_code) == (400, 422)
    assert body_of(sent, 422)["errors"][0]["field"] == "/columns"


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "The file is empty"),
        (b"\x89PNG\r\n", 422, "a picture (PNG)"),
        (LARGE, 413, "The file is 50 MB and the most is 5 MB"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_what_to_do(  # noqa: PLR0913, PLR0917  # Fixtures.
    client: FlaskClient, token: dict[str, str], path: str, content: bytes, status: int, words: str
) -> None:
    answer = client.post(path, headers=token, data=content, content_type="application/octet-stream")

    assert words in body_of(answer, status)["detail"]
    assert body_of(client.get(path, headers=token), 200)["items"] == []


@pytest.mark.parametrize(
    "cells", [{"colour": "red"}, {"due": "a\x00b"}, {"due": 7}, {"evidence": "\ud800"}, {"due": "x" * 4001}]
)
def test_what_is_no_cell_is_refused(
    client: FlaskClient, token: dict[str, str], path: str, cells: dict[str, Any]
) -> None:
    place = client.post(path, headers=token, data=FORTY).headers["Location"]

    answer = client.patch(f"{place}/rows/6", headers=token, json={"cells": cells})

    assert answer.status_code == 400, answer.text


def test_what_is_not_there_is_not_found(client: FlaskClient, token: dict[str, str], path: str) -> None:
    place = client.post(path, headers=token, data=FORTY).headers["Location"]

    for missing in (f"{path}/{COMMUNITY}", f"{place[:-1]}0/apply"):
        assert client.open(missing, method="GET", headers=token).status_code in {404, 405}
    row = client.patch(f"{place}/rows/999", headers=token, json={"cells": {"due": ""}})
    assert row.status_code == 404


def test_only_coordinators_and_programs_that_may_write_import(
    client: FlaskClient, people: Cast, path: str, database: Database
) -> None:
    tokens = [
        people.token("plans:read", community=COMMUNITY),
        people.token("plans:write", community=ELSEWHERE),
        {},
    ]
    officer = people.person(Role.OFFICER, COMMUNITY)

    answers = [client.post(path, headers=each, data=FORTY).status_code for each in tokens]

    assert answers == [403, 404, 401]
    assert (officer.post(path, data=FORTY).status_code, counted(database)) == (404, 0)


def test_a_program_lists_finishes_and_throws_away_drafts(
    client: FlaskClient, token: dict[str, str], path: str, database: Database
) -> None:
    client.post(path, headers=token, data=FORTY)
    drafts = path.replace("/imports", "/drafts")
    first, second, *_ = body_of(client.get(drafts, headers=token), 200)["items"]
    assert (first["number"], first["cells"]["due"], first["faults"][0]["column"]) == (6, "31/02/2026", "due")
    assert body_of(client.get(f"{drafts}/{first['id']}", headers=token), 200) == first

    place = f"{drafts}/{first['id']}/finish"
    wrong = body_of(client.post(place, headers=token, json={"cells": {"due": "soon"}}), 422)
    assert wrong["errors"][0]["field"] == "/cells/due"
    made = body_of(client.post(place, headers=token, json={"cells": {"due": "28/02/2027"}}), 200)
    assert (made["reference"], made["due"], counted(database)) == ("A5", "2027-02-28", 37)
    assert client.post(place, headers=token, json={"cells": {}}).status_code == 404

    gone = [client.delete(f"{drafts}/{second['id']}", headers=token).status_code for _ in range(2)]
    assert gone == [204, 404]
    assert len(body_of(client.get(drafts, headers=token), 200)["items"]) == 2
