"""The notify service put together."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from services.notify.api import API
from services.notify.consumers import HANDLERS
from services.notify.db import tables
from services.notify.db.webhooks import waiting_and_dead
from services.notify.domain.webhook_deliveries import WebhookDelivery
from services.notify.domain.webhooks import Webhook
from services.notify.jobs import JOBS
from services.notify.use_cases.say_again import KINDS
from services.notify.web import WEB
from shared.db.unit_of_work import UnitOfWork
from shared.http.site import Figure, Find, Thing
from shared.service import Service

Entity = TypeVar("Entity", Webhook, WebhookDelivery)


def _find(kind: type[Entity]) -> Find:
    def find(uow: UnitOfWork, thing_id: UUID) -> Thing | None:
        found = uow.session.get(kind, thing_id)
        return Thing(community_id=found.community_id) if found else None

    return find


THINGS: Mapping[str, Find] = {
    "webhook_id": _find(Webhook),
    "webhook_delivery_id": _find(WebhookDelivery),
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
