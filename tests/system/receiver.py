"""A receiver of webhooks, which writes down what it accepts and now and then says that it cannot."""

import json
import os
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

ONE_IN = 25
"""Of so many calls one is answered 503, and has to come again."""

MOST_REFUSALS = 2
"""So often is one delivery refused at most. Of tens of thousands some would be a third time by chance, and
what failed three times rests for two minutes: about as long as tests wait.
"""


class HookSink:
    """Listens on this machine; each call that it accepts is a line of its file before it is answered."""

    def __init__(self, port: int, file: Path) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self._file, self._port = file, port
        self._lock, self._count = Lock(), 0
        self._refused: Counter[str] = Counter()

    def start(self) -> None:
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(sink.take(self.headers["webhook-id"], body))
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                """Write nothing."""

        self._server = _Server(("127.0.0.1", self._port), Handler)
        self._serving = Thread(target=self._server.serve_forever, daemon=True)
        self._serving.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._serving.join()

    def take(self, webhook_id: str, body: bytes) -> int:
        """Write the call down and return what to answer."""
        line = json.dumps({"id": webhook_id, "event": json.loads(body), "body": body.decode()})
        with self._lock, self._file.open("ab", buffering=0) as file:
            self._count += 1
            if self._count % ONE_IN == 0 and self._refused[webhook_id] < MOST_REFUSALS:
                self._refused[webhook_id] += 1
                return 503
            file.write(f"{line}\n".encode())
            os.fsync(file.fileno())
        return 204

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call that was accepted."""
        return (
            [json.loads(line) for line in self._file.read_text().splitlines()] if self._file.exists() else []
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_words: Any) -> None:
        """Let a caller that was killed go."""
