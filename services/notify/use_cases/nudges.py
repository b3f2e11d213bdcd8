"""Claim the nudges that are owed."""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from services.notify.db import candidates as found
from services.notify.db.tables import nudge_items, nudges
from services.notify.domain.commitments import Commitment
from services.notify.domain.deliveries import Delivery, Kind
from services.notify.domain.ladder import Moment, owed
from services.notify.domain.nudges import Item, Nudge, collect
from services.notify.domain.preferences import Topic
from services.notify.domain.schedules import moment
from services.notify.use_cases.communities import community, zone_named
from services.notify.use_cases.outcomes import tell_skipped
from shared import tracing
from shared.db.unit_of_work import UnitOfWork

TURNED_OFF = "they turned nudges off"


def people_owed(uow: UnitOfWork, default_zone: ZoneInfo) -> list[UUID]:
    """Return who is owed a nudge now. It only reads, so that looking holds up nobody who writes."""
    return [
        nudge.person_id
        for zone in sorted({*found.time_zones(uow), default_zone.key})
        for nudge in _owed_in(uow, zone, default_zone)
    ]


def claim_nudges(uow: UnitOfWork, default_zone: ZoneInfo, people: Sequence[UUID]) -> int:
    """Claim what is owed now to these people, and return how many nudges that makes.

    The ledger's rows and the deliveries are written together: what is claimed will be sent once, and
    what is not claimed stays owed.
    """
    commitments = found.open_of(uow, people)
    homes = {commitment.community_id for commitment in commitments}
    nudges_owed = [
        nudge
        for home in homes
        for nudge in _owed(
            uow,
            [commitment for commitment in commitments if commitment.community_id == home],
            moment(uow.now, community(uow, home, default_zone).zone),
        )
    ]
    if nudges_owed:
        claim(uow, nudges_owed)
    return len(nudges_owed)


def _owed_in(uow: UnitOfWork, zone: str, default_zone: ZoneInfo) -> list[Nudge]:
    now = moment(uow.now, zone_named(zone, default_zone))
    contacts = found.contacts_to_look_at(uow, zone, is_default=zone == default_zone.key, now=now)
    return _owed(uow, found.open_of(uow, contacts), now)


def _owed(uow: UnitOfWork, commitments: Sequence[Commitment], now: Moment) -> list[Nudge]:
    """Return the nudges that the ladder owes for these commitments, given what the ledger holds."""
    taken = found.taken_steps(uow, [commitment.id for commitment in commitments])
    pairs = (
        (commitment, owed(commitment, now, taken.get((commitment.id, commitment.contact_id), ())))
        for commitment in commitments
    )
    items = [Item(commitment=commitment, steps=steps) for commitment, steps in pairs if steps]
    return collect(items, now.today, found.kinds_had(uow, now.today.isoformat()))


def claim(uow: UnitOfWork, batch: Sequence[Nudge]) -> None:
    """Write the nudges into the ledger, with a delivery for each whose person has not turned nudges off."""
    unwilling = found.unwilling(uow, Topic.NUDGES)
    uow.session.execute(
        insert(nudges),
        [
            {
                "id": nudge.id,
                "community_id": nudge.community_id,
                "person_id": nudge.person_id,
                "kind": nudge.kind,
                "period": nudge.period,
                "made_at": uow.now,
                "skipped": TURNED_OFF if nudge.person_id in unwilling else None,
            }
            for nudge in batch
        ],
    )
    uow.session.execute(insert(nudge_items), [row for nudge in batch for row in _items(nudge)])
    for nudge in batch:
        if nudge.person_id in unwilling:
            tell_skipped(uow, nudge)
        else:
            uow.session.add(_delivery(uow, nudge))


def _items(nudge: Nudge) -> list[dict[str, object]]:
    return [
        {
            "nudge_id": nudge.id,
            "commitment_id": item.commitment.id,
            "contact_id": nudge.person_id,
            "step": step.name,
            "rung": step.rung,
            "due": step.due,
            "until": step.until,
        }
        for item in nudge.items
        for step in item.steps
    ]


def _delivery(uow: UnitOfWork, nudge: Nudge) -> Delivery:
    return Delivery(
        id=nudge.id,
        community_id=nudge.community_id,
        person_id=nudge.person_id,
        kind=Kind(nudge.kind.value),
        data=nudge.content(),
        made_at=uow.now,
        due_at=uow.now,
        traceparent=tracing.current(),
    )
