"""What charts need besides the status: how the plan stood on several days, and how late what is late is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all

from services.plans.db.queries.counts import CONDITIONS
from services.plans.db.queries.names import part_names
from services.plans.db.queries.pressing import WENT_ON
from services.plans.db.queries.status import Figures
from services.plans.db.queries.tallies import AT_THE_END
from services.plans.db.tables import plans, standings
from services.plans.domain.charts import (
    AGES,
    Charts,
    Reached,
    Shift,
    burn_up,
    by_age,
    days_between,
    workload,
)
from services.plans.domain.moments import Moment
from services.plans.domain.plans import Plan
from services.plans.domain.status import Scope
from shared.clock import local_date
from shared.db.unit_of_work import UnitOfWork

_column = standings.c


def charts_of(uow: UnitOfWork, plan: Plan, moment: Moment, figures: Figures) -> Charts:
    """Return what the charts of the plan tell at the moment; the figures have the scope of organisations."""
    names = part_names(uow, plan.community_id, Scope.ORGANISATION)
    return Charts(
        day=moment.day,
        burn_up=burn_up_of(uow, plan, moment),
        workload=workload(figures.parts[Scope.ORGANISATION], names),
        ages=by_age(_late(uow, plan.id, moment)),
    )


def burn_up_of(uow: UnitOfWork, plan: Plan, moment: Moment) -> list[Reached]:
    """Return how far the plan had come on days from its beginning to the moment's."""
    first = local_date(plan.created_at, moment.zone)
    days = days_between(min(first, moment.day), moment.day)
    ends = [Moment(day=day, zone=moment.zone).end for day in days]
    rows = uow.session.execute(_shifts(plan.id, ends))
    return burn_up(days, [Shift(*row) for row in rows])


def _shifts(plan_id: UUID, ends: Sequence[datetime]) -> Any:
    """Select how many standings began, and as fewer how many ended, before each end and not one before.

    So each standing is looked at twice, however many days there are.
    """
    begun = _grouped(plan_id, _column.since, ends, 1)
    ended = _grouped(plan_id, _column.until, ends, -1)
    return union_all(begun, ended)


def _grouped(
    plan_id: UUID, instant: ColumnElement[datetime], ends: Sequence[datetime], sign: int
) -> Select[Any]:
    number = case(
        *((instant < literal(end, _column.since.type), place) for place, end in enumerate(ends))
    ).label("number")
    return (
        select(number, _column.state, func.count() * sign)
        .where(_column.plan_id == plan_id, instant < literal(ends[-1], _column.since.type))
        .group_by(number, _column.state)
    )


def _late(uow: UnitOfWork, plan_id: UUID, moment: Moment) -> dict[int, int]:
    """Return how many are overdue by the place of each age; those that are so the longest come last."""
    latest = [
        (_column.due >= moment.day - timedelta(days=age.most), place)
        for place, age in enumerate(AGES)
        if age.most is not None
    ]
    place = case(*latest, else_=len(latest)).label("place")
    wanted = (
        select(place, func.count().label("late"))
        .select_from(standings.join(plans, plans.c.id == _column.plan_id))
        .where(_column.plan_id == plan_id, WENT_ON, AT_THE_END, CONDITIONS["overdue"])
        .group_by(place)
    )
    rows = uow.session.execute(wanted, {"end": moment.end, "today": moment.day})
    return {row.place: row.late for row in rows}
