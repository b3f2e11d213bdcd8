"""Where a contestant does the job: fresh databases and a fresh virtual host, and its workers running."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pika
import psycopg
from pika.adapters.blocking_connection import BlockingConnection
from pika.exceptions import ChannelClosedByBroker

from tests.benchmarks.events.house import House, running
from tests.benchmarks.events.promises import NOW, commitment, stock
from tests.benchmarks.rivals import effect
from tests.benchmarks.rivals.cast import Rival
from tests.benchmarks.rivals.contestant import Contestant, Rows
from tests.servers import Servers, fresh_database, fresh_host
from tests.system.processes import Process
from tests.waiting import eventually

_STOCK = "INSERT INTO commitments (id, version, changed_at) VALUES (%s, 1, %s)"


@contextmanager
def rival_on_stage(rival: Rival, servers: Servers, count: int) -> Iterator[Contestant]:
    """Run the rival's worker process, with so many commitments in its database."""
    python = rival.apart.python()
    with (
        fresh_database(servers.postgresql) as database,
        fresh_host(servers.rabbitmq, servers.rabbitmq_api) as broker,
        tempfile.TemporaryDirectory(prefix="backcast-bench-") as folder,
    ):
        _stock(database, count)
        environment = {effect.DATABASE: database, effect.BROKER: broker}
        command = [str(python.with_name(rival.name)), *(word.format(broker=broker) for word in rival.worker)]
        with running(Process(rival.name, command, environment, Path(folder) / "worker.log")):
            eventually(lambda: _is_consumed(broker, rival.queue), within=60, saying=f"a consuming {rival}")
            yield Contestant(
                producer=[str(python), "-m", rival.module],
                environment=environment,
                changed=Rows(database=database, table="commitments"),
                copies=Rows(database=database, table="copies"),
                folder=Path(folder),
            )


def ours_in(home: House, count: int) -> Contestant:
    """Return our own library on the databases of a house, whose workers are still to be started."""
    with home.runtime() as plans, plans.database.unit_of_work() as uow:
        stock(uow, count)
    return Contestant(
        producer=[sys.executable, "-m", "tests.benchmarks.events.producer"],
        environment=home.environment,
        changed=Rows(database=home.databases["plans"], table="commitments"),
        copies=Rows(database=home.databases["notify"], table="commitments"),
        folder=home.folder,
    )


def _stock(database: str, count: int) -> None:
    with psycopg.connect(database) as connection:
        connection.execute(effect.TABLES)
        rows = [(commitment(number, version=1).id, NOW) for number in range(count)]
        connection.cursor().executemany(_STOCK, rows)


def _is_consumed(broker: str, queue: str) -> bool:
    with BlockingConnection(pika.URLParameters(broker)) as connection:
        try:
            declared = connection.channel().queue_declare(queue, passive=True)
        except ChannelClosedByBroker:
            return False
        return bool(declared.method.consumer_count)
