import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from deploy.gateway import Gateway, service_of

PORTS = {"plans": 1, "partners": 2, "notify": 3}


class Echo(BaseHTTPRequestHandler):
    """A service that says what reached it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        said = json.dumps({"path": self.path, "headers": dict(self.headers), "length": len(body)}).encode()
        self.send_response(201)
        self.send_header("Content-Length", str(len(said)))
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.end_headers()
        self.wfile.write(said)

    def do_GET(self) -> None:
        """Answer without saying how much."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"as long as it lasts")
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def serve(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def site() -> Iterator[str]:
    plans, gateway = serve(Echo), serve(Gateway)
    Gateway.ports = {"plans": plans.server_port, "partners": 1}
    yield f"http://127.0.0.1:{gateway.server_port}"
    plans.shutdown()
    gateway.shutdown()


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/", "plans"),
        ("/plans/u/token", "plans"),
        ("/partners/sign-in?next=/notify/", "partners"),
        ("/partners", "partners"),
        ("/%6eotify/mailbox", "notify"),
        ("/partnership", "plans"),
        ("*", "plans"),
    ],
)
def test_a_path_belongs_to_the_service_that_its_first_part_names(path: str, service: str) -> None:
    assert service_of(path, PORTS) == service


def test_a_request_and_its_answer_pass_unchanged(site: str) -> None:
    answer = requests.post(
        f"{site}/plans/a%2Fb?c=d", data=b"x" * 200_000, headers={"X-Forwarded-For": "203.0.113.9"}, timeout=10
    )

    said = answer.json()
    assert answer.status_code == 201
    assert (said["path"], said["length"]) == ("/plans/a%2Fb?c=d", 200_000)
    assert said["headers"]["X-Forwarded-For"] == "203.0.113.9"
    assert said["headers"]["Host"] == site.removeprefix("http://")
    assert dict(answer.cookies) == {"a": "1", "b": "2"}


def test_an_answer_of_unknown_length_arrives_whole(site: str) -> None:
    answer = requests.get(f"{site}/plans/", timeout=10)

    assert answer.text == "as long as it lasts"


def test_a_service_that_is_down_is_named_and_the_others_answer(site: str) -> None:
    down = requests.get(f"{site}/partners/", timeout=10)
    up = requests.get(f"{site}/", timeout=10)

    assert down.status_code == 502
    assert "partners does not answer" in down.text
    assert up.status_code == 200
