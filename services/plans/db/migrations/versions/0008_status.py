"""Status: how each commitment stood from update to update, what was counted last, and indexes for lists.

The history knows owner, date, state, health and slips of every version. Heading, milestone, supporting
organisations and evidence it does not: for times before this revision they are taken to be as they are now.
"""

from collections.abc import Iterator
from datetime import date
from itertools import accumulate, groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from shared.db.types import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_COUNTS = (
    *("total", "offered", "agreed", "under_way", "done", "declined", "withdrawn"),
    *("on_track", "at_risk", "stuck", "overdue", "due_in_7", "due_in_14", "due_in_30"),
    *("without_owner", "without_date", "without_step", "without_evidence"),
    *("stale", "slips", "weight", "weight_done"),
)
_BATCH = 1000


def upgrade() -> None:
    op.add_column("plans", sa.Column("update_interval", sa.Integer, nullable=False, server_default="30"))
    _create_standings()
    _create_tallies()
    _fill_standings()
    _change_indexes()


def downgrade() -> None:
    raise RuntimeError("Restore a backup instead: going back would forget the plans' intervals.")


def _create_standings() -> None:
    op.create_table(
        "standings",
        sa.Column("commitment_id", sa.Uuid, sa.ForeignKey("commitments.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("plan_id", sa.Uuid, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("until", Instant),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("milestone_id", sa.Uuid),
        sa.Column("organisation_id", sa.Uuid),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("health", sa.String(32)),
        sa.Column("due", sa.Date),
        sa.Column("slips", sa.Integer, nullable=False),
        sa.Column("weight", sa.Integer, nullable=False),
        sa.Column("evidenced", sa.Boolean, nullable=False),
        sa.Column("pending", sa.Integer, nullable=False),
    )
    op.create_index("ix_standings_plan_until", "standings", ["plan_id", "until"])
    op.create_index("ix_standings_plan_pending", "standings", ["plan_id", "pending"])


def _create_tallies() -> None:
    op.create_table(
        "tallies",
        sa.Column("plan_id", sa.Uuid, sa.ForeignKey("plans.id"), primary_key=True),
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("community_id", sa.Uuid, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("update_interval", sa.Integer, nullable=False),
        sa.Column("made", sa.Uuid, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in _COUNTS),
    )
    op.create_index("ix_tallies_community_scope_key", "tallies", ["community_id", "scope", "key"])


def _change_indexes() -> None:
    op.drop_index("ix_commitments_plan_state_due", "commitments")
    op.drop_index("ix_commitments_community_due", "commitments")
    listed = {
        "ix_commitments_plan_due_id": ["plan_id", "due", "id"],
        "ix_commitments_plan_state_due_id": ["plan_id", "state", "due", "id"],
        "ix_commitments_plan_organisation_due_id": ["plan_id", "organisation_id", "due", "id"],
        "ix_commitments_due_id": ["due", "id"],
    }
    for name, columns in listed.items():
        op.create_index(name, "commitments", columns)


def _fill_standings() -> None:
    connection = op.get_bind()
    kept = sa.table("standings", *(sa.column(name, kind) for name, kind in _KINDS.items()))
    rows = iter(_standings(connection))
    while batch := list(islice(rows, _BATCH)):
        connection.execute(sa.insert(kept), batch)


_KINDS: dict[str, Any] = {
    **dict.fromkeys(
        ("commitment_id", "community_id", "plan_id", "milestone_id", "organisation_id"), sa.Uuid()
    ),
    **dict.fromkeys(("version", "slips", "weight", "pending"), sa.Integer()),
    **dict.fromkeys(("since", "until"), Instant()),
    **dict.fromkeys(("heading", "state", "health"), sa.Text()),
    "due": sa.Date(),
    "evidenced": sa.Boolean(),
}


def _standings(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    rows = connection.execute(_history()).mappings().all()
    for _, versions in groupby(rows, key=itemgetter("commitment_id")):
        yield from _of_one(list(versions))


def _history() -> sa.Select[Any]:
    """Select each commitment with its updates, the oldest first."""
    own = {
        **_KINDS,
        "id": sa.Uuid(),
        "created_at": Instant(),
        "supporting": sa.JSON(),
        "evidence": sa.Text(),
    }
    now = sa.table("commitments", *(sa.column(name, kind) for name, kind in own.items()))
    told = sa.table(
        "updates",
        sa.column("commitment_id", sa.Uuid()),
        sa.column("commitment_version", sa.Integer()),
        sa.column("at", Instant()),
        sa.column("after", sa.JSON()),
    )
    present = ("community_id", "plan_id", "version", "heading", "milestone_id", "organisation_id", "state")
    return (
        sa.select(
            now.c.id.label("commitment_id"),
            *(now.c[name] for name in (*present, "health", "due", "slips", "supporting", "evidence")),
            sa.func.coalesce(told.c.commitment_version, now.c.version).label("at_version"),
            sa.func.coalesce(told.c.at, now.c.created_at, type_=Instant()).label("at"),
            told.c.after,
        )
        .select_from(now.outerjoin(told, now.c.id == told.c.commitment_id))
        .order_by(now.c.id, told.c.commitment_version)
    )


def _of_one(rows: list[sa.RowMapping]) -> Iterator[dict[str, Any]]:
    """Yield how one commitment stood: each update says what it changed, and to what; the last is as it is."""
    facts: dict[str, Any] = {}
    # A clock may have gone back; no moment may have two standings.
    since = list(accumulate((row["at"] for row in rows), max))
    for row, begun, ended in zip(rows, since, (*since[1:], None), strict=True):
        facts |= row["after"] or {}
        yield {
            **{name: row[name] for name in ("commitment_id", "community_id", "plan_id")},
            **{name: row[name] for name in ("heading", "milestone_id")},
            **(_then(facts) if ended else {name: row[name] for name in _TOLD}),
            "version": row["at_version"],
            "since": begun,
            "until": ended,
            "weight": 1 + len(row["supporting"]),
            "evidenced": bool(row["evidence"]),
            "pending": 0 if ended else 1,
        }


_TOLD = ("organisation_id", "state", "health", "due", "slips")


def _then(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what the history had told by then, in the columns' own kinds."""
    organisation, due = facts.get("organisation_id"), facts.get("due")
    return {
        "organisation_id": UUID(organisation) if organisation else None,
        "state": facts.get("state", "offered"),
        "health": facts.get("health"),
        "due": date.fromisoformat(due) if due else None,
        "slips": facts.get("slips") or 0,
    }
