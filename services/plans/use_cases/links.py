"""Update links: for one person, in one organisation and plan. Reading by one changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import memberships, update_links
from services.plans.db.upserts import put
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork

LINK_AGE = timedelta(days=30)
"""How long a link may be used, again and again."""

UNDO_TIME = timedelta(days=7)
"""How long what has ended stays in the holder's view, where it can be opened again."""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whom a link speaks for."""

    person_id: UUID
    organisation_id: UUID
    plan_id: UUID
    community_id: UUID

    @property
    def actor(self) -> Actor:
        """The holder as the history names them."""
        return Actor(channel=Channel.LINK, person_id=self.person_id, organisation_id=self.organisation_id)


def holder_of(uow: UnitOfWork, payload: Mapping[str, Any], made_at: datetime) -> Holder:
    """Return whom the link speaks for; raise NotFound when it was revoked or they have left.

    The payload names `person`, `organisation` and `plan`, each by its id as text.
    """
    person_id, organisation_id = UUID(payload["person"]), UUID(payload["organisation"])
    plan = uow.session.get(Plan, UUID(payload["plan"]))
    if plan is None:
        raise NotFound
    holder = Holder(
        person_id=person_id,
        organisation_id=organisation_id,
        plan_id=plan.id,
        community_id=plan.community_id,
    )
    if _revoked(uow, holder, made_at) or _left(uow, holder):
        raise NotFound
    return holder


def record_use(uow: UnitOfWork, holder: Holder) -> None:
    """Note that the link was used to say something; opening it is no use."""
    _note(uow, holder, last_used_at=uow.now)


def holder_for(commitment: Commitment) -> Holder | None:
    """Return whom the commitment's update link speaks for; None where nobody answers for it."""
    if commitment.contact_id is None or commitment.organisation_id is None:
        return None
    return Holder(
        person_id=commitment.contact_id,
        organisation_id=commitment.organisation_id,
        plan_id=commitment.plan_id,
        community_id=commitment.community_id,
    )


def end_links(uow: UnitOfWork, commitment_id: UUID) -> None:
    """End the links that whoever answers for the commitment was sent; raise NotFound where nobody does."""
    commitment = uow.session.get(Commitment, commitment_id)
    holder = holder_for(commitment) if commitment else None
    if holder is None:
        raise NotFound
    revoke_link(uow, holder)


def revoke_link(uow: UnitOfWork, holder: Holder) -> None:
    """Make every link that the holder was sent so far useless."""
    _note(uow, holder, revoked_before=uow.now)


def last_used(uow: UnitOfWork, holder: Holder) -> datetime | None:
    """Return when somebody last said something by this link."""
    return uow.session.scalar(select(update_links.c.last_used_at).where(*_row(holder)))


def _row(holder: Holder) -> tuple[Any, ...]:
    column = update_links.c
    return (
        column.person_id == holder.person_id,
        column.organisation_id == holder.organisation_id,
        column.plan_id == holder.plan_id,
    )


def _note(uow: UnitOfWork, holder: Holder, **values: datetime) -> None:
    row = {
        "person_id": holder.person_id,
        "organisation_id": holder.organisation_id,
        "plan_id": holder.plan_id,
        "community_id": holder.community_id,
    }
    put(uow, update_links, [{**row, **values}])


def _revoked(uow: UnitOfWork, holder: Holder, made_at: datetime) -> bool:
    before = uow.session.scalar(select(update_links.c.revoked_before).where(*_row(holder)))
    return before is not None and made_at <= before


def _left(uow: UnitOfWork, holder: Holder) -> bool:
    """Whether all their memberships in the organisation have ended; one not heard of yet has not."""
    column = memberships.c
    held = select(column.active).where(
        column.person_id == holder.person_id, column.organisation_id == holder.organisation_id
    )
    active = list(uow.session.scalars(held))
    return bool(active) and not any(active)
