"""Spans sent to an OpenTelemetry collector; only imported where the extra `otel` is installed."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode, TraceFlags

from shared.tracing.spans import Facts, Kind, Span
from shared.tracing.traceparent import made_of, parts

_KINDS = {
    Kind.SERVER: SpanKind.SERVER,
    Kind.PRODUCER: SpanKind.PRODUCER,
    Kind.CONSUMER: SpanKind.CONSUMER,
    Kind.CLIENT: SpanKind.CLIENT,
    Kind.INTERNAL: SpanKind.INTERNAL,
}
_HEXADECIMAL = 16

SEND_SECONDS = 2.0
"""How long a collector is tried for each batch, so that a process can still stop in time where it is away."""


class Recorded:
    """A span that OpenTelemetry keeps."""

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        context = span.get_span_context()
        flags = f"{context.trace_flags:02x}"
        self.traceparent = made_of(
            trace.format_trace_id(context.trace_id), trace.format_span_id(context.span_id), flags
        )

    def note(self, facts: Facts, *, failed: bool = False) -> None:
        """Add what has become known of it."""
        self._span.set_attributes(dict(facts))
        if failed:
            self._span.set_status(Status(StatusCode.ERROR))


class Exporting:
    """Hands spans to OpenTelemetry's SDK."""

    records = True

    def __init__(self, provider: TracerProvider) -> None:
        self._tracer = provider.get_tracer("backcast")

    @contextmanager
    def span(self, name: str, kind: Kind, parent: str | None, facts: Facts) -> Iterator[Span]:
        """Begin a span that ends with the block."""
        span = self._tracer.start_span(
            name, context=_context(parent), kind=_KINDS[kind], attributes=dict(facts)
        )
        try:
            yield Recorded(span)
        except BaseException as fault:
            # The fault's kind is all that may leave: its message may hold what people wrote.
            span.set_status(Status(StatusCode.ERROR, type(fault).__name__))
            raise
        finally:
            span.end()

    def add(self, name: str, kind: Kind, parent: str | None, facts: Facts, times: tuple[int, int]) -> None:
        """Add a span that is over."""
        began, ended = times
        self._tracer.start_span(
            name, context=_context(parent), kind=_KINDS[kind], attributes=dict(facts), start_time=began
        ).end(ended)


def exporting_to(url: str, process: str) -> Exporting:
    """Return the recorder that sends spans to the collector at this address, some seconds after they end.

    Args:
        url: without the path, such as http://collector:4318.
        process: what this process is, such as "plans.serve".
    """
    resource = Resource.create({"service.namespace": "backcast", "service.name": process})
    provider = TracerProvider(resource=resource)
    with _signals_left_to_others():
        provider.add_span_processor(
            BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{url}/v1/traces", timeout=SEND_SECONDS))
        )
    return Exporting(provider)


@contextmanager
def _signals_left_to_others() -> Iterator[None]:
    """Start threads that take no signal: a worker blocks them and waits, and no thread may take one away."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context(parent: str | None) -> Context:
    if parent is None:
        return Context()
    trace_id, span_id, flags = (int(part, _HEXADECIMAL) for part in parts(parent))
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return trace.set_span_in_context(NonRecordingSpan(context), Context())
