# ruff: noqa: ARG002, N802 - aiosmtpd calls these methods by name, with all of this.
"""A real mail server of our own, which answers as a test tells it to."""

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.system.processes import free_ports

DROP = "drop"
"""Close the line instead of answering."""


@dataclass
class Script:
    """What to answer to each command; `after` is the answer to the message's last dot."""

    mail: str = "250 OK"
    rcpt: str = "250 OK"
    after: str = "250 OK"
    taken: list[EmailMessage] = field(default_factory=list)
    connections: int = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._say(server, self.mail)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._say(server, self.rcpt)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.after == DROP or self.after.startswith("2"):
            content = cast("bytes", envelope.content).replace(b"\r\n", b"\n")
            message = email.message_from_bytes(content, policy=email.policy.default)
            self.taken.append(message)
        return self._say(server, self.after)

    def _say(self, server: SMTP, answer: str) -> str:
        if answer == DROP:
            cast("asyncio.Transport", server.transport).abort()
        return answer


@contextmanager
def mail_server(script: Script, **options: Any) -> Iterator[str]:
    """Run the server and give its URL."""
    (port,) = free_ports(1)
    controller = Controller(script, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
