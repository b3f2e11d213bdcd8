"""Traces: what one request or job caused, across processes, up to the e-mail in the end.

A trace is handed on as a `traceparent`: in the header of a request, in an event's envelope, in the row of a
delivery. Every log line holds the one that it belongs to. Whoever wants to see traces as a picture sets
BACKCAST_OTLP_URL (`shared.tracing.exporting`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from shared import logs
from shared.settings import Settings
from shared.tracing.spans import Facts, Kind, Nowhere, Recorder, Span
from shared.tracing.traceparent import valid

__all__ = ["Facts", "Kind", "Recorder", "Span", "add", "configure", "current", "records", "send_to", "span"]

_BOUND = "traceparent"
_log = structlog.get_logger(__name__)


class _Process:
    """What this process does with its spans."""

    recorder: Recorder = Nowhere()


def configure(settings: Settings, *, process: str) -> None:
    """Send this process's spans where the settings say, if they name a place.

    Args:
        settings: gives `otlp_url`.
        process: what this process is, such as "plans.serve"; spans are filed under it.
    """
    if not settings.otlp_url:
        return
    try:
        from shared.tracing.exporting import exporting_to  # noqa: PLC0415  # An extra, which takes time to load.
    except ModuleNotFoundError:
        _log.warning("traces go nowhere: the extra `otel` is not installed")
    else:
        send_to(exporting_to(settings.otlp_url, process))


def send_to(recorder: Recorder) -> Recorder:
    """Let this process's spans go there from now on, and return where they went before."""
    before, _Process.recorder = _Process.recorder, recorder
    return before


def records() -> bool:
    """Return whether anybody will see the spans, so that some work for them is worth its time."""
    return _Process.recorder.records


def current() -> str | None:
    """Return the traceparent of what is going on in this thread, or None."""
    return logs.bound(_BOUND)


@contextmanager
def span(name: str, kind: Kind, *, parent: str | None = None, facts: Facts | None = None) -> Iterator[Span]:
    """Do what is in the block as a span: in its parent's trace, or in a new one where there is no parent.

    Log lines, and events that are said inside the block, carry its traceparent.
    """
    with (
        _Process.recorder.span(name, kind, valid(parent), facts or {}) as begun,
        logs.bind(**{_BOUND: begun.traceparent}),
    ):
        yield begun


def add(name: str, kind: Kind, *, parent: str | None, facts: Facts, seconds: float) -> None:
    """Add a span that has just ended after this long, for what is done for many traces at once."""
    ended = time.time_ns()
    _Process.recorder.add(name, kind, valid(parent), facts, (ended - int(seconds * 1e9), ended))
