"""The names behind ids, from the copies of what partners owns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Table, and_, select

from services.plans.db.queries.filters import Filters, conditions
from services.plans.db.tables import (
    commitments,
    communities,
    memberships,
    milestones,
    organisations,
    people,
    plans,
)
from services.plans.domain.omissions import Answers
from services.plans.domain.status import Scope
from shared.db.unit_of_work import UnitOfWork

UNNAMED = "Your organisation"
"""For an organisation of which partners has not told us yet."""


@dataclass(frozen=True, kw_only=True)
class Taker:
    """Somebody who could take a commitment over: an organisation, by itself or with a contact in it."""

    organisation_id: UUID
    organisation: str
    person_id: UUID | None
    person: str | None


def organisation_name(uow: UnitOfWork, organisation_id: UUID) -> str:
    """Return the organisation's name."""
    found = select(organisations.c.name).where(organisations.c.id == organisation_id)
    return uow.session.scalar(found) or UNNAMED


def organisation_names(uow: UnitOfWork, community_id: UUID) -> list[str]:
    """Return the names of the community's organisations."""
    found = select(organisations.c.name).where(organisations.c.community_id == community_id)
    return list(uow.session.scalars(found.order_by(organisations.c.name, organisations.c.id)))


def answers_for(uow: UnitOfWork, plan_id: UUID) -> dict[UUID, Answers]:
    """Return who answers for each of the plan's commitments."""
    named = commitments.outerjoin(organisations, commitments.c.organisation_id == organisations.c.id)
    rows = uow.session.execute(
        select(commitments.c.id, organisations.c.name.label("organisation"), people.c.name.label("contact"))
        .select_from(named.outerjoin(people, commitments.c.contact_id == people.c.id))
        .where(commitments.c.plan_id == plan_id)
    )
    return {row.id: Answers(organisation=row.organisation, contact=row.contact) for row in rows}


def communities_named(uow: UnitOfWork, community_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of the communities, by id; one that we do not know yet has none."""
    rows = uow.session.execute(
        select(communities.c.id, communities.c.name)
        .where(communities.c.id.in_(community_ids))
        .order_by(communities.c.name)
    )
    known = {row.id: row.name for row in rows}
    return known | {each: "Your community" for each in community_ids if each not in known}


def takers_in(uow: UnitOfWork, community_id: UUID) -> list[Taker]:
    """Return who could take over a commitment of the community, each organisation's contacts after it."""
    rows = uow.session.execute(
        select(
            organisations.c.id.label("organisation_id"),
            organisations.c.name.label("organisation"),
            people.c.id.label("person_id"),
            people.c.name.label("person"),
        )
        .outerjoin(
            memberships,
            and_(memberships.c.organisation_id == organisations.c.id, memberships.c.active),
        )
        .outerjoin(people, people.c.id == memberships.c.person_id)
        .where(organisations.c.community_id == community_id)
        .order_by(organisations.c.name, people.c.name)
    )
    return [Taker(**row._mapping) for row in rows]  # noqa: SLF001  # SQLAlchemy's public way.


def owners_among(uow: UnitOfWork, filters: Filters, today: date) -> dict[UUID, str]:
    """Return the organisations that own some of what the filters leave, by name."""
    owned = select(commitments.c.organisation_id).select_from(
        commitments.join(plans).outerjoin(organisations, commitments.c.organisation_id == organisations.c.id)
    )
    rows = uow.session.execute(
        select(organisations.c.id, organisations.c.name)
        .where(organisations.c.id.in_(owned.where(*conditions(filters, today))))
        .order_by(organisations.c.name, organisations.c.id)
    )
    return {row.id: row.name for row in rows}


def part_names(uow: UnitOfWork, community_id: UUID, scope: Scope) -> dict[str, str]:
    """Return how the parts of a status are called that are counted by ids, by the keys of the tallies."""
    if scope is Scope.HEADING:
        return {}
    table, name = _NAMED[scope]
    rows = uow.session.execute(select(table.c.id, table.c[name]).where(table.c.community_id == community_id))
    return {key.hex: called for key, called in rows}


_NAMED: Mapping[Scope, tuple[Table, str]] = {
    Scope.PLAN: (plans, "name"),
    Scope.MILESTONE: (milestones, "text"),
    Scope.ORGANISATION: (organisations, "name"),
}
