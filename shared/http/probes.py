"""What a worker answers about itself: whether it lives, and what it did."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from socketserver import TCPServer, ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CONTENT_TYPE_LATEST

from shared.http import metrics

_TEXT = "text/plain; charset=utf-8"
Answer = tuple[HTTPStatus, str, bytes]


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each request on a thread of its own, none of which keeps the process from ending."""

    daemon_threads = True

    def server_bind(self) -> None:
        """Bind without asking for the address's name, which takes long where nobody knows it."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])
        self.setup_environ()


class _Silent(WSGIRequestHandler):
    """Writes no line for each request: a health check comes every few seconds."""

    def log_message(self, *_words: Any) -> None:
        """Write nothing."""


@contextmanager
def answering(host: str, port: int, lives: Callable[[], bool]) -> Iterator[None]:
    """Answer `/health/live` and `/metrics` on the port inside the block.

    Nobody is asked who they are, so the address should be one that only the own network reaches.
    """
    answers: dict[str, Callable[[], Answer]] = {
        "/health/live": lambda: _life(lives()),
        "/metrics": lambda: (HTTPStatus.OK, CONTENT_TYPE_LATEST, metrics.text()),
    }

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        status, kind, body = answers.get(environ["PATH_INFO"], _nothing)()
        start_response(f"{status.value} {status.phrase}", [("Content-Type", kind)])
        return [body]

    with make_server(host, port, application, _Server, _Silent) as server:
        threading.Thread(target=server.serve_forever, name="probes", daemon=True).start()
        yield
        server.shutdown()


def _life(lives: bool) -> Answer:  # noqa: FBT001  # It is all that there is to say.
    return (HTTPStatus.OK, _TEXT, b"ok\n") if lives else (HTTPStatus.SERVICE_UNAVAILABLE, _TEXT, b"down\n")


def _nothing() -> Answer:
    return HTTPStatus.NOT_FOUND, _TEXT, b"not found\n"
