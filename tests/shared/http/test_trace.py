"""A request goes on with its caller's trace, or begins one, and what it says carries it."""

import flask
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from shared import tracing
from shared.db.unit_of_work import Database
from shared.events.envelope import decode
from shared.http.access import ANYONE, access
from shared.tracing.traceparent import parts
from tests.shared.samples import organisation
from tests.tracing import keeping_spans

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SENT = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}


@pytest.fixture
def client(app: flask.Flask, database: Database) -> FlaskClient:
    """Of a site with one more page, which says an event."""

    @app.get("/say")
    @access(ANYONE)
    def say() -> str:
        with database.unit_of_work() as uow:
            uow.publish(organisation())
        return str(tracing.current())

    return app.test_client()


def trace_in(client: FlaskClient, **headers: str) -> str:
    return parts(client.get("/say", headers=headers).text)[0]


def test_a_request_goes_on_with_the_trace_of_its_caller(client: FlaskClient) -> None:
    assert trace_in(client, **SENT) == TRACE


@pytest.mark.parametrize("sent", ["", "nonsense", SENT["traceparent"] + "-more"])
def test_a_request_without_a_trace_begins_one_of_its_own(client: FlaskClient, sent: str) -> None:
    traces = {trace_in(client, traceparent=sent) for _ in range(2)}

    assert len(traces) == 2
    assert TRACE not in traces


def test_an_event_that_is_said_carries_the_trace(client: FlaskClient, database: Database) -> None:
    answer = client.get("/say", headers=SENT)

    with database.unit_of_work(read_only=True) as uow:
        body = uow.session.scalars(select(database.event_tables.outbox.c.body)).one()
    assert decode(body).traceparent == answer.text


def test_a_span_names_the_route_and_never_the_path(app: flask.Flask) -> None:
    with keeping_spans() as spans:
        app.test_client().get("/u/s3cret-token", headers=SENT)
        app.test_client().get("/crash", headers=SENT)

    link, crash = spans.of(TRACE)
    assert (link.name, crash.name) == ("GET /u/<token>", "GET /crash")
    assert (link.attributes or {})["http.response.status_code"] == 200
    assert crash.status.is_ok is False
    assert "s3cret" not in link.to_json() + crash.to_json()


def test_nothing_of_a_trace_is_left_for_the_next_request(client: FlaskClient) -> None:
    client.get("/say", headers=SENT)

    assert tracing.current() is None
