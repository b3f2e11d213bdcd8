"""Structured logs: one JSON object a line, each with the ids of the request or event that it belongs to."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from structlog.typing import Processor

from shared.secrecy import hidden
from shared.settings import Settings

_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


_NOISY = {
    "pika": logging.CRITICAL,  # It tells each step of each connection, and each failed attempt again.
    "alembic": logging.WARNING,  # It tells at each start that there is nothing to do.
}


def configure(settings: Settings, *, process: str) -> None:
    """Send the logs of Backcast and of its libraries to standard error in the settings' format.

    Args:
        settings: gives `log_level` and `log_format` ("json" for machines, "text" for people).
        process: what this process is, such as "plans.serve"; it stands in each line.
    """
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(process=process)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _renderer(settings.log_format),
                _hide_secrets,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    # None of these stands in a line, and each costs every line a call of the system.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    for name, level in _NOISY.items():
        logging.getLogger(name).setLevel(level)


def _renderer(log_format: str) -> Processor:
    if log_format == "text":
        return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    return structlog.processors.JSONRenderer()


def _hide_secrets(_logger: object, _name: str, line: Any) -> str:
    """Look through each line at the very end, so that no way in escapes: event, value or traceback."""
    return hidden(str(line))


@contextmanager
def bind(**ids: str) -> Iterator[None]:
    """Put the ids (request, event, job) into each log line written inside the block."""
    with structlog.contextvars.bound_contextvars(**ids):
        yield


def bound(name: str) -> str | None:
    """Return the id of that name that the current block is bound to, or None."""
    value = structlog.contextvars.get_contextvars().get(name)
    return None if value is None else str(value)
