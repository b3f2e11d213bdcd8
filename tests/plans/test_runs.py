"""100 days of small commitments: what is in a run, how it is looked at, and what it ends with."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from services.plans.api import run_schemas
from services.plans.db.queries.commitments import find_commitments
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.runs import check_ins_of, counts_in, history_of_run
from services.plans.domain.commitments import NOTHING, Commitment, Details
from services.plans.domain.plans import Plan, PlanClosed
from services.plans.domain.refusals import Refused
from services.plans.domain.runs import CHECK_DAYS, LENGTH, Review, Run, RunDeed, RunEnded
from services.plans.domain.transitions import Action
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.runs import begin_run, check_in, end_run, put_in, put_in_called, take_out
from services.plans.use_cases.updates import record_update
from shared.db.unit_of_work import Database, UnitOfWork
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, COORDINATOR, NOON, TODAY, make_commitment, make_plan
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
WENT_WELL = Review(success="The gate is open")
REASON = Details(reason="No hands")


def a_run(first_day: date = TODAY) -> Run:
    return Run(
        id=uuid4(),
        community_id=COMMUNITY,
        plan_id=uuid4(),
        title="Spring",
        purpose="To begin",
        first_day=first_day,
        created_at=NOON,
    )


@given(st.integers(-50, 200), st.sets(st.sampled_from(CHECK_DAYS)))
def test_a_check_in_is_due_exactly_when_it_may_be_made(passed: int, made: set[int]) -> None:
    run, today = a_run(), TODAY + timedelta(days=passed)

    def may_be_made(day: int) -> bool:
        try:
            run.check_may_be_looked_at(day, today, made)
        except Refused:
            return False
        return True

    assert run.due_checks(today, made) == [day for day in range(LENGTH + 1) if may_be_made(day)]


def test_day_100_is_a_hundred_days_after_the_first() -> None:
    run = a_run(date(2027, 3, 1))

    assert run.last_day == run.date_of(LENGTH) == date(2027, 6, 9)
    assert run.number_of(date(2027, 4, 7)) == 37


@pytest.mark.parametrize("name", ["success", "failure", "conflicting", "remedy"])
def test_one_thing_said_is_enough_for_a_review_and_none_is_not(name: str) -> None:
    with pytest.raises(Refused, match="at least one thing"):
        a_run().end(Review(success=" "), NOON)

    run = a_run()
    run.end(Review(**{name: "Something"}), NOON)

    assert run.ended
    assert run.due_checks(TODAY + timedelta(days=LENGTH), []) == []


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def run(database: Database, plan: Plan) -> Run:
    with database.unit_of_work() as uow:
        facts = {"title": "Spring", "purpose": "To begin", "first_day": TODAY}
        return begin_run(uow, plan.id, None, **facts)  # type: ignore[arg-type]  # Each fits.


@pytest.fixture
def gate(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan, reference="G1")


def do(database: Database, deed: Callable[[UnitOfWork], object]) -> None:
    with database.unit_of_work() as uow:
        deed(uow)


def listed(database: Database, run: Run) -> list[str]:
    with database.unit_of_work(read_only=True) as uow:
        return [row.reference for row in find_commitments(uow, Filters(run=run.id), TODAY, limit=None)]


def test_commitments_are_put_in_once_and_taken_out_and_stay_in_the_plan(
    database: Database, plan: Plan, run: Run, gate: Commitment
) -> None:
    for _ in range(2):
        do(database, lambda uow: put_in(uow, run.id, gate.id, None))
    in_it = listed(database, run)
    for _ in range(2):
        do(database, lambda uow: take_out(uow, run.id, gate.id, None))

    assert (in_it, listed(database, run)) == (["G1"], [])
    with database.unit_of_work(read_only=True) as uow:
        deeds = [(each.deed, each.about) for each in history_of_run(uow, run.id)]
        assert len(find_commitments(uow, Filters(plan_id=plan.id), TODAY, limit=None)) == 1
    assert deeds == [(RunDeed.BEGAN, "Spring"), (RunDeed.PUT_IN, "G1"), (RunDeed.TOOK_OUT, "G1")]


def test_only_what_is_the_plans_can_be_put_in(database: Database, run: Run) -> None:
    other = make_commitment(database, make_plan(database, name="Another"), reference="X1")

    with pytest.raises(Refused, match="no such commitment"):
        do(database, lambda uow: put_in(uow, run.id, other.id, None))
    with pytest.raises(Refused, match="no commitment 'X1'"):
        do(database, lambda uow: put_in_called(uow, run.id, "X1", None))
    with pytest.raises(NotFound):
        do(database, lambda uow: put_in(uow, uuid4(), other.id, None))


def test_a_check_in_keeps_how_it_stood_whatever_comes_later(
    database: Database, clock: Clock, run: Run, gate: Commitment
) -> None:
    do(database, lambda uow: put_in_called(uow, run.id, " g1 ", None))
    do(database, lambda uow: check_in(uow, run.id, None, day=0, note="We begin"))
    do(database, lambda uow: record_update(uow, gate.id, 1, Action.ACCEPT, NOTHING, COORDINATOR))
    with pytest.raises(Refused, match="has not come yet"):
        do(database, lambda uow: check_in(uow, run.id, None, day=25, note="Too soon"))
    with pytest.raises(Refused, match="already"):
        do(database, lambda uow: check_in(uow, run.id, None, day=0, note="Again"))
    clock.forward(days=30)
    do(database, lambda uow: check_in(uow, run.id, None, day=25, note="One is agreed"))

    with database.unit_of_work(read_only=True) as uow:
        first, second = check_ins_of(uow, run.id, within=True)
        assert counts_in(uow, run.id) == second.counts
        assert [each.note for each in check_ins_of(uow, run.id, within=False)] == [None, None]
    assert (first.counts["offered"], second.counts["offered"], second.counts["agreed"]) == (1, 0, 1)
    assert (first.note, second.day) == ("We begin", 25)


def test_a_run_that_has_ended_takes_nothing_more_and_another_carries_its_rest_on(
    database: Database, plan: Plan, run: Run, gate: Commitment
) -> None:
    done = make_commitment(database, plan, reference="D1")
    for each in (gate, done):
        do(database, lambda uow, each=each: put_in(uow, run.id, each.id, None))  # type: ignore[misc]  # Bound at once.
    do(database, lambda uow: record_update(uow, done.id, 1, Action.DECLINE, REASON, COORDINATOR))
    do(database, lambda uow: end_run(uow, run.id, WENT_WELL, None))

    for deed in (
        lambda uow: put_in(uow, run.id, gate.id, None),
        lambda uow: take_out(uow, run.id, gate.id, None),
        lambda uow: check_in(uow, run.id, None, day=0, note="Late"),
        lambda uow: end_run(uow, run.id, WENT_WELL, None),
    ):
        with pytest.raises(RunEnded):
            do(database, deed)

    with database.unit_of_work() as uow:
        again = begin_run(
            uow, plan.id, None, title="Summer", purpose="On", first_day=TODAY, carries_on=run.id
        )
    assert sorted(listed(database, run)) == ["D1", "G1"]
    assert listed(database, again) == ["G1"]


def test_a_closed_plan_has_runs_to_read_only(database: Database, plan: Plan, run: Run) -> None:
    do(database, lambda uow: close_plan(uow, plan.id, 1, "All done", {}, COORDINATOR))

    with pytest.raises(PlanClosed):
        do(database, lambda uow: end_run(uow, run.id, WENT_WELL, None))
    with pytest.raises(PlanClosed):
        do(database, lambda uow: begin_run(uow, plan.id, None, title="A", purpose="B", first_day=TODAY))


def test_a_program_begins_a_run_looks_at_it_and_ends_it(people: Cast, plan: Plan, gate: Commitment) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    new = {"title": "Spring", "purpose": "To begin", "first_day": TODAY.isoformat()}

    made = client.post(f"{API}/plans/{plan.id}/runs", headers=token, json=new)
    path = f"{API}/runs/{made.json['id']}"  # type: ignore[index]  # It is an object.
    put = client.put(f"{path}/commitments/{gate.id}", headers=token)
    looked = client.post(f"{path}/check-ins", headers=token, json={"day": 0, "note": "We begin"})
    early = client.post(f"{path}/check-ins", headers=token, json={"day": 25, "note": "Too soon"})
    blank = client.post(f"{path}/review", headers=token, json={})
    ended = client.post(f"{path}/review", headers=token, json={"remedy": "More hands"})

    assert [each.status_code for each in (made, put, looked, early, blank, ended)] == [
        201, 204, 201, 422, 422, 201,
    ]  # fmt: skip
    assert (made.json["due_check_ins"], made.json["last_day"]) == ([0], "2026-06-10")  # type: ignore[index]  # The same.
    assert client.get(f"{path}/review").json["remedy"] == "More hands"  # type: ignore[index]  # The same.
    assert client.get(f"{path}/check-ins").json["items"][0]["note"] is None  # type: ignore[index]  # The same.
    for lists in (f"{API}/commitments", f"{API}/plans/{plan.id}/commitments"):
        found = client.get(f"{lists}?run={made.json['id']}").json  # type: ignore[index]  # The same.
        assert [each["reference"] for each in found["items"]] == ["G1"]  # type: ignore[index]  # The same.
        assert client.get(f"{lists}?run={uuid4()}").json["items"] == []  # type: ignore[index]  # The same.


def test_a_run_that_begins_later_is_told_as_its_schema_says(people: Cast, plan: Plan) -> None:
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    later = {"title": "Autumn", "purpose": "To go on", "first_day": (TODAY + timedelta(days=94)).isoformat()}

    made = people.nobody().post(f"{API}/plans/{plan.id}/runs", headers=token, json=later).get_json()

    assert made["day"] == -94
    assert run_schemas.Run().validate(made) == {}
