"""The ladder of nudges: on which days somebody hears of a commitment, as data and one pure function.

A step is owed because of how things stand, not because a timer rang: it stays owed until the ledger has it.
So an outage delays a nudge and neither loses nor doubles it.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.notify.domain.commitments import Commitment

GIVEN = "given"
"""The first word to a contact about a commitment; it hangs on no date."""


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A span of days, counted from the due date, in which one nudge is right.

    Attributes:
        name: what the ledger calls it.
        first: its first day; negative before the due date.
        last: its last day, or None when it goes on for ever.
        every: after how many days it comes again, or None when it comes once.
    """

    name: str
    first: int
    last: int | None = None
    every: int | None = None


LADDER = (
    Rung(name="due_soon", first=-7, last=-1),
    Rung(name="due_today", first=0, last=0),
    Rung(name="overdue", first=1, every=7),
)

DAYS_AHEAD = -min(rung.first for rung in LADDER)
"""How many days before its due date a commitment first comes up."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One point of the ladder: a rung (with the day on which it comes again, `overdue_8`) and a due date.

    `until` is the first day on which another step takes its place; None for what never comes again.
    """

    rung: str
    due: date | None = None
    until: date | None = None

    @property
    def name(self) -> str:
        """What no ledger may hold twice for one commitment and contact."""
        return f"{self.rung}@{self.due}" if self.due else self.rung


FIRST_STEP = Step(rung=GIVEN)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A local day since its midnight, and whether its morning has come: nobody is woken up about a date."""

    today: date
    midnight: datetime
    is_morning: bool

    def holds(self, instant: datetime) -> bool:
        """Return whether the instant lies on this day so far, or is said to come."""
        return instant >= self.midnight


def dated_step(due: date | None, today: date) -> Step | None:
    """Return the step that this day is in for this due date, if any."""
    if due is None:
        return None
    days = (today - due).days
    for rung in LADDER:
        if rung.first <= days and (rung.last is None or days <= rung.last):
            return _step_of(rung, due, days)
    return None


def _step_of(rung: Rung, due: date, days: int) -> Step:
    if rung.every is None:
        return Step(rung=rung.name, due=due, until=due + timedelta((rung.last or 0) + 1))
    began = rung.first + (days - rung.first) // rung.every * rung.every
    return Step(rung=f"{rung.name}_{began}", due=due, until=due + timedelta(began + rung.every))


def owed(commitment: Commitment, moment: Moment, taken: Container[str]) -> tuple[Step, ...]:
    """Return the steps of which the commitment's contact should hear now.

    The first word goes at any hour of the day on which it came up, later ones from the morning on. It
    also settles the day's dated step, so that nobody hears of one commitment twice on its first day.

    Args:
        commitment: what was promised, with its contact.
        moment: the contact's local day.
        taken: the names of the steps that the ledger holds for this commitment and contact.
    """
    if commitment.state.ended:
        return ()
    dated = dated_step(commitment.due, moment.today)
    untold = (dated,) if dated and dated.name not in taken else ()
    if FIRST_STEP.name in taken:
        return untold if moment.is_morning else ()
    return (FIRST_STEP, *untold) if moment.is_morning or moment.holds(commitment.changed_at) else ()
