"""A client that takes as little of the machine as it can from what it measures."""

import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

CLIENTS = 4
TIMES = 200
SECONDS = 1.5
_LENGTH = b"content-length:"


class NotAnswered(Exception):
    """An answer was not the one that is measured; the message is its beginning."""


@dataclass(frozen=True)
class Question:
    """A request that is asked again and again, and the status of its answer."""

    port: int
    head: bytes
    status: bytes = b"200"

    @classmethod
    def of(  # noqa: PLR0913  # What a request is made of.
        cls,
        port: int,
        path: str,
        headers: Mapping[str, str],
        body: bytes = b"",
        *,
        method: str = "GET",
        status: int = 200,
    ) -> "Question":
        """Return the request as its bytes."""
        told = {"Host": "127.0.0.1", "Content-Length": str(len(body)), **headers}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
        return cls(port, "\r\n".join(lines).encode() + body, str(status).encode())


@dataclass
class Line:
    """One connection, which asks one thing after the other."""

    connection: socket.socket

    def ask(self, question: Question) -> bytes:
        """Return the answer's body."""
        self.connection.sendall(question.head)
        received = self.connection.recv(65536)
        while b"\r\n\r\n" not in received:
            received += self.connection.recv(65536)
        head, _, body = received.partition(b"\r\n\r\n")
        if head[9:12] != question.status:
            raise NotAnswered(received[:500].decode(errors="replace"))
        wanted = _length(head)
        while len(body) < wanted:
            body += self.connection.recv(65536)
        return body


def ask(question: Question) -> bytes:
    """Ask once."""
    with closing(socket.create_connection(("127.0.0.1", question.port), timeout=60)) as connection:
        return Line(connection).ask(question)


def rate(questions: Callable[[int], Iterator[Question]]) -> float:
    """Return how many questions a second are answered to some clients; each asks its own, without end."""
    counts = [0] * CLIENTS
    until = time.monotonic() + SECONDS

    def run(client: int) -> None:
        asked = questions(client)
        first = next(asked)
        with closing(socket.create_connection(("127.0.0.1", first.port), timeout=60)) as connection:
            line = Line(connection)
            line.ask(first)
            for question in asked:
                if time.monotonic() > until:
                    return
                line.ask(question)
                counts[client] += 1

    threads = [threading.Thread(target=run, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def milliseconds(question: Question, before: Callable[[], object] = lambda: None) -> float:
    """Return how long one answer takes where nobody else asks: the median; `before` comes before each."""
    with closing(socket.create_connection(("127.0.0.1", question.port), timeout=60)) as connection:
        line = Line(connection)
        return statistics.median(_once(line, question, before) for _ in range(TIMES)) * 1000


def _once(line: Line, question: Question, before: Callable[[], object]) -> float:
    before()
    began = time.perf_counter()
    line.ask(question)
    return time.perf_counter() - began


def _length(head: bytes) -> int:
    for row in head.lower().split(b"\r\n"):
        if row.startswith(_LENGTH):
            return int(row[len(_LENGTH) :])
    return 0
