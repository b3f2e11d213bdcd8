"""The gunicorn that serves a service, or all of them in one process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from shared import garbage
from shared.settings import Settings

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  # gunicorn makes its workers' heartbeat files there safely.


class PlainLogger(Logger):  # type: ignore[misc]  # gunicorn has no types.
    """gunicorn's own messages, written by the process's log and in its format."""

    def setup(self, cfg: Config) -> None:
        """Leave the handlers to the root logger."""
        self.cfg = cfg
        self.error_log.propagate = True


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types.
    """A gunicorn that loads its application in each worker, so that no engine or thread crosses a fork."""

    def __init__(
        self,
        load: Callable[[], Any],
        settings: Settings,
        *,
        workers: int,
        on_exit: Callable[[], None] = lambda: None,
    ) -> None:
        self._load = load
        self._options = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": workers,
            "threads": settings.threads,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 8,
            # The request log is written by the application, which knows what must not stand in it.
            "accesslog": None,
            "logger_class": PlainLogger,
            # gunicorn opens one control socket per user, which several services would fight over.
            "control_socket_disable": True,
            "worker_tmp_dir": str(_SHARED_MEMORY) if _SHARED_MEMORY.is_dir() else None,
            "worker_exit": lambda _server, _worker: on_exit(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the WSGI application, made in the worker."""
        application = self._load()
        garbage.keep_all_so_far()
        return application
