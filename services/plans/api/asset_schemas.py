"""What the API reads and writes of assets and of where commitments come from, with examples."""

from typing import Any

from marshmallow import fields

from services.plans.domain.assets import LONGEST_ASSET, LONGEST_NOTE
from shared.http.fields import Day, Id, StrictSchema, Text


class NewAsset(StrictSchema):
    """Something good that is there already, as a workshop found it."""

    text = Text(LONGEST_ASSET, required=True)


class Asset(StrictSchema):
    """An asset: a spot, a group, a service or a skill that is there already."""

    id = Id(required=True)
    workshop_id = Id(required=True)
    text = Text(LONGEST_ASSET, required=True)


class AssetList(StrictSchema):
    """Assets, in the order in which they were written down."""

    items = fields.List(fields.Nested(Asset), required=True)


class PlanAsset(Asset):
    """An asset with the commitments of one plan that build on it."""

    commitment_ids = fields.List(Id(), required=True)


class PlanAssetList(StrictSchema):
    """What the workshops that led to a plan found, the oldest workshop's first."""

    items = fields.List(fields.Nested(PlanAsset), required=True)


class NewOrigin(StrictSchema):
    """Which workshop a commitment came from, and what the note on its wall said."""

    workshop_id = Id(required=True, metadata={"description": "One that led to the commitment's plan."})
    note = Text(LONGEST_NOTE, lines=True, allow_none=True, load_default=None)


class Origin(StrictSchema):
    """The workshop that a commitment came from."""

    commitment_id = Id(required=True)
    workshop_id = Id(required=True)
    held_on = Day(required=True)
    method = fields.String(required=True)
    place = fields.String(required=True)
    note = Text(LONGEST_NOTE, required=True, allow_none=True)


_WORKSHOP_ID = "7c1d2b52-8d0b-4c39-a1a7-2f4b8e6d9c03"
_COMMITMENT_ID = "0e7f6c52-7a51-4a55-8a4a-6a1d9c6d2b34"

NEW_ASSET: dict[str, Any] = {"text": "People who know every tree"}
ASSET: dict[str, Any] = {
    "id": "1f8f1f0e-3a0f-4f0f-9d0b-7f1f2c3d4e5a",
    "workshop_id": _WORKSHOP_ID,
    **NEW_ASSET,
}
ASSET_LIST: dict[str, Any] = {"items": [ASSET]}
PLAN_ASSET_LIST: dict[str, Any] = {"items": [{**ASSET, "commitment_ids": [_COMMITMENT_ID]}]}
NEW_ORIGIN: dict[str, Any] = {"workshop_id": _WORKSHOP_ID, "note": "walk + trees!"}
ORIGIN: dict[str, Any] = {
    "commitment_id": _COMMITMENT_ID,
    **NEW_ORIGIN,
    "held_on": "2026-10-14",
    "method": "rich_pictures",
    "place": "The community hall",
}
