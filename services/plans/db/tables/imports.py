"""Sheets, line by line as they were typed."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    Uuid,
)

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.domain.imports import Import, ImportRow, ImportState
from shared.db.types import Choice, Instant, ListOf

imports = Table(
    "imports",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id"), nullable=False, index=True),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("worksheet", Text, nullable=False),
    Column("unread", ListOf(str), nullable=False),
    Column("uploaded_by", Uuid),
    Column("uploaded_at", Instant, nullable=False),
    Column("counted_from", Date),
    Column("called", JSON(none_as_null=True)),
    Column("columns", JSON(none_as_null=True)),
    Column("state", Choice(ImportState), nullable=False),
    Column("applied_at", Instant),
    Column("commitment_count", Integer, nullable=False),
    Column("asked_by", Uuid),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("stopped", Text),
)

import_rows = Table(
    "import_rows",
    METADATA,
    Column("import_id", Uuid, ForeignKey("imports.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("community_id", Uuid, nullable=False),
    Column("cells", JSON, nullable=False),
    Column("others", JSON, nullable=False),
    Column("typed", JSON(none_as_null=True)),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), index=True),
    Column("applied_at", Instant),
    Column("due", Date),
    Column("draft_id", Uuid, unique=True, index=True),
    Column("dropped_at", Instant),
)

matchings = Table(
    "matchings",
    METADATA,
    Column("community_id", Uuid, primary_key=True),
    Column("headings", String(64), primary_key=True),
    Column("chosen", JSON, nullable=False),
    Column("chosen_at", Instant, nullable=False),
)

MAPPING.map_imperatively(Import, imports)

MAPPING.map_imperatively(ImportRow, import_rows)
