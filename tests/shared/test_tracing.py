"""Traces are handed on, whether or not anybody keeps their spans."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.trace import StatusCode
from structlog.testing import capture_logs

from shared import tracing
from shared.tracing.traceparent import next_of, parts, valid
from tests.settings import settings_in
from tests.tracing import Kept, keeping_spans, trace_of

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def spans() -> Iterator[Kept]:
    with keeping_spans() as kept:
        yield kept


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        PARENT.upper(),
        PARENT[:-1],
        PARENT + "0",
        PARENT.replace("00-4", "ff-4"),
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
        PARENT.replace("4bf9", "4bg9"),
        PARENT[:-1] + "\n",
    ],
)
def test_what_is_no_traceparent_is_not_handed_on(text: str | None) -> None:
    assert valid(text) is None


def test_a_newer_version_of_the_header_is_read_as_this_one() -> None:
    assert parts(next_of(valid("cc" + PARENT[2:])))[0] == TRACE


@pytest.mark.parametrize("kept", [True, False])
def test_a_span_goes_on_with_its_parents_trace_and_logs_name_it(kept: bool) -> None:
    with keeping_spans() if kept else capture_logs(), tracing.span("x", tracing.Kind.SERVER, parent=PARENT):
        current = tracing.current()

    assert current is not None
    assert re.fullmatch(rf"00-{TRACE}-[0-9a-f]{{16}}-01", current)
    assert current != PARENT
    assert tracing.current() is None


def test_a_span_without_a_parent_begins_a_trace_even_inside_another() -> None:
    with tracing.span("outer", tracing.Kind.SERVER):
        outer = tracing.current()
        with tracing.span("inner", tracing.Kind.INTERNAL):
            inner = tracing.current()

    assert parts(str(outer))[0] != parts(str(inner))[0]


def test_a_span_that_fails_says_so_and_not_what_somebody_wrote(spans: Kept) -> None:
    with pytest.raises(ValueError, match="Jo"), tracing.span("x", tracing.Kind.SERVER, parent=PARENT):
        raise ValueError("Jo Bloggs")

    (span,) = spans.of(TRACE)
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "ValueError")
    assert "Bloggs" not in span.to_json()


def test_a_caller_who_wants_no_span_kept_gets_none_kept(spans: Kept) -> None:
    with tracing.span("x", tracing.Kind.SERVER, parent=PARENT[:-1] + "0"):
        current = str(tracing.current())

    assert (spans.of(TRACE), parts(current)[::2]) == ([], (TRACE, "00"))


def test_a_span_that_is_over_is_added_with_its_length(spans: Kept) -> None:
    tracing.add("x", tracing.Kind.PRODUCER, parent=PARENT, facts={"a": 1}, seconds=2.0)

    (span,) = spans.of(TRACE)
    assert trace_of(span) == TRACE
    assert (span.end_time or 0) - (span.start_time or 0) == 2_000_000_000


def test_without_an_address_nothing_is_loaded_and_no_span_is_kept(tmp_path: Path) -> None:
    code = "import sys, shared.cli, deploy.cli; print('opentelemetry' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    tracing.configure(settings_in(tmp_path), process="plans.serve")

    assert (loaded.stdout, tracing.records()) == ("False\n", False)


def test_an_address_without_the_extra_is_said_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    monkeypatch.delitem(sys.modules, "shared.tracing.exporting", raising=False)

    with capture_logs() as logs:
        tracing.configure(settings_in(tmp_path, otlp_url="http://127.0.0.1:4318"), process="plans.serve")

    assert "otel" in logs[0]["event"]
    assert not tracing.records()
