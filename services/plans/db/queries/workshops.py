"""Workshops as lists and pages show them, with the names behind their ids."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select

from services.plans.db.tables import contributions, organisations, plans, workshops
from services.plans.domain.workshops import Attendance, Contribution, Workshop
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a workshop stands in the list: the newest come first."""

    held_on: date
    id: UUID


@dataclass(frozen=True, kw_only=True)
class Led:
    """A plan that a workshop led to, and the part that the workshop played."""

    plan_id: UUID
    plan: str
    part: str


@dataclass(frozen=True, kw_only=True)
class WorkshopRow:
    """A workshop, its groups called as their organisations are called today, and the plans it led to."""

    workshop: Workshop
    groups: Sequence[Attendance]
    led_to: Sequence[Led]

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(held_on=self.workshop.held_on, id=self.workshop.id)


def find_workshops(
    uow: UnitOfWork,
    communities: Collection[UUID],
    *,
    plan_id: UUID | None = None,
    after: Place | None = None,
    limit: int | None = None,
) -> list[WorkshopRow]:
    """Return the workshops of these communities, and only those that led to the plan if one is named."""
    column = workshops.c
    found = select(Workshop).where(column.community_id.in_(communities))
    if plan_id:
        led = select(contributions.c.workshop_id).where(contributions.c.plan_id == plan_id)
        found = found.where(column.id.in_(led))
    if after:
        same_day = (column.held_on == after.held_on) & (column.id > after.id)
        found = found.where(or_(column.held_on < after.held_on, same_day))
    ordered = found.order_by(column.held_on.desc(), column.id).limit(limit)
    return _rows(uow, list(uow.session.scalars(ordered)))


def find_workshop(uow: UnitOfWork, workshop_id: UUID) -> WorkshopRow | None:
    """Return the one workshop."""
    found = uow.session.get(Workshop, workshop_id)
    return row_of(uow, found) if found else None


def row_of(uow: UnitOfWork, workshop: Workshop) -> WorkshopRow:
    """Return the workshop with the names behind its ids."""
    (row,) = _rows(uow, [workshop])
    return row


def _rows(uow: UnitOfWork, found: Sequence[Workshop]) -> list[WorkshopRow]:
    groups = {group.organisation_id for each in found for group in each.attendance if group.organisation_id}
    led_to = {each.plan_id for workshop in found for each in workshop.contributions}
    names = select(organisations.c.id, organisations.c.name).where(organisations.c.id.in_(groups))
    titles = select(plans.c.id, plans.c.name).where(plans.c.id.in_(led_to))
    called = {row.id: row.name for row in uow.session.execute(names)}
    titled = {row.id: row.name for row in uow.session.execute(titles)}
    return [
        WorkshopRow(
            workshop=each,
            groups=[_named(group, called) for group in each.attendance],
            led_to=[_led(contribution, titled) for contribution in each.contributions],
        )
        for each in found
    ]


def _named(group: Attendance, called: dict[UUID, str]) -> Attendance:
    name = called.get(group.organisation_id, group.name) if group.organisation_id else group.name
    return Attendance(name=name, organisation_id=group.organisation_id, count=group.count)


def _led(contribution: Contribution, titled: dict[UUID, str]) -> Led:
    plan_id = contribution.plan_id
    return Led(plan_id=plan_id, plan=titled[plan_id], part=contribution.part)
