"""Spans as OpenTelemetry keeps them, for tests to look at."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import format_span_id, format_trace_id

from shared import tracing
from shared.tracing.exporting import Exporting


class Kept:
    """The spans of this process, those that have ended."""

    def __init__(self, exporter: InMemorySpanExporter) -> None:
        self._exporter = exporter

    def of(self, trace: str) -> list[ReadableSpan]:
        """Return the spans of this trace (32 digits) in the order in which they began."""
        found = [span for span in self._exporter.get_finished_spans() if trace_of(span) == trace]
        return sorted(found, key=lambda span: span.start_time or 0)

    def named(self, name: str) -> list[ReadableSpan]:
        return [span for span in self._exporter.get_finished_spans() if span.name == name]


@contextmanager
def keeping_spans() -> Iterator[Kept]:
    """Keep the spans that end inside the block."""
    exporter, provider = InMemorySpanExporter(), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    before = tracing.send_to(Exporting(provider))
    try:
        yield Kept(exporter)
    finally:
        tracing.send_to(before)


def trace_of(span: ReadableSpan) -> str:
    assert span.context is not None
    return format_trace_id(span.context.trace_id)


def id_of(span: ReadableSpan) -> str:
    assert span.context is not None
    return format_span_id(span.context.span_id)


def parent_of(span: ReadableSpan) -> str | None:
    return format_span_id(span.parent.span_id) if span.parent else None
