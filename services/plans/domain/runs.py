"""A 100-day run: a bundle of small commitments of one plan, worked at intensively."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.plans.domain.refusals import Refused

LENGTH = 100
"""The number of the last day; the first is day 0."""

CHECK_DAYS = (0, 25, 50, 75, 100)
"""The days on which those who run it look at how it goes."""

MOST_IN_A_RUN = 200


class RunDeed(StrEnum):
    """What the history of a run tells."""

    BEGAN = "began"
    PUT_IN = "put_in"
    TOOK_OUT = "took_out"
    CHECKED_IN = "checked_in"
    ENDED = "ended"


class RunEnded(Refused):
    """The run is over, so nothing more is put in, taken out or looked at."""

    def __init__(self) -> None:
        super().__init__("This run has ended. Begin another one with what is still open.")


@dataclass(frozen=True, kw_only=True)
class Review:
    """What came of a run, by what went well, what did not, where results conflict, and what mends it."""

    success: str = ""
    failure: str = ""
    conflicting: str = ""
    remedy: str = ""

    def check(self) -> None:
        """Refuse one that says nothing."""
        if not any(text.strip() for text in (self.success, self.failure, self.conflicting, self.remedy)):
            raise Refused(
                "Say at least one thing: what succeeded, what failed, what conflicts, or what helps."
            )


@dataclass(eq=False, kw_only=True)
class Run:
    """A run. Its version numbers the lines of its history; `ended_at` is None while it goes on."""

    id: UUID
    community_id: UUID
    plan_id: UUID
    title: str
    purpose: str
    first_day: date
    created_at: datetime
    ended_at: datetime | None = None
    success: str = ""
    failure: str = ""
    conflicting: str = ""
    remedy: str = ""
    version: int = 1

    @property
    def last_day(self) -> date:
        """Day 100."""
        return self.first_day + timedelta(days=LENGTH)

    @property
    def ended(self) -> bool:
        """Whether it was reviewed, be it before its last day."""
        return self.ended_at is not None

    def number_of(self, today: date) -> int:
        """Return which day of the run it is; before the first one a negative number."""
        return (today - self.first_day).days

    def date_of(self, number: int) -> date:
        """Return the date of a day of the run."""
        return self.first_day + timedelta(days=number)

    def due_checks(self, today: date, made: Collection[int]) -> list[int]:
        """Return the days on which it was to be looked at and was not."""
        come = self.number_of(today)
        return [] if self.ended else [day for day in CHECK_DAYS if day <= come and day not in made]

    def check_goes_on(self) -> None:
        """Raise RunEnded once it is over."""
        if self.ended:
            raise RunEnded

    def check_may_be_looked_at(self, number: int, today: date, made: Collection[int]) -> None:
        """Refuse a check-in of a day that is none, has not come, or was looked at already."""
        self.check_goes_on()
        if number not in CHECK_DAYS:
            raise Refused("Check-ins are on day 0, 25, 50, 75 and 100.")
        if number in made:
            raise Refused(f"Day {number} was looked at already.")
        if self.number_of(today) < number:
            raise Refused(f"Day {number} has not come yet: it is {self.date_of(number).isoformat()}.")

    def end(self, review: Review, at: datetime) -> None:
        """End it with what came of it."""
        self.check_goes_on()
        review.check()
        self.success, self.failure = review.success, review.failure
        self.conflicting, self.remedy = review.conflicting, review.remedy
        self.ended_at = at
