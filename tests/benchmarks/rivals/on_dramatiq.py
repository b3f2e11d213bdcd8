"""The job by Dramatiq: confirms are on; acks are late and failures are retried by themselves."""

import os
from typing import Any

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker

from tests.benchmarks.rivals import effect
from tests.benchmarks.rivals.producing import produce

broker = RabbitmqBroker(url=os.environ[effect.BROKER], confirm_delivery=True)
dramatiq.set_broker(broker)


@dramatiq.actor(actor_name="commitment_changed", queue_name=effect.QUEUE)
def commitment_changed(envelope: dict[str, Any]) -> None:
    """Keep the copy."""
    effect.keep(effect.own_connection(), envelope)


if __name__ == "__main__":
    produce(commitment_changed.send)
