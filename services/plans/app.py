"""The plans service put together."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import bindparam, select

from services.plans.api import API
from services.plans.cli import COMMANDS
from services.plans.consumers import HANDLERS
from services.plans.db import tables
from services.plans.db.tables import commitments, photos, plans, runs, workshops
from services.plans.jobs import JOBS
from services.plans.use_cases.say_again import KINDS
from services.plans.web import WEB
from shared.db.unit_of_work import UnitOfWork
from shared.http.site import Find, Thing
from shared.service import Service

# It is asked for in every request about a plan, so the statement is made once.
_PLAN = select(plans.c.community_id, plans.c.public).where(
    plans.c.id == bindparam("plan_id", type_=plans.c.id.type)
)


def _plan(uow: UnitOfWork, plan_id: UUID) -> Thing | None:
    row = uow.session.execute(_PLAN, {"plan_id": plan_id}).one_or_none()
    return Thing(community_id=row.community_id, public=row.public) if row else None


def _commitment(uow: UnitOfWork, commitment_id: UUID) -> Thing | None:
    found = select(plans.c.community_id, plans.c.public).join_from(plans, commitments)
    row = uow.session.execute(found.where(commitments.c.id == commitment_id)).one_or_none()
    return Thing(community_id=row.community_id, public=row.public) if row else None


def _workshop(uow: UnitOfWork, workshop_id: UUID) -> Thing | None:
    found = uow.session.scalar(select(workshops.c.community_id).where(workshops.c.id == workshop_id))
    return Thing(community_id=found) if found else None


def _run(uow: UnitOfWork, run_id: UUID) -> Thing | None:
    found = select(plans.c.community_id, plans.c.public).join_from(plans, runs)
    row = uow.session.execute(found.where(runs.c.id == run_id)).one_or_none()
    return Thing(community_id=row.community_id, public=row.public) if row else None


def _photo(uow: UnitOfWork, photo_id: UUID) -> Thing | None:
    found = uow.session.scalar(select(photos.c.community_id).where(photos.c.id == photo_id))
    return Thing(community_id=found) if found else None


THINGS: Mapping[str, Find] = {
    "plan_id": _plan,
    "commitment_id": _commitment,
    "run_id": _run,
    "workshop_id": _workshop,
    "photo_id": _photo,
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
