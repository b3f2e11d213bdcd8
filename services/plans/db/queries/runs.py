"""100-day runs of a plan: what is in one, how it was looked at, and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from services.plans.db.tables import commitments, people, run_check_ins, run_commitments, run_entries, runs
from services.plans.domain.runs import Run, RunDeed
from shared.contracts import CommitmentState
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class CheckInRow:
    """How a run stood on one of its days, by whom it was looked at, and what they noted."""

    day: int
    at: datetime
    person_id: UUID | None
    person: str | None
    note: str | None
    counts: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """A line of a run's history."""

    at: datetime
    person: str | None
    deed: RunDeed
    about: str


def runs_of(uow: UnitOfWork, plan_id: UUID) -> Sequence[Run]:
    """Return the plan's runs, the newest first."""
    query = select(Run).where(runs.c.plan_id == plan_id).order_by(runs.c.first_day.desc(), runs.c.id)
    return uow.session.scalars(query).all()


def check_ins_of(uow: UnitOfWork, run_id: UUID, *, within: bool) -> list[CheckInRow]:
    """Return the check-ins by their days; `within` the community with who noted what."""
    query = (
        select(run_check_ins, people.c.name)
        .outerjoin(people, people.c.id == run_check_ins.c.person_id)
        .where(run_check_ins.c.run_id == run_id)
        .order_by(run_check_ins.c.day)
    )
    return [
        CheckInRow(
            day=row.day,
            at=row.at,
            person_id=row.person_id if within else None,
            person=row.name if within else None,
            note=row.note if within else None,
            counts=row.counts,
        )
        for row in uow.session.execute(query)
    ]


def days_made(uow: UnitOfWork, run_id: UUID) -> set[int]:
    """Return the days on which the run was looked at."""
    return set(uow.session.scalars(select(run_check_ins.c.day).where(run_check_ins.c.run_id == run_id)))


def counts_in(uow: UnitOfWork, run_id: UUID) -> dict[str, int]:
    """Return how many of the run's commitments stand in each state now."""
    query = (
        select(commitments.c.state, func.count())
        .join(run_commitments, run_commitments.c.commitment_id == commitments.c.id)
        .where(run_commitments.c.run_id == run_id)
        .group_by(commitments.c.state)
    )
    found = {state.value: count for state, count in uow.session.execute(query)}
    return {state.value: found.get(state.value, 0) for state in CommitmentState}


def history_of_run(uow: UnitOfWork, run_id: UUID) -> list[EntryRow]:
    """Return the run's history, the oldest first."""
    query = (
        select(run_entries, people.c.name)
        .outerjoin(people, people.c.id == run_entries.c.person_id)
        .where(run_entries.c.run_id == run_id)
        .order_by(run_entries.c.number)
    )
    return [
        EntryRow(at=row.at, person=row.name, deed=row.deed, about=row.about)
        for row in uow.session.execute(query)
    ]
