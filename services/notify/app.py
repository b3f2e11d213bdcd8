"""The notify service put together."""

from collections.abc import Mapping

from services.notify.api import API
from services.notify.consumers import HANDLERS
from services.notify.db import tables
from services.notify.db.webhooks import waiting_and_dead
from services.notify.jobs import JOBS
from services.notify.use_cases.say_again import KINDS
from services.notify.web import WEB
from shared.http.site import Figure, Find, finding
from shared.service import Service

THINGS: Mapping[str, Find] = {
    "webhook_id": finding(tables.webhooks, "webhook_id"),
    "webhook_delivery_id": finding(tables.webhook_deliveries, "webhook_delivery_id"),
}
"""What the routes' arguments name, and whose it is."""

SERVICE = Service(
    name="notify",
    title="Notify",
    metadata=tables.METADATA,
    event_tables=tables.EVENT_TABLES,
    principals=tables.PRINCIPALS,
    migrations="services.notify.db.migrations",
    handlers=HANDLERS,
    things=THINGS,
    api=API,
    web=WEB,
    kinds=KINDS,
    jobs=JOBS,
    figures=(
        Figure(
            name="webhook_deliveries",
            says="Webhooks' deliveries that wait, and those that are dead.",
            labels=("state",),
            count=waiting_and_dead,
        ),
    ),
)
