"""Hand messages to a mail server, and know after every end how far that got.

Before the message's text has begun to flow nothing was accepted, so an attempt can be made again. After
that only the server's answer tells; without one nobody knows, and the message must not be sent again.
"""

import re
import smtplib
import ssl
from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from services.notify.domain.deliveries import Outcome, Result
from shared.crash_points import reach

SECONDS = 10.0
"""How long each answer may take; a whole attempt stays below a claim's lease."""

SECONDS_TO_ACCEPT = 60.0
"""How long the last answer may take, for which servers read the whole message."""

PORTS = {"smtp": 25, "smtps": 465}
GO_AHEAD = 354
CLOSING = 421
LONGEST_REASON = 300

FAULTS = (OSError, smtplib.SMTPException)
"""What a network and a server do: no route, a reset, a closed line, a timeout, nonsense."""

_RESULTS = {2: Result.ACCEPTED, 4: Result.NOT_NOW, 5: Result.REFUSED}


class Gone(Exception):
    """The connection ended before the message's text began to flow."""


class SmtpMailer:
    """A mailer over SMTP, which keeps its connection for the next message.

    Args:
        url: `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte.
        sender: the address that bounces go to.
    """

    def __init__(self, url: str, sender: str) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._connection: smtplib.SMTP | None = None
        self.is_down = False

    def send(self, recipient: str, message: EmailMessage) -> Outcome:
        """Hand one message over and return what is known of it."""
        if not recipient.isascii():
            return Outcome(Result.REFUSED, "the address has characters that mail servers may not know")
        is_reused = self._connection is not None
        try:
            return self._attempt(recipient, message)
        except Gone as gone:
            if not is_reused:
                return Outcome(Result.NOT_NOW, str(gone))
        try:  # Servers close a line that was quiet or has carried enough; a new one is due then.
            return self._attempt(recipient, message)
        except Gone as gone:
            return Outcome(Result.NOT_NOW, str(gone))

    def close(self) -> None:
        """Take leave of the server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.quit()
            except FAULTS:
                connection.close()

    def _attempt(self, recipient: str, message: EmailMessage) -> Outcome:
        connection = self._connected()
        reach("mail.connected")
        try:
            refused = _announce(connection, self._sender, recipient)
        except FAULTS as fault:
            self._drop()
            raise Gone(_reason(fault)) from fault
        if refused is not None:
            self._reset(connection)
            return refused
        outcome = _hand_over(connection, _as_lines(message))
        if outcome.result is Result.UNKNOWN:
            self._drop()
        return outcome

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            try:
                self._connection = _connect(self._url, self._sender.rpartition("@")[2])
            except FAULTS as fault:
                self.is_down = True
                raise Gone(_reason(fault)) from fault
        return self._connection

    def _reset(self, connection: smtplib.SMTP) -> None:
        """Make the line ready for another message; one bad address delays no other."""
        try:
            connection.docmd("RSET")
        except FAULTS:
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _connect(url: SplitResult, own_name: str) -> smtplib.SMTP:
    host, port = url.hostname or "localhost", url.port or PORTS[url.scheme]
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, local_hostname=own_name, timeout=SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(host, port, local_hostname=own_name, timeout=SECONDS)
    try:
        _greet(connection, url, context)
    except BaseException:
        connection.close()
        raise
    return connection


def _greet(connection: smtplib.SMTP, url: SplitResult, context: ssl.SSLContext) -> None:
    connection.ehlo_or_helo_if_needed()
    is_private = url.scheme == "smtps"
    if not is_private and connection.has_extn("starttls"):
        connection.starttls(context=context)
        connection.ehlo()
        is_private = True
    if url.username:
        if not (is_private or _is_this_machine(url.hostname)):
            raise smtplib.SMTPException("the server offers no TLS, and a password must not go without")
        connection.login(unquote(url.username), unquote(url.password or ""))


def _is_this_machine(host: str | None) -> bool:
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _announce(connection: smtplib.SMTP, sender: str, recipient: str) -> Outcome | None:
    """Say who writes to whom; return the server's refusal, or None when it wants the message's text."""
    steps = (("MAIL", f"FROM:<{sender}>"), ("RCPT", f"TO:<{recipient}>"), ("DATA", ""))
    for command, argument in steps:
        code, said = connection.docmd(command, argument)
        if code == CLOSING:
            raise smtplib.SMTPServerDisconnected(_said(code, said))
        if code // 100 not in {2, 3}:
            return Outcome(_RESULTS.get(code // 100, Result.NOT_NOW), _said(code, said))
    return None if code == GO_AHEAD else Outcome(Result.NOT_NOW, _said(code, said))


def _hand_over(connection: smtplib.SMTP, text: bytes) -> Outcome:
    """Let the text flow; from here on, silence means that nobody knows."""
    reach("mail.sending")
    try:
        if connection.sock is not None:
            connection.sock.settimeout(SECONDS_TO_ACCEPT)
        connection.send(text + b".\r\n")
        reach("mail.sent")
        code, said = connection.getreply()
        reach("mail.accepted")
        if connection.sock is not None:
            connection.sock.settimeout(SECONDS)
    except FAULTS as fault:
        return Outcome(Result.UNKNOWN, f"no answer after the text had been sent: {_reason(fault)}")
    return Outcome(_RESULTS.get(code // 100, Result.UNKNOWN), _said(code, said))


def _as_lines(message: EmailMessage) -> bytes:
    """Return the message as SMTP carries it: whole lines, a dot doubled where it begins one."""
    text = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
    return re.sub(rb"(?m)^\.", b"..", text if text.endswith(b"\r\n") else text + b"\r\n")


def _said(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode(errors='replace')}"[:LONGEST_REASON]


def _reason(fault: BaseException) -> str:
    """Return the fault in words, without what it may hold of a password."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return f"{fault.smtp_code} the mail server did not accept our name and password"
    text = str(fault) or type(fault).__name__
    return " ".join(f"{type(fault).__name__}: {text}".split())[:LONGEST_REASON]
