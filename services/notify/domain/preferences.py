"""What a person may turn off. Sign-in links, which they ask for themselves, are not among it."""

from enum import StrEnum

from services.notify.domain.deliveries import Kind


class Topic(StrEnum):
    """A kind of e-mail as people see it."""

    NUDGES = "nudges"
    DIGEST = "digest"


TOPICS = {
    Kind.GIVEN: Topic.NUDGES,
    Kind.DUE: Topic.NUDGES,
    Kind.TURN: Topic.NUDGES,
    Kind.DIGEST: Topic.DIGEST,
}
"""Which switch governs which e-mail."""
