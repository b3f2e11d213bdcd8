"""What a service says about what it depends on."""

from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from structlog.testing import capture_logs

from shared.contracts import OrganisationChanged
from shared.db.unit_of_work import Database
from shared.events.inbox import Consumer
from shared.events.transport import Delivery
from shared.http.readiness import BROKER_PATIENCE_SECONDS
from tests.shared.http.broker import Broker
from tests.shared.http.cast import NOW
from tests.shared.samples import organisation, sealed


def ready(client: FlaskClient) -> tuple[int, Any]:
    answer = client.get("/plans/health/ready")
    return answer.status_code, answer.json


def say_at(database: Database, age: timedelta) -> None:
    with database.unit_of_work() as uow:
        uow.publish(organisation())
    with database.unit_of_work() as uow:
        uow.session.execute(update(database.event_tables.outbox).values(created_at=NOW - age))


def test_a_service_that_is_well_tells_of_all_that_it_depends_on(client: FlaskClient) -> None:
    assert ready(client) == (
        200,
        {
            "service": "plans",
            "status": "ok",
            "dependencies": {"database": "ok", "broker": "ok", "outbox": "ok", "worker": "ok"},
            "outbox": {"waiting": 0, "oldest_seconds": 0.0},
            "queue": {"waiting": 0, "consumers": 1},
            "failures": {"waiting": 0},
            "parked": {"sending": 0, "applying": 0},
        },
    )


def test_without_its_broker_a_service_answers_still_and_keeps_the_reason_to_its_log(
    client: FlaskClient, transport: Broker
) -> None:
    transport.fault = "amqp://user:s3cret@broker refused"

    with capture_logs() as logs:
        status, told = ready(client)

    assert (status, told["status"], told["queue"]) == (200, "degraded", None)
    assert (told["dependencies"]["broker"], told["dependencies"]["worker"]) == ("down", "unknown")
    assert "s3cret" not in str(told)
    assert any(line["event"] == "dependency down" for line in logs)


def test_a_broker_that_hangs_keeps_nobody_waiting(client: FlaskClient, transport: Broker) -> None:
    transport.answering.clear()
    began = monotonic()

    answers = [ready(client)[1]["status"] for _ in range(10)]

    assert answers == ["degraded"] * 10
    assert monotonic() - began < 2 * BROKER_PATIENCE_SECONDS
    assert transport.looks == 1
    transport.answering.set()


def test_many_questions_are_one_to_the_broker(client: FlaskClient, transport: Broker) -> None:
    for _ in range(10):
        ready(client)

    assert transport.looks == 1


def test_a_worker_that_takes_nothing_is_silent(client: FlaskClient, transport: Broker) -> None:
    transport.consumers, transport.waiting = 0, 12

    status, told = ready(client)

    assert (status, told["status"], told["dependencies"]["worker"]) == (200, "degraded", "silent")
    assert told["queue"] == {"waiting": 12, "consumers": 0}


@pytest.mark.parametrize(("seconds", "status"), [(59, "ok"), (61, "degraded")])
def test_events_that_have_waited_too_long_to_be_sent_are_told_of(
    client: FlaskClient, database: Database, seconds: int, status: str
) -> None:
    say_at(database, timedelta(seconds=seconds))

    _, told = ready(client)

    assert (told["status"], told["outbox"]) == (status, {"waiting": 1, "oldest_seconds": float(seconds)})


def test_parked_events_are_counted_and_nothing_is_degraded_by_them(
    client: FlaskClient, database: Database
) -> None:
    say_at(database, timedelta(hours=1))
    with database.unit_of_work() as uow:
        uow.session.execute(update(database.event_tables.outbox).values(parked_at=NOW, reason="no"))
    Consumer(database, {OrganisationChanged: print}).receive([Delivery(body=b"{}"), Delivery(body=b"[]")])

    _, told = ready(client)

    assert (told["status"], told["parked"]) == ("ok", {"sending": 1, "applying": 2})


def test_a_service_whose_database_does_not_work_is_down_and_lives(
    client: FlaskClient, database: Database
) -> None:
    database.metadata.drop_all(database.engine)

    status, told = ready(client)

    assert (status, told["status"], told["dependencies"]["database"]) == (503, "down", "down")
    assert client.get("/plans/health/live").status_code == 200


def test_figures_hold_what_waits_beside_what_was_done(client: FlaskClient, database: Database) -> None:
    say_at(database, timedelta(seconds=90))
    Consumer(database, {OrganisationChanged: print}).receive([Delivery(body=b"{}")])
    Consumer(database, {OrganisationChanged: fail}).receive([Delivery(body=sealed())])

    client.get("/plans/health/live")
    figures = client.get("/plans/metrics").text.splitlines()

    assert set(figures) >= {
        'backcast_outbox_waiting{service="plans"} 1.0',
        'backcast_outbox_oldest_seconds{service="plans"} 90.0',
        'backcast_failures_waiting{service="plans"} 1.0',
        'backcast_parked_waiting{service="plans",type="unreadable",where="applying"} 1.0',
        'backcast_queue_waiting{service="plans"} 0.0',
        'backcast_queue_consumers{service="plans"} 1.0',
        'backcast_dependency_ok{dependency="outbox",service="plans"} 0.0',
        'backcast_dependency_ok{dependency="broker",service="plans"} 1.0',
    }
    assert any(line.startswith("backcast_requests_total{") for line in figures)


def fail(_uow: object, _event: object) -> None:
    raise RuntimeError("no")
