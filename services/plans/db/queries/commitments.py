"""Lists of commitments, with the names of those who have them, page by page."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select

from services.plans.db.queries.days import today_where
from services.plans.db.queries.filters import Filters, conditions
from services.plans.db.queries.orders import SORTINGS, Order, Place
from services.plans.db.queries.pressing import GOING
from services.plans.db.tables import (
    commitments,
    communities,
    milestones,
    nudges,
    organisations,
    people,
    plans,
)
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import Place as Spot
from services.plans.domain.steps import Steps
from services.plans.domain.supporters import Parts
from shared.contracts import CommitmentState, Health, is_overdue
from shared.db.unit_of_work import UnitOfWork

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class CommitmentRow:
    """A commitment as lists show it. The contact's name is for people with a role, never for the public.

    `going` says that its plan goes on; in one that is closed it presses nobody.
    """

    id: UUID
    version: int
    community_id: UUID
    plan_id: UUID
    plan_name: str
    going: bool
    public: bool
    reference: str
    text: str
    heading: str
    milestone_id: UUID | None
    milestone: str | None
    organisation_id: UUID | None
    organisation: str | None
    contact_id: UUID | None
    contact: str | None
    supporting: tuple[UUID, ...]
    parts: Parts
    due: date | None
    evidence: str | None
    steps: Steps
    priority: Priority | None
    place: Spot | None
    four_co: FourCo | None
    state: CommitmentState
    health: Health | None
    reason: str | None
    last_note: str | None
    slips: int
    created_at: datetime
    changed_at: datetime
    done_at: datetime | None
    nudged_at: datetime | None

    def stands(self, order: Order = Order.DUE) -> Place:
        """Return where it stands in a list of this order."""
        return Place(key=getattr(self, SORTINGS[order].column.key), id=self.id)

    def overdue(self, today: date) -> bool:
        """Return whether its day has passed with it still open, in a plan that goes on."""
        return self.going and is_overdue(self.state, self.due, today)


def find_commitments(  # noqa: PLR0913  # Which, and which page of them in which order.
    uow: UnitOfWork,
    filters: Filters,
    today: date,
    *,
    order: Order = Order.DUE,
    after: Place | None = None,
    limit: int | None = PAGE,
) -> list[CommitmentRow]:
    """Return what the filters leave, in this order, from the place on; with no limit, all of it."""
    sorting = SORTINGS[order]
    wanted = _ROWS.where(*conditions(filters, today)).order_by(*sorting.order_by)
    rows: list[CommitmentRow] = []
    for part in sorting.parts(after):
        left = None if limit is None else limit - len(rows)
        if left != 0:
            found = uow.session.execute(wanted.where(*part).limit(left))
            rows += [CommitmentRow(**row._mapping) for row in found]  # noqa: SLF001  # SQLAlchemy's public way.
    return rows


def find_commitment(uow: UnitOfWork, commitment_id: UUID) -> CommitmentRow | None:
    """Return the one commitment as lists show it."""
    found = uow.session.execute(_ONE, {"commitment_id": commitment_id}).one_or_none()
    return CommitmentRow(**found._mapping) if found else None  # noqa: SLF001  # SQLAlchemy's public way.


def find_with_today(uow: UnitOfWork, commitment_id: UUID) -> tuple[CommitmentRow, date] | None:
    """Return the same, and the day that the people of its community call today."""
    found = uow.session.execute(_ONE_AND_ZONE, {"commitment_id": commitment_id}).mappings().one_or_none()
    if found is None:
        return None
    facts = dict(found)
    today = today_where(uow, facts.pop("timezone"))
    return CommitmentRow(**facts), today


def rows_of(uow: UnitOfWork, commitment_ids: Collection[UUID]) -> list[CommitmentRow]:
    """Return these commitments as lists show them, what changed last first."""
    found = uow.session.execute(_ROWS.where(commitments.c.id.in_(commitment_ids)).order_by(*newest_first()))
    return [CommitmentRow(**row._mapping) for row in found]  # noqa: SLF001  # SQLAlchemy's public way.


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """Return the order in which what changed last comes first."""
    return (commitments.c.changed_at.desc(), commitments.c.id)


_NAMED: dict[str, ColumnElement[Any]] = {
    "plan_name": plans.c.name,
    "going": GOING,
    "public": plans.c.public,
    "milestone": milestones.c.text,
    "organisation": organisations.c.name,
    "contact": people.c.name,
    "nudged_at": nudges.c.at,
}
"""The columns of a row that are not the commitment's own."""


def _rows() -> Select[Any]:
    column = commitments.c
    own = [column[field.name] for field in fields(CommitmentRow) if field.name not in _NAMED]
    named = [named.label(name) for name, named in _NAMED.items()]
    joined = (
        commitments.join(plans)
        .outerjoin(milestones, column.milestone_id == milestones.c.id)
        .outerjoin(organisations, column.organisation_id == organisations.c.id)
        .outerjoin(people, column.contact_id == people.c.id)
        .outerjoin(nudges, column.id == nudges.c.commitment_id)
    )
    return select(*own, *named).select_from(joined)


# So wide a statement costs more to put together than to run, so each is made once.
_ROWS = _rows()
_ONE = _ROWS.where(commitments.c.id == bindparam("commitment_id", type_=commitments.c.id.type))
_ONE_AND_ZONE = _ONE.add_columns(communities.c.timezone).outerjoin(
    communities, commitments.c.community_id == communities.c.id
)
