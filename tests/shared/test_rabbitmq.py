"""What only a broker between the processes can do to us."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel

from shared.contracts.routing import HEARS
from shared.events.rabbitmq import RabbitMQTransport
from shared.events.topology import EXCHANGE, parked_queue
from shared.events.transport import Delivery, Queue, Refusal, TopologyConflict, TransportUnavailable
from tests.shared.listening import Ear, listening, nobody
from tests.shared.proxy import Proxy, proxied
from tests.shared.samples import organisation
from tests.shared.test_transport import message
from tests.waiting import eventually


@pytest.fixture
def proxy(rabbitmq_url: str) -> Iterator[Proxy]:
    with proxied(rabbitmq_url) as running:
        yield running


@pytest.fixture
def transport(proxy: Proxy) -> Iterator[RabbitMQTransport]:
    transport = RabbitMQTransport(proxy.url)
    transport.declare()
    yield transport
    transport.close()


@pytest.fixture
def channel(rabbitmq_url: str) -> Iterator[BlockingChannel]:
    with closing(pika.BlockingConnection(pika.URLParameters(rabbitmq_url))) as connection:
        yield connection.channel()


def test_publisher_and_consumer_survive_the_loss_of_their_connections(
    transport: RabbitMQTransport, proxy: Proxy
) -> None:
    plans, first, second = Ear(), message(organisation()), message(organisation())

    with listening(transport, plans=plans):
        eventually(lambda: transport.publish([first]) == [None])
        eventually(lambda: first.id in plans.heard)
        proxy.cut()
        eventually(lambda: sent(transport, second) and second.id in plans.heard)

    assert set(plans.heard) == {first.id, second.id}


def sent(transport: RabbitMQTransport, event: object) -> bool:
    try:
        return transport.publish([event]) == [None]  # type: ignore[list-item]
    except TransportUnavailable:
        return False


def test_a_broker_that_is_away_is_told_of_and_no_message_is_tried() -> None:
    nowhere = RabbitMQTransport("amqp://guest:guest@127.0.0.1:1/%2F")

    with pytest.raises(TransportUnavailable):
        nowhere.publish([message(organisation())])

    with pytest.raises(TransportUnavailable):
        nowhere.queue("notify")
    nowhere.close()


def test_an_event_that_no_queue_is_bound_for_is_refused(
    transport: RabbitMQTransport, channel: BlockingChannel
) -> None:
    for service in HEARS:
        channel.queue_delete(service)

    answers = transport.publish([message(organisation())])

    assert answers == [Refusal(reason="no queue takes it (NO_ROUTE)", lasting=True)]


def test_a_deleted_queue_is_made_again_by_its_consumer_who_tells_that_events_may_be_lost(
    transport: RabbitMQTransport, channel: BlockingChannel
) -> None:
    plans, event, told = Ear(), message(organisation()), list[tuple[str, str]]()

    with listening(transport, lambda *words: told.append(words), plans=plans):
        eventually(lambda: consumers(channel, "plans") == 1)
        channel.queue_delete("plans")
        eventually(lambda: sent(transport, event) and event.id in plans.heard)

    assert event.id in plans.heard
    assert told == [("plans", "its queue was missing")]


def test_what_the_broker_gave_up_comes_to_the_consumer_marked_as_such(
    transport: RabbitMQTransport, channel: BlockingChannel
) -> None:
    arrived: list[Delivery] = []
    stop = threading.Event()
    channel.basic_publish("", parked_queue("plans"), message(organisation()).body)
    consumer = threading.Thread(target=transport.consume, args=("plans", arrived.extend, stop, nobody))
    consumer.start()

    eventually(lambda: arrived)
    stop.set()
    consumer.join(10)

    assert [delivery.given_up for delivery in arrived] == [True]


def test_events_that_cannot_be_taken_are_held_and_never_given_back(transport: RabbitMQTransport) -> None:
    plans, events = Ear(raises=4), [message(organisation()) for _ in range(5)]

    with listening(transport, plans=plans):
        eventually(lambda: all(sent(transport, event) for event in events))
        eventually(lambda: len(set(plans.heard)) == len(events))

    assert plans.redelivered == []


def test_a_queue_made_with_other_arguments_is_told_of_with_both_values(
    transport: RabbitMQTransport, channel: BlockingChannel
) -> None:
    channel.queue_delete("plans")
    channel.queue_declare("plans", durable=True, arguments={"x-queue-type": "quorum", "x-delivery-limit": 7})

    with pytest.raises(TopologyConflict, match=r"for queue 'plans'.*received.*current"):
        transport.declare()


def test_several_batches_are_on_their_way_at_once(transport: RabbitMQTransport) -> None:
    batches = [[message(organisation()) for _ in range(50)] for _ in range(8)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(transport.publish, batches))

    assert answers == [[None] * 50] * 8


def consumers(channel: BlockingChannel, queue: str) -> int:
    return int(channel.queue_declare(queue, passive=True).method.consumer_count)


def test_a_deleted_exchange_is_made_again_by_the_publisher(
    transport: RabbitMQTransport, channel: BlockingChannel
) -> None:
    channel.exchange_delete(EXCHANGE)

    eventually(lambda: sent(transport, message(organisation())))

    assert transport.queue("notify").consumers == 0


def test_what_is_missing_is_named(transport: RabbitMQTransport, channel: BlockingChannel) -> None:
    channel.queue_delete("notify")

    with pytest.raises(TransportUnavailable, match="notify"):
        transport.queue("plans")


def test_declaring_twice_changes_nothing(transport: RabbitMQTransport) -> None:
    transport.declare()

    assert transport.queue("plans") == Queue(waiting=0, consumers=0)
