"""Workshops, who came, what they led to, and photos."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import relationship

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.domain.photos import Photo
from services.plans.domain.workshops import Attendance, Contribution, Workshop
from shared.db.types import Instant

workshops = Table(
    "workshops",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("place", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("notes", Text),
    Column("outcome", Text),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index("ix_workshops_community_held_on", "community_id", "held_on"),
)

attendance = Table(
    "attendance",
    METADATA,
    Column("workshop_id", Uuid, ForeignKey("workshops.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("organisation_id", Uuid),
    Column("name", Text, nullable=False),
    Column("count", Integer),
)

contributions = Table(
    "contributions",
    METADATA,
    Column("workshop_id", Uuid, ForeignKey("workshops.id"), primary_key=True),
    Column("plan_id", Uuid, ForeignKey("plans.id"), primary_key=True, index=True),
    Column("part", Text, nullable=False),
)

photos = Table(
    "photos",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False),
    Column("workshop_id", Uuid, ForeignKey("workshops.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("alt", Text),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("added_by", Uuid),
    Column("added_at", Instant, nullable=False),
    UniqueConstraint("workshop_id", "sha256"),
)

MAPPING.map_imperatively(Attendance, attendance)

MAPPING.map_imperatively(Contribution, contributions)

MAPPING.map_imperatively(
    Workshop,
    workshops,
    properties={
        "attendance": relationship(
            Attendance,
            order_by=attendance.c.number,
            collection_class=ordering_list("number"),
            cascade="all, delete-orphan",
            lazy="selectin",
        ),
        "contributions": relationship(
            Contribution,
            order_by=contributions.c.plan_id,
            cascade="all, delete-orphan",
            lazy="selectin",
        ),
    },
)

MAPPING.map_imperatively(Photo, photos)
