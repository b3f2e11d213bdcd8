"""Make one call: connect to an address that was looked at, send, and read the head of the answer.

The standard library's client does the talking over a line of ours, because what bounds a call as a whole, in
seconds and in bytes, is the line. It follows no redirect and knows no proxy. The answer's body is never read.
"""

import io
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from typing import Any

from services.notify.domain.targets import Target
from services.notify.domain.webhook_deliveries import Answer

CONNECT_SECONDS = 5.0
CALL_SECONDS = 15.0
LARGEST_ANSWER = 64 * 1024
MOST_ADDRESSES = 3
"""Of the addresses of one name, so many are tried."""

LONGEST_REASON = 200
LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is sent to a receiver."""

    headers: Mapping[str, str]
    body: bytes


class _TooMuch(OSError):
    """The answer's head is larger than any real one."""


class _Line:
    """What HTTP's client takes for a socket: it gives up at a fixed moment and after so many bytes."""

    def __init__(self, connected: socket.socket, ends_at: float) -> None:
        self._socket, self._ends_at, self._left = connected, ends_at, LARGEST_ANSWER

    def sendall(self, data: Any) -> None:
        """Send everything in time."""
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(_left(self._ends_at))
            rest = rest[self._socket.send(rest) :]

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Return what the client reads from."""
        return io.BufferedReader(_Reader(self))

    def receive(self, buffer: Any) -> int:
        """Read what there is, in time and within bounds."""
        if self._left <= 0:
            raise _TooMuch
        self._socket.settimeout(_left(self._ends_at))
        count = self._socket.recv_into(buffer, min(len(buffer), self._left))
        self._left -= count
        return count

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


class _Reader(io.RawIOBase):
    """The reading end of a line."""

    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._line = line

    def readable(self) -> bool:
        """Say that it can be read from."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes."""
        return self._line.receive(buffer)


def post(
    target: Target, addresses: Sequence[str], message: Message, *, tls: ssl.SSLContext, now: datetime
) -> Answer:
    """Send the message to one of the target's addresses and return what came of it.

    It never raises for what the network does.
    """
    ends_at = time.monotonic() + CALL_SECONDS
    try:
        with closing(_connected(target, addresses, tls, ends_at)) as line:
            return _ask(line, target, message, now)
    except _TooMuch:
        return Answer(reason="its answer has no end")
    except TimeoutError:
        return Answer(reason="it did not answer in time")
    except (OSError, HTTPException, ValueError) as fault:
        return Answer(reason=_reason(fault))


def _connected(target: Target, addresses: Sequence[str], tls: ssl.SSLContext, ends_at: float) -> _Line:
    connected = _connect(target, addresses, ends_at)
    try:
        if target.is_secure:
            connected.settimeout(min(CONNECT_SECONDS, _left(ends_at)))
            connected = tls.wrap_socket(connected, server_hostname=target.host)
    except BaseException:
        connected.close()
        raise
    return _Line(connected, ends_at)


def _connect(target: Target, addresses: Sequence[str], ends_at: float) -> socket.socket:
    """Return a socket that is connected to the first of the addresses that takes it."""
    last: OSError = OSError("it has no address")
    for address in addresses[:MOST_ADDRESSES]:
        try:
            return socket.create_connection((address, target.port), min(CONNECT_SECONDS, _left(ends_at)))
        except OSError as fault:
            last = fault
    raise last


def _ask(line: _Line, target: Target, message: Message, now: datetime) -> Answer:
    connection = HTTPConnection(target.host, target.port)
    connection.sock = line  # It has all that the client asks of a socket.
    connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    headers = {"Host": target.authority, **message.headers, "Content-Length": str(len(message.body))}
    for name, value in {**headers, "Connection": "close"}.items():
        connection.putheader(name, value)
    connection.endheaders(message.body)
    response = connection.getresponse()
    status = response.status
    return Answer(
        status=status,
        reason=None if status // 100 == 2 else f"it answered {status}",  # noqa: PLR2004  # 2xx.
        retry_after=_wait(response.getheader("Retry-After"), now),
    )


def _wait(header: str | None, now: datetime) -> timedelta | None:
    """Return for how long the receiver asks not to be called: it says seconds, or when."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WAIT)
    with suppress(ValueError, TypeError):
        until = parsedate_to_datetime(text)
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max(until - now, timedelta(0)), LONGEST_WAIT)
    return None


def _left(ends_at: float) -> float:
    left = ends_at - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _reason(fault: BaseException) -> str:
    """Return the fault in words; none of them is of the URL."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"its certificate does not hold: {fault.verify_message}"[:LONGEST_REASON]
    if isinstance(fault, ssl.SSLError):
        return f"no TLS with it: {fault.reason or type(fault).__name__}"[:LONGEST_REASON]
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror[:LONGEST_REASON]
    return "it did not speak HTTP"
