"""A clock that stands where a test puts it."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Clock:
    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **units: float) -> None:
        self.at += timedelta(**units)
