import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from shared.db.unit_of_work import Database
from shared.events.transactions import DatabaseUnavailable
from tests.shared.http.cast import PRIVATE, Cast

URL = f"/plans/api/v1/things/{PRIVATE}"


@pytest.fixture
def writer(people: Cast) -> dict[str, str]:
    return people.token("things:write", "things:read")


def test_a_faulty_body_is_answered_with_each_field_and_its_fault(
    client: FlaskClient, writer: dict[str, str]
) -> None:
    answer = client.post(URL, headers=writer, json={"count": 7.9, "is_admin": True})

    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    problem = json.loads(answer.text)
    assert {error["field"] for error in problem["errors"]} == {"/count", "/is_admin", "/name"}
    assert problem["status"] == 400
    assert problem["request_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("[" * 100_000, "application/json", 400),
        ('{"a":' * 5000 + "1" + "}" * 5000, "application/json", 400),
        ('{"name": "a", "count": NaN}', "application/json", 400),
        ('{"name": "a", "count": 1e999}', "application/json", 400),
        ('{"name": "a", "count": ' + "9" * 5000 + "}", "application/json", 400),
        (b'{"name": "\xff"}', "application/json", 400),
        ('{"name": "\\ud800"}', "application/json", 400),
        ("null", "application/json", 400),
        ("[]", "application/json", 400),
        ("{", "application/json", 400),
        ("", "application/json", 400),
        ('{"name": "a"}', "text/plain", 415),
        ("name=a", "application/x-www-form-urlencoded", 415),
        ('{"name": "' + "a" * 1_100_000 + '"}', "application/json", 413),
    ],
)
def test_a_body_that_is_no_plain_json_is_refused(
    client: FlaskClient, writer: dict[str, str], body: Any, kind: str, status: int
) -> None:
    answer = client.post(URL, headers=writer, data=body, content_type=kind)

    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_only_python_writes_is_no_json(
    client: FlaskClient, writer: dict[str, str], number: str
) -> None:
    body = f'{{"name": "a", "count": {number}}}'

    answer = client.post(URL, headers=writer, data=body, content_type="application/json")

    assert json.loads(answer.text)["title"] == "The body is not JSON that we can read"


@pytest.mark.parametrize("query", ["nonsense=1", "limit=0", "limit=1000", "limit=7.0", "limit=a"])
def test_a_query_that_is_not_understood_is_refused(
    client: FlaskClient, writer: dict[str, str], query: str
) -> None:
    answer = client.get(f"/plans/api/v1/things/?{query}", headers=writer)

    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"][0]["field"].startswith("/query/")


def test_people_read_a_page_and_programs_read_json(client: FlaskClient) -> None:
    page, problem = client.get("/nowhere"), client.get("/plans/api/v1/nowhere")

    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert page.text.count("<h1") == 1
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")


def test_a_crash_is_told_without_its_reason_and_logged_with_it(client: FlaskClient) -> None:
    with capture_logs() as logs:
        answer = client.get("/crash")

    assert answer.status_code == 500
    assert "s3cret" not in answer.text
    assert [line["event"] for line in logs] == ["request failed", "request"]


def test_a_form_of_too_many_or_too_large_parts_is_refused(client: FlaskClient) -> None:
    parts = {f"field{number}": "x" for number in range(200)}

    many = client.post("/anyone", data=parts, content_type="multipart/form-data")
    large = client.post("/anyone", data={"note": "x" * 600_000})
    part = {"note": "x" * 600_000}
    heavy = client.post("/anyone", data=part, content_type="multipart/form-data")

    assert (many.status_code, large.status_code, heavy.status_code) == (413, 413, 413)


def test_an_unavailable_database_is_a_matter_of_trying_again(
    client: FlaskClient, writer: dict[str, str], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(**_options: bool) -> None:
        raise DatabaseUnavailable("locked")

    monkeypatch.setattr(database, "glance", unavailable)
    answer = client.get(URL, headers=writer)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8000"])
def test_a_missing_slash_is_added_on_this_site_whatever_the_caller_calls_it(
    client: FlaskClient, host: str
) -> None:
    answer = client.get("/plans/api/v1/things?after=x", headers={"Host": host})

    assert (answer.status_code, answer.location) == (308, "/plans/api/v1/things/?after=x")
