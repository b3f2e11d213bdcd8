"""The ways in which a message can leave."""

from email.message import EmailMessage
from typing import Protocol

from services.notify.domain.deliveries import Outcome, Result
from services.notify.email.message import sender_of
from services.notify.email.smtp import SmtpMailer
from shared.settings import Settings


class Mailer(Protocol):
    """Hands messages over, several in a row."""

    @property
    def is_down(self) -> bool:
        """Whether trying further messages now is in vain."""
        ...

    def send(self, recipient: str, message: EmailMessage) -> Outcome:
        """Hand one message over and return what is known of it; never raises for what the network does."""
        ...

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        ...


class MailboxMailer:
    """Keeps messages where the mailbox page shows them: in the deliveries themselves."""

    is_down = False

    def send(self, recipient: str, message: EmailMessage) -> Outcome:  # noqa: ARG002  # The protocol's.
        """Accept every message."""
        return Outcome(Result.ACCEPTED)

    def close(self) -> None:
        """Hold nothing."""


def keeps_mailbox(settings: Settings) -> bool:
    """Return whether e-mails are shown on a page instead of being sent."""
    return settings.mail_url.startswith("mailbox:")


def mailer_for(settings: Settings) -> Mailer:
    """Return the mailer that the settings name."""
    if keeps_mailbox(settings):
        return MailboxMailer()
    return SmtpMailer(settings.mail_url, sender_of(settings.mail_from).addr_spec)
