"""E-mails as their readers get them, from an SMTP sink."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from html import unescape
from typing import Any

from aiosmtpd.controller import Controller

LINK = re.compile(r"https?://[^\s<>\"')]+")


@dataclass(frozen=True)
class Letter:
    """One e-mail that reached its reader's mail server."""

    to: str
    subject: str
    text: str
    id: str = ""
    html: str = ""
    content: bytes = b""
    recipients: tuple[str, ...] = ()

    @property
    def headers(self) -> list[str]:
        """The names of its header lines as they came over the wire, whatever a mail program makes of them."""
        head = self.content.partition(b"\r\n\r\n")[0].decode("ascii")
        return [line.partition(":")[0] for line in re.split(r"\r\n|\r|\n", head) if line[:1] not in " \t"]

    @property
    def links(self) -> list[str]:
        return [unescape(link).rstrip(".") for link in LINK.findall(self.text)]

    def link(self, part: str) -> str:
        """Return the first link that has this part in it."""
        return next(link for link in self.links if part in link)


class _Handler:
    def __init__(self) -> None:
        self.letters: list[Letter] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name.
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        body, html = message.get_body(("plain",)), message.get_body(("html",))
        assert body is not None
        self.letters.extend(
            Letter(
                to=to,
                subject=str(message["Subject"]),
                text=body.get_content(),
                id=str(message["Message-ID"]),
                html=html.get_content() if html else "",
                content=envelope.content,
                recipients=tuple(envelope.rcpt_tos),
            )
            for to in envelope.rcpt_tos
        )
        return "250 OK"


class SmtpSink:
    """A mail server that takes everything and keeps it."""

    def __init__(self, port: int) -> None:
        self._handler = _Handler()
        self._controller = Controller(self._handler, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    @property
    def letters(self) -> list[Letter]:
        return list(self._handler.letters)
