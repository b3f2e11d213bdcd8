"""Reading the events that arrive: what is for this service, what is not, and what nobody can read."""

from collections.abc import Collection

import structlog

from shared.events.applying import Event, Outcome
from shared.events.attempts import Attempts
from shared.events.envelope import Envelope, InvalidEvent, decode, unseal, unversioned
from shared.events.failures import facts_of, facts_of_unreadable

_log = structlog.get_logger(__name__)


class Reader:
    """Reads what one service hears.

    Args:
        heard: the types of events that the service hears.
        attempts: where everything else is noted.
    """

    def __init__(self, heard: Collection[str], attempts: Attempts) -> None:
        self._heard = frozenset(heard)
        self._unversioned = {unversioned(name) for name in heard}
        self._attempts = attempts

    def read(self, body: bytes) -> Event | Outcome:
        """Return the event, or what became of bytes that this service does not apply."""
        try:
            envelope = decode(body)
        except InvalidEvent as fault:
            return self._attempts.park(facts_of_unreadable(body), str(fault))
        if envelope.type not in self._heard:
            return self._pass_over(envelope, body)
        try:
            return Event(envelope=envelope, contract=unseal(envelope), body=body)
        except InvalidEvent as fault:
            return self._attempts.park(facts_of(envelope, body), str(fault))

    def _pass_over(self, envelope: Envelope, body: bytes) -> Outcome:
        """Ignore what is not for us, but keep a newer version of what is until this release is newer too."""
        if unversioned(envelope.type) in self._unversioned:
            return self._attempts.park(facts_of(envelope, body), f"unknown version: {envelope.type}")
        _log.info("event ignored", event_id=str(envelope.id), type=envelope.type)
        return Outcome.IGNORED
