"""Hear what somebody said about a commitment."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import update

from services.notify.db.tables import updates
from shared.contracts import UpdateRecorded
from shared.db.copies import Keep
from shared.db.unit_of_work import UnitOfWork
from shared.events.sets import VALUES, among, dialect_of


class HearUpdates(Keep):
    """Keeps updates with the instant at which each was first heard of, which digests count by.

    One that is said again, for a copy that was lost, was heard of when it was said: it is no news now.
    """

    def together(self, uow: UnitOfWork, events: Sequence[Any]) -> set[UUID]:
        """Keep the updates, and note when those that are new here were heard of."""
        new = super().together(uow, events)
        again = {event.id for event in events if isinstance(event, UpdateRecorded) and event.again}
        for ids, heard_at in ((new - again, uow.now), (new & again, updates.c.at)):
            if ids:
                heard = update(updates).where(among(updates.c.id, dialect_of(uow.session)))
                uow.session.execute(heard.values(heard_at=heard_at), {VALUES: list(ids)})
        return new
