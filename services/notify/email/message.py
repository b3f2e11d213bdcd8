"""A letter as a message of the mail standards.

What people typed stands in two headers, the reader's name and the subject. The library reads a header's
text as mail programs do, so an encoded word in it (RFC 2047) that hides a line end would begin a header of
its own; and a name that is too long for its line loses its quotes, so that a comma in it begins another
address. All but the plainest text is therefore encoded here, and written as it is.
"""

import re
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notify.email.letters import Letter

POLICY = SMTP.clone(refold_source="none")
"""Leaves what is encoded here as it is."""

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 '-]{0,39}")
_PLAIN_WORD = r"[A-Za-z0-9.,:;'()&?!-]{1,60}"
_PLAIN_SUBJECT = re.compile(f"{_PLAIN_WORD}(?: {_PLAIN_WORD})*")
"""Words that can be parted into lines, and of which none can be an encoded one."""


def sender_of(mail_from: str) -> Address:
    """Return the sender that the settings name, as `Backcast <backcast@example.org>` or a bare address."""
    name, address = parseaddr(mail_from)
    return Address(display_name=name, addr_spec=address)


def build(letter: Letter, sender: Address, now: datetime) -> EmailMessage:
    """Return the message.

    Its Message-ID comes from the person, kind and period, so that a mail program can tell a repeat.

    Raises:
        ValueError: when the reader's address or name cannot stand in a header.
    """
    message = EmailMessage(policy=POLICY)
    message["From"] = sender
    _address(message, Address(display_name=letter.reader.name, addr_spec=letter.reader.email))
    _entitle(message, letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        message["Precedence"] = "bulk"
        message["List-Unsubscribe"] = f"<{letter.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Quoted-printable passes every mail server unchanged, and most of it stays readable.
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def _address(message: EmailMessage, reader: Address) -> None:
    name = reader.display_name
    if not name or _PLAIN_NAME.fullmatch(name):
        message["To"] = reader
    else:
        message.set_raw("To", f"{_encoded('To', name)}\r\n <{reader.addr_spec}>")


def _entitle(message: EmailMessage, subject: str) -> None:
    if _PLAIN_SUBJECT.fullmatch(subject):
        message["Subject"] = subject
    else:
        message.set_raw("Subject", _encoded("Subject", subject))


def _encoded(header: str, text: str) -> str:
    """Return the text as encoded words, in lines of which each is short enough."""
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")
