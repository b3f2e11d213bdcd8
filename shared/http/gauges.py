"""Figures about events that wait, counted when somebody asks for them."""

from collections.abc import Iterator, Sequence

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily

from shared.events.transactions import DatabaseUnavailable
from shared.http.readiness import Readiness, State
from shared.http.site import Figure, Site, Values

Counted = Sequence[tuple[Figure, Values]]


def count_own(site: Site) -> Counted:
    """Return what the service itself counts; nothing where its database does not answer."""
    if not site.figures:
        return ()
    try:
        with site.database.unit_of_work(read_only=True) as uow:
            return [(figure, figure.count(uow)) for figure in site.figures]
    except DatabaseUnavailable:
        return ()


class Gauges:
    """What one look at a service has seen, as prometheus_client collects it."""

    def __init__(self, service: str, seen: Readiness, counted: Counted = ()) -> None:
        self._service = service
        self._seen = seen
        self._counted = counted

    def collect(self) -> Iterator[Metric]:
        """Yield the figures; what could not be asked is left out."""
        states: Values = {(name,): float(state is State.OK) for name, state in self._seen.states.items()}
        yield self._gauge("dependency_ok", "1 when the dependency is well, else 0.", states, "dependency")
        yield from self._of_tables()
        yield from self._of_queue()
        for figure, values in self._counted:
            yield self._gauge(figure.name, figure.says, values, *figure.labels)

    def _of_tables(self) -> Iterator[Metric]:
        found = self._seen.backlog
        if found is None:
            return
        yield self._one("outbox_waiting", "Events that have not been sent yet.", found.unsent)
        yield self._one("outbox_oldest_seconds", "How long the first has waited.", found.oldest_seconds)
        yield self._one("failures_waiting", "Events that will be tried again.", found.failing)
        parked: Values = {key: float(count) for key, count in found.parked.items()}
        yield self._gauge("parked_waiting", "Events that wait for a person.", parked, "where", "type")

    def _of_queue(self) -> Iterator[Metric]:
        queue = self._seen.queue
        if queue is None:
            return
        yield self._one("queue_waiting", "Events that wait for the service at the broker.", queue.waiting)
        yield self._one("queue_consumers", "Workers that take them.", queue.consumers)

    def _one(self, name: str, says: str, value: float) -> Metric:
        return self._gauge(name, says, {(): float(value)})

    def _gauge(self, name: str, says: str, values: Values, *labels: str) -> Metric:
        gauge = GaugeMetricFamily(f"backcast_{name}", says, labels=["service", *labels])
        for key, value in values.items():
            gauge.add_metric([self._service, *key], value)
        return gauge
