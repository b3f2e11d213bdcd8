"""The arithmetic of a status."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.plans.db.queries.days import USUAL_ZONE
from services.plans.domain.moments import Moment
from services.plans.domain.refusals import Refused
from services.plans.domain.status import MEASURES, QUESTIONS, Status
from shared.contracts import CommitmentState, Health

TODAY = date(2026, 3, 2)
LONDON = ZoneInfo(USUAL_ZONE)


def a_status(**counts: Any) -> Status:
    """A status with nothing in it but what is given."""
    return Status(today=TODAY, **counts)


def test_a_plan_without_commitments_is_zero_percent_done() -> None:
    status = Status.of(TODAY, [])

    assert (status.total, status.open, status.percent_done, status.percent_done_weighted) == (0, 0, 0, 0)
    assert set(status.by_state) == set(CommitmentState)


def test_parts_add_up() -> None:
    one = [number for number, _ in enumerate(MEASURES)]

    status = Status.of(TODAY, [one, one, [None] * len(MEASURES)])

    assert [getattr(status, name) for name in MEASURES] == [2 * each for each in one]


def test_states_and_healths_are_told_by_their_names() -> None:
    status = a_status(under_way=3, done=4, stuck=2, on_track=1)

    assert status.by_state[CommitmentState.UNDER_WAY] == 3
    assert status.by_health == {Health.ON_TRACK: 1, Health.AT_RISK: 0, Health.STUCK: 2}


def test_a_hundred_percent_means_every_one_that_was_not_given_up() -> None:
    assert a_status(total=1000, done=999, agreed=1).percent_done == 99
    assert a_status(total=5, done=3, declined=2).percent_done == 100


def test_what_several_organisations_carry_weighs_as_many() -> None:
    assert a_status(total=2, done=1, agreed=1, weight=4, weight_done=3).percent_done_weighted == 75


def test_quality_is_the_share_of_questions_that_open_commitments_answer() -> None:
    status = a_status(total=2, agreed=1, offered=1, without_owner=1, without_step=2)

    assert status.quality == 100 * 5 // 8
    assert status.to_mend == {**dict.fromkeys(QUESTIONS, 0), "without_owner": 1, "without_step": 2}


def test_a_plan_of_which_nothing_is_open_needs_no_mending() -> None:
    assert a_status(total=1, done=1).quality == 100


def test_a_step_is_in_reach_when_something_is_promised_and_nothing_stands_in_the_way() -> None:
    assert a_status(total=1, agreed=1).in_reach
    assert not a_status().in_reach
    assert not a_status(total=1, declined=1).in_reach
    for obstacle in ("overdue", "stuck", "without_owner", "without_date"):
        assert not a_status(total=1, agreed=1, **{obstacle: 1}).in_reach


def test_the_end_of_a_day_is_midnight_where_people_live() -> None:
    summer = Moment(day=date(2026, 7, 1), zone=LONDON, past=True)

    assert summer.end.isoformat() == "2026-07-01T23:00:00+00:00"


def test_today_is_the_present_and_an_earlier_day_is_past() -> None:
    assert not Moment.of(TODAY, TODAY, LONDON).past
    assert not Moment.of(None, TODAY, LONDON).past
    assert Moment.of(date(2026, 3, 1), TODAY, LONDON).past


def test_a_day_that_has_not_come_is_refused() -> None:
    with pytest.raises(Refused, match="2026-03-02"):
        Moment.of(date(2026, 3, 3), TODAY, LONDON)
