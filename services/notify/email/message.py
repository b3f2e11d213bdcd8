"""A letter as a message of the mail standards."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notify.email.letters import Letter


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
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(display_name=letter.reader.name, addr_spec=letter.reader.email)
    message["Subject"] = letter.subject
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
