"""Whether what is open presses anybody: in a closed plan it presses nobody, until that is opened again.

Every figure, list and page asks here, so that all of them agree.
"""

from datetime import datetime

from sqlalchemy import bindparam

from services.plans.db.tables import plans
from services.plans.domain.moments import Moment

GOING = plans.c.closed_at.is_(None)
"""The plan goes on."""

WENT_ON = GOING | (plans.c.closed_at >= bindparam("end", type_=plans.c.closed_at.type))
"""The plan went on right before the instant `end`."""


def goes_on(closed_at: datetime | None, moment: Moment) -> bool:
    """Return whether a plan that was closed then, if it was, goes on at the moment."""
    return closed_at is None or closed_at >= moment.end
