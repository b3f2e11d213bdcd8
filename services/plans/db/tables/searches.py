"""What commitments are found by."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, Uuid, text

from services.plans.db.tables.metadata import METADATA

searched = Table(
    "searched",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("commitment_id", Uuid, ForeignKey("commitments.id"), nullable=False, unique=True),
    Column("community_id", Uuid, nullable=False),
    Column("words", Text, nullable=False),
    Index(
        "ix_searched_words",
        text("array_to_tsvector(string_to_array(words, ' '))"),
        postgresql_using="gin",
    ).ddl_if(dialect="postgresql"),
)
"""The folded words of each commitment, with a blank between them.

SQLite has its index in the virtual table `searched_index`, which triggers keep; `number` is what the two have
in common, for it outlives a vacuum.
"""
