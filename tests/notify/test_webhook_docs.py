"""What docs/webhooks.md tells those who write a receiver is so."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from services.notify.domain.webhook_deliveries import PAUSES
from services.notify.domain.webhooks import EVENT_TYPES, TEST_TYPE, Webhook
from tests.architecture.test_documents import DOCS, rows
from tests.notify.hooks import KEYRING, call, deliveries, hook, states, tell
from tests.notify.stage import Stage

TEXT = (DOCS / "webhooks.md").read_text("utf-8")


@contextmanager
def documented(secret: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Run the receiver of the page, and tell where it listens."""
    (code,) = re.findall(r"```python\n(.+?)```", TEXT, re.DOTALL)
    *body, last = code.strip().splitlines()
    assert "serve_forever" in last
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    named: dict[str, Any] = {}
    exec("\n".join(body), named)  # noqa: S102  # The page's own lines.
    handler: type[BaseHTTPRequestHandler] = type(
        "Quiet", (named["Receiver"],), {"log_message": lambda *_: None}
    )
    server = HTTPServer(("127.0.0.1", 0), handler)
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    serving.join()


def lead(stage: Stage, webhook: Webhook, url: str) -> None:
    with stage.database.unit_of_work() as uow:
        table = stage.database.metadata.tables["webhooks"]
        uow.session.execute(table.update().where(table.c.id == webhook.id).values(url=url))


def test_the_receiver_of_the_page_takes_what_is_ours_once_and_nothing_else(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.clock.at = datetime.now(UTC)
    ours, other = hook(stage), hook(stage)
    tell(stage, stage.cast.commitment(None))
    with documented(KEYRING.secret_of(ours), monkeypatch) as url:
        lead(stage, ours, url)
        lead(stage, other, url)
        call(stage)

    statuses = {row["webhook_id"]: row["status"] for row in deliveries(stage)}
    assert statuses == {ours.id: 204, other.id: 401}
    assert sorted(states(stage)) == ["delivered", "waiting"]
    assert capsys.readouterr().out.count('"specversion"') == 1


def test_the_page_names_every_type_and_every_pause() -> None:
    told = {name.strip("`") for name, _when in rows("webhooks.md", "type")}
    words = {"s": 1, "min": 60, "h": 3600}
    (pauses,) = re.findall(r"tried again after (.+?), each up to", TEXT)

    seconds = [int(number) * words[unit] for number, unit in re.findall(r"(\d+) (s|min|h)\b", pauses)]

    assert told == {*EVENT_TYPES, TEST_TYPE}
    assert seconds == [pause.total_seconds() for pause in PAUSES]
