"""Which workshop a commitment came from, and which assets it builds on."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import asset_schemas as schemas
from services.plans.api.requests import READ_WITHIN, WRITE, blueprint, speaker
from services.plans.db.queries.assets import Origin, built_on, origin_of
from services.plans.domain.assets import Asset
from services.plans.use_cases.consents import WrongWorkshop
from services.plans.use_cases.origins import link_asset, note_origin
from services.plans.use_cases.outcomes import NotFound
from shared.http.problems import Problem
from shared.http.site import site

routes = blueprint(
    "origins", "/commitments/<uuid:commitment_id>", "Where a commitment came from, and what it builds on."
)


@routes.route("/origin")
class OneOrigin(MethodView):
    """The workshop that one commitment came from."""

    @READ_WITHIN
    @routes.response(200, schemas.Origin, example=schemas.ORIGIN)
    def get(self, commitment_id: UUID) -> Origin:
        """Read it; a commitment that came from no workshop has none."""
        with site().database.unit_of_work(read_only=True) as uow:
            origin = origin_of(uow, commitment_id)
        if origin is None:
            raise NotFound
        return origin

    @WRITE
    @routes.arguments(schemas.NewOrigin, example=schemas.NEW_ORIGIN)
    @routes.response(204)
    def put(self, body: dict[str, Any], commitment_id: UUID) -> None:
        """Note which workshop it came from; said again, the newer word counts."""
        try:
            with site().database.unit_of_work() as uow:
                note_origin(uow, commitment_id, body["workshop_id"], body["note"], speaker())
        except WrongWorkshop as refusal:
            errors = [{"field": "/workshop_id", "message": str(refusal)}]
            raise Problem(422, "That cannot be done", str(refusal), errors) from refusal

    @WRITE
    @routes.response(204)
    def delete(self, commitment_id: UUID) -> None:
        """Note that it came from no workshop, whether one was noted or not."""
        with site().database.unit_of_work() as uow:
            note_origin(uow, commitment_id, None, None, speaker())


@routes.route("/assets")
class CommitmentAssets(MethodView):
    """The assets that one commitment builds on."""

    @READ_WITHIN
    @routes.response(200, schemas.AssetList, example=schemas.ASSET_LIST)
    def get(self, commitment_id: UUID) -> dict[str, list[Asset]]:
        """List them."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": built_on(uow, commitment_id)}


@routes.route("/assets/<uuid:asset_id>")
class CommitmentAsset(MethodView):
    """One asset that a commitment builds on."""

    @WRITE
    @routes.response(204)
    def put(self, commitment_id: UUID, asset_id: UUID) -> None:
        """Let the commitment build on the asset, which a workshop that led to its plan found."""
        with site().database.unit_of_work() as uow:
            link_asset(uow, commitment_id, asset_id, linked=True, actor=speaker())

    @WRITE
    @routes.response(204)
    def delete(self, commitment_id: UUID, asset_id: UUID) -> None:
        """Let the commitment no longer build on the asset, whether it did or not."""
        with site().database.unit_of_work() as uow:
            link_asset(uow, commitment_id, asset_id, linked=False, actor=speaker())
