"""What those who run a service ask it: is it alive, can it work, how much did it do."""

from typing import Any

import flask
from prometheus_client import CONTENT_TYPE_LATEST

from shared.http import metrics
from shared.http.access import OPEN, Rule, access
from shared.http.gauges import Gauges, count_own
from shared.http.readiness import Watch
from shared.http.site import Site

METRICS = Rule(local=True, scope="metrics:read")
"""Programs on this machine, or elsewhere with a token."""


def blueprint(site: Site) -> flask.Blueprint:
    """Return the routes `/<service>/health/live`, `/health/ready` and `/metrics`."""
    routes = flask.Blueprint("operations", __name__, url_prefix=f"/{site.name}")
    watch = Watch(site)

    @routes.get("/health/live")
    @access(OPEN)
    def live() -> dict[str, str]:
        return {"service": site.name, "status": "ok"}

    @routes.get("/health/ready")
    @access(OPEN)
    def ready() -> tuple[dict[str, Any], int]:
        told = watch.look().told()
        return {"service": site.name, **told}, 503 if told["status"] == "down" else 200

    @routes.get("/metrics")
    @access(METRICS)
    def figures() -> flask.Response:
        seen = watch.look()
        gauges = Gauges(site.name, seen, count_own(site) if seen.backlog else ())
        return flask.Response(metrics.text(gauges), content_type=CONTENT_TYPE_LATEST)

    return routes
