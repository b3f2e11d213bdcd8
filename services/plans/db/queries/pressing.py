"""Whether what is open presses anybody: in a closed plan it presses nobody, until that is opened again.

Every query asks here, so that all figures and lists agree; whoever holds the plan asks `Plan.closed`.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, bindparam

from services.plans.db.tables import plans
from services.plans.domain.moments import Moment


def is_going(plan: FromClause) -> ColumnElement[bool]:
    """The plan goes on, which is the table of plans or another name for it."""
    return plan.c.closed_at.is_(None)


GOING = is_going(plans)
"""The plan goes on."""

WENT_ON = GOING | (plans.c.closed_at >= bindparam("end", type_=plans.c.closed_at.type))
"""The plan went on right before the instant `end`."""


def goes_on(closed_at: datetime | None, moment: Moment) -> bool:
    """Return whether a plan that was closed then, if it was, goes on at the moment."""
    return closed_at is None or closed_at >= moment.end
