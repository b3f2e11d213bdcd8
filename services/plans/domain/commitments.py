"""A commitment: what one organisation promised to do by a date."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import Place
from services.plans.domain.refusals import Refused
from services.plans.domain.steps import Steps, count_words
from services.plans.domain.supporters import Parts
from services.plans.domain.transitions import TRANSITIONS, Action, Rule, Transition, possible
from shared.contracts import STATE_WORDS, CommitmentState, Health, is_overdue

Plain = str | int | None
"""What a value becomes in the history, which is kept as JSON."""

_TOLD = (
    *("text", "heading", "milestone_id", "organisation_id", "contact_id", "due", "evidence"),
    *("state", "health", "reason", "slips", "done_at"),
    *("priority", "place", "four_co"),
)


class NotAllowed(Refused):
    """This cannot be done to this commitment as it stands.

    Attributes:
        possible: the actions that its state allows.
        missing: groups of details of which one each is still wanted.
    """

    def __init__(
        self, message: str, possible: tuple[Action, ...] = (), missing: tuple[tuple[str, ...], ...] = ()
    ) -> None:
        super().__init__(message)
        self.possible = possible
        self.missing = missing


@dataclass(frozen=True, kw_only=True)
class Details:
    """What somebody says along with an action; the action's rule names the ones it needs and takes."""

    note: str | None = None
    reason: str | None = None
    evidence: str | None = None
    text: str | None = None
    due: date | None = None
    health: Health | None = None
    organisation_id: UUID | None = None
    contact_id: UUID | None = None

    def given(self) -> frozenset[str]:
        """Return the names of the details that say something (a blank line says nothing)."""
        return frozenset(
            detail.name for detail in fields(self) if str(getattr(self, detail.name) or "").strip()
        )


NOTHING = Details()


@dataclass(frozen=True)
class Change:
    """What an action changed: only the fields that differ, before and after, as plain values."""

    before: Mapping[str, Plain]
    after: Mapping[str, Plain]

    def without(self, name: str) -> "Change":
        """Return the change with the field as it was."""
        before, after = dict(self.before), dict(self.after)
        before.pop(name, None)
        after.pop(name, None)
        return Change(before, after)


@dataclass(eq=False, kw_only=True)
class Commitment:
    """The tracked task. `due` is a day; whether it is overdue depends on the day and is never stored.

    `slips` counts the times that a due date moved after it was agreed. `evidence` is what will count as done.
    `supporting` are those who help, and `parts` what each of them contributes.
    """

    id: UUID
    community_id: UUID
    plan_id: UUID
    reference: str
    text: str
    heading: str
    created_at: datetime
    changed_at: datetime
    milestone_id: UUID | None = None
    organisation_id: UUID | None = None
    contact_id: UUID | None = None
    supporting: tuple[UUID, ...] = ()
    parts: Parts = field(default_factory=dict)
    due: date | None = None
    evidence: str | None = None
    state: CommitmentState = CommitmentState.OFFERED
    health: Health | None = None
    reason: str | None = None
    last_note: str | None = None
    slips: int = 0
    import_id: UUID | None = None
    done_at: datetime | None = None
    steps: Steps = ()
    priority: Priority | None = None
    place: Place | None = None
    four_co: FourCo | None = None
    version: int = 1

    def overdue(self, today: date) -> bool:
        """Return whether its day has passed with it still open."""
        return is_overdue(self.state, self.due, today)

    def possible(self) -> tuple[Action, ...]:
        """Return what may be done now."""
        return possible(self.state)

    def apply(self, action: Action, details: Details, at: datetime) -> Change:
        """Do what the table says, raise the version and return what changed; raise NotAllowed otherwise."""
        transition = self._transition(action)
        self._check_details(transition.rule, details)
        self._check_moves_something(action, details)
        before = self.told()
        self._take(action, details)
        self._enter(transition.to, details.health, at)
        self.version += 1
        self.changed_at = at
        return difference(before, self.told())

    def told(self) -> dict[str, Plain]:
        """Return what the history keeps of it, as plain values."""
        return {name: _plain(getattr(self, name)) for name in _TOLD} | {"steps": count_words(self.steps)}

    def _transition(self, action: Action) -> Transition:
        transition = TRANSITIONS.get((self.state, action))
        if transition is None:
            ways = ", ".join(each.value for each in self.possible())
            word = STATE_WORDS[self.state].lower()
            raise NotAllowed(f"It is {word}, so this cannot be done now. Possible: {ways}.", self.possible())
        return transition

    def _check_details(self, rule: Rule, details: Details) -> None:
        given = details.given()
        missing = tuple(group for group in rule.needs if given.isdisjoint(group))
        if missing:
            wanted = " and ".join(" or ".join(group) for group in missing)
            raise NotAllowed(f"This also needs: {wanted}.", self.possible(), missing)
        if strange := given - rule.fields:
            raise NotAllowed(f"This does not take: {', '.join(sorted(strange))}.", self.possible())

    def _check_moves_something(self, action: Action, details: Details) -> None:
        if action is Action.MOVE and details.due == self.due:
            raise NotAllowed("That is already the date.", self.possible())
        holder = (self.organisation_id, self.contact_id)
        if action is Action.HAND_OVER and holder == (details.organisation_id, details.contact_id):
            raise NotAllowed("They already have it.", self.possible())

    def _take(self, action: Action, details: Details) -> None:
        if action is Action.MOVE and self.due is not None:
            self.slips += 1
        if action is Action.REOPEN:
            self.reason = None
        if action is Action.HAND_OVER:
            self.organisation_id, self.contact_id = details.organisation_id, details.contact_id
        self.text = details.text or self.text
        self.due = details.due or self.due
        self.reason = details.reason or self.reason
        self.last_note = details.note or self.last_note

    def _enter(self, state: CommitmentState, health: Health | None, at: datetime) -> None:
        self.state = state
        under_way = state is CommitmentState.UNDER_WAY
        self.health = (health or self.health or Health.ON_TRACK) if under_way else None
        self.done_at = at if state is CommitmentState.DONE else None


def _plain(value: object) -> Plain:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else str(value)


def difference(before: Mapping[str, Plain], after: Mapping[str, Plain]) -> Change:
    """Return what changed between two tellings of a commitment."""
    changed = [name for name in before if before[name] != after[name]]
    return Change({name: before[name] for name in changed}, {name: after[name] for name in changed})
