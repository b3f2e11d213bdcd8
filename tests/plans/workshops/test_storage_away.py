"""A storage of photos that does not answer, or will not have us: nothing hangs, is lost or tells a secret."""

import io
import logging
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from services.plans.domain.commitments import Commitment
from services.plans.domain.workshops import Workshop
from services.plans.jobs import sweep_photos
from services.plans.use_cases.photo_files import PhotoStore, Size, StorageUnavailable, bucket, photo_store
from shared import logs
from shared.db.unit_of_work import Database
from shared.service import Runtime
from tests.pages import Visitor
from tests.plans.places import Bucket, Folder, Place
from tests.plans.workshops import test_photos_in_a_bucket as meeting
from tests.plans.workshops.making import make_photo
from tests.plans.workshops.test_photos_in_a_bucket import (
    API,
    PDF,
    PICTURE,
    answer_with_file,
    photos_in,
    proofs_in,
    send_to_api,
    send_to_page,
)
from tests.settings import settings_in
from tests.storage import KEY_ID, SECRET_KEY, SESSION_TOKEN, keys_to
from tests.system.processes import free_ports

client, token, coordinator = meeting.client, meeting.token, meeting.coordinator
database_url, workshop, commitment = meeting.database_url, meeting.workshop, meeting.commitment

SECRETS = (KEY_ID, SECRET_KEY, SESSION_TOKEN)
TELLING = f"<Error><Code>AccessDenied</Code><Message>{' '.join(SECRETS)}</Message></Error>".encode()


class Teller(BaseHTTPRequestHandler):
    """Answers as a storage that refuses, and says aloud all that it knows."""

    def do_GET(self) -> None:
        self.send_response(403)
        self.send_header("Content-Length", str(len(TELLING)))
        self.end_headers()
        self.wfile.write(TELLING)

    do_PUT = do_POST = do_GET  # noqa: N815  # The library's names.

    def log_message(self, *_told: object) -> None:
        """Write nothing."""


@pytest.fixture
def nobody() -> str:
    (port,) = free_ports(1)
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def teller() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Teller) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def endpoint(nobody: str) -> str:
    return nobody


@pytest.fixture
def photos_place(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Place:
    for name, value in keys_to(endpoint).items():
        monkeypatch.setenv(name, value)
    return Bucket(endpoint, f"away-{uuid4()}")


@pytest.fixture
def written(tmp_path: Path) -> Iterator[io.StringIO]:
    """What the log writes, once it is set up as a process sets it up."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, structlog.get_config()
    logs.configure(settings_in(tmp_path, log_level="DEBUG"), process="test")
    # The product's own loggers must not remember it beyond this test.
    structlog.configure(cache_logger_on_first_use=False)
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    handler.setStream(stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    structlog.configure(**before[2])
    structlog.contextvars.clear_contextvars()


def test_a_page_of_photos_asks_to_try_again_and_keeps_no_row(
    coordinator: Visitor, database: Database, workshop: Workshop
) -> None:
    page = send_to_page(coordinator, workshop)

    assert page.status == 503
    assert "Nothing can be kept for a moment" in page.text
    assert page.form_with("photos")
    assert photos_in(database, workshop) == []


def test_a_form_with_a_file_keeps_what_was_typed(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    page = answer_with_file(coordinator, commitment)

    assert page.status == 503
    assert "Files cannot be kept for a moment" in page.text
    assert "Choose the file again" in page.text
    assert page.form_with("say").fields["note"] == "Gladly"
    assert proofs_in(database, commitment) == []


def test_a_program_is_told_when_to_try_again(
    client: FlaskClient, token: dict[str, str], database: Database, workshop: Workshop
) -> None:
    answer = send_to_api(client, token, workshop)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert photos_in(database, workshop) == []


def test_what_is_removed_meanwhile_is_left_to_be_swept(
    client: FlaskClient, token: dict[str, str], database: Database, workshop: Workshop, tmp_path: Path
) -> None:
    elsewhere = photo_store(settings_in(tmp_path, photos=Folder(tmp_path / "photos").address))
    path = f"{API}/workshops/{workshop.id}/photos/{make_photo(database, elsewhere, workshop).id}"

    with capture_logs() as lines:
        unread = client.get(f"{path}/file", headers=token)
        gone = client.delete(path, headers={**token, "If-Match": '"1"'})

    assert (unread.status_code, gone.status_code) == (503, 204)
    assert photos_in(database, workshop) == []
    assert {line["event"] for line in lines} >= {"dependency down", "files are left to be swept"}


def test_a_bucket_that_nobody_made_is_a_storage_that_is_away(
    s3_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in keys_to(s3_url).items():
        monkeypatch.setenv(name, value)
    store = photo_store(settings_in(tmp_path, photos=f"s3://never-made-{uuid4()}"))

    with pytest.raises(StorageUnavailable, match="NoSuchBucket"):
        store.put(uuid4(), PICTURE)
    with pytest.raises(StorageUnavailable, match="NoSuchBucket"):
        store.photo(uuid4(), Size.LARGE)


def test_nobody_waits_for_long_for_a_storage_that_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bucket, "TRY_SECONDS", 0.4)
    monkeypatch.setattr(bucket, "RETRY_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for name, value in keys_to(f"http://127.0.0.1:{silent.getsockname()[1]}").items():
            monkeypatch.setenv(name, value)
        store = photo_store(settings_in(tmp_path, photos=f"s3://silent-{uuid4()}"))
        began = time.monotonic()

        with pytest.raises(StorageUnavailable, match="Timeout"):
            store.put_document(uuid4(), PDF)

    assert time.monotonic() - began < 2
    assert bucket.RETRY_SECONDS < bucket.TRY_SECONDS


class TestOneThatTells:
    """A storage that refuses and repeats the keys that it was sent."""

    @pytest.fixture
    def endpoint(self, teller: str) -> str:
        return teller

    def test_no_key_reaches_a_log_or_a_page(
        self, written: io.StringIO, coordinator: Visitor, runtime: Runtime, workshop: Workshop
    ) -> None:
        page = send_to_page(coordinator, workshop)
        try:
            sweep_photos(runtime)
        except StorageUnavailable:
            structlog.get_logger("test").exception("loop failed, will go on")

        told = written.getvalue() + page.source
        assert "AccessDenied" in written.getvalue()
        assert "loop failed" in written.getvalue()
        assert [secret for secret in SECRETS if secret in told] == []

    def test_no_key_is_part_of_what_a_store_or_its_fault_looks_like(self, store: PhotoStore) -> None:
        with pytest.raises(StorageUnavailable) as fault:
            store.photo(uuid4(), Size.SMALL)

        shown = f"{store!r} {vars(store)!r} {fault.value!r} {fault.value}"
        assert str(fault.value) == "AccessDenied"
        assert [secret for secret in SECRETS if secret in shown] == []
