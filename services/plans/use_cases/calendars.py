"""Links by which the calendar program of a person, or of a program's users, reads what is due.

Reading by one changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from services.plans.db.queries.calendars import in_use
from services.plans.db.tables import PRINCIPALS, calendar_links, memberships
from services.plans.db.upserts import put
from services.plans.domain.calendars import CalendarKind, CalendarLink
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork

CALENDAR_AGE = timedelta(days=5 * 365)
"""How long a link may be used; nobody would miss a calendar that went silent until too late."""


PURPOSE = "calendar"
"""What the links' tokens are for."""


def payload_of(link: CalendarLink) -> dict[str, str]:
    """Return what the link's token says; "person" is its holder, as in the links that people have."""
    return {"person": str(link.holder_id), "kind": link.kind.value, "of": str(link.of_id)}


def make_calendar_link(uow: UnitOfWork, link: CalendarLink) -> None:
    """Let the holder read the calendar by links that are made from now on."""
    row = {
        "holder_id": link.holder_id,
        "kind": link.kind,
        "of_id": link.of_id,
        "community_id": link.community_id,
    }
    put(uow, calendar_links, [{**row, "made_at": uow.now}])


def revoke_calendar_link(uow: UnitOfWork, link: CalendarLink) -> None:
    """Make every link to the calendar that the holder had so far useless."""
    key = _row(link.holder_id, link.kind, link.of_id)
    uow.session.execute(update(calendar_links).where(*key).values(revoked_before=uow.now))


def calendar_link_of(uow: UnitOfWork, payload: Mapping[str, Any], made_at: datetime) -> CalendarLink:
    """Return what the link is to.

    Raises:
        NotFound: it was revoked, its person has left the community or its program's token was revoked.
    """
    holder_id, kind = UUID(payload["person"]), CalendarKind(payload["kind"])
    of_id = UUID(payload["of"])
    column = calendar_links.c
    found = select(column.community_id, column.revoked_before)
    row = uow.session.execute(found.where(*_row(holder_id, kind, of_id), in_use())).one_or_none()
    if row is None or (row.revoked_before is not None and made_at <= row.revoked_before):
        raise NotFound
    if not _belongs(uow, holder_id, row.community_id):
        raise NotFound
    return CalendarLink(holder_id=holder_id, kind=kind, of_id=of_id, community_id=row.community_id)


def _row(holder_id: UUID, kind: CalendarKind, of_id: UUID) -> tuple[Any, ...]:
    column = calendar_links.c
    return column.holder_id == holder_id, column.kind == kind, column.of_id == of_id


def _belongs(uow: UnitOfWork, holder_id: UUID, community_id: UUID) -> bool:
    member, token = memberships.c, PRINCIPALS.tokens.c
    held = (
        select(member.id).where(
            member.person_id == holder_id, member.community_id == community_id, member.active
        ),
        select(token.id).where(token.id == holder_id, token.community_id == community_id, ~token.revoked),
    )
    return any(uow.session.scalar(each.limit(1)) is not None for each in held)
