"""What workshops found that is good already."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import asset_schemas as schemas
from services.plans.api.requests import ONCE, READ_WITHIN, WRITE, blueprint
from services.plans.db.queries.assets import assets_in_plan, assets_of, builders_in_plan
from services.plans.domain.assets import Asset
from services.plans.use_cases.assets import add_assets, remove_asset, reword_asset
from shared.db.unit_of_work import UnitOfWork
from shared.http.once import writing
from shared.http.site import site

routes = blueprint("workshop_assets", "", "What workshops found that is good already.")


@routes.route("/workshops/<uuid:workshop_id>/assets")
class WorkshopAssets(MethodView):
    """The assets that one workshop found."""

    @READ_WITHIN
    @routes.response(200, schemas.AssetList, example=schemas.ASSET_LIST)
    def get(self, workshop_id: UUID) -> dict[str, list[Asset]]:
        """List them in the order in which they were written down."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": assets_of(uow, workshop_id)}

    @WRITE
    @ONCE
    @routes.arguments(schemas.NewAsset, example=schemas.NEW_ASSET)
    @routes.response(201, schemas.Asset, example=schemas.ASSET)
    def post(self, body: dict[str, Any], workshop_id: UUID) -> Asset:
        """Write one down."""
        with writing() as uow:
            (asset,) = add_assets(uow, workshop_id, [body["text"]])
        return asset


@routes.route("/workshops/<uuid:workshop_id>/assets/<uuid:asset_id>")
class OneAsset(MethodView):
    """One asset."""

    @WRITE
    @routes.arguments(schemas.NewAsset, example=schemas.NEW_ASSET)
    @routes.response(200, schemas.Asset, example=schemas.ASSET)
    def patch(self, body: dict[str, Any], workshop_id: UUID, asset_id: UUID) -> Asset:
        """Say it in other words; commitments that build on it still do."""
        with site().database.unit_of_work() as uow:
            return reword_asset(uow, workshop_id, asset_id, body["text"])

    @WRITE
    @routes.response(204)
    def delete(self, workshop_id: UUID, asset_id: UUID) -> None:
        """Take it from the workshop, as long as no commitment builds on it."""
        with site().database.unit_of_work() as uow:
            remove_asset(uow, workshop_id, asset_id)


@routes.route("/plans/<uuid:plan_id>/assets")
class PlanAssets(MethodView):
    """The assets that one plan can build on."""

    @READ_WITHIN
    @routes.response(200, schemas.PlanAssetList, example=schemas.PLAN_ASSET_LIST)
    def get(self, plan_id: UUID) -> dict[str, list[dict[str, Any]]]:
        """List what the workshops that led to the plan found, with the commitments that build on it."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": assets_shown(uow, plan_id)}


def assets_shown(uow: UnitOfWork, plan_id: UUID) -> list[dict[str, Any]]:
    """Return the plan's assets, each with the commitments that build on it."""
    builders = builders_in_plan(uow, plan_id)
    return [
        {
            "id": asset.id,
            "workshop_id": asset.workshop_id,
            "text": asset.text,
            "commitment_ids": builders.get(asset.id, []),
        }
        for asset in assets_in_plan(uow, plan_id)
    ]
