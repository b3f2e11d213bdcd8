"""What is in a calendar, and which calendars a person may read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from services.plans.db.queries.filters import is_open
from services.plans.db.queries.names import communities_named, organisation_name
from services.plans.db.queries.pressing import GOING
from services.plans.db.tables import calendar_links, commitments, organisations, plans
from services.plans.domain.calendars import ENDED_SHOWN, CalendarKind, CalendarLink, Entry
from services.plans.domain.plans import Plan
from shared.db.unit_of_work import UnitOfWork

MOST_ENTRIES = 2000
"""How many commitments one calendar has: those that are due first."""

OWN = "What I promised"


@dataclass(frozen=True)
class Readable:
    """A calendar that somebody may read, and what it is called."""

    link: CalendarLink
    name: str

    @property
    def key(self) -> str:
        """What forms call it."""
        return f"{self.link.kind}:{self.link.of_id}"


def entries_of(uow: UnitOfWork, link: CalendarLink) -> list[Entry]:
    """Return the open commitments with a day, by that day, and after them those that ended lately.

    A closed plan's open ones are in nobody's calendar.
    """
    column = commitments.c
    lately = column.changed_at >= uow.now - ENDED_SHOWN
    found = (
        select(
            *(column[name] for name in _OWN),
            organisations.c.name.label("organisation"),
            plans.c.name.label("plan"),
        )
        .select_from(
            commitments.join(plans).outerjoin(organisations, column.organisation_id == organisations.c.id)
        )
        .where(_of(link), column.due.is_not(None), or_(is_open() & GOING, ~is_open() & lately))
        .order_by(~is_open(), column.due, column.id)
        .limit(MOST_ENTRIES)
    )
    return [Entry(**row._mapping) for row in uow.session.execute(found)]  # noqa: SLF001  # SQLAlchemy's public way.


_OWN = ("id", "version", "reference", "text", "due", "state", "created_at", "changed_at")


def _of(link: CalendarLink) -> ColumnElement[bool]:
    column = commitments.c
    wanted: Mapping[CalendarKind, ColumnElement[bool]] = {
        CalendarKind.MINE: column.contact_id == link.holder_id,
        CalendarKind.ORGANISATION: column.organisation_id == link.of_id,
        CalendarKind.PLAN: column.plan_id == link.of_id,
    }
    return and_(wanted[link.kind], column.community_id == link.community_id)


def calendar_name(uow: UnitOfWork, link: CalendarLink) -> str:
    """Return how the calendar is called."""
    if link.kind is CalendarKind.MINE:
        return f"{OWN} in {communities_named(uow, [link.community_id])[link.community_id]}"
    if link.kind is CalendarKind.ORGANISATION:
        return organisation_name(uow, link.of_id)
    return uow.session.get_one(Plan, link.of_id).name


def calendars_open_to(
    uow: UnitOfWork, holder_id: UUID, communities: Collection[UUID], *, person: bool
) -> list[Readable]:
    """Return every calendar that somebody of these communities may read; a `person` has one of their own."""
    own = communities_named(uow, communities) if person else {}
    found = [_readable(holder_id, CalendarKind.MINE, each, each, f"{OWN} in {own[each]}") for each in own]
    for kind, table in ((CalendarKind.PLAN, plans), (CalendarKind.ORGANISATION, organisations)):
        rows = uow.session.execute(
            select(table.c.id, table.c.community_id, table.c.name)
            .where(table.c.community_id.in_(communities))
            .order_by(table.c.name, table.c.id)
        )
        found += [_readable(holder_id, kind, row.id, row.community_id, row.name) for row in rows]
    return found


def calendars_read_by(uow: UnitOfWork, holder_id: UUID) -> frozenset[CalendarLink]:
    """Return those for which the person or the program has a link."""
    column = calendar_links.c
    found = select(column.kind, column.of_id, column.community_id).where(
        column.holder_id == holder_id, in_use()
    )
    return frozenset(
        CalendarLink(holder_id=holder_id, kind=row.kind, of_id=row.of_id, community_id=row.community_id)
        for row in uow.session.execute(found)
    )


def in_use() -> ColumnElement[bool]:
    """A link was made, and not revoked since."""
    column = calendar_links.c
    return column.revoked_before.is_(None) | (column.made_at > column.revoked_before)


def _readable(holder_id: UUID, kind: CalendarKind, of_id: UUID, community_id: UUID, name: str) -> Readable:
    link = CalendarLink(holder_id=holder_id, kind=kind, of_id=of_id, community_id=community_id)
    return Readable(link, name)
