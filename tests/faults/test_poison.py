"""Poison among many good events is set aside with its reason, and no innocent beside it."""

import json
import time
from collections.abc import Iterator
from random import Random

import pytest

from shared.events.envelope import encode, routing_key, seal
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.transport import Message
from tests.faults.cut import CUT, SEED
from tests.shared import migrated
from tests.shared.hands import names_of, parked_in, rows_of
from tests.shared.samples import NOON, organisation
from tests.shared.workers import work_until

LONGEST_PAUSE = 10.0
AT_ONCE = 200


def message(name: str, spoil: int | None = None) -> Message:
    envelope = seal(organisation(name), source="/partners", now=NOON)
    body = encode(envelope) if spoil is None else SPOILT[spoil](encode(envelope))
    return Message(id=envelope.id, type=envelope.type, routing_key=routing_key(envelope), body=body)


SPOILT = (
    lambda body: body[: len(body) // 2],
    lambda body: body.replace(b'"version":1', b'"version":"one"'),
    lambda body: json.dumps({**json.loads(body), "data": {"id": json.loads(body)["subject"]}}).encode(),
    lambda body: body.replace(b"organisation_changed.v1", b"organisation_changed.v9"),
    lambda body: body,
)
"""Cut off, of a wrong type, without its fields, of a newer version, and one whose handler raises."""

RAISES = 4


def messages() -> list[Message]:
    """Return all of them, mixed by the seed."""
    mixed = [message(f"good {number:05}") for number in range(CUT.good)]
    for number in range(CUT.poison):
        kind = number % len(SPOILT)
        mixed.append(message("fails" if kind == RAISES else f"spoilt {number}", kind))
    mixed += [message("kills") for _ in range(CUT.killers)]
    Random(SEED).shuffle(mixed)  # noqa: S311  # Chance that can be repeated is the point.
    return mixed


@pytest.fixture
def transport(rabbitmq_url: str) -> Iterator[RabbitMQTransport]:
    transport = RabbitMQTransport(rabbitmq_url)
    transport.declare()
    yield transport
    transport.close()


@pytest.mark.timeout(600)
def test_poison_and_killers_are_parked_and_no_innocent_with_them(
    transport: RabbitMQTransport, postgresql_url: str, rabbitmq_url: str
) -> None:
    database = migrated.new_database(postgresql_url, service="plans")
    mixed, pauses = messages(), [0.0]
    for at in range(0, len(mixed), AT_ONCE):
        assert set(transport.publish(mixed[at : at + AT_ONCE])) == {None}
    seen = [0, time.monotonic()]

    def settled() -> bool:
        handled = len(rows_of(database, "inbox"))
        if handled > seen[0]:
            seen[:] = [handled, time.monotonic()]
        elif handled < CUT.good:
            pauses.append(time.monotonic() - seen[1])
        aside = parked_in(database)
        return handled == CUT.good and len(aside) == CUT.poison + CUT.killers

    deaths = work_until(settled, postgresql_url, rabbitmq_url, most=4 * CUT.killers + 4)

    aside = parked_in(database)
    assert names_of(database) == [f"good {number:05}" for number in range(CUT.good)]
    assert all(event.reason for event in aside)
    assert max(event.attempts for event in aside) <= 5
    assert [event.crashes for event in aside if event.crashes] == [3] * CUT.killers
    assert deaths <= 3 * CUT.killers
    assert max(pauses) < LONGEST_PAUSE
