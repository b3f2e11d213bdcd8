from datetime import UTC, date, datetime, timedelta

import pytest

from services.notify.domain.schedules import digest_due, moment, morning, next_digest, week_of
from tests.notify.stage import LONDON

CHANGES = [date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26), date(2028, 10, 29), date(2029, 3, 25)]


def test_the_morning_is_at_eight_by_the_clock_on_the_wall_in_summer_and_winter() -> None:
    assert morning(date(2027, 3, 27), LONDON) == datetime(2027, 3, 27, 8, tzinfo=UTC)
    assert morning(date(2027, 3, 28), LONDON) == datetime(2027, 3, 28, 7, tzinfo=UTC)


@pytest.mark.parametrize("night", CHANGES)
def test_every_minute_of_a_night_of_change_belongs_to_one_day_and_the_morning_comes_once(night: date) -> None:
    start = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(hours=12)

    moments = [moment(start + timedelta(minutes=minute), LONDON) for minute in range(48 * 60)]

    days = [each.today for each in moments]
    mornings = [each.is_morning for each in moments if each.today == night]
    assert days == sorted(days)
    assert mornings == sorted(mornings)
    assert True in mornings
    assert False in mornings


def test_there_is_one_digest_hour_in_each_iso_week_for_three_years() -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=hour) for hour in range(24 * 7 * 130)]

    due = {week_of(hour, LONDON): digest_due(hour, LONDON) for hour in hours}

    assert len(set(due.values())) == len(due)
    assert {instant.astimezone(LONDON).strftime("%A %H:%M") for instant in due.values()} == {"Monday 08:00"}
    assert all(week_of(instant, LONDON) == week for week, instant in due.items())


def test_the_leap_day_has_a_morning() -> None:
    assert moment(datetime(2028, 2, 29, 8, tzinfo=UTC), LONDON).is_morning


def test_the_next_digest_goes_on_the_coming_monday_across_the_change_of_clocks() -> None:
    before_eight = datetime(2027, 3, 22, 7, 59, tzinfo=UTC)
    at_eight = before_eight + timedelta(minutes=1)

    assert next_digest(before_eight, LONDON) == datetime(2027, 3, 22, 8, tzinfo=UTC)
    assert next_digest(at_eight, LONDON) == datetime(2027, 3, 29, 7, tzinfo=UTC)
