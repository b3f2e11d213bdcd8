"""Everything that a plan's action tracker holds, as at any day."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from services.plans.db.queries.pressing import goes_on
from services.plans.db.tables import commitments, organisations, standings, updates
from services.plans.domain.moments import Moment
from services.plans.domain.plans import Plan
from services.plans.domain.tracker import Action
from shared.clock import local_date
from shared.db.unit_of_work import UnitOfWork


def actions_of(uow: UnitOfWork, plan: Plan, moment: Moment, *, within: bool) -> list[Action]:
    """Return the plan's commitments by their references, as they stood at the moment.

    Args:
        uow: the transaction.
        plan: which plan.
        moment: the present, or the end of a past day. Headings and names are told as they are called now.
        within: whether the reader is of the community, and may read what people said.
    """
    said = _said(uow, plan.id, moment) if within else {}
    going = goes_on(plan.closed_at, moment)
    worded = _worded(uow, plan.id, moment)
    standing, own = standings.c, commitments.c
    rows = uow.session.execute(
        select(
            own.id,
            own.reference,
            own.text,
            own.created_at,
            standing.heading,
            organisations.c.name.label("organisation"),
            standing.due,
            standing.state,
            standing.health,
            standing.slips,
        )
        .select_from(
            standings.join(commitments, own.id == standing.commitment_id).outerjoin(
                organisations, organisations.c.id == standing.organisation_id
            )
        )
        .where(standing.plan_id == plan.id, _then(moment))
    )
    found = [
        Action(
            reference=row.reference,
            heading=row.heading,
            written_on=local_date(row.created_at, moment.zone),
            text=worded.get(row.id, row.text),
            organisation=row.organisation,
            due=row.due,
            state=row.state,
            health=row.health,
            slips=row.slips,
            said=said.get(row.id),
            going=going,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: each.rank)


def _then(moment: Moment) -> ColumnElement[bool]:
    column = standings.c
    if not moment.past:
        return column.until.is_(None)
    return and_(column.since < moment.end, column.until.is_(None) | (column.until >= moment.end))


def _said(uow: UnitOfWork, plan_id: UUID, moment: Moment) -> dict[UUID, str]:
    """Return what was last said of each commitment by then."""
    column = updates.c
    told = func.coalesce(column.note, column.reason)
    found = select(column.commitment_id, told).where(column.plan_id == plan_id, told.is_not(None))
    if moment.past:
        found = found.where(column.at < moment.end)
    rows = uow.session.execute(found.order_by(column.commitment_id, column.commitment_version))
    return {commitment_id: words for commitment_id, words in rows}  # noqa: C416  # The last of each stays.


def _worded(uow: UnitOfWork, plan_id: UUID, moment: Moment) -> dict[UUID, str]:
    """Return the wording then of each commitment that was reworded since."""
    if not moment.past:
        return {}
    column = updates.c
    later = select(column.commitment_id, column.before).where(
        column.plan_id == plan_id, column.at >= moment.end
    )
    rows: Any = uow.session.execute(later.order_by(column.commitment_id, column.commitment_version.desc()))
    return {commitment_id: before["text"] for commitment_id, before in rows if before.get("text")}
