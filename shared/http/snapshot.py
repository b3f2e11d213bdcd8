"""One snapshot of the database in which a request is let in and answered."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import flask

from shared.db.unit_of_work import UnitOfWork
from shared.http.site import site


def begin() -> UnitOfWork:
    """Begin the request's reading transaction, which the view goes on with; `end` ends it if none does."""
    with ExitStack() as until:
        uow = until.enter_context(site().database.unit_of_work(read_only=True))
        flask.g.snapshot = uow, until.pop_all()
    return uow


@contextmanager
def snapshot() -> Iterator[UnitOfWork]:
    """Give the snapshot in which the gate let the request in; where it looked at none, a new one."""
    uow = flask.g.snapshot[0] if "snapshot" in flask.g else begin()
    try:
        yield uow
    finally:
        end()


def end(_fault: BaseException | None = None) -> None:
    """End the request's reading transaction, if it is still open."""
    _, until = flask.g.pop("snapshot", (None, None))
    if until is not None:
        until.close()
