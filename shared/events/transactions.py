"""What events need of a service's database, without knowing which it is."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from shared.events.tables import EventTables
from shared.unavailable import Unavailable


class DatabaseUnavailable(Unavailable):
    """The database cannot be asked now (locked, full, gone); the same may well work in a moment."""

    what = "database"


class Work(Protocol):
    """One transaction, and the instant that it calls now."""

    @property
    def session(self) -> Session:
        """The session through which everything in the transaction goes."""

    @property
    def now(self) -> datetime:
        """The instant at which the transaction began, aware and in UTC."""


class Transactions(Protocol):
    """A database that opens transactions for one service."""

    @property
    def service(self) -> str:
        """The name of the service whose database this is."""

    @property
    def dialect(self) -> str:
        """The kind of database: "sqlite" or "postgresql"."""

    @property
    def event_tables(self) -> EventTables:
        """The event tables in this database."""

    def unit_of_work(self, *, read_only: bool = False) -> AbstractContextManager[Work]:
        """Open a transaction that commits at the end of the block, or rolls back on an exception."""
