from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from services.notify.domain.commitments import Commitment
from services.notify.domain.ladder import FIRST_STEP, Moment, Step, dated_step, owed
from services.notify.domain.schedules import whole_day
from shared.contracts import CommitmentState
from tests.notify.stage import LONDON

DUE = date(2027, 3, 29)


def commitment(due: date | None = DUE, state: CommitmentState = CommitmentState.AGREED) -> Commitment:
    return Commitment(
        id=uuid4(),
        community_id=uuid4(),
        community=None,
        plan_id=uuid4(),
        plan="Green Spaces",
        vision="A park",
        organisation_id=None,
        organisation=None,
        contact_id=uuid4(),
        reference="A1",
        text="Clear the path",
        milestone=None,
        state=state,
        due=due,
        changed_at=datetime(2026, 11, 2, 12, tzinfo=UTC),
    )


def day(number: int) -> Moment:
    return whole_day(DUE + timedelta(number), LONDON)


def rungs(steps: tuple[Step, ...]) -> list[str]:
    return [step.rung for step in steps]


def test_each_day_around_the_due_date_is_on_the_right_rung() -> None:
    on = {number: dated_step(DUE, DUE + timedelta(number)) for number in range(-9, 23)}

    names = {number: step.rung for number, step in on.items() if step}

    assert names == (
        dict.fromkeys(range(-7, 0), "due_soon")
        | {0: "due_today"}
        | dict.fromkeys(range(1, 8), "overdue_1")
        | dict.fromkeys(range(8, 15), "overdue_8")
        | dict.fromkeys(range(15, 22), "overdue_15")
        | {22: "overdue_22"}
    )


def test_a_step_lasts_until_the_next_one_begins() -> None:
    for number in range(-7, 40):
        step = dated_step(DUE, DUE + timedelta(number))

        assert step
        assert step.until
        assert dated_step(DUE, step.until - timedelta(1)) == step
        assert dated_step(DUE, step.until) != step


def test_the_first_word_settles_the_dated_step_of_its_day_as_well() -> None:
    assert rungs(owed(commitment(), day(-3), ())) == ["given", "due_soon"]


def test_nothing_is_owed_once_the_commitment_has_ended() -> None:
    for state in CommitmentState:
        assert bool(owed(commitment(state=state), day(1), ())) is not state.ended


def test_without_a_date_there_is_only_the_first_word() -> None:
    undated = commitment(due=None)

    assert owed(undated, day(100), ()) == (FIRST_STEP,)
    assert owed(undated, day(100), {FIRST_STEP.name}) == ()


def test_before_the_morning_only_what_was_given_that_very_day_is_told() -> None:
    given_today = commitment()
    midnight = given_today.changed_at - timedelta(hours=1)
    night = Moment(today=given_today.changed_at.date(), midnight=midnight, is_morning=False)
    a_night_later = Moment(today=DUE, midnight=midnight + timedelta(1), is_morning=False)

    assert rungs(owed(given_today, night, ())) == ["given"]
    assert owed(given_today, a_night_later, ()) == ()
    assert owed(given_today, a_night_later, {FIRST_STEP.name}) == ()


@settings(max_examples=300)
@given(st.lists(st.booleans(), min_size=1, max_size=80), st.integers(-20, 20))
def test_whatever_days_we_are_down_each_step_is_told_once_and_none_is_lost(
    up: list[bool], start: int
) -> None:
    task, told = commitment(), [FIRST_STEP]

    for number, is_up in enumerate(up, start):
        if is_up:
            told += owed(task, day(number), {step.name for step in told})
            current = dated_step(DUE, DUE + timedelta(number))
            assert current is None or current in told

    assert len(told) == len({step.name for step in told})
