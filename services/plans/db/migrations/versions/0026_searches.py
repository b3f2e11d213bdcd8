"""What commitments are found by, with each engine's own index of words."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op

from services.plans.domain.searches import words_of

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_BATCH = 1000
_PUT_IN = "INSERT INTO searched_index(rowid, words) VALUES (new.number, new.words)"
_TAKE_OUT = (
    "INSERT INTO searched_index(searched_index, rowid, words) VALUES ('delete', old.number, old.words)"
)
_INDEX = {
    "postgresql": (
        (
            "CREATE INDEX ix_searched_words ON searched"
            " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
        ),
    ),
    # The words come folded and with blanks between them: this tokenizer takes them as they are.
    "sqlite": (
        (
            "CREATE VIRTUAL TABLE searched_index USING fts5("
            "words, content='searched', content_rowid='number', tokenize='ascii', detail=none, columnsize=0)"
        ),
        f"CREATE TRIGGER searched_inserted AFTER INSERT ON searched BEGIN {_PUT_IN}; END",
        f"CREATE TRIGGER searched_deleted AFTER DELETE ON searched BEGIN {_TAKE_OUT}; END",
        f"CREATE TRIGGER searched_updated AFTER UPDATE ON searched BEGIN {_TAKE_OUT}; {_PUT_IN}; END",
    ),
}


def upgrade() -> None:
    kept = op.create_table(
        "searched",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), nullable=False, unique=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )
    connection = op.get_bind()
    for statement in _INDEX[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    rows = _found(connection)
    while batch := list(islice(rows, _BATCH)):
        connection.execute(sa.insert(kept), batch)


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE searched_index")
    op.drop_table("searched")


def _found(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Yield what each commitment is found by."""
    own = sa.table(
        "commitments",
        sa.column("id", sa.Uuid()),
        sa.column("community_id", sa.Uuid()),
        *(sa.column(name, sa.Text()) for name in ("reference", "text", "evidence")),
        sa.column("organisation_id", sa.Uuid()),
    )
    owners = sa.table("organisations", sa.column("id", sa.Uuid()), sa.column("name", sa.Text()))
    texts = (own.c.reference, own.c.text, own.c.evidence, owners.c.name)
    chosen = sa.select(own.c.id, own.c.community_id, *texts).select_from(
        own.outerjoin(owners, own.c.organisation_id == owners.c.id)
    )
    for commitment_id, community_id, *said in connection.execute(chosen).all():
        words = " ".join(words_of(*said))
        yield {"commitment_id": commitment_id, "community_id": community_id, "words": words}
