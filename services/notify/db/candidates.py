"""Who may be owed a nudge: queries that leave the exact answer to the ladder."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select

from services.notify.db.tables import (
    commitments,
    communities,
    imports,
    memberships,
    nudge_items,
    nudges,
    organisations,
    people,
    plans,
    preferences,
)
from services.notify.domain.commitments import Commitment
from services.notify.domain.ladder import DAYS_AHEAD, FIRST_STEP, Moment
from services.notify.domain.preferences import Topic
from shared.contracts.states import ENDED_STATES
from shared.db.unit_of_work import UnitOfWork

_OF_THIS_PAIR = and_(
    nudge_items.c.commitment_id == commitments.c.id, nudge_items.c.contact_id == commitments.c.contact_id
)


def time_zones(uow: UnitOfWork) -> list[str]:
    """Return the names of the time zones that communities live in."""
    return list(uow.session.scalars(select(communities.c.timezone).distinct()))


def contacts_to_look_at(uow: UnitOfWork, zone: str, *, is_default: bool, now: Moment) -> list[UUID]:
    """Return who, in one time zone, may have to hear of something: a few too many, and never too few.

    Args:
        uow: the transaction.
        zone: the time zone's name.
        is_default: whether communities that have not been heard of yet belong to it.
        now: the local day.
    """
    lives_here = communities.c.timezone == zone
    in_zone = or_(lives_here, communities.c.id.is_(None)) if is_default else lives_here
    never_given = not_(exists().where(_OF_THIS_PAIR, nudge_items.c.step == FIRST_STEP.name))
    untold = or_(never_given, _untold_date(now.today)) if now.is_morning else never_given
    query = (
        select(commitments.c.contact_id)
        .outerjoin(communities, communities.c.id == commitments.c.community_id)
        .where(commitments.c.contact_id.is_not(None), commitments.c.state.not_in(ENDED_STATES))
        .where(in_zone, untold, commitments.c.plan_id.not_in(select(plans.c.id).where(plans.c.closed)))
        .distinct()
    )
    return sorted(uow.session.scalars(query))


def open_of(uow: UnitOfWork, contact_ids: Sequence[UUID]) -> list[Commitment]:
    """Return every open commitment of these contacts, as far as they can be told."""
    return [
        commitment
        for some in _chunks(contact_ids)
        for commitment in _read(uow, commitments.c.contact_id.in_(some))
    ]


def all_open(uow: UnitOfWork, community_id: UUID) -> list[Commitment]:
    """Return every open commitment of the community that has a contact who can be told."""
    return _read(uow, commitments.c.community_id == community_id)


def open_among(uow: UnitOfWork, commitment_ids: Sequence[UUID]) -> list[Commitment]:
    """Return those of the commitments that are open and have a contact who can be told."""
    return [each for some in _chunks(commitment_ids) for each in _read(uow, commitments.c.id.in_(some))]


def taken_steps(uow: UnitOfWork, commitment_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], set[str]]:
    """Return the names of the steps that the ledger holds, for each commitment and contact."""
    found: dict[tuple[UUID, UUID], set[str]] = {}
    columns = (nudge_items.c.commitment_id, nudge_items.c.contact_id, nudge_items.c.step)
    for some in _chunks(commitment_ids):
        for row in uow.session.execute(select(*columns).where(nudge_items.c.commitment_id.in_(some))):
            found.setdefault((row.commitment_id, row.contact_id), set()).add(row.step)
    return found


def kinds_had(uow: UnitOfWork, period: str) -> dict[UUID, set[str]]:
    """Return the kinds of nudges that people had in the period."""
    found: dict[UUID, set[str]] = {}
    for row in uow.session.execute(
        select(nudges.c.person_id, nudges.c.kind).where(nudges.c.period == period)
    ):
        found.setdefault(row.person_id, set()).add(row.kind)
    return found


def unwilling(uow: UnitOfWork, topic: Topic) -> set[UUID]:
    """Return who turned the topic off."""
    query = select(preferences.c.person_id).where(preferences.c.topic == topic, ~preferences.c.wanted)
    return set(uow.session.scalars(query))


_COLUMNS = (
    commitments.c.id,
    commitments.c.community_id,
    commitments.c.plan_id,
    commitments.c.organisation_id,
    commitments.c.contact_id,
    commitments.c.reference,
    commitments.c.text,
    commitments.c.milestone,
    commitments.c.state,
    commitments.c.due,
    commitments.c.changed_at,
    communities.c.name.label("community"),
    organisations.c.name.label("organisation"),
    plans.c.name.label("plan"),
    plans.c.vision_what.label("vision"),
)

_OPEN = (
    select(*_COLUMNS)
    .join(plans, plans.c.id == commitments.c.plan_id)
    .join(people, people.c.id == commitments.c.contact_id)
    .outerjoin(organisations, organisations.c.id == commitments.c.organisation_id)
    .outerjoin(communities, communities.c.id == commitments.c.community_id)
    .where(commitments.c.state.not_in(ENDED_STATES), ~plans.c.closed)
)


def _read(uow: UnitOfWork, *conditions: ColumnElement[bool]) -> list[Commitment]:
    query = _OPEN.where(_can_be_told(), *conditions)
    return [Commitment(**row) for row in uow.session.execute(query).mappings()]


def _can_be_told() -> ColumnElement[bool]:
    """Its import is here as a whole, and its contact speaks for somebody, has an address and has not left."""
    whole = exists().where(imports.c.id == commitments.c.import_id, imports.c.completed_at.is_not(None))
    member = and_(
        memberships.c.person_id == commitments.c.contact_id,
        memberships.c.community_id == commitments.c.community_id,
    )
    has_left = and_(exists().where(member), not_(exists().where(member, memberships.c.active)))
    return and_(
        or_(commitments.c.import_id.is_(None), whole),
        commitments.c.organisation_id.is_not(None),
        people.c.email != "",
        not_(has_left),
    )


def _untold_date(today: date) -> ColumnElement[bool]:
    told = exists().where(_OF_THIS_PAIR, nudge_items.c.due == commitments.c.due, nudge_items.c.until > today)
    return and_(commitments.c.due <= today + timedelta(DAYS_AHEAD), not_(told))


def _chunks(ids: Sequence[UUID], size: int = 500) -> list[Sequence[UUID]]:
    return [ids[start : start + size] for start in range(0, len(ids), size)]
