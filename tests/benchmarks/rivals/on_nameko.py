"""The job by Nameko: confirms are on by themselves; mandatory and putting failures back are asked for."""

import os
from functools import partial
from typing import Any

from nameko.events import event_handler
from nameko.standalone.events import event_dispatcher

from tests.benchmarks.rivals import effect
from tests.benchmarks.rivals.producing import produce

SOURCE, EVENT = "plans", "commitment_changed"


class Notify:
    """The service that hears of commitments."""

    name = "notify"

    @event_handler(SOURCE, EVENT, requeue_on_error=True)
    def commitment_changed(self, envelope: dict[str, Any]) -> None:
        """Keep the copy."""
        effect.keep(effect.own_connection(), envelope)


if __name__ == "__main__":
    produce(partial(event_dispatcher(uri=os.environ[effect.BROKER], mandatory=True), SOURCE, EVENT))
