"""Figures about requests, for Prometheus."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.registry import REGISTRY, Collector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_REQUESTS = Counter("backcast_requests", "Requests answered.", ["service", "method", "route", "status"])
_SECONDS = Histogram("backcast_request_seconds", "How long requests took.", ["service"])


def count(service: str, method: str, route: str, status: int, seconds: float) -> None:
    """Add one answered request; the route is the URL's template, so that labels stay few."""
    known = method if method in METHODS else "other"
    _REQUESTS.labels(service=service, method=known, route=route, status=status).inc()
    _SECONDS.labels(service=service).observe(seconds)


def text(*gauges: Collector) -> bytes:
    """Return the figures of this process, or of all the server's processes where they share a folder.

    Gauges are counted now and once, whichever of the processes answers.
    """
    counted = CollectorRegistry()
    for each in gauges:
        counted.register(each)
    return generate_latest(_counters()) + generate_latest(counted)


def _counters() -> CollectorRegistry:
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry
