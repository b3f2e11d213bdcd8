"""Writing down what a workshop found that is good already."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from sqlalchemy import func, select

from services.plans.db.queries.assets import assets_of
from services.plans.db.tables import commitment_assets
from services.plans.domain.assets import Asset, check_count
from services.plans.domain.refusals import Refused
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.workshops import locked_workshop
from shared.db.unit_of_work import UnitOfWork


def add_assets(uow: UnitOfWork, workshop_id: UUID, texts: Iterable[str]) -> list[Asset]:
    """Add what was found to the workshop, and return it; raise NotFound, or Refused for too many."""
    workshop = locked_workshop(uow, workshop_id)
    there = assets_of(uow, workshop_id)
    first = there[-1].number + 1 if there else 1
    added = [
        Asset(
            id=uuid4(),
            community_id=workshop.community_id,
            workshop_id=workshop_id,
            number=number,
            text=text,
        )
        for number, text in enumerate(texts, start=first)
    ]
    check_count(len(there) + len(added))
    uow.session.add_all(added)
    uow.session.flush()
    return added


def reword_asset(uow: UnitOfWork, workshop_id: UUID, asset_id: UUID, text: str) -> Asset:
    """Say in other words what was found, for all that builds on it; raise NotFound without such an asset."""
    locked_workshop(uow, workshop_id)
    asset = next((each for each in assets_of(uow, workshop_id) if each.id == asset_id), None)
    if asset is None:
        raise NotFound
    asset.text = text
    uow.session.flush()
    return asset


def remove_asset(uow: UnitOfWork, workshop_id: UUID, asset_id: UUID) -> None:
    """Take the asset from the workshop, whether it had it or not.

    Raises:
        NotFound: there is no such workshop.
        Refused: a commitment builds on it.
    """
    locked_workshop(uow, workshop_id)
    asset = next((each for each in assets_of(uow, workshop_id) if each.id == asset_id), None)
    if asset is None:
        return
    links = select(func.count()).where(commitment_assets.c.asset_id == asset_id)
    if count := uow.session.scalar(links):
        builds = "1 commitment builds" if count == 1 else f"{count} commitments build"
        raise Refused(f"{builds} on this. Take it from there first.")
    uow.session.delete(asset)
    uow.session.flush()
