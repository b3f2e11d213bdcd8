"""Lists of commitments, with the names of those who have them, page by page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, literal, select, tuple_

from services.plans.db.queries.filters import Filters, conditions
from services.plans.db.tables import commitments, milestones, nudges, organisations, people, plans
from shared.contracts import CommitmentState, Health, is_overdue
from shared.db.unit_of_work import UnitOfWork

NEVER = date.max
"""Where undated commitments stand in the order of due dates: behind all others."""

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in the list: right behind the commitment of this day and id."""

    due: date
    id: UUID

    @classmethod
    def of(cls, key: Sequence[Any] | None) -> Self | None:
        """Return the place with this key; None for none. Raise ValueError for a key that is no place's."""
        if not key:
            return None
        try:
            return cls(due=date.fromisoformat(key[0]), id=UUID(key[1]))
        except (TypeError, AttributeError, IndexError) as fault:
            raise ValueError("Not the key of a place") from fault

    @property
    def key(self) -> list[str]:
        """What a cursor keeps of it."""
        return [self.due.isoformat(), str(self.id)]


@dataclass(frozen=True, kw_only=True)
class CommitmentRow:
    """A commitment as lists show it. The contact's name is for people with a role, never for the public."""

    id: UUID
    version: int
    community_id: UUID
    plan_id: UUID
    plan_name: str
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
    due: date | None
    evidence: str | None
    state: CommitmentState
    health: Health | None
    reason: str | None
    last_note: str | None
    slips: int
    created_at: datetime
    changed_at: datetime
    done_at: datetime | None
    nudged_at: datetime | None

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return Place(due=self.due or NEVER, id=self.id)

    def overdue(self, today: date) -> bool:
        """Return whether its day has passed with it still open."""
        return is_overdue(self.state, self.due, today)


def find_commitments(
    uow: UnitOfWork, filters: Filters, today: date, *, after: Place | None = None, limit: int | None = PAGE
) -> list[CommitmentRow]:
    """Return what the filters leave, by due date, from the place on; with no limit, all of it."""
    wanted = _rows().where(*conditions(filters, today))
    rows: list[CommitmentRow] = []
    for part in _parts(after):
        left = None if limit is None else limit - len(rows)
        if left != 0:
            found = uow.session.execute(wanted.where(*part).order_by(*_ORDER).limit(left))
            rows += [CommitmentRow(**row._mapping) for row in found]  # noqa: SLF001  # SQLAlchemy's public way.
    return rows


_ORDER = (commitments.c.due, commitments.c.id)


def _parts(after: Place | None) -> list[list[ColumnElement[bool]]]:
    """Return the dated and then the undated as conditions, each from the place on.

    Asked for one after the other, each is read in the order of an index, so that a page costs what is on it.
    """
    column = commitments.c
    dated: list[ColumnElement[bool]] = [column.due.is_not(None)]
    undated: list[ColumnElement[bool]] = [column.due.is_(None)]
    if after is None:
        return [dated, undated]
    if after.due == NEVER:
        return [[*undated, column.id > after.id]]
    place = tuple_(literal(after.due, Date), literal(after.id, Uuid))
    return [[tuple_(*_ORDER) > place], undated]


def find_commitment(uow: UnitOfWork, commitment_id: UUID) -> CommitmentRow | None:
    """Return the one commitment as lists show it."""
    found = uow.session.execute(_rows().where(commitments.c.id == commitment_id)).one_or_none()
    return CommitmentRow(**found._mapping) if found else None  # noqa: SLF001  # SQLAlchemy's public way.


def rows_of(uow: UnitOfWork, commitment_ids: Collection[UUID]) -> list[CommitmentRow]:
    """Return these commitments as lists show them, what changed last first."""
    found = uow.session.execute(_rows().where(commitments.c.id.in_(commitment_ids)).order_by(*newest_first()))
    return [CommitmentRow(**row._mapping) for row in found]  # noqa: SLF001  # SQLAlchemy's public way.


def newest_first() -> tuple[ColumnElement[Any], ...]:
    """Return the order in which what changed last comes first."""
    return (commitments.c.changed_at.desc(), commitments.c.id)


_NAMED: dict[str, ColumnElement[Any]] = {
    "plan_name": plans.c.name,
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
