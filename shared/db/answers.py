"""Answers to requests that came with a key of their own, so that what is sent again is not done again."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
    and_,
    delete,
    func,
    insert,
    select,
    tuple_,
)

from shared.db.types import Instant
from shared.db.unit_of_work import Database, UnitOfWork

KEPT_FOR = timedelta(hours=24)
"""After this long a key is free again, and what was answered is gone."""

AT_ONCE = 1000
"""Rows that one transaction of the sweep takes away."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request with a key. Neither the key nor what was sent is kept, only what tells them from others."""

    caller: str
    key_sha256: str
    request_sha256: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was answered; `version` is that of the thing which the answer shows, for its ETag."""

    status: int
    content_type: str | None
    body: str
    location: str | None
    version: int | None


class StillRunning(Exception):
    """The same key is being worked on in another transaction."""


class OtherRequest(Exception):
    """The key was used before for something else."""


def add_answers(metadata: MetaData) -> Table:
    """Declare the table of answers in a service's metadata."""
    return Table(
        "answers",
        metadata,
        Column("caller", String(64), primary_key=True),
        Column("key_sha256", String(64), primary_key=True),
        Column("community_id", Uuid, nullable=False),
        Column("request_sha256", String(64), nullable=False),
        Column("at", Instant, nullable=False, index=True),
        Column("status", Integer, nullable=False),
        Column("content_type", String(100)),
        Column("body", Text, nullable=False),
        Column("location", Text),
        Column("version", Integer),
    )


def take(uow: UnitOfWork, answers: Table, asked: Asked) -> Answer | None:
    """Return what was answered before; where nothing was, the key is this transaction's alone until it ends.

    On SQLite one transaction writes at a time, so whoever comes second has waited for the first.

    Raises:
        StillRunning: another transaction has the key.
        OtherRequest: it was used for another request.
    """
    _lock(uow, asked)
    uow.session.execute(delete(answers).where(_is(answers, asked), answers.c.at <= uow.now - KEPT_FOR))
    row = uow.session.execute(select(answers).where(_is(answers, asked))).one_or_none()
    if row is None:
        return None
    if row.request_sha256 != asked.request_sha256:
        raise OtherRequest
    return Answer(
        status=row.status,
        content_type=row.content_type,
        body=row.body,
        location=row.location,
        version=row.version,
    )


def keep_answer(uow: UnitOfWork, answers: Table, asked: Asked, answer: Answer, community_id: UUID) -> None:
    """Keep the answer, which is about a thing of this community, in the transaction of what it tells."""
    row = {**vars(asked), **vars(answer), "community_id": community_id, "at": uow.now}
    uow.session.execute(insert(answers).values(row))


def sweep_answers(database: Database, answers: Table) -> int:
    """Delete the answers that are too old to be given again, and return how many there were."""
    key = tuple_(answers.c.caller, answers.c.key_sha256)
    total, found = 0, AT_ONCE
    while found == AT_ONCE:
        with database.unit_of_work() as uow:
            old = select(answers.c.caller, answers.c.key_sha256).where(answers.c.at <= uow.now - KEPT_FOR)
            chosen = [tuple(row) for row in uow.session.execute(old.limit(AT_ONCE))]
            uow.session.execute(delete(answers).where(key.in_(chosen)))
        found = len(chosen)
        total += found
    return total


def _is(answers: Table, asked: Asked) -> ColumnElement[bool]:
    return and_(answers.c.caller == asked.caller, answers.c.key_sha256 == asked.key_sha256)


def _lock(uow: UnitOfWork, asked: Asked) -> None:
    if uow.session.get_bind().dialect.name != "postgresql":
        return
    name = func.hashtextextended(f"{asked.caller} {asked.key_sha256}", 0)
    if not uow.session.scalar(select(func.pg_try_advisory_xact_lock(name))):
        raise StillRunning
