"""The notify service put together."""

from services.notify.api import API
from services.notify.consumers import HANDLERS
from services.notify.db import tables
from services.notify.jobs import JOBS
from services.notify.use_cases.say_again import KINDS
from services.notify.web import WEB
from shared.service import Service

SERVICE = Service(
    name="notify",
    title="Notify",
    metadata=tables.METADATA,
    event_tables=tables.EVENT_TABLES,
    principals=tables.PRINCIPALS,
    migrations="services.notify.db.migrations",
    handlers=HANDLERS,
    things={},
    api=API,
    web=WEB,
    kinds=KINDS,
    jobs=JOBS,
)
