"""What charts show is what the status says, today and as at every day that they go back to."""

import itertools
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from services.plans.api import chart_schemas
from services.plans.db.queries.charts import burn_up_of, charts_of
from services.plans.db.queries.days import moment_in
from services.plans.db.queries.status import figures_of
from services.plans.db.queries.tallies import Extent
from services.plans.domain.charts import AGES, MOST_DAYS, Shift, burn_up, by_age, days_between
from services.plans.domain.commitments import Details
from services.plans.domain.drawings import MOST_TICKS, bars, points, ticks
from services.plans.domain.plans import Plan
from services.plans.domain.status import Scope
from services.plans.domain.transitions import Action
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentState, Role
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, COORDINATOR, TODAY, make_commitment, make_contact, make_plan
from tests.shared.http.cast import Cast

API = "/plans/api/v1"

counts = st.integers(0, 10**6)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.person(Role.COORDINATOR, COMMUNITY)


def told(client: FlaskClient, plan: Plan, query: str = "") -> dict[str, Any]:
    answer = client.get(f"{API}/plans/{plan.id}/charts{query}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


@given(first=st.dates(date(2000, 1, 1), date(2100, 1, 1)), length=st.integers(0, 9999))
def test_days_lie_evenly_between_the_first_and_the_last(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    days = days_between(first, last)

    assert (days[0], days[-1], len(days)) == (first, last, min(length + 1, MOST_DAYS))
    apart = {(later - day).days for day, later in itertools.pairwise(days)}
    assert not apart or (min(apart) > 0 and max(apart) - min(apart) <= 1)


@given(
    shifts=st.lists(st.builds(Shift, st.integers(0, 4), st.sampled_from(CommitmentState), st.integers(-3, 3)))
)
def test_a_burn_up_adds_up_what_shifted_until_each_day(shifts: list[Shift]) -> None:
    reached = burn_up([TODAY + timedelta(days=number) for number in range(5)], shifts)

    for number, each in enumerate(reached):
        until = [shift for shift in shifts if shift.number <= number]
        assert each.total == sum(shift.count for shift in until)
        assert each.done == sum(shift.count for shift in until if shift.state is CommitmentState.DONE)
        assert each.promised == sum(
            shift.count
            for shift in until
            if shift.state not in {CommitmentState.DECLINED, CommitmentState.WITHDRAWN}
        )


@given(most=counts)
def test_a_scale_begins_at_nought_and_ends_at_the_first_line_that_is_enough(most: int) -> None:
    scale = ticks(most)

    step = scale[1]
    assert scale == [step * number for number in range(len(scale))]
    assert 2 <= len(scale) <= MOST_TICKS + 1
    assert scale[-2] < max(most, 1) <= scale[-1]
    assert str(step).rstrip("0") in {"1", "2", "5"}


@given(values=st.lists(counts, min_size=1, max_size=MOST_DAYS))
def test_points_stay_inside_the_chart_and_go_up_as_the_values_do(values: list[int]) -> None:
    top = ticks(max(values))[-1]
    places = points(values, range(len(values)), top)

    assert places[-1].x == 100
    assert all(0 <= point.x <= 100 and 0 <= point.y <= 100 for point in places)
    assert all(
        (left.y >= right.y) if low <= high else (left.y <= right.y)
        for low, high, left, right in zip(values, values[1:], places, places[1:], strict=False)
    )


@given(values=st.lists(counts.flatmap(lambda most: st.tuples(st.just(most), st.integers(0, most)))))
def test_bars_are_as_long_as_their_values_and_what_is_marked_is_part_of_them(
    values: list[tuple[int, int]],
) -> None:
    drawn = bars(values)

    longest = max((value for value, _ in values), default=0)
    assert max((bar.length for bar in drawn), default=0) == (100 if longest else 0)
    for (value, _), bar in zip(values, drawn, strict=True):
        assert 0 <= bar.marked <= bar.length <= 100
        assert bar.length == pytest.approx(100 * value / max(longest, 1), abs=0.01)


def test_ages_leave_no_day_out() -> None:
    ages = by_age({0: 2, 3: 1})

    assert [age.count for age in ages] == [2, 0, 0, 1]
    assert ages[0].least == 1
    assert all(
        age.most is not None and age.most + 1 == older.least for age, older in itertools.pairwise(AGES)
    )
    assert ages[-1].most is None


def test_what_is_overdue_is_told_by_how_late_it_is(
    client: FlaskClient, database: Database, plan: Plan
) -> None:
    for days in (-1, 0, 1, 7, 8, 30, 31, 90, 91, 400):
        make_commitment(database, plan, due=TODAY - timedelta(days=days))
    make_commitment(database, plan, due=None)

    body = told(client, plan)

    assert [age["count"] for age in body["ages"]] == [2, 2, 2, 2]
    assert chart_schemas.Charts().validate(body) == {}


def test_the_workload_names_organisations_most_first_and_nobody_last(
    client: FlaskClient, database: Database, plan: Plan
) -> None:
    oak, elm = (
        make_contact(database, name, f"{name[:3]}@example.org")[0] for name in ("Oak Trust", "Elm Trust")
    )
    late = TODAY - timedelta(days=1)
    for owner, due in ((oak, None), (elm, late), (elm, None), (None, late), (None, None), (None, None)):
        make_commitment(database, plan, organisation_id=owner, due=due)

    loads = told(client, plan)["workload"]

    assert [tuple(load.values()) for load in loads] == [
        (str(elm), "Elm Trust", 2, 1),
        (str(oak), "Oak Trust", 1, 0),
        (None, None, 3, 1),
    ]


def test_every_day_of_a_burn_up_says_what_the_status_of_that_day_says(
    database: Database, plan: Plan, clock: Clock
) -> None:
    for days in (0, 3, 1, 40, 0, 2):
        clock.at += timedelta(days=days, hours=5)
        done = make_commitment(database, plan, due=TODAY + timedelta(days=2))
        given_up = make_commitment(database, plan)
        clock.at += timedelta(hours=13)
        with database.unit_of_work() as uow:
            for action in (Action.ACCEPT, Action.FINISH):
                details = Details(note="It is open")
                done = record_update(uow, done.id, done.version, action, details, COORDINATOR)
            record_update(uow, given_up.id, 1, Action.DECLINE, Details(reason="Rain"), COORDINATOR)
        make_commitment(database, plan, due=TODAY)

    with database.unit_of_work(read_only=True) as uow:
        now = moment_in(uow, COMMUNITY)
        for day in (
            now.day,
            now.day - timedelta(days=1),
            TODAY + timedelta(days=3),
            TODAY - timedelta(days=9),
        ):
            moment = moment_in(uow, COMMUNITY, day)
            figures = figures_of(uow, Extent.plan(plan.id), moment, [Scope.ORGANISATION])
            charts = charts_of(uow, plan, moment, figures)
            whole = figures.whole
            assert charts.burn_up[-1].day == day
            assert sum(load.open for load in charts.workload) == whole.open
            assert sum(load.overdue for load in charts.workload) == whole.overdue
            assert sum(age.count for age in charts.ages) == whole.overdue
            for each in charts.burn_up:
                then = figures_of(uow, Extent.plan(plan.id), moment_in(uow, COMMUNITY, each.day)).whole
                assert (each.total, each.done) == (then.total, then.done)
                assert each.given_up == then.declined + then.withdrawn
    assert whole.total == 0


def test_a_burn_up_takes_one_query_however_many_days_it_has(
    database: Database, plan: Plan, clock: Clock
) -> None:
    asked: list[str] = []
    make_commitment(database, plan)
    clock.forward(days=100)
    with database.unit_of_work(read_only=True) as uow:
        moment = moment_in(uow, COMMUNITY)
        event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        reached = burn_up_of(uow, plan, moment)

    assert len(reached) == MOST_DAYS
    assert len(asked) == 1


def test_a_past_day_has_the_charts_of_that_day_and_none_yet_to_come_has_any(
    client: FlaskClient, database: Database, plan: Plan, clock: Clock
) -> None:
    make_commitment(database, plan, due=TODAY)
    clock.forward(days=3)
    make_commitment(database, plan)

    then, now = told(client, plan, f"?as_at={TODAY}"), told(client, plan)

    assert (then["day"], then["burn_up"][-1]["total"]) == (str(TODAY), 1)
    assert (now["burn_up"][-1]["total"], now["ages"][0]["count"]) == (2, 1)
    refused = client.get(f"{API}/plans/{plan.id}/charts?as_at={TODAY + timedelta(days=9)}")
    assert refused.get_json()["errors"][0]["field"] == "/as_at"
