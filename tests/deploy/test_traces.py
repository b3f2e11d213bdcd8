"""One trace from somebody's request to the e-mail that it causes, through both transports."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from werkzeug.test import Client

from deploy.demo.whole import load_whole
from deploy.house import House, transport_of
from tests.settings import settings_in
from tests.tracing import Kept, id_of, keeping_spans, parent_of, trace_of
from tests.waiting import eventually

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
EVENT = "partners.sign_in_requested.v1"


@pytest.fixture
def spans() -> Iterator[Kept]:
    with keeping_spans() as kept:
        yield kept


@pytest.fixture(params=["inprocess", "rabbitmq"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    settings = settings_in(tmp_path / "data")
    settings.data.mkdir()
    load_whole(settings)
    broker = request.getfixturevalue("rabbitmq_url") if request.param == "rabbitmq" else ""
    transport = transport_of(settings_in(tmp_path, broker_url=broker))
    house = House.open(settings, transport=transport)
    house.migrate()
    workers = house.workers()
    for worker in workers:
        worker.start()
    yield house
    for worker in workers:
        worker.stop()
    transport.close()
    house.close()


def ask_for_a_link(house: House) -> None:
    browser = Client(house.wsgi())
    found = CSRF.search(browser.get("/partners/sign-in").text)
    assert found
    browser.post(
        "/partners/sign-in",
        data={"csrf_token": found.group(1), "email": "coordinator@example.org"},
        headers={"traceparent": f"00-{TRACE}-{CALLER}-01"},
    )


def the_email(spans: Kept) -> ReadableSpan | None:
    return next((span for span in spans.of(TRACE) if span.name == "send e-mail"), None)


def test_a_request_for_a_link_and_its_email_are_one_trace(house: House, spans: Kept) -> None:
    ask_for_a_link(house)
    email = eventually(lambda: the_email(spans), saying="the e-mail's span")

    named = {span.name: span for span in spans.of(TRACE)}
    request, sent, applied = (
        named[name] for name in ("POST /partners/sign-in", f"send {EVENT}", f"apply {EVENT}")
    )
    assert parent_of(request) == CALLER
    assert parent_of(sent) == parent_of(applied) == id_of(request)
    assert parent_of(email) == id_of(applied)
    assert [span.attributes and span.attributes["service"] for span in (request, sent, applied, email)] == [
        "partners",
        "partners",
        "notify",
        "notify",
    ]


def test_what_nobody_asked_for_has_a_trace_of_its_own(tmp_path: Path, spans: Kept) -> None:
    house = House.open(settings_in(tmp_path))
    house.migrate()

    for _ in range(2):
        list(house.run_jobs())

    first, second = spans.named("job notify.deliveries")
    assert (parent_of(first), parent_of(second)) == (None, None)
    assert trace_of(first) != trace_of(second)


def test_no_span_tells_who_it_was(house: House, spans: Kept) -> None:
    ask_for_a_link(house)
    eventually(lambda: the_email(spans), saying="the e-mail's span")

    told = " ".join(span.to_json() for span in spans.of(TRACE))

    assert "example.org" not in told
    assert "Fairweather" not in told
