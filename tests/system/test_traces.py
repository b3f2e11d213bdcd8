"""The processes as they really run send their spans to a collector."""

import re
from pathlib import Path
from time import monotonic

import requests

from tests.browser.site import DemoSite
from tests.system.collector import Collector, collecting
from tests.system.processes import free_ports
from tests.waiting import eventually

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
EVENT = "partners.sign_in_requested.v1"


def ask_for_a_link(address: str) -> None:
    with requests.Session() as browser:
        found = CSRF.search(browser.get(f"{address}/partners/sign-in", timeout=10).text)
        assert found
        browser.post(
            f"{address}/partners/sign-in",
            data={"csrf_token": found.group(1), "email": "coordinator@example.org"},
            headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"},
            timeout=10,
        ).raise_for_status()


def whole(collector: Collector) -> bool:
    return {name for _, name in collector.traces.get(TRACE, ())} >= {
        "POST /partners/sign-in",
        f"send {EVENT}",
        f"apply {EVENT}",
        "send e-mail",
    }


def test_a_collector_gets_the_whole_trace_and_the_process_stops_in_time(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    with collecting(port) as collector:
        site = DemoSite(tmp_path, BACKCAST_OTLP_URL=collector.url, OTEL_BSP_SCHEDULE_DELAY="200")
        site.start()
        ask_for_a_link(site.address)
        eventually(lambda: whole(collector), saying="the whole trace")
        began = monotonic()
        site.stop()

    assert monotonic() - began < 10
    assert {process for process, _ in collector.traces[TRACE]} == {"backcast.up"}


def test_a_collector_that_is_away_hinders_nobody(tmp_path: Path) -> None:
    site = DemoSite(tmp_path, BACKCAST_OTLP_URL="http://127.0.0.1:1", OTEL_BSP_SCHEDULE_DELAY="200")
    site.start()
    ask_for_a_link(site.address)
    began = monotonic()
    site.stop()

    assert monotonic() - began < 10
