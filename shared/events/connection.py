"""One connection to RabbitMQ, served by a thread of its own so that its heartbeats never wait for work."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pika
from pika.channel import Channel
from pika.connection import Connection, Parameters

CLOSE_SECONDS = 3.0


PIECE = 64 * 1024
"""Bytes handed to the socket at once. Larger ones are cut again and again while the broker takes its time."""


class GatheringConnection(pika.SelectConnection):
    """pika's connection, which sends what a block of code writes in few large pieces.

    pika itself makes three system calls for each event, which were a quarter of the cost of publishing.
    `_adapter_emit_data` is the hook that its own adapters send through.
    """

    _gathered: list[bytes] | None = None

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Send nothing inside the block, and all of it at its end."""
        self._gathered = []
        try:
            yield
        finally:
            written, self._gathered = b"".join(self._gathered), None
            for start in range(0, len(written), PIECE):
                self._emit(written[start : start + PIECE])

    def _adapter_emit_data(self, data: bytes) -> None:
        if self._gathered is None:
            self._emit(data)
        else:
            self._gathered.append(data)

    def _emit(self, data: bytes) -> None:
        super()._adapter_emit_data(data)  # type: ignore[misc]  # The types are of pika's public side alone.


class BrokerConnection:
    """A connection with one channel, from its opening to its end.

    What is overridden, and what `soon` is given, happens on the connection's own thread. A fault of the
    channel ends the connection too: a fresh start of both is the simplest cure.
    """

    def __init__(self, parameters: Parameters, name: str) -> None:
        self.fault = "it is open"
        self.ready = threading.Event()
        self._guard = threading.Lock()
        self._over = False
        self._ending: str | None = None
        self._connection = GatheringConnection(
            parameters,
            on_open_callback=self._on_open,
            on_open_error_callback=self._on_end,
            on_close_callback=self._on_end,
        )
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)

    @property
    def is_over(self) -> bool:
        """Whether the connection has ended, or never came to be; `fault` then says why."""
        return self._over

    def start(self) -> None:
        """Begin to connect."""
        self._thread.start()

    def soon(self, act: Callable[[], object]) -> bool:
        """Let the connection's thread do this, and return whether there still is one."""
        with self._guard:
            if not self._over:
                self._connection.ioloop.add_callback_threadsafe(act)
            return not self._over

    def end(self, fault: str = "it was closed here") -> None:
        """Close the connection and wait for its thread."""
        self.soon(lambda: self._close(fault))
        self._thread.join(CLOSE_SECONDS)

    def join(self) -> None:
        """Wait for the connection's end."""
        self._thread.join()

    def _prepare(self, channel: Channel) -> None:
        """Make the channel fit for its work, and set `ready` in the end."""
        raise NotImplementedError

    def _ended(self) -> None:
        """Do what the connection's end asks for."""

    def _serve(self) -> None:
        self._connection.ioloop.start()
        self._connection.ioloop.close()

    def _close(self, fault: str) -> None:
        self._ending = self._ending or fault
        if self._connection.is_open:
            self._connection.close()
        elif not self._connection.is_closing:
            self._on_end(self._connection, ConnectionAbortedError(fault))

    def _on_open(self, connection: Connection) -> None:
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        channel.add_on_close_callback(lambda _channel, fault: self._close(said(fault)))
        self._prepare(channel)

    def _on_end(self, _connection: Connection, fault: BaseException) -> None:
        with self._guard:
            self._over = True
            self.fault = self._ending or said(fault)
        self.ready.clear()
        self._ended()
        self._connection.ioloop.stop()


def said(fault: BaseException) -> str:
    """Return the fault in one line."""
    return f"{type(fault).__name__}: {fault}"
