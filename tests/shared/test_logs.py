"""Logs hold no secrets, whoever writes them and however."""

import io
import json
import logging
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import structlog

from shared import logs
from shared.http.links import Links
from shared.secrecy import hidden
from tests.settings import settings_in

UPDATE = Links(("k" * 32,)).make("update", {"person": str(UUID(int=1)), "plan": str(UUID(int=2))})
SIGN_IN = Links(("k" * 32,)).make("sign-in", {"id": str(UUID(int=1))})
COOKIE = "eyJjc3JmX3Rva2VuIjoiNWU5ZjI0MGE0ZGQ5In0.awKE2g.s7iLXL2zdYD1i6xd02KiTcCgAQs"
SECRETS = {
    "update-link": (UPDATE, "GET /plans/u/{} HTTP/1.1"),
    "piece-of-a-link": (UPDATE[:40], "Invalid HTTP request line: 'GET /plans/u/{}'"),
    "sign-in-link": (SIGN_IN, "the link {} was refused"),
    "cookie": (COOKIE, "Cookie: backcast={}; other=1"),
    "our-token": ("bc_" + "a1B2-" * 8, "Authorization: Bearer {}"),
    "any-token": ("s3cret-opaque", "authorization: bearer {}"),
    "broker-password": ("hunter2", "could not reach amqp://backcast:{}@127.0.0.1:5672/%2F"),
    "address": ("amina.b+x@example.org", "550 <{}> is not known here"),
}
"""What must not be seen, and how it could come into a log. Named, because a link is another one each second
and the workers of a test run must agree on what a test is called.
"""


@pytest.fixture(params=["json", "text"])
def log_format(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def written(tmp_path: Path, log_format: str) -> Iterator[io.StringIO]:
    """What the log writes, once it is set up as a process sets it up."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, structlog.get_config()
    logs.configure(settings_in(tmp_path, log_format=log_format), process="test")
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    handler.setStream(stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    structlog.configure(**before[2])
    structlog.contextvars.clear_contextvars()


@pytest.mark.parametrize(("secret", "told"), SECRETS.values(), ids=SECRETS)
def test_a_secret_reaches_no_line_of_the_log(written: io.StringIO, secret: str, told: str) -> None:
    text = told.format(secret)
    structlog.get_logger("backcast.test").warning(text, reason=text)
    logging.getLogger("gunicorn.error").error("Error handling request %s", text, exc_info=ValueError(text))

    assert secret not in written.getvalue()
    assert written.getvalue().count("[hidden]") >= 4


@pytest.mark.parametrize("log_format", ["json"], indirect=True)
def test_a_line_break_in_a_value_begins_no_line_of_its_own(written: io.StringIO) -> None:
    structlog.get_logger("backcast.test").warning("a\nb\x1b[2J", agent="x\r\ny\u2028z")

    (line,) = written.getvalue().splitlines()

    assert json.loads(line)["agent"] == "x\r\ny\u2028z"
    assert "\x1b" not in line


@pytest.mark.parametrize(
    "line",
    [
        '{"route": "/plans/u/<token>", "status": 200}',
        '{"route": "/partners/sign-in/sent", "request_id": "a8b1c5c6a192472f8bb1c21986618290"}',
        '{"delivery": "833e4078-990b-553b-b419-2b8783c01f01", "logger": "services.notify.email.sending"}',
        'File "/srv/shared/http/server.py", line 5, in load',
        "sqlite:////srv/data/plans.sqlite3",
    ],
)
def test_what_is_no_secret_stays_readable(line: str) -> None:
    assert hidden(line) == line


@pytest.mark.parametrize("piece", ["a", "a.", "a-", "~", "a@", "bc_", "/plans/u/", "://a:", "Bearer "])
def test_no_text_holds_up_the_log(piece: str) -> None:
    began = time.monotonic()

    hidden(piece * 100_000)

    assert timedelta(seconds=time.monotonic() - began) < timedelta(seconds=2)
