"""One site on this machine for three services on three ports, for trying out; containers have nginx instead.

`python -m deploy.gateway PORT plans=8001 partners=8002 notify=8003`. It listens on 127.0.0.1 alone, and hands
a request on as it came, so that a service still sees whether it was forwarded by somebody else before.
"""

import contextlib
import http.client
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import unquote, urlsplit

FRONT = "plans"
"""The service that answers what lies under no service's own path."""
HOP_BY_HOP = {
    "connection",
    "expect",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
SECONDS = 60
CHUNK = 64 * 1024


class Gateway(BaseHTTPRequestHandler):
    """Hands each request to the service that its path names."""

    protocol_version = "HTTP/1.1"
    ports: ClassVar[dict[str, int]] = {}

    def handle_request(self) -> None:
        """Forward the request, or say that the service is down."""
        if "transfer-encoding" in self.headers:
            self.close_connection = True
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
            return
        name = service_of(self.path, self.ports)
        service = http.client.HTTPConnection("127.0.0.1", self.ports[name], timeout=SECONDS)
        try:
            self._ask(service)
            answer = service.getresponse()
        except OSError:
            self.close_connection = True
            self.send_error(HTTPStatus.BAD_GATEWAY, explain=f"The service {name} does not answer")
        else:
            self._answer(answer)
        finally:
            service.close()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = handle_request  # noqa: N815  # So the parent calls them.

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # The name is the parent's.
        """Write nothing: paths can hold tokens, and the services keep the log."""

    def _ask(self, service: http.client.HTTPConnection) -> None:
        service.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in HOP_BY_HOP:
                service.putheader(name, value)
        service.endheaders()
        left = int(self.headers.get("Content-Length") or 0)
        # A service may refuse a body before it has read it; what it answers is still worth having.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while left and (part := self.rfile.read(min(left, CHUNK))):
                service.send(part)
                left -= len(part)
        self.close_connection = self.close_connection or left > 0

    def _answer(self, answer: http.client.HTTPResponse) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        # An answer of unknown length ends with its connection.
        if answer.length is None and answer.getheader("Content-Length") is None:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        while part := answer.read(CHUNK):
            self.wfile.write(part)


def service_of(path: str, names: dict[str, int]) -> str:
    """Return the name of the service that a path belongs to."""
    first = unquote(urlsplit(path).path).split("/")[1:2]
    return first[0] if first and first[0] in names else FRONT


def main() -> None:
    """Serve until the process is ended."""
    port, *services = sys.argv[1:]
    Gateway.ports = {name: int(number) for name, _, number in (each.partition("=") for each in services)}
    ThreadingHTTPServer(("127.0.0.1", int(port)), Gateway).serve_forever()


if __name__ == "__main__":
    main()
