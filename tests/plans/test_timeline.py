"""A plan's steps on a line from today to the horizon."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.plans.domain.timeline import APART, marks_between

TODAY = date(2026, 3, 2)
days = st.dates(date(2024, 1, 1), date(2040, 1, 1))


@given(st.lists(days, max_size=30), days)
def test_marks_lie_on_the_line_from_the_horizon_back_and_never_on_each_other(
    dated: list[date], horizon: date
) -> None:
    marks = marks_between(TODAY, horizon, [(day, day) for day in dated])

    assert [mark.thing for mark in marks] == sorted(
        (day for day in dated if TODAY <= day <= horizon), reverse=True
    )
    assert [mark.number for mark in marks] == list(range(1, len(marks) + 1))
    assert all(0 <= mark.along <= 100 for mark in marks)
    for mark in marks:
        beside = [other for other in marks if other is not mark and other.level == mark.level]
        assert all(abs(other.along - mark.along) >= APART for other in beside)


def test_the_horizon_is_at_the_end_and_today_at_the_beginning() -> None:
    horizon = TODAY + timedelta(days=10)

    marks = marks_between(
        TODAY, horizon, [(TODAY, "now"), (horizon, "then"), (TODAY + timedelta(days=4), "")]
    )

    assert [(mark.along, mark.thing) for mark in marks] == [(100, "then"), (40, ""), (0, "now")]
