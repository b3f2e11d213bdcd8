"""Who consented to which vision."""

from sqlalchemy import Column, Date, ForeignKey, Table, Uuid

from services.plans.db.tables.metadata import METADATA

consents = Table(
    "consents",
    METADATA,
    Column("plan_id", Uuid, ForeignKey("plans.id"), primary_key=True),
    Column("organisation_id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("workshop_id", Uuid, ForeignKey("workshops.id")),
)
