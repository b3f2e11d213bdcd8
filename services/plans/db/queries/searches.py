"""Which commitments have the words that somebody looks for, by each engine's own index of words."""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, String, false, literal, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from services.plans.db.tables import commitments, searched
from services.plans.domain.searches import words_of


def says(asked: str) -> ColumnElement[bool]:
    """Every word begins some word of the commitment, in whatever order they stand there.

    Where there is no word to look for, nothing has it.
    """
    words = words_of(asked)
    if not words:
        return false()
    fts5 = " AND ".join(f'"{word}"*' for word in words)
    tsquery = " & ".join(f"'{word}':*" for word in words)
    found = _Matches(literal(fts5, String), literal(tsquery, String))
    return commitments.c.id.in_(select(searched.c.commitment_id).where(found))


class _Matches(FunctionElement[bool]):
    """The row of `searched` matches: the question in SQLite's words first, then in PostgreSQL's."""

    name = "matches"
    type = Boolean()
    inherit_cache = True


@compiles(_Matches, "sqlite")
def _sqlite(element: _Matches, compiler: Any, **told: Any) -> str:
    asked = compiler.process(next(iter(element.clauses)), **told)
    number = compiler.process(searched.c.number, **told)
    matching = f"SELECT rowid FROM searched_index WHERE searched_index MATCH {asked}"  # noqa: S608  # It is bound.
    return f"{number} IN ({matching})"


@compiles(_Matches, "postgresql")
def _postgresql(element: _Matches, compiler: Any, **told: Any) -> str:
    asked = compiler.process(list(element.clauses)[1], **told)
    words = compiler.process(searched.c.words, **told)
    # The cast takes each word as it is; a parser of PostgreSQL's would cut and change them.
    return f"array_to_tsvector(string_to_array({words}, ' ')) @@ CAST({asked} AS tsquery)"
