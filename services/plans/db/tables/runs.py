"""100-day runs, what is in them, how they were looked at, and their history."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Integer, Table, Text, Uuid

from services.plans.db.tables.metadata import MAPPING, METADATA
from services.plans.domain.runs import Run, RunDeed
from shared.db.types import Choice, Instant

runs = Table(
    "runs",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False),
    Column("plan_id", Uuid, ForeignKey("plans.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("success", Text, nullable=False),
    Column("failure", Text, nullable=False),
    Column("conflicting", Text, nullable=False),
    Column("remedy", Text, nullable=False),
)

run_commitments = Table(
    "run_commitments",
    METADATA,
    Column("run_id", Uuid, ForeignKey("runs.id"), primary_key=True),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), primary_key=True, index=True),
    Column("community_id", Uuid, nullable=False),
)

run_check_ins = Table(
    "run_check_ins",
    METADATA,
    Column("run_id", Uuid, ForeignKey("runs.id"), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("person_id", Uuid),
    Column("note", Text, nullable=False),
    Column("counts", JSON, nullable=False),
)
"""Never changed once made; `counts` is how many commitments stood in which state at that moment."""

run_entries = Table(
    "run_entries",
    METADATA,
    Column("run_id", Uuid, ForeignKey("runs.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("person_id", Uuid),
    Column("deed", Choice(RunDeed), nullable=False),
    Column("about", Text, nullable=False),
)
"""The history of a run, numbered by its versions and never changed."""

MAPPING.map_imperatively(Run, runs)
