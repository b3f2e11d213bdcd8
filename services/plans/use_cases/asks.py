"""Asking for what a commitment needs, and marking that it was answered."""

from uuid import UUID, uuid4

from services.plans.db.queries.asks import Asked, asks_of
from services.plans.domain.asks import Ask, Need
from services.plans.domain.plans import Plan
from services.plans.domain.updates import Update
from services.plans.use_cases.links import Holder, record_use
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork


def ask(uow: UnitOfWork, update: Update, need: Need) -> Ask:
    """Keep what is needed with the update that said so, in the name of whoever the update speaks for."""
    asked = Ask(
        id=uuid4(),
        community_id=update.community_id,
        plan_id=update.plan_id,
        commitment_id=update.commitment_id,
        update_id=update.id,
        organisation_id=update.on_behalf_of or update.organisation_id,
        kind=need.kind,
        text=need.text,
        asked_at=uow.now,
    )
    uow.session.add(asked)
    return asked


def mark_answered(uow: UnitOfWork, commitment_id: UUID, ask_id: UUID, person_id: UUID | None) -> Ask:
    """Note that the ask was answered; noting it again changes nothing.

    Raises:
        NotFound: the commitment has no such ask.
        PlanClosed: its plan is closed.
    """
    asked = uow.session.get(Ask, ask_id, with_for_update=True, populate_existing=True)
    if asked is None or asked.commitment_id != commitment_id:
        raise NotFound
    uow.session.get_one(Plan, asked.plan_id).check_open()
    if asked.answered_at is None:
        asked.answered_at, asked.answered_by = uow.now, person_id
        asked.version += 1
    return asked


def own_open(uow: UnitOfWork, holder: Holder, commitment_id: UUID) -> list[Asked]:
    """Return what the holder's organisation asked for the commitment and has not got, the oldest first."""
    return [
        each
        for each in asks_of(uow, commitment_id)
        if each.ask.answered_at is None and each.ask.organisation_id == holder.organisation_id
    ]


def mark_own_answered(uow: UnitOfWork, holder: Holder, commitment_id: UUID, ask_id: UUID) -> Ask:
    """Let the holder of a link note that what their organisation asked for was answered."""
    asked = uow.session.get(Ask, ask_id)
    if asked is None or (asked.organisation_id, asked.plan_id) != (holder.organisation_id, holder.plan_id):
        raise NotFound
    record_use(uow, holder)
    return mark_answered(uow, commitment_id, ask_id, holder.person_id)
