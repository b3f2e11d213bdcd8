"""The moment for which figures are asked: the present, or the end of a day that has passed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from services.plans.domain.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A day as the people of a place live it; `past` says that it is over, so that its end is meant."""

    day: date
    zone: ZoneInfo
    past: bool = False

    @classmethod
    def of(cls, day: date | None, today: date, zone: ZoneInfo) -> Self:
        """Return the end of the day, or the present for today and for no day.

        Raises:
            Refused: the day has not come yet.
        """
        if day is not None and day > today:
            raise Refused(f"That day has not come yet. Give {today.isoformat()} or an earlier one.")
        return cls(day=day or today, zone=zone, past=day is not None and day < today)

    @property
    def end(self) -> datetime:
        """The first instant that no longer belongs to the day."""
        return self._midnight(self.day + timedelta(days=1))

    def stale_before(self, interval: int) -> datetime:
        """Return the instant before which the last update lies when nothing was said for so many days."""
        return self._midnight(self.day - timedelta(days=interval - 1))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)
