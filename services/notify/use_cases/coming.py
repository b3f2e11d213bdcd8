"""Who will hear what in the days to come, as things stand."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notify.db import candidates as found
from services.notify.domain.commitments import Commitment
from services.notify.domain.ladder import owed
from services.notify.domain.nudges import Item, Nudge, collect
from services.notify.domain.schedules import whole_day
from services.notify.use_cases.communities import community
from shared.clock import local_date
from shared.db.unit_of_work import UnitOfWork

Pair = tuple[UUID, UUID]


def coming_nudges(uow: UnitOfWork, community_id: UUID, default_zone: ZoneInfo, days: int) -> Iterator[Nudge]:
    """Yield the nudges of today's rest and the days after it, as if nobody said anything until then."""
    zone = community(uow, community_id, default_zone).zone
    today = local_date(uow.now, zone)
    commitments = found.all_open(uow, community_id)
    taken = found.taken_steps(uow, [commitment.id for commitment in commitments])
    had = found.kinds_had(uow, today.isoformat())
    for day in (today + timedelta(number) for number in range(days + 1)):
        items = [
            Item(commitment=commitment, steps=steps)
            for commitment in commitments
            if (steps := owed(commitment, whole_day(day, zone), taken.get(_pair(commitment), ())))
        ]
        for nudge in collect(items, day, had if day == today else {}):
            yield nudge
            for item in nudge.items:
                names = {step.name for step in item.steps}
                taken.setdefault(_pair(item.commitment), set()).update(names)


def _pair(commitment: Commitment) -> Pair:
    return commitment.id, commitment.contact_id
