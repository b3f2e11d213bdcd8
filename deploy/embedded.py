"""All three services in one process, on SQLite and without a broker: the way a pilot runs."""

from collections.abc import Callable
from typing import Any

from deploy.house import House
from deploy.lock import lock
from shared.http.server import Server
from shared.settings import Settings
from shared.worker import Worker


class Embedded:
    """The one process: gunicorn with a single worker, in which the services' workers are threads.

    Args:
        settings: of the installation.
        prepare: what is done first, before the process answers anything.
        tell: called when everything runs.
    """

    def __init__(self, settings: Settings, *, prepare: Callable[[], None], tell: Callable[[], None]) -> None:
        self._settings = settings
        self._prepare = prepare
        self._tell = tell
        self._workers: list[Worker] = []

    def run(self) -> None:
        """Serve until the process is told to end.

        Raises:
            AlreadyRunning: when another process serves the same folder.
        """
        # The lock is taken before gunicorn forks, and both processes hold it: it ends with the last one.
        lock(self._settings.data)
        self._prepare()
        Server(self._load, self._settings, workers=1, on_exit=self._stop).run()

    def _load(self) -> Any:
        house = House.open(self._settings)
        house.migrate()
        self._workers = house.workers()
        for worker in self._workers:
            worker.start()
        self._tell()
        return house.wsgi()

    def _stop(self) -> None:
        for worker in self._workers:
            worker.stop()
