"""The plans service put together."""

from collections.abc import Mapping

from sqlalchemy import Table, bindparam, select

from services.plans.api import API
from services.plans.cli import COMMANDS
from services.plans.consumers import HANDLERS
from services.plans.db import tables
from services.plans.db.tables import commitments, photos, plans, runs, workshops
from services.plans.jobs import JOBS
from services.plans.use_cases.say_again import KINDS
from services.plans.web import WEB
from shared.http.site import Find, finding
from shared.service import Service

_OF_PLAN = (plans.c.community_id, plans.c.public)


def _of_its_plan(table: Table, argument: str) -> Find:
    """Return what finds the table's things, which anyone may see whose plan anyone may see."""
    wanted = table.c.id == bindparam(argument, type_=table.c.id.type)
    return select(*_OF_PLAN).join_from(plans, table).where(wanted)


THINGS: Mapping[str, Find] = {
    "plan_id": select(*_OF_PLAN).where(plans.c.id == bindparam("plan_id", type_=plans.c.id.type)),
    "commitment_id": _of_its_plan(commitments, "commitment_id"),
    "run_id": _of_its_plan(runs, "run_id"),
    "workshop_id": finding(workshops, "workshop_id"),
    "photo_id": finding(photos, "photo_id"),
}
"""What the routes' arguments name, and whose it is."""

SERVICE = Service(
    name="plans",
    title="Plans",
    metadata=tables.METADATA,
    event_tables=tables.EVENT_TABLES,
    principals=tables.PRINCIPALS,
    migrations="services.plans.db.migrations",
    handlers=HANDLERS,
    things=THINGS,
    api=API,
    web=WEB,
    jobs=JOBS,
    commands=COMMANDS,
    kinds=KINDS,
)
