"""What a test leaves in a PostgreSQL database is not there for the next."""

from contextlib import closing

import psycopg
import pytest

from tests.emptying import emptied, shape_of

TABLES = (
    "CREATE TABLE places (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
    "CREATE TABLE paths (place_id integer NOT NULL REFERENCES places (id))",
    "CREATE TABLE alembic_version_here (version_num text)",
)
ROWS = (
    "INSERT INTO places (name) VALUES ('mill'), ('green')",
    "INSERT INTO paths VALUES (1), (2)",
    "INSERT INTO alembic_version_here VALUES ('0001')",
)


@pytest.fixture
def url(postgresql_url: str) -> str:
    plain = postgresql_url.replace("postgresql+psycopg:", "postgresql:")
    run(plain, *TABLES)
    return plain


def run(url: str, *statements: str) -> list[tuple[object, ...]]:
    """Carry them out, and return the rows of the last."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_rows_are_gone_numbers_begin_anew_and_the_revision_stays(url: str) -> None:
    shape = shape_of(url)
    run(url, *ROWS)

    assert emptied(url, shape)

    assert run(url, "SELECT * FROM paths") == run(url, "SELECT * FROM places") == []
    assert run(url, "INSERT INTO places (name) VALUES ('wood') RETURNING id") == [(1,)]
    assert run(url, "SELECT * FROM alembic_version_here") == [("0001",)]


def test_rows_alone_do_not_change_the_shape(url: str) -> None:
    shape = shape_of(url)

    run(url, *ROWS, "ANALYZE", "VACUUM", "UPDATE places SET name = 'x'", "DELETE FROM paths")

    assert shape_of(url) == shape


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE places ADD COLUMN area integer",
        "ALTER TABLE places ALTER COLUMN name SET NOT NULL",
        "CREATE INDEX ON places (name)",
        "ALTER TABLE paths DROP CONSTRAINT paths_place_id_fkey",
        "DROP TABLE paths",
        "CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE places DISABLE TRIGGER ALL",
    ],
)
def test_whose_tables_were_changed_is_lent_to_nobody_again(url: str, change: str) -> None:
    shape = shape_of(url)

    run(url, change)

    assert not emptied(url, shape)


def test_a_connection_that_was_left_open_holds_up_nobody(url: str) -> None:
    shape = shape_of(url)
    with closing(psycopg.connect(url)) as left:
        left.execute("LOCK TABLE places")

        assert emptied(url, shape)
