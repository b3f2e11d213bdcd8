"""What a digest tells, counted and picked by the database."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, not_, or_, select
from sqlalchemy.engine import RowMapping

from services.notify.db.tables import commitments, organisations, plans, updates
from services.notify.domain.digests import DAYS_AHEAD, Line, Numbers, PlanNumbers, Window
from shared.contracts import CommitmentState, Health
from shared.contracts.states import ENDED_STATES
from shared.db.unit_of_work import UnitOfWork

LATEST_NEWS = timedelta(days=7)
"""What was said so long before the window is history that is arriving again, not news."""

_OPEN = commitments.c.state.not_in(ENDED_STATES)
_IS_STUCK = and_(_OPEN, commitments.c.health == Health.STUCK)


def numbers(uow: UnitOfWork, community_id: UUID, today: date) -> list[PlanNumbers]:
    """Return the figures of each plan of the community, by name."""
    counted = {
        "done": commitments.c.state == CommitmentState.DONE,
        "overdue": and_(_OPEN, commitments.c.due < today),
        "stuck": _IS_STUCK,
        "due_soon": _is_coming(today),
    }
    query = (
        select(
            plans.c.id,
            plans.c.name,
            func.count(commitments.c.id).label("total"),
            *(func.sum(case((condition, 1), else_=0)).label(name) for name, condition in counted.items()),
        )
        .outerjoin(commitments, commitments.c.plan_id == plans.c.id)
        .where(plans.c.community_id == community_id, ~plans.c.closed)
        .group_by(plans.c.id, plans.c.name)
        .order_by(plans.c.name, plans.c.id)
    )
    return [_plan_numbers(row) for row in uow.session.execute(query).mappings()]


def lines(uow: UnitOfWork, community_id: UUID, today: date, window: Window) -> list[Line]:
    """Return the commitments of which the digest has something to say."""
    is_new_word = _heard_in(window)
    is_pressing = or_(_IS_STUCK, and_(_OPEN, commitments.c.due < today), _is_coming(today))
    worth_a_line = or_(is_new_word, and_(is_pressing, ~plans.c.closed))
    query = _lines(is_new_word).where(commitments.c.community_id == community_id, worth_a_line)
    return [Line(**row) for row in uow.session.execute(query).mappings()]


def _lines(is_new_word: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    return (
        select(
            commitments.c.id.label("commitment_id"),
            commitments.c.plan_id,
            plans.c.name.label("plan"),
            organisations.c.name.label("organisation"),
            commitments.c.reference,
            commitments.c.text,
            commitments.c.state,
            commitments.c.health,
            commitments.c.due,
            _note().label("note"),
            is_new_word.label("is_new_word"),
            case((_IS_STUCK, func.coalesce(_stuck_since(), commitments.c.changed_at))).label("stuck_since"),
        )
        .join(plans, plans.c.id == commitments.c.plan_id)
        .outerjoin(organisations, organisations.c.id == commitments.c.organisation_id)
    )


def _note() -> ColumnElement[str | None]:
    """What they said last; of what they gave up, why."""
    reason, last_note = commitments.c.reason, commitments.c.last_note
    is_given_up = commitments.c.state.in_((CommitmentState.DECLINED, CommitmentState.WITHDRAWN))
    return case((is_given_up, func.coalesce(reason, last_note)), else_=func.coalesce(last_note, reason))


def _is_coming(today: date) -> ColumnElement[bool]:
    return and_(_OPEN, commitments.c.due.between(today, today + timedelta(DAYS_AHEAD)))


def _heard_in(window: Window) -> ColumnElement[bool]:
    return exists().where(
        updates.c.commitment_id == commitments.c.id,
        updates.c.heard_at >= window.since,
        updates.c.heard_at < window.until,
        updates.c.at >= window.since - LATEST_NEWS,
    )


def _stuck_since() -> ColumnElement[object]:
    """When the present run of "stuck" began: the first such word after which nobody said otherwise."""
    later = updates.alias("later")
    said_otherwise = exists().where(
        later.c.commitment_id == updates.c.commitment_id,
        later.c.at > updates.c.at,
        func.coalesce(later.c.health, "") != Health.STUCK.value,
    )
    return (
        select(func.min(updates.c.at))
        .where(
            updates.c.commitment_id == commitments.c.id,
            updates.c.health == Health.STUCK,
            not_(said_otherwise),
        )
        .scalar_subquery()
    )


def _plan_numbers(row: RowMapping) -> PlanNumbers:
    figures = {name: row[name] or 0 for name in ("total", "done", "overdue", "stuck", "due_soon")}
    return PlanNumbers(plan_id=row["id"], name=row["name"], numbers=Numbers(**figures))
