"""One and the same contract for every transport: within this process, and over RabbitMQ."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from shared.contracts import Contract, OrganisationNamed
from shared.db.unit_of_work import Database
from shared.events.envelope import encode, routing_key, seal
from shared.events.inprocess import InProcessTransport
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.relay import relay_once
from shared.events.transport import Message, Transport
from tests.shared import migrated
from tests.shared.hands import rows_of
from tests.shared.listening import Ear, listening
from tests.shared.samples import COMMUNITY, NOON, organisation
from tests.waiting import eventually


def message(contract: Contract) -> Message:
    envelope = seal(contract, source="/partners", now=NOON)
    key = routing_key(envelope)
    return Message(id=envelope.id, type=envelope.type, routing_key=key, body=encode(envelope))


@pytest.fixture
def in_process() -> Transport:
    return InProcessTransport()


@pytest.fixture
def rabbitmq(rabbitmq_url: str) -> Iterator[Transport]:
    transport = RabbitMQTransport(rabbitmq_url)
    yield transport
    transport.close()


@pytest.fixture(params=["in_process", "rabbitmq"])
def transport(request: pytest.FixtureRequest) -> Transport:
    chosen: Transport = request.getfixturevalue(request.param)
    chosen.declare()
    return chosen


class Relay:
    """A database with an outbox, relayed as often as a test asks."""

    def __init__(self, database: Database, transport: Transport) -> None:
        self.database = database
        self.transport = transport

    def say(self, *contracts: Contract) -> None:
        with self.database.unit_of_work() as uow:
            for contract in contracts:
                uow.publish(contract)

    def until(self, *ears: Ear, heard: int) -> None:
        """Relay until each of the ears has heard so many events."""
        eventually(lambda: self._unsent() >= 0 and all(len(ear.heard) >= heard for ear in ears))

    def until_sent(self) -> None:
        """Relay until the transport has accepted everything."""
        eventually(lambda: self._unsent() == 0)

    def _unsent(self) -> int:
        relay_once(self.database, self.transport)
        return sum(row.published_at is None for row in rows_of(self.database, "outbox"))


@pytest.fixture
def relay(tmp_path: Path, transport: Transport) -> Relay:
    return Relay(migrated.new_database(f"sqlite:///{tmp_path}/said.sqlite3"), transport)


def test_an_event_reaches_each_service_that_hears_it_and_no_other(relay: Relay) -> None:
    plans, notify, partners = Ear(), Ear(), Ear()
    named = OrganisationNamed(id=uuid4(), version=1, community_id=COMMUNITY, name="Friends of the Green")
    relay.say(organisation(), named)

    with listening(relay.transport, plans=plans, notify=notify, partners=partners):
        relay.until(plans, notify, partners, heard=1)
        relay.until_sent()

    changed, said = [row.event_id for row in rows_of(relay.database, "outbox")]
    assert (set(plans.heard), set(notify.heard), set(partners.heard)) == ({changed}, {changed}, {said})


def test_many_events_arrive_once_each(relay: Relay) -> None:
    plans, notify = Ear(), Ear()
    relay.say(*(organisation() for _ in range(300)))

    with listening(relay.transport, plans=plans, notify=notify):
        relay.until(plans, notify, heard=300)

    said = [row.event_id for row in rows_of(relay.database, "outbox")]
    assert sorted(notify.heard) == sorted(set(plans.heard)) == sorted(said)


def test_an_event_that_its_consumer_could_not_take_comes_again(relay: Relay) -> None:
    plans, notify = Ear(raises=2), Ear()
    relay.say(organisation())

    with listening(relay.transport, plans=plans, notify=notify):
        relay.until(plans, notify, heard=1)
        relay.until_sent()

    (said,) = [row.event_id for row in rows_of(relay.database, "outbox")]
    assert plans.heard == [said]


def test_an_event_that_nobody_hears_is_refused_with_a_reason(transport: Transport) -> None:
    event = message(organisation())
    strange = Message(id=event.id, type="partners.teapot_changed.v1", routing_key="x.y", body=event.body)

    (answer,) = transport.publish([strange])

    assert answer


def test_what_was_said_while_a_service_was_away_reaches_it_when_it_is_back(relay: Relay) -> None:
    plans, notify = Ear(), Ear()
    relay.say(organisation(), organisation())

    with listening(relay.transport, plans=plans):
        relay.until(plans, heard=2)
    with listening(relay.transport, plans=Ear(), notify=notify):
        relay.until(notify, heard=2)

    assert set(notify.heard) == set(plans.heard)


def test_no_messages_need_no_answers(transport: Transport) -> None:
    assert transport.publish([]) == []


def test_whoever_listens_is_seen_and_so_is_nobody(transport: Transport) -> None:
    with listening(transport, plans=Ear()):
        eventually(lambda: transport.queue("plans").consumers == 1)

        assert transport.queue("notify").consumers == 0
