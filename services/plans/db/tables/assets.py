"""What workshops found that is good already, and where commitments come from."""

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, Uuid

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.domain.assets import Asset

assets = Table(
    "assets",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("workshop_id", Uuid, ForeignKey("workshops.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

commitment_assets = Table(
    "commitment_assets",
    METADATA,
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), primary_key=True),
    Column("asset_id", Uuid, ForeignKey("assets.id"), primary_key=True, index=True),
    Column("community_id", Uuid, nullable=False),
)

origins = Table(
    "origins",
    METADATA,
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), primary_key=True),
    Column("workshop_id", Uuid, ForeignKey("workshops.id"), nullable=False, index=True),
    Column("community_id", Uuid, nullable=False),
    Column("note", Text),
)

MAPPING.map_imperatively(Asset, assets)
