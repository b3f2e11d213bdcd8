"""The job by Celery: late acks, confirms, a quorum queue, and no results, which nobody would read."""

import os
from typing import Any

from celery import Celery

from tests.benchmarks.rivals import effect
from tests.benchmarks.rivals.producing import produce

app = Celery("rival", broker=os.environ[effect.BROKER])
app.conf.update(
    broker_transport_options={"confirm_publish": True},
    task_acks_late=True,
    task_default_queue=effect.QUEUE,
    task_default_queue_type="quorum",
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    worker_cancel_long_running_tasks_on_connection_loss=True,
)


@app.task(name="commitment_changed", autoretry_for=(Exception,), retry_backoff=True)
def commitment_changed(envelope: dict[str, Any]) -> None:
    """Keep the copy."""
    effect.keep(effect.own_connection(), envelope)


if __name__ == "__main__":
    produce(commitment_changed.delay)
