"""Many updates at a time, and two callers at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from uuid import uuid4

import flask
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from werkzeug.test import TestResponse

from services.plans.api import batch_examples, batch_schemas
from services.plans.domain.plans import Plan
from services.plans.use_cases.closings import close_plan
from shared.contracts import CommitmentChanged, Contract, UpdateRecorded
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_plan
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
ACCEPT = {"version": 1, "action": "accept"}


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.nobody()


@pytest.fixture
def token(people: Cast) -> dict[str, str]:
    return people.token("plans:read", "plans:write", community=COMMUNITY)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


def body_of(answer: TestResponse, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


@pytest.fixture
def send(client: FlaskClient, token: dict[str, str], plan: Plan) -> Callable[..., TestResponse]:
    def post(*updates: dict[str, Any], **choice: Any) -> TestResponse:
        body = {"updates": list(updates), **choice}
        return client.post(f"{API}/plans/{plan.id}/updates", headers=token, json=body)

    return post


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Gather what the database is asked."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def test_each_update_of_a_batch_has_its_own_result(
    send: Callable[..., TestResponse], database: Database, plan: Plan, said: Callable[[], list[Contract]]
) -> None:
    ids = {each: str(make_commitment(database, plan, reference=each).id) for each in ("A1", "A2", "A3")}
    elsewhere = make_commitment(database, make_plan(database), reference="B1")
    told = len(said())

    report = body_of(
        send(
            {"reference": "A1", **ACCEPT, "note": "Gladly"},
            {"commitment_id": ids["A2"], "version": 7, "action": "accept"},
            {"reference": "A3", "version": 1, "action": "finish", "note": "Done"},
            {"reference": "A3", "version": 1, "action": "decline"},
            {"commitment_id": str(elsewhere.id), **ACCEPT},
            {"reference": "A1", "version": 2, "action": "start"},
            {"reference": "A3", "version": 1, "action": "hand_over", "organisation_id": str(uuid4())},
        ),
        207,
    )

    assert [each["status"] for each in report["items"]] == [200, 412, 409, 422, 404, 422, 422]
    assert (report["done"], report["refused"]) == (1, 6)
    done, changed = report["items"][:2]
    assert (done["commitment"]["state"], done["commitment"]["version"]) == ("agreed", 2)
    assert (done["commitment"]["last_note"], done["problem"]) == ("Gladly", None)
    assert changed["commitment"]["id"] == ids["A2"]
    assert changed["problem"]["detail"].startswith("It is at version 1 now.")
    assert report["items"][3]["problem"]["errors"] == [{"field": "/reason", "message": "Give reason."}]
    assert [type(each) for each in said()[told:]] == [CommitmentChanged, UpdateRecorded]
    assert batch_schemas.BatchReport().validate(report) == {}


def test_all_or_nothing_names_every_fault_and_does_nothing(  # noqa: PLR0913, PLR0917  # Who sends, and what was said.
    send: Callable[..., TestResponse],
    client: FlaskClient,
    token: dict[str, str],
    database: Database,
    plan: Plan,
    said: Callable[[], list[Contract]],
) -> None:
    made = [make_commitment(database, plan, reference=each) for each in ("A1", "A2")]
    told = len(said())

    unfit = send(
        {"reference": "A1", **ACCEPT},
        {"reference": "A2", "version": 1, "action": "decline"},
        {"reference": "A9", **ACCEPT},
        all_or_nothing=True,
    )
    late = send(
        {"reference": "A1", **ACCEPT},
        {"reference": "A2", "version": 4, "action": "accept"},
        all_or_nothing=True,
    )

    assert body_of(unfit, 422)["errors"] == [
        {"field": "/updates/1/reason", "message": "Give reason."},
        {"field": "/updates/2/reference", "message": "The plan has none of this id or reference."},
    ]
    assert [each["field"] for each in body_of(late, 409)["errors"]] == ["/updates/1/version"]
    assert len(said()) == told
    read = client.get(f"{API}/commitments/{made[0].id}", headers=token)
    assert body_of(read, 200)["state"] == "offered"
    both = send({"reference": "A1", **ACCEPT}, {"reference": "A2", **ACCEPT}, all_or_nothing=True)
    assert body_of(both, 207)["done"] == 2


@pytest.mark.parametrize(
    ("updates", "pointer"),
    [
        ([], "/updates"),
        ([{**ACCEPT, "reference": "A1"}] * 501, "/updates"),
        ([ACCEPT], "/updates/0/commitment_id"),
        ([{**ACCEPT, "reference": "A1", "commitment_id": str(uuid4())}], "/updates/0/commitment_id"),
        ([{"reference": "A1", "action": "accept"}], "/updates/0/version"),
    ],
)
def test_a_batch_that_cannot_be_read_is_pointed_at(
    send: Callable[..., TestResponse], updates: list[Any], pointer: str
) -> None:
    assert body_of(send(*updates), 400)["errors"][0]["field"] == pointer


def test_a_long_batch_asks_the_database_no_more_often_than_a_short_one(
    send: Callable[..., TestResponse], database: Database, plan: Plan
) -> None:
    asked = []
    for count in (2, 60):
        names = [make_commitment(database, plan).reference for _ in range(count)]
        with statements(database) as seen:
            body_of(send(*({"reference": name, **ACCEPT} for name in names)), 207)
        asked.append(len(seen))

    assert asked[1] <= asked[0] + 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.lists(st.sampled_from(["accept", "start", "decline", "late"]), min_size=1, max_size=6))
def test_all_or_nothing_does_just_what_the_report_would_say_is_done_throughout(
    send: Callable[..., TestResponse], database: Database, plan: Plan, choices: list[str]
) -> None:
    names = [make_commitment(database, plan).reference for _ in choices]
    batch = [
        {"reference": name, "version": 2, "action": "accept"}
        if choice == "late"
        else {"reference": name, "version": 1, "action": choice}
        for name, choice in zip(names, choices, strict=True)
    ]

    strict = send(*batch, all_or_nothing=True)

    if set(choices) == {"accept"}:
        assert body_of(strict, 207)["done"] == len(choices)
    else:
        assert strict.status_code in {409, 422}
        assert body_of(send(*batch), 207)["done"] == choices.count("accept")


def test_who_comes_second_sees_how_the_thing_stands_now(
    client: FlaskClient, token: dict[str, str], database: Database, plan: Plan
) -> None:
    made = make_commitment(database, plan)
    things = {
        f"{API}/plans/{plan.id}": (client.patch, "", {"name": "Blue spaces"}),
        f"{API}/commitments/{made.id}": (client.post, "/updates", {"action": "accept"}),
    }
    for path, (change, below, body) in things.items():
        headers = {**token, "If-Match": '"1"'}
        assert change(f"{path}{below}", headers=headers, json=body).status_code < 300
        late = change(f"{path}{below}", headers=headers, json=body)

        now = client.get(path, headers=token)
        assert body_of(late, 412)["current"] == body_of(now, 200)
        assert late.headers["ETag"] == '"2"'
        assert change(f"{path}{below}", headers=token, json=body).status_code == 428


def test_of_two_at_once_one_wins_and_the_other_sees_what_won(
    app: flask.Flask, token: dict[str, str], database: Database, plan: Plan
) -> None:
    path = f"{API}/commitments/{make_commitment(database, plan).id}/updates"
    together = Barrier(4)

    def decline(number: int) -> TestResponse:
        together.wait()
        body = {"action": "decline", "reason": f"No time: {number}"}
        return app.test_client().post(path, headers={**token, "If-Match": '"1"'}, json=body)

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(decline, range(4)))

    assert sorted(each.status_code for each in answers) == [201, 412, 412, 412]
    won = next(body_of(each, 201) for each in answers if each.status_code == 201)
    assert all(body_of(each, 412)["current"] == won for each in answers if each.status_code == 412)


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (batch_schemas.NewBatch, batch_examples.NEW_BATCH),
        (batch_schemas.BatchReport, batch_examples.BATCH_REPORT),
    ],
)
def test_the_examples_are_ones_that_their_schemas_take(schema: Any, example: dict[str, Any]) -> None:
    assert schema().validate(example) == {}


def test_a_closed_plan_takes_no_batch(
    database: Database, plan: Plan, send: Callable[..., TestResponse]
) -> None:
    made = make_commitment(database, plan)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "Done", {}, COORDINATOR)

    answer = send({"commitment_id": str(made.id), **ACCEPT})

    assert body_of(answer, 409)["title"] == "The plan is closed"
