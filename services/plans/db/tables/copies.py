"""Small copies of other services' things.

They have no foreign keys, since their events may come in any order.
"""

from sqlalchemy import (
    Column,
    Integer,
    Table,
    Text,
    Uuid,
)

from services.plans.db.tables.metadata import METADATA, PRINCIPALS
from shared.db.copies import copy_table
from shared.db.types import Instant

communities = Table(
    "communities",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("community_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("timezone", Text, nullable=False),
)

organisations = copy_table(METADATA, "organisations", Column("name", Text, nullable=False))

people = PRINCIPALS.people

memberships = PRINCIPALS.memberships

nudges = Table(
    "nudges",
    METADATA,
    Column("commitment_id", Uuid, primary_key=True),
    Column("community_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("at", Instant, nullable=False),
)
