"""The words that events, pages, API and e-mails share for where a thing stands."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class CommitmentState(StrEnum):
    """Where a commitment stands; the transitions between these are the plans service's own."""

    OFFERED = "offered"
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def ended(self) -> bool:
        """Whether nothing more is expected of anyone in this state."""
        return self in ENDED_STATES


ENDED_STATES = frozenset({CommitmentState.DONE, CommitmentState.DECLINED, CommitmentState.WITHDRAWN})


class Health(StrEnum):
    """How a commitment that is under way goes, in the words of its owner."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    STUCK = "stuck"


STATE_WORDS: Mapping[CommitmentState, str] = {
    CommitmentState.OFFERED: "Not yet accepted",
    CommitmentState.AGREED: "Agreed",
    CommitmentState.UNDER_WAY: "Under way",
    CommitmentState.DONE: "Done",
    CommitmentState.DECLINED: "Declined",
    CommitmentState.WITHDRAWN: "Withdrawn",
}
"""What people read for each state, on pages and in e-mails alike."""

HEALTH_WORDS: Mapping[Health, str] = {
    Health.ON_TRACK: "On track",
    Health.AT_RISK: "At risk",
    Health.STUCK: "Stuck",
}
"""What people read for each health."""


class Role(StrEnum):
    """What a person is in a community."""

    COORDINATOR = "coordinator"
    OFFICER = "officer"
    MEMBER = "member"


LEADING = (Role.COORDINATOR, Role.OFFICER)
"""Those who answer for how a community's plans go."""


def is_overdue(state: CommitmentState, due: date | None, today: date) -> bool:
    """Return whether the due date has passed with the commitment still open; derived, never stored."""
    return due is not None and due < today and not state.ended
