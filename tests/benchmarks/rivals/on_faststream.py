"""The job by FastStream: confirms, mandatory, a quorum queue, and an ack once the handler has ended well."""

import asyncio
import os
from typing import Any

import psycopg
from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, QueueType, RabbitBroker, RabbitQueue
from psycopg_pool import AsyncConnectionPool

from tests.benchmarks.rivals import effect
from tests.benchmarks.rivals.producing import events, tell_of, wait_for_go

AT_ONCE = 10
"""How many events a worker has in hand, each with a connection of its own."""

channel = Channel(prefetch_count=AT_ONCE, publisher_confirms=True, on_return_raises=True)
broker = RabbitBroker(os.environ[effect.BROKER], default_channel=channel)
queue = RabbitQueue(effect.QUEUE, queue_type=QueueType.QUORUM, durable=True)
app = FastStream(broker)
pool = AsyncConnectionPool(
    os.environ[effect.DATABASE], max_size=AT_ONCE, kwargs={"autocommit": True}, open=False
)


@app.on_startup
async def open_pool() -> None:
    """Connect to the database before the first event."""
    await pool.open()


@broker.subscriber(queue, ack_policy=AckPolicy.NACK_ON_ERROR)
async def commitment_changed(envelope: dict[str, Any]) -> None:
    """Keep the copy."""
    async with pool.connection() as connection:
        await connection.execute(effect.KEEP, envelope["data"])


async def produce() -> None:
    """Change the row of each event and commit, and then send it."""
    said = events()
    connection = await psycopg.AsyncConnection.connect(os.environ[effect.DATABASE], autocommit=True)
    async with broker, connection:
        await broker.declare_queue(queue)
        wait_for_go()
        for envelope in said:
            await connection.execute(effect.CHANGE, envelope["data"])
            try:
                await broker.publish(envelope, queue=queue, persist=True)
            except Exception as fault:  # noqa: BLE001  # As in the other contestants' producer.
                tell_of(fault)


if __name__ == "__main__":
    asyncio.run(produce())
