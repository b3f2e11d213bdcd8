"""The partners service put together."""

from collections.abc import Mapping

from services.partners.api import API
from services.partners.cli import COMMANDS
from services.partners.consumers import HANDLERS
from services.partners.db import tables
from services.partners.jobs import JOBS
from services.partners.use_cases.say_again import KINDS
from services.partners.web import WEB
from shared.http.site import Find, finding
from shared.service import Service

THINGS: Mapping[str, Find] = {
    "organisation_id": finding(tables.organisations, "organisation_id"),
    "membership_id": finding(tables.memberships, "membership_id"),
    "token_id": finding(tables.tokens, "token_id"),
}
"""What the routes' arguments name, and whose it is."""

SERVICE = Service(
    name="partners",
    title="Partners",
    metadata=tables.METADATA,
    event_tables=tables.EVENT_TABLES,
    principals=tables.PRINCIPALS,
    migrations="services.partners.db.migrations",
    handlers=HANDLERS,
    things=THINGS,
    api=API,
    web=WEB,
    kinds=KINDS,
    jobs=JOBS,
    commands=COMMANDS,
)
