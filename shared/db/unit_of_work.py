"""The unit of work: one transaction with its instant and the events that it says."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime

from sqlalchemy import Connection, Engine, MetaData
from sqlalchemy import exc as sqlalchemy_errors
from sqlalchemy.orm import Session

from shared.clock import Clock, utc_now
from shared.contracts import Contract
from shared.crash_points import reach
from shared.db.engine import create_engine, glancing, reading
from shared.db.turns import Turns
from shared.events import outbox
from shared.events.envelope import Envelope, seal
from shared.events.tables import EventTables
from shared.events.transactions import DatabaseUnavailable


class UnitOfWork:
    """One transaction. What is done through it is there as a whole at the end of its block, or not at all.

    Attributes:
        session: the SQLAlchemy session.
        now: the instant at which the transaction began, aware and in UTC.
    """

    def __init__(self, session: Session, now: datetime, source: str) -> None:
        self.session = session
        self.now = now
        self.said: list[Envelope] = []
        self._source = source

    def publish(self, contract: Contract) -> None:
        """Say an event: it goes into the outbox in this transaction, and out once that has committed."""
        self.said.append(seal(contract, source=self._source, now=self.now))


class Database:
    """One service's database."""

    def __init__(  # noqa: PLR0913  # What a database is made of, all given once, where the service starts.
        self,
        service: str,
        url: str,
        metadata: MetaData,
        event_tables: EventTables,
        clock: Clock = utc_now,
        *,
        threads: int = 8,
    ) -> None:
        self.service = service
        self.metadata = metadata
        self.event_tables = event_tables
        self.engine = create_engine(url, threads=threads)
        self._reading = reading(self.engine)
        self._glancing = glancing(self.engine)
        self._clock = clock
        self._turns = Turns()
        self._listeners: list[Callable[[], None]] = []

    @property
    def dialect(self) -> str:
        """The kind of database: "sqlite" or "postgresql"."""
        return self.engine.dialect.name

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call the listener after each commit of this process that put events into the outbox."""
        self._listeners.append(listener)

    @contextmanager
    def unit_of_work(self, *, read_only: bool = False) -> Iterator[UnitOfWork]:
        """Open a transaction that commits at the end of the block, or rolls back on an exception.

        Raises:
            DatabaseUnavailable: when the database is locked for too long, full or gone.
        """
        engine = self._reading if read_only else self.engine
        with self._turn(read_only=read_only), self._session(engine) as session:
            uow = UnitOfWork(session, self._clock(), f"/{self.service}")
            yield uow
            if uow.said:
                reach("transaction.worked")
            session.flush()
            outbox.add(session.connection(), self.event_tables, uow.said)
            if uow.said:
                reach("transaction.told")
        if uow.said:
            reach("transaction.committed")
            for listener in self._listeners:
                listener()

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """Give a connection that reads, each statement by itself: what one sees may be gone by the next.

        Raises:
            DatabaseUnavailable: as `unit_of_work`.
        """
        with _some_connection():
            connection = self._glancing.connect()
        with connection:
            yield connection

    def _turn(self, *, read_only: bool) -> AbstractContextManager[None]:
        if read_only or self.dialect != "sqlite":
            return nullcontext()
        return self._turns.take()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        # What a use case returns is shown after its transaction, so it must not expire with the commit.
        with Session(engine, expire_on_commit=False) as session, session.begin():
            with _some_connection():
                session.connection()
            yield session


@contextmanager
def _some_connection() -> Iterator[None]:
    try:
        yield
    except sqlalchemy_errors.TimeoutError as fault:
        raise DatabaseUnavailable("all of the process's connections are in use") from fault
