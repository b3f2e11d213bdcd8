"""Being woken by commits of other processes, where the database can do that."""

import threading
from collections.abc import Callable

from shared.db.unit_of_work import Database

CHANNEL = "outbox"
"""What the trigger on the outbox tells of; each service has a database, and so a channel, of its own."""

LOOK_SECONDS = 1.0
"""How long one wait for a notification lasts, so that a stop is noticed."""


def listen(database: Database, wake: Callable[[], object], stop: threading.Event) -> None:
    """Call `wake` whenever another process has committed events, until `stop` is set or the connection ends.

    It takes a connection of the pool for itself. SQLite tells nobody: there this returns at once, and
    commits of the own process (`Database.on_commit`) and the relay's own looks have to do.
    """
    if database.dialect != "postgresql":
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        # What was committed before we listened told nobody.
        wake()
        driver = connection.connection.driver_connection
        while driver is not None and not stop.is_set():
            for _ in driver.notifies(timeout=LOOK_SECONDS, stop_after=1):
                wake()
