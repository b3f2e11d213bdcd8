from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared.clock import fixed, local_date, utc_now

LONDON = ZoneInfo("Europe/London")


def test_the_machines_clock_is_aware_and_in_utc() -> None:
    assert utc_now().tzinfo is UTC


def test_a_fixed_clock_stands_still_in_utc() -> None:
    clock = fixed(datetime(2026, 6, 1, 9, 0, tzinfo=LONDON))

    assert clock() == clock() == datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
    assert clock().tzinfo is UTC


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 6, 1, 22, 59, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 23, 0, tzinfo=UTC), date(2026, 6, 2)),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
    ],
)
def test_today_begins_at_local_midnight(instant: datetime, day: date) -> None:
    assert local_date(instant, LONDON) == day
