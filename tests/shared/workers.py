"""Worker processes of their own, which a test or a poison event may kill."""

import multiprocessing
import threading
from collections.abc import Callable

from shared.events.inbox import Consumer
from shared.events.rabbitmq import RabbitMQTransport
from tests.shared import migrated
from tests.shared.hands import new_consumer
from tests.shared.listening import nobody

MOST_DEATHS = 12

_spawning = multiprocessing.get_context("spawn")


def work(database_url: str, broker_url: str) -> None:
    """Consume for the plans service, and try again what failed, until somebody ends this process."""
    consumer = new_consumer(migrated.new_database(database_url, service="plans"))
    threading.Thread(target=_retry, args=(consumer,), daemon=True).start()
    RabbitMQTransport(broker_url).consume("plans", consumer.receive, threading.Event(), nobody)


def _retry(consumer: Consumer) -> None:
    while True:
        consumer.retry_due()
        threading.Event().wait(0.5)


def work_until(
    done: Callable[[], bool], database_url: str, broker_url: str, *, most: int = MOST_DEATHS
) -> int:
    """Keep one worker running until all is done, and return how many of them died on the way."""
    for deaths in range(most):
        worker = _spawning.Process(target=work, args=(database_url, broker_url), daemon=True)
        worker.start()
        while worker.is_alive() and not done():
            worker.join(0.1)
        if worker.is_alive():
            worker.kill()
            return deaths
    raise AssertionError(f"{most} workers died")
