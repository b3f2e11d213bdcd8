"""Emptying a PostgreSQL database that a test has used, so that another finds it as its migrations leave it.

To copy and drop one takes a tenth of a second or more, to empty one a hundredth.
"""

from typing import Any, LiteralString

import psycopg

Connection = psycopg.Connection[tuple[Any, ...]]

_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

# Each change of a table, column, index, trigger or constraint writes such a row anew, by another transaction.
_SHAPE = """
SELECT md5(string_agg(row, ' ' ORDER BY row)) FROM (
    SELECT concat(oid, '/', xmin) AS row FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat(attrelid, '/', attnum, '/', pg_attribute.xmin) FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat(oid, '/', xmin) FROM pg_trigger
    UNION ALL SELECT concat(oid, '/', xmin) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT concat(oid, '/', xmin) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS rows
"""

_EMPTY = """
DO $$
DECLARE
    each oid;
    gone bigint;
    had_rows text[] := '{}';
BEGIN
    -- Tables are emptied in any order, so what they refer to is not looked at.
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname NOT LIKE 'alembic_version%'
    LOOP
        EXECUTE format('DELETE FROM %s', each::regclass);
        GET DIAGNOSTICS gone = ROW_COUNT;
        IF gone > 0 THEN
            had_rows := had_rows || each::regclass::text;
        END IF;
    END LOOP;
    PERFORM set_config('emptying.had_rows', array_to_string(had_rows, ', '), false);
    PERFORM setval(pg_class.oid, 1, false) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'S';
END $$
"""


def shape_of(url: str) -> str:
    """Return what becomes another whenever the database's tables are changed, and not by rows in them."""
    with psycopg.connect(url, autocommit=True) as connection:
        return _value(connection, _SHAPE)


def emptied(url: str, shape: str) -> bool:
    """Take all rows out of the database and its sequences back; return False where its shape is another."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_OTHERS)
        if _value(connection, _SHAPE) != shape:
            return False
        connection.execute(_EMPTY)
        had_rows = _value(connection, "SELECT current_setting('emptying.had_rows')")
        if had_rows:
            # The planner must not take an empty table for one that is as large as it was for others.
            connection.execute(f"VACUUM {had_rows}".encode())
        return True


def _value(connection: Connection, query: LiteralString) -> str:
    row = connection.execute(query).fetchone()
    assert row is not None
    return str(row[0])
