"""Requests with a key of their own: sent again, they are answered again and nothing is done twice."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select
from werkzeug.test import TestResponse

from services.plans.app import SERVICE
from services.plans.db.tables import ANSWERS, EVENT_TABLES, METADATA
from services.plans.domain.plans import Plan
from services.plans.jobs import JOBS
from shared.contracts import Contract
from shared.db import migrations
from shared.db.answers import Asked, StillRunning, take
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, make_commitment, make_plan
from tests.plans.imports.sheets import FORTY
from tests.plans.workshops.making import make_workshop, picture_file
from tests.services import runtime_over
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
KEY = {"Idempotency-Key": "8e03978e-40d5-43e8-bc93-6894a57f9324"}
NEW_PLAN = {
    "name": "Green spaces",
    "vision": {"what": "Shade", "how": "Together", "why": "It is loved"},
    "horizon": "2030-01-01",
}
NEW_WORKSHOP = {"held_on": "2026-01-24", "place": "The hall", "method": "world_cafe"}


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


def kept(database: Database) -> int:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.scalar(select(func.count()).select_from(ANSWERS)) or 0


def sendings(database: Database, plan: Plan) -> list[tuple[str, Callable[[], dict[str, Any]]]]:
    """Each way to make something, as its path and what to send."""
    commitment = make_commitment(database, plan)
    workshop = make_workshop(database)
    of_plan = f"{API}/plans/{plan.id}"
    return [
        (f"{API}/plans", lambda: {"json": NEW_PLAN}),
        (f"{of_plan}/milestones", lambda: {"json": {"text": "Gates open"}}),
        (f"{of_plan}/commitments", lambda: {"json": {"text": "Plant", "heading": plan.headings[0]}}),
        (f"{of_plan}/imports?file_name=plan.csv", lambda: {"data": FORTY}),
        (f"{API}/workshops", lambda: {"json": NEW_WORKSHOP}),
        (
            f"{API}/workshops/{workshop.id}/photos",
            lambda: {"data": {"photos": [(io.BytesIO(picture_file()), "wall.png")]}},
        ),
        (
            f"{API}/commitments/{commitment.id}/updates",
            lambda: {"json": {"action": "decline", "reason": "No time"}, "headers": {"If-Match": '"1"'}},
        ),
    ]


def test_whatever_is_made_twice_with_one_key_is_made_once_and_answered_alike(
    client: FlaskClient,
    token: dict[str, str],
    database: Database,
    plan: Plan,
    said: Callable[[], list[Contract]],
) -> None:
    for number, (path, what) in enumerate(sendings(database, plan)):
        key = {"Idempotency-Key": f"key-{number}"}

        def send(path: str = path, what: Any = what, key: Any = key) -> TestResponse:
            sent = what()
            return client.post(path, **{**sent, "headers": {**token, **key, **sent.get("headers", {})}})

        first, told = send(), len(said())
        again = send()

        assert body_of(first, 201) == body_of(again, 201), path
        assert len(said()) == told
        for header in ("Location", "ETag", "Content-Type"):
            assert first.headers.get(header) == again.headers.get(header)
        assert (first.headers.get("Idempotent-Replayed"), again.headers["Idempotent-Replayed"]) == (
            None,
            "true",
        )


def test_without_a_key_each_request_makes_its_own(
    client: FlaskClient, token: dict[str, str], database: Database
) -> None:
    ids = {body_of(client.post(f"{API}/plans", headers=token, json=NEW_PLAN), 201)["id"] for _ in range(2)}

    assert (len(ids), kept(database)) == (2, 0)


def test_a_key_that_came_with_something_else_is_refused(client: FlaskClient, token: dict[str, str]) -> None:
    first = client.post(f"{API}/plans", headers=token | KEY, json=NEW_PLAN)
    other = client.post(f"{API}/plans", headers=token | KEY, json={**NEW_PLAN, "name": "Blue spaces"})
    elsewhere = client.post(f"{API}/workshops", headers=token | KEY, json=NEW_WORKSHOP)

    assert [each.status_code for each in (first, other, elsewhere)] == [201, 422, 422]
    assert body_of(other, 422)["title"] == "The key was used for something else"


def test_the_key_is_each_callers_own(people: Cast, client: FlaskClient, token: dict[str, str]) -> None:
    neighbour = people.token("plans:read", "plans:write", community=COMMUNITY)

    ids = {
        body_of(client.post(f"{API}/plans", headers=who | KEY, json=NEW_PLAN), 201)["id"]
        for who in (token, neighbour)
    }

    assert len(ids) == 2


def test_what_was_refused_is_judged_anew(client: FlaskClient, token: dict[str, str], plan: Plan) -> None:
    path = f"{API}/plans/{plan.id}/commitments"
    strange = client.post(path, headers=token | KEY, json={"text": "Plant", "heading": "No such heading"})
    mended = client.post(path, headers=token | KEY, json={"text": "Plant", "heading": plan.headings[0]})

    assert [strange.status_code, mended.status_code] == [422, 201]


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "\u00e9"])
def test_a_key_that_is_none_is_refused(client: FlaskClient, token: dict[str, str], key: str) -> None:
    answer = client.post(f"{API}/plans", headers={**token, "Idempotency-Key": key}, json=NEW_PLAN)

    assert body_of(answer, 400)["errors"][0]["field"] == "/headers/Idempotency-Key"


@pytest.mark.parametrize("name", [b'; name="\xed\xa0\x80"', b'; name=""', b"; name=", b""])
def test_a_form_whose_part_has_a_name_that_is_none_is_refused_and_breaks_nothing(
    client: FlaskClient, token: dict[str, str], database: Database, name: bytes
) -> None:
    path = f"{API}/workshops/{make_workshop(database).id}/photos"
    body = b"--b\r\nContent-Disposition: form-data" + name + b"\r\n\r\n\xff\r\n--b--\r\n"
    kind = {"Content-Type": "multipart/form-data; boundary=b"}

    assert client.post(path, headers=token | KEY | kind, data=body).status_code == 422


def test_after_a_day_the_key_is_free_and_the_sweep_takes_the_answer_away(
    client: FlaskClient, token: dict[str, str], database: Database, clock: Clock, tmp_path: Path
) -> None:
    sweep = next(job.run for job in JOBS if job.name == "sweep_answers")
    runtime = runtime_over(database, SERVICE, clock, tmp_path)
    first = body_of(client.post(f"{API}/plans", headers=token | KEY, json=NEW_PLAN), 201)
    clock.at += timedelta(hours=23, minutes=59)
    sweep(runtime)
    again = body_of(client.post(f"{API}/plans", headers=token | KEY, json=NEW_PLAN), 201)
    clock.at += timedelta(minutes=1)
    later = body_of(client.post(f"{API}/plans", headers=token | KEY, json=NEW_PLAN), 201)

    assert first == again
    assert later["id"] != first["id"]
    clock.at += timedelta(hours=24)
    sweep(runtime)
    assert kept(database) == 0


def test_of_many_at_once_one_is_done_and_the_others_hear_its_answer_or_to_wait(
    app: flask.Flask, token: dict[str, str], database: Database
) -> None:
    def send(_number: int) -> TestResponse:
        return app.test_client().post(f"{API}/plans", headers=token | KEY, json=NEW_PLAN)

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(send, range(12)))

    made = {each.text for each in answers if each.status_code == 201}
    assert len(made) == kept(database) == 1
    assert {each.status_code for each in answers} <= {201, 409}


@pytest.fixture
def on_postgresql(postgresql_url: str, clock: Clock) -> Any:
    made = Database("plans", postgresql_url, METADATA, EVENT_TABLES, clock)
    migrations.upgrade(made, "services.plans.db.migrations")
    yield made
    made.engine.dispose()


def test_one_that_is_still_being_done_is_told_to_wait(
    on_postgresql: Database, clock: Clock, tmp_path: Path
) -> None:
    app = runtime_over(on_postgresql, SERVICE, clock, tmp_path).app()
    token = Cast(app, on_postgresql, SERVICE.principals).token("plans:write", community=COMMUNITY)

    def send() -> TestResponse:
        return app.test_client().post(f"{API}/plans", headers=token | KEY, json=NEW_PLAN)

    body_of(send(), 201)
    with on_postgresql.unit_of_work() as uow:
        row = uow.session.execute(delete(ANSWERS).returning(ANSWERS.c.caller, ANSWERS.c.key_sha256)).one()
        asked = Asked(caller=row.caller, key_sha256=row.key_sha256, request_sha256="")
        assert take(uow, ANSWERS, asked) is None
        meanwhile = send()
        with pytest.raises(StillRunning), on_postgresql.unit_of_work() as second:
            take(second, ANSWERS, asked)

    assert (meanwhile.status_code, meanwhile.headers["Retry-After"]) == (409, "1")
    assert body_of(send(), 201)


def test_neither_the_key_nor_the_token_is_kept(
    client: FlaskClient, token: dict[str, str], database: Database
) -> None:
    client.post(f"{API}/plans", headers=token | KEY, json=NEW_PLAN)

    with database.unit_of_work(read_only=True) as uow:
        kept_of = uow.session.scalar(select(ANSWERS.c.community_id))
        row = str(uow.session.execute(select(ANSWERS)).one())
    assert kept_of == COMMUNITY
    assert KEY["Idempotency-Key"] not in row
    assert token["Authorization"].split()[1] not in row
