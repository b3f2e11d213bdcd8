"""A plan: the vision that a backcasting workshop agreed on, its horizon and its headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.plans.domain.licences import Licence
from services.plans.domain.refusals import Refused

DEFAULT_HEADINGS = (
    "The range of activities",
    "Forms of information sharing",
    "Communication channels between organisations",
    "Opportunities to collaborate",
)
"""What a plan begins with; each plan may change its own."""

USUAL_INTERVAL = 30
"""After how many days without an update a commitment counts as stale, unless the plan says otherwise."""

LONGEST_INTERVAL = 365


class PlanClosed(Refused):
    """The plan is closed, so nothing about it changes until it is opened again."""

    def __init__(self) -> None:
        super().__init__("This plan is closed, so nothing more can be recorded in it.")


@dataclass(frozen=True)
class Vision:
    """The three answers that the steps are traced back from."""

    what: str
    how: str
    why: str


@dataclass(eq=False, kw_only=True)
class Plan:
    """What a backcasting workshop produces. `public` lets people without a session read it.

    `moderated` lets them read what people say in it, too, once a coordinator has let it pass.

    `licence` says how others may use its open data.
    `update_interval` is the number of days within which each open commitment should have an update.
    `closing` says why a closed plan was closed and what came of it; `closed_at` is None while it goes on.
    `written_down` is how many commitments it has. All numbers after it up to `numbered_to` are references
    already, so that nobody need look there for a free one.
    """

    id: UUID
    community_id: UUID
    name: str
    vision: Vision
    horizon: date
    created_at: datetime
    changed_at: datetime
    headings: tuple[str, ...]
    public: bool = False
    moderated: bool = False
    update_interval: int = USUAL_INTERVAL
    closed_at: datetime | None = None
    closing: str | None = None
    licence: Licence = Licence.NONE
    written_down: int = 0
    numbered_to: int = 0
    version: int = 1

    @property
    def closed(self) -> bool:
        """Whether it was closed and not opened again."""
        return self.closed_at is not None

    def check_open(self) -> None:
        """Raise PlanClosed unless the plan goes on."""
        if self.closed:
            raise PlanClosed

    def close(self, line: str, at: datetime) -> None:
        """End the plan with a line on what came of it; refuse a blank one, and a plan that is closed."""
        self.check_open()
        if not line.strip():
            raise Refused("Say in a line why the plan is closed and what came of it.")
        self._turn(closed_at=at, closing=line, at=at)

    def reopen(self, at: datetime) -> None:
        """Let a closed plan go on where it stopped; refuse one that is open."""
        if not self.closed:
            raise Refused("This plan is open already.")
        self._turn(closed_at=None, closing=None, at=at)

    def _turn(self, *, closed_at: datetime | None, closing: str | None, at: datetime) -> None:
        self.closed_at, self.closing = closed_at, closing
        self.version += 1
        self.changed_at = at

    def change(  # noqa: PLR0913  # One keyword a field; only what is given changes.
        self,
        at: datetime,
        *,
        name: str | None = None,
        vision: Vision | None = None,
        horizon: date | None = None,
        headings: Sequence[str] | None = None,
        public: bool | None = None,
        moderated: bool | None = None,
        update_interval: int | None = None,
        licence: Licence | None = None,
    ) -> tuple[str, ...]:
        """Set what is given and return the names of the fields that really changed."""
        wanted = {
            "name": name,
            "vision": vision,
            "horizon": horizon,
            "headings": None if headings is None else checked_headings(headings),
            "public": public,
            "moderated": moderated,
            "update_interval": None if update_interval is None else checked_interval(update_interval),
            "licence": licence,
        }
        changed = {
            field: value
            for field, value in wanted.items()
            if value is not None and value != getattr(self, field)
        }
        for field, value in changed.items():
            setattr(self, field, value)
        if changed:
            self.version += 1
            self.changed_at = at
        return tuple(changed)


def checked_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Return the headings tidied; refuse an empty list, a blank heading or the same one twice."""
    tidy = tuple(" ".join(heading.split()) for heading in headings)
    if not tidy or not all(tidy):
        raise Refused("A plan needs at least one heading, and none may be blank.")
    if len({heading.casefold() for heading in tidy}) < len(tidy):
        raise Refused("Each heading may appear only once.")
    return tidy


def checked_interval(days: int) -> int:
    """Return the interval; refuse one that is no number of days within a year."""
    if not 1 <= days <= LONGEST_INTERVAL:
        raise Refused(f"An interval has between 1 and {LONGEST_INTERVAL} days.")
    return days
