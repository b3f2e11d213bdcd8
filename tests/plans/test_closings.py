"""Closing a plan: nothing open is lost or doubled, and what is closed stays as it is."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.plans.db.queries.carry_overs import twins_of
from services.plans.db.queries.waits import waits_of
from services.plans.db.tables import commitments
from services.plans.domain.carry_overs import heading_there
from services.plans.domain.commitments import NOTHING, Commitment, Details
from services.plans.domain.plans import Plan, PlanClosed
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.use_cases.closings import close_plan, reopen_plan
from services.plans.use_cases.milestones import add_milestone
from services.plans.use_cases.outcomes import Conflict, NotFound
from services.plans.use_cases.plans import PlanDetails, change_plan, create_plan
from services.plans.use_cases.updates import record_update
from services.plans.use_cases.waits import wait_on
from shared.contracts import CommitmentState, Contract, PlanChanged
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, a_plan, make_commitment, make_contact, make_plan
from tests.shared.http.cast import ELSEWHERE

LINE = "The meadow is open to everyone"
WAYS: dict[CommitmentState, tuple[tuple[Action, Details], ...]] = {
    CommitmentState.OFFERED: (),
    CommitmentState.AGREED: ((Action.ACCEPT, NOTHING),),
    CommitmentState.UNDER_WAY: ((Action.ACCEPT, NOTHING), (Action.START, NOTHING)),
    CommitmentState.DONE: ((Action.ACCEPT, NOTHING), (Action.FINISH, Details(note="It stands"))),
    CommitmentState.DECLINED: ((Action.DECLINE, Details(reason="No money")),),
    CommitmentState.WITHDRAWN: ((Action.ACCEPT, NOTHING), (Action.WITHDRAW, Details(reason="No time"))),
}


def closed(database: Database, plan: Plan, carried: dict[UUID, UUID] | None = None, line: str = LINE) -> Plan:
    with database.unit_of_work() as uow:
        version = uow.session.get_one(Plan, plan.id).version
        return close_plan(uow, plan.id, version, line, carried or {}, COORDINATOR)


def reopened(database: Database, plan: Plan) -> Plan:
    with database.unit_of_work() as uow:
        return reopen_plan(uow, plan.id, uow.session.get_one(Plan, plan.id).version)


def all_in(database: Database, plan: Plan) -> dict[UUID, Commitment]:
    with database.unit_of_work(read_only=True) as uow:
        found = uow.session.scalars(select(Commitment).where(commitments.c.plan_id == plan.id))
        return {each.id: each for each in found}


def brought_to(database: Database, commitment: Commitment, state: CommitmentState) -> None:
    for action, details in WAYS[state]:
        with database.unit_of_work() as uow:
            version = uow.session.get_one(Commitment, commitment.id).version
            record_update(uow, commitment.id, version, action, details, COORDINATOR)


def promised(commitment: Commitment) -> tuple[object, ...]:
    of = commitment
    return (of.text, of.organisation_id, of.contact_id, tuple(of.supporting), of.due, of.evidence)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(CommitmentState), st.sampled_from([None, 0, 1])), max_size=6))
def test_nothing_open_is_lost_or_doubled(
    database: Database, fates: list[tuple[CommitmentState, int | None]]
) -> None:
    plan, *others = (make_plan(database, name=name) for name in ("Ending", "Next", "Another"))
    made = [make_commitment(database, plan, text=f"Plant tree {number}") for number in range(len(fates))]
    for commitment, (state, _) in zip(made, fates, strict=True):
        brought_to(database, commitment, state)
    before = all_in(database, plan)
    carried = {
        commitment.id: others[target].id
        for commitment, (state, target) in zip(made, fates, strict=True)
        if target is not None and not state.ended
    }

    closed(database, plan, carried)

    after = all_in(database, plan)
    for other in others:
        went = [before[each] for each, to in carried.items() if to == other.id]
        arrived = all_in(database, other).values()
        assert sorted(map(promised, arrived), key=str) == sorted(map(promised, went), key=str)
        assert {each.state for each in arrived} <= {CommitmentState.OFFERED}
    assert {each: after[each].state for each in carried} == dict.fromkeys(carried, CommitmentState.WITHDRAWN)
    stayed = before.keys() - carried.keys()
    assert {each: after[each].told() for each in stayed} == {each: before[each].told() for each in stayed}


def test_done_twice_it_is_refused_and_carries_nothing_twice(database: Database) -> None:
    plan, following = make_plan(database), make_plan(database, name="Next")
    gate = make_commitment(database, plan)
    closed(database, plan, {gate.id: following.id})

    with pytest.raises(PlanClosed):
        closed(database, plan, {gate.id: following.id})
    reopened(database, plan)
    with pytest.raises(Refused, match="has ended"):
        closed(database, plan, {gate.id: following.id})
    with database.unit_of_work() as uow, pytest.raises(Refused, match="goes on there"):
        record_update(uow, gate.id, 2, Action.REOPEN, NOTHING, COORDINATOR)

    assert len(all_in(database, following)) == 1


def test_both_sides_tell_of_each_other_with_all_that_was_promised(database: Database) -> None:
    plan, following = make_plan(database), make_plan(database, name="Next", headings=["Gates"])
    owner, contact = make_contact(database, "Oak Trust", "sam@example.org")
    facts = {"organisation_id": owner, "contact_id": contact, "supporting": (owner,), "evidence": "A photo"}
    gate = make_commitment(database, plan, due=date(2026, 9, 1), **facts)

    closed(database, plan, {gate.id: following.id})

    (new,) = all_in(database, following).values()
    old = all_in(database, plan)[gate.id]
    assert promised(new) == promised(gate)
    assert (new.heading, old.reason) == ("Gates", "Carried over to Next as 1.")
    with database.unit_of_work(read_only=True) as uow:
        went_to, came_from = twins_of(uow, gate.id, [COMMUNITY]).went_to, twins_of(uow, new.id, []).came_from
    assert went_to is not None
    assert (went_to.id, went_to.plan_name) == (new.id, "Next")
    assert came_from is None, "strangers hear nothing of a plan that is not public"


def test_what_waits_follows_to_the_other_plan(database: Database) -> None:
    plan, following = make_plan(database), make_plan(database, name="Next")
    gate, walk, sign = (make_commitment(database, plan) for _ in range(3))
    with database.unit_of_work() as uow:
        wait_on(uow, walk.id, gate.id, None)
        wait_on(uow, gate.id, sign.id, None)

    closed(database, plan, {gate.id: following.id})

    (new,) = all_in(database, following)
    with database.unit_of_work(read_only=True) as uow:
        assert set(waits_of(uow, [walk.id, new, gate.id])) == {(walk.id, new), (new, sign.id)}


def test_a_closed_plan_takes_nothing_until_it_is_opened_again(database: Database) -> None:
    plan = make_plan(database)
    gate = make_commitment(database, plan)
    version = closed(database, plan).version
    deeds: list[Callable[[], object]] = [
        lambda: brought_to(database, gate, CommitmentState.AGREED),
        lambda: make_commitment(database, plan),
    ]

    for deed in deeds:
        with pytest.raises(PlanClosed):
            deed()
    with database.unit_of_work() as uow, pytest.raises(PlanClosed):
        add_milestone(uow, plan.id, "Every gate is open")
    with database.unit_of_work() as uow, pytest.raises(PlanClosed):
        change_plan(uow, plan.id, version, PlanDetails(name="Another"))

    reopened(database, plan)
    for deed in deeds:
        deed()
    with pytest.raises(Refused, match="open already"):
        reopened(database, plan)


def test_others_hear_that_it_is_closed_and_open_again(
    database: Database, said: Callable[[], list[Contract]]
) -> None:
    plan = make_plan(database)

    closed(database, plan)
    reopened(database, plan)

    told = [(each.version, each.closed) for each in said() if isinstance(each, PlanChanged)]
    assert told == [(1, False), (2, True), (3, False)]


def test_what_cannot_go_there_keeps_the_plan_open_and_whole(database: Database) -> None:
    plan, ended = make_plan(database), make_plan(database, name="Ended")
    gate, far = make_commitment(database, plan), make_commitment(database, ended)
    closed(database, ended)
    theirs = a_plan()
    with database.unit_of_work() as uow:
        other = create_plan(uow, ELSEWHERE, name="Theirs", vision=theirs.vision, horizon=theirs.horizon)
    following = make_plan(database, name="Next")

    for carried in (
        {gate.id: plan.id},
        {gate.id: ended.id},
        {gate.id: other.id},
        {gate.id: uuid4()},
        {far.id: following.id},
        {uuid4(): following.id},
    ):
        with pytest.raises(Refused):
            closed(database, plan, carried)
    with pytest.raises(Refused, match="Say in a line"):
        closed(database, plan, {gate.id: following.id}, line="  ")

    assert all_in(database, plan)[gate.id].version == 1
    assert not all_in(database, following)


def test_a_plan_that_is_not_there_or_was_changed_is_not_closed(database: Database) -> None:
    plan = make_plan(database)

    with database.unit_of_work() as uow, pytest.raises(NotFound):
        close_plan(uow, uuid4(), 1, LINE, {}, COORDINATOR)
    with database.unit_of_work() as uow, pytest.raises(Conflict):
        close_plan(uow, plan.id, 7, LINE, {}, COORDINATOR)


def test_a_heading_is_kept_where_the_other_plan_has_it() -> None:
    assert heading_there("gates", ["Walks", "Gates"]) == "Gates"
    assert heading_there("Trees", ["Walks", "Gates"]) == "Walks"
