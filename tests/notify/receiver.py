"""A real receiver of webhooks on this machine, which answers as a test tells it to."""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PEM = Path(__file__).parent / "hooks.example.org.pem"
NAME = "hooks.example.org"


@dataclass(frozen=True)
class Reply:
    """What to answer: a status with headers; or `does` something else with the line."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    does: Callable[["Handler"], None] | None = None


@dataclass(frozen=True)
class Taken:
    """One call as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Everything that arrived, and what the next calls get."""

    replies: list[Reply] = field(default_factory=list)
    usual: Reply = field(default_factory=Reply)
    taken: list[Taken] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    url: str = ""
    port: int = 0

    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.taken]


class Handler(BaseHTTPRequestHandler):
    """Answers a call."""

    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        receiver = self.receiver
        receiver.taken.append(Taken(self.path, headers, body))
        reply = receiver.replies.pop(0) if receiver.replies else receiver.usual
        self.close_connection = True
        if reply.does is not None:
            reply.does(self)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def do_GET(self) -> None:
        """Be asked by whoever follows a redirect."""
        self.receiver.taken.append(Taken(self.path, {}, b""))
        self.send_error(404)

    def log_message(self, *_words: Any) -> None:
        """Write nothing."""


def hang(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.receiver.released.wait(60)


def reset(handler: Handler) -> None:
    """Break the line off."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def trickle(handler: Handler) -> None:
    """Answer a byte at a time, without end."""
    _pour(handler, b"X-Slow: ", b"x", pause=0.05)


def flood(handler: Handler) -> None:
    """Answer with headers without end, as fast as they are taken."""
    _pour(handler, b"X-Big: ", b"x" * 4000, pause=0)


def nonsense(handler: Handler) -> None:
    """Answer something that is not HTTP."""
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


def _pour(handler: Handler, first: bytes, rest: bytes, pause: float) -> None:
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + first)
        while not handler.receiver.released.wait(pause):
            handler.wfile.write(rest)
    except OSError:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_words: Any) -> None:
        """Let callers hang up as they please."""


@contextmanager
def receiving(receiver: Receiver | None = None, *, tls: bool = False) -> Iterator[Receiver]:
    """Run a receiver, and tell where it is."""
    found = receiver or Receiver()
    server = _Server(("127.0.0.1", 0), type("Handling", (Handler,), {"receiver": found}))
    if tls:
        server.socket = _context(found).wrap_socket(server.socket, server_side=True)
    found.port = server.server_address[1]
    found.url = f"{'https' if tls else 'http'}://127.0.0.1:{found.port}/hook?key=canary-in-query"
    serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    try:
        yield found
    finally:
        found.released.set()
        server.shutdown()
        server.server_close()
        serving.join()


def _context(receiver: Receiver) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    context.sni_callback = lambda _socket, name, _context: receiver.names.append(name)
    return context
