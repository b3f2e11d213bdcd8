"""Updates: what somebody said about a commitment, when, on whose behalf and through which channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.plans.domain.commitments import Plain
from shared.contracts import CommitmentState, Health

OFFER = "offer"
"""The action of the first update of every commitment: it was written down."""

AMEND = "amend"
"""The action of an update by which a newer sheet changed what was written down."""

SET_RIGHT = "set_right"
"""The action of an update by which a coordinator set right what was written down, before anybody accepted."""

WORD = "word"
"""The action of an update by which a coordinator let a new wording pass, or took it back."""

CARRY_OVER = "carry_over"
"""The action of the last update of a commitment that goes on in another plan."""


NOTE_FACTS = "note_facts"
"""The action of an update that changes what is noted of a commitment besides: priority, place, Four Co's."""

CORRECT = "correct"
"""The action of an update that says right what another one, which stays, said wrong."""


class Channel(StrEnum):
    """The way by which a change came in, or where it was said if somebody else recorded it."""

    LINK = "link"
    PAGE = "page"
    API = "api"
    IMPORT = "import"
    MEETING = "meeting"
    PHONE = "phone"
    EMAIL = "email"
    IN_PERSON = "in_person"
    WALK = "walk"


ELSEWHERE: Mapping[Channel, str] = {
    Channel.MEETING: "at the meeting",
    Channel.PHONE: "by phone",
    Channel.EMAIL: "by e-mail",
    Channel.IN_PERSON: "in person",
    Channel.WALK: "on the walk sheet",
}
"""Where people say things that a coordinator records, and how the history tells it."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who says something. A token or an import has no person; a coordinator may speak for an organisation.

    What was said elsewhere, `person_id` recorded: `said_by_id` is whoever said it, if the community knows
    them, or else `said_by` their name.
    """

    channel: Channel
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    on_behalf_of: UUID | None = None
    said_by: str | None = None
    said_by_id: UUID | None = None


@dataclass(eq=False, kw_only=True)
class Update:
    """One entry of a commitment's history. Append-only: it is never changed once written.

    `corrects_id` names the update that this one corrects; `undoes` says that what that one did is undone too.
    """

    id: UUID
    community_id: UUID
    plan_id: UUID
    commitment_id: UUID
    commitment_version: int
    at: datetime
    channel: Channel
    person_id: UUID | None
    organisation_id: UUID | None
    on_behalf_of: UUID | None
    action: str
    state: CommitmentState
    health: Health | None
    note: str | None = None
    reason: str | None = None
    evidence: str | None = None
    new_due: date | None = None
    said_by: str | None = None
    said_by_id: UUID | None = None
    corrects_id: UUID | None = None
    undoes: bool = False
    before: dict[str, Plain] = field(default_factory=dict)
    after: dict[str, Plain] = field(default_factory=dict)
