"""Noting which workshop a commitment came from, and which assets it builds on; the history tells that."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, insert, select

from services.plans.db.queries.assets import assets_in_plan, built_on, origin_of
from services.plans.db.tables import commitment_assets, contributions, origins
from services.plans.db.upserts import put
from services.plans.domain.amendments import amend
from services.plans.domain.assets import OriginAction
from services.plans.domain.commitments import Change, Commitment
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor
from services.plans.use_cases.consents import WrongWorkshop
from services.plans.use_cases.recording import Said, record_all
from services.plans.use_cases.updates import open_commitment
from shared.db.unit_of_work import UnitOfWork


def note_origin(
    uow: UnitOfWork, commitment_id: UUID, workshop_id: UUID | None, note: str | None, actor: Actor
) -> None:
    """Note which workshop the commitment came from, or that it came from none; so already, nothing changes.

    Raises:
        NotFound: there is no such commitment.
        PlanClosed: its plan is closed.
        WrongWorkshop: the workshop did not lead to its plan.
    """
    commitment = open_commitment(uow, commitment_id)
    before = origin_of(uow, commitment_id)
    if (workshop_id, note if workshop_id else None) == (
        before and before.workshop_id,
        before and before.note,
    ):
        return
    if workshop_id is None:
        uow.session.execute(delete(origins).where(origins.c.commitment_id == commitment_id))
    else:
        led_here = select(contributions.c.workshop_id).where(contributions.c.plan_id == commitment.plan_id)
        if workshop_id not in set(uow.session.scalars(led_here)):
            raise WrongWorkshop
        said = {"workshop_id": workshop_id, "community_id": commitment.community_id, "note": note}
        put(uow, origins, [{"commitment_id": commitment_id, **said}])
    _record(uow, commitment, OriginAction.ORIGIN, actor)


def link_assets(uow: UnitOfWork, commitment_id: UUID, wanted: Collection[UUID], actor: Actor) -> None:
    """Let the commitment build on these assets and on no others.

    Raises:
        NotFound: there is no such commitment.
        PlanClosed: its plan is closed.
        Refused: no workshop that led to its plan found one of them.
    """
    commitment = open_commitment(uow, commitment_id)
    linked = {asset.id for asset in built_on(uow, commitment_id)}
    new, gone = set(wanted) - linked, linked - set(wanted)
    if new - {asset.id for asset in assets_in_plan(uow, commitment.plan_id)}:
        raise Refused("No workshop that led to this plan found such an asset.")
    row = {"commitment_id": commitment_id, "community_id": commitment.community_id}
    if new:
        uow.session.execute(insert(commitment_assets), [{**row, "asset_id": each} for each in sorted(new)])
    link = commitment_assets.c
    uow.session.execute(
        delete(commitment_assets).where(link.commitment_id == commitment_id, link.asset_id.in_(gone))
    )
    if new or gone:
        _record(uow, commitment, OriginAction.ASSETS, actor)


def link_asset(uow: UnitOfWork, commitment_id: UUID, asset_id: UUID, *, linked: bool, actor: Actor) -> None:
    """Let the commitment build on the asset or no longer; raise as `link_assets`."""
    open_commitment(uow, commitment_id)
    others = {asset.id for asset in built_on(uow, commitment_id)} - {asset_id}
    link_assets(uow, commitment_id, others | {asset_id} if linked else others, actor)


def carry_origin(uow: UnitOfWork, old: Commitment, new: Commitment) -> None:
    """Let what an old commitment came from and builds on be told of the new one too."""
    for table in (origins, commitment_assets):
        rows = uow.session.execute(select(table).where(table.c.commitment_id == old.id)).mappings().all()
        if rows:
            uow.session.execute(insert(table), [{**row, "commitment_id": new.id} for row in rows])


def _record(uow: UnitOfWork, commitment: Commitment, action: OriginAction, actor: Actor) -> None:
    amend(commitment, {}, uow.now)
    record_all(uow, [Said(commitment=commitment, action=action, change=Change({}, {}), actor=actor)])
