"""What every rival does in PostgreSQL: it changes a row, and keeps the newest version of a copy."""

import os
import threading
from typing import Any

import psycopg

DATABASE = "RIVAL_DATABASE_URL"
BROKER = "RIVAL_BROKER_URL"
QUEUE = "commitments"

Connection = psycopg.Connection[tuple[Any, ...]]

TABLES = """
CREATE TABLE commitments (
    id uuid PRIMARY KEY, version integer NOT NULL, last_note text, changed_at timestamptz NOT NULL
);
CREATE TABLE copies (
    id uuid PRIMARY KEY, version integer NOT NULL, community_id uuid NOT NULL, plan_id uuid NOT NULL,
    reference text NOT NULL, text text NOT NULL, heading text NOT NULL, organisation_id uuid, due date,
    evidence text, state text NOT NULL, health text, last_note text, changed_at timestamptz NOT NULL
);
"""
CHANGE = """
UPDATE commitments SET version = %(version)s, last_note = %(last_note)s, changed_at = %(changed_at)s
WHERE id = %(id)s
"""
_COPIED = (
    *("id", "version", "community_id", "plan_id", "reference", "text", "heading", "organisation_id"),
    *("due", "evidence", "state", "health", "last_note", "changed_at"),
)
KEEP = f"""
INSERT INTO copies ({", ".join(_COPIED)}) VALUES ({", ".join(f"%({name})s" for name in _COPIED)})
ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _COPIED)}
WHERE copies.version < excluded.version
"""  # noqa: S608  # Every name stands in this file.


def connect() -> Connection:
    """Connect to the rival's database, each statement a transaction of its own."""
    return psycopg.connect(os.environ[DATABASE], autocommit=True)


_OWN = threading.local()


def own_connection() -> Connection:
    """Return this thread's connection, which is opened once: a worker's threads and processes share none."""
    if not hasattr(_OWN, "connection"):
        _OWN.connection = connect()
    connection: Connection = _OWN.connection
    return connection


def change(connection: Connection, envelope: dict[str, Any]) -> None:
    """Change the row that the event tells of, and commit."""
    connection.execute(CHANGE, envelope["data"])


def keep(connection: Connection, envelope: dict[str, Any]) -> None:
    """Bring the copy to the event's version, unless it is there or further, and commit."""
    connection.execute(KEEP, envelope["data"])
