"""A consumer with handlers that do as a test needs."""

import os
import signal
from typing import Any

from sqlalchemy import select

from shared.contracts import OrganisationChanged
from shared.db.copies import keep
from shared.db.unit_of_work import Database, UnitOfWork
from shared.events.inbox import Consumer, Outcome
from shared.events.transport import Delivery
from tests.shared.migrated import EVENTS, ORGANISATIONS


def handle(uow: UnitOfWork, event: OrganisationChanged) -> None:
    """Keep a copy, and fail, die or speak as the organisation's name demands."""
    keep(ORGANISATIONS)(uow, event)
    if event.name == "fails":
        raise RuntimeError("the handler\nof Jo Bloggs")
    if event.name == "kills":
        os.kill(os.getpid(), signal.SIGKILL)
    if event.name == "speaks":
        uow.publish(event)


def new_consumer(database: Database) -> Consumer:
    return Consumer(database, {OrganisationChanged: handle})


def receive(consumer: Consumer, body: bytes, *, redelivered: bool = False) -> Outcome:
    """Hand one event over by itself."""
    (outcome,) = consumer.receive([Delivery(body=body, redelivered=redelivered)])
    return outcome


def rows_of(database: Database, table: str) -> list[Any]:
    tables = {"organisations": ORGANISATIONS} | {each.name: each for each in vars(EVENTS).values()}
    with database.unit_of_work(read_only=True) as uow:
        return list(uow.session.execute(select(tables[table]).order_by(tables[table].columns[0])))


def parked_in(database: Database, table: str = "failures") -> list[Any]:
    """Return the rows of events that wait for a person."""
    return [row for row in rows_of(database, table) if row.parked_at]


def names_of(database: Database) -> list[str]:
    return sorted(row.name for row in rows_of(database, "organisations"))
