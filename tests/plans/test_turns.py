"""We will, when they do: whose turn it is, said once for each time that the other side moved."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from services.plans.db.queries.history import history_of
from services.plans.db.queries.waits import Reciprocal, waits_about
from services.plans.db.tables import agreements
from services.plans.domain.commitments import NOTHING, Commitment, Details
from services.plans.domain.corrections import Correction
from services.plans.domain.plans import Plan, PlanClosed
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.domain.turns import AGREE, UNAGREE, Terms, Turn, TurnCircle, is_met, turn
from services.plans.use_cases.agreements import agree, agree_no_more, let_go
from services.plans.use_cases.batches import Wanted, record_batch
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.corrections import correct_update
from services.plans.use_cases.say_again import KINDS
from services.plans.use_cases.updates import record_update
from shared.contracts import CommitmentState, Contract, TurnCame, When
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_contact, make_plan
from tests.saying import say_again

STATES = st.lists(st.sampled_from(CommitmentState), max_size=20)
WHEN_DONE = Terms(when=When.DONE, agreed="You open the gate, we bring the walkers")
WHEN_STARTED = Terms(when=When.STARTED, agreed="You begin, then we do")
FINISHED = Details(note="Open every day")


def turns_along(when: When, states: list[CommitmentState]) -> list[Turn]:
    """Let the other side go through the states, and return what that meant each time."""
    came, told = False, []
    for state in states:
        found = turn(when, CommitmentState.AGREED, state, came=came)
        came = {Turn.COMES: True, Turn.IS_TAKEN_BACK: False, Turn.STAYS: came}[found]
        told.append(found)
    return told


@given(st.sampled_from(When), STATES)
def test_a_turn_never_comes_twice_without_being_taken_back_between(
    when: When, states: list[CommitmentState]
) -> None:
    moved = [each for each in turns_along(when, states) if each is not Turn.STAYS]

    assert all(each is (Turn.COMES, Turn.IS_TAKEN_BACK)[place % 2] for place, each in enumerate(moved))


@given(st.sampled_from(When), STATES)
def test_a_turn_comes_only_when_the_other_has_done_its_part(
    when: When, states: list[CommitmentState]
) -> None:
    told = zip(turns_along(when, states), states, strict=True)

    assert all(is_met(when, state) for each, state in told if each is Turn.COMES)


def test_nobody_is_called_to_what_has_ended_or_twice_to_what_was_handed_over() -> None:
    done, offered = CommitmentState.DONE, CommitmentState.OFFERED

    assert turn(When.DONE, CommitmentState.WITHDRAWN, done, came=False) is Turn.STAYS
    assert turn(When.STARTED, CommitmentState.AGREED, offered, came=True) is Turn.STAYS
    assert turn(When.DONE, CommitmentState.AGREED, offered, came=True) is Turn.IS_TAKEN_BACK


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def gate(database: Database, plan: Plan) -> Commitment:
    owner, contact = make_contact(database, "Oak Trust", "sam@example.org")
    return make_commitment(database, plan, reference="G1", organisation_id=owner, contact_id=contact)


@pytest.fixture
def walk(database: Database, plan: Plan) -> Commitment:
    owner, contact = make_contact(database, "Walking Friends", "noor@example.org", "Noor Hale")
    facts = {"organisation_id": owner, "contact_id": contact, "due": date(2026, 9, 1)}
    return make_commitment(database, plan, text="Lead a walk", reference="W1", **facts)


def agreed(database: Database, waiting: Commitment, on: Commitment, terms: Terms = WHEN_DONE) -> None:
    with database.unit_of_work() as uow:
        agree(uow, waiting.id, on.id, terms, COORDINATOR)


def act(database: Database, about: Commitment, action: Action, details: Details = NOTHING) -> None:
    with database.unit_of_work() as uow:
        version = uow.session.get_one(Commitment, about.id).version
        record_update(uow, about.id, version, action, details, COORDINATOR)


def turns_in(said: Callable[[], list[Contract]]) -> list[TurnCame]:
    return [each for each in said() if isinstance(each, TurnCame)]


def reciprocal(database: Database, commitment_id: UUID) -> Reciprocal | None:
    with database.unit_of_work(read_only=True) as uow:
        (wait,) = waits_about(uow, commitment_id, [COMMUNITY])
        return wait.reciprocal


def test_the_turn_comes_once_the_other_is_done_and_says_all_that_was_agreed(
    database: Database, said: Callable[[], list[Contract]], gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate)

    act(database, gate, Action.ACCEPT)
    act(database, gate, Action.START)
    assert turns_in(said) == []
    act(database, gate, Action.FINISH, FINISHED)

    (turn_came,) = turns_in(said)
    assert (turn_came.commitment_id, turn_came.on_id, turn_came.version) == (walk.id, gate.id, 1)
    assert (turn_came.when, turn_came.agreed) == (WHEN_DONE.when, WHEN_DONE.agreed)
    now = reciprocal(database, walk.id)
    assert now is not None
    assert now.turn_came_at == turn_came.at


def test_it_comes_again_only_when_the_other_was_opened_again_and_done_again(
    database: Database, said: Callable[[], list[Contract]], gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate)
    act(database, gate, Action.ACCEPT)
    act(database, gate, Action.FINISH, FINISHED)

    act(database, walk, Action.ACCEPT)
    act(database, gate, Action.REOPEN)
    assert [each.version for each in turns_in(said)] == [1]
    act(database, gate, Action.FINISH, FINISHED)

    assert [(each.id, each.version) for each in turns_in(said)] == [
        (turns_in(said)[0].id, number) for number in (1, 2)
    ]


def test_where_it_is_enough_that_they_start_done_says_nothing_more(
    database: Database, said: Callable[[], list[Contract]], gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate, WHEN_STARTED)

    act(database, gate, Action.ACCEPT)
    act(database, gate, Action.START)
    act(database, gate, Action.FINISH, FINISHED)
    act(database, gate, Action.REOPEN)

    assert [each.when for each in turns_in(said)] == [When.STARTED]


def test_a_batch_brings_the_turn_too(
    database: Database, said: Callable[[], list[Contract]], plan: Plan, gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate)
    act(database, gate, Action.ACCEPT)
    done = Wanted(name="G1", version=2, action=Action.FINISH, details=FINISHED, actor=COORDINATOR)

    with database.unit_of_work() as uow:
        record_batch(uow, plan.id, [done])

    assert len(turns_in(said)) == 1


def test_a_turn_is_taken_back_when_done_was_said_by_mistake(
    database: Database, said: Callable[[], list[Contract]], gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate)
    act(database, gate, Action.ACCEPT)
    act(database, gate, Action.FINISH, FINISHED)

    with database.unit_of_work() as uow:
        wrong = history_of(uow, gate.id)[-1].update
        correct_update(uow, gate.id, 3, wrong.id, Correction(note="Not yet", undo=True), COORDINATOR)

    now = reciprocal(database, walk.id)
    assert (len(turns_in(said)), now and now.turn_came_at) == (1, None)


def test_who_had_given_up_hears_once_they_take_it_up_again(
    database: Database, said: Callable[[], list[Contract]], gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate)
    act(database, walk, Action.DECLINE, Details(reason="No hands"))
    act(database, gate, Action.ACCEPT)
    act(database, gate, Action.FINISH, FINISHED)
    assert turns_in(said) == []

    act(database, walk, Action.REOPEN)

    assert [each.commitment_id for each in turns_in(said)] == [walk.id]


def test_what_is_said_again_for_lost_copies_is_no_turn(
    database: Database, gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate)
    act(database, gate, Action.ACCEPT)
    act(database, gate, Action.FINISH, FINISHED)

    with database.unit_of_work(read_only=True) as uow:
        assert not any(isinstance(each, TurnCame) for each in say_again(uow, KINDS))


@pytest.mark.parametrize("terms", [WHEN_DONE, WHEN_STARTED])
def test_two_that_would_wait_for_each_other_are_refused_with_a_way_out(
    database: Database, gate: Commitment, walk: Commitment, terms: Terms
) -> None:
    agreed(database, walk, gate, terms)

    with pytest.raises(TurnCircle, match="Let one side go first"):
        agreed(database, gate, walk, terms)

    assert reciprocal(database, gate.id) == reciprocal(database, walk.id)


def test_only_what_another_organisation_has_still_to_do_can_be_agreed_on(
    database: Database, plan: Plan, gate: Commitment, walk: Commitment
) -> None:
    own = make_commitment(database, plan, organisation_id=walk.organisation_id)
    with pytest.raises(Refused, match="one organisation's own"):
        agreed(database, walk, own)
    act(database, gate, Action.ACCEPT)
    act(database, gate, Action.START)

    with pytest.raises(Refused, match="done that already"):
        agreed(database, walk, gate, WHEN_STARTED)

    agreed(database, walk, gate, WHEN_DONE)


def test_the_history_keeps_what_was_agreed_and_that_it_no_longer_holds(
    database: Database, gate: Commitment, walk: Commitment
) -> None:
    for terms in (WHEN_DONE, WHEN_DONE, WHEN_STARTED):
        agreed(database, walk, gate, terms)
    for _ in range(2):
        with database.unit_of_work() as uow:
            agree_no_more(uow, walk.id, gate.id, COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        told = [each.update for each in history_of(uow, walk.id)][1:]
    assert [each.action for each in told] == [AGREE, AGREE, UNAGREE]
    assert told[1].after == {"agreed": "You begin, then we do (we will, when they have started: G1)"}
    assert reciprocal(database, walk.id) is None


def test_letting_go_of_the_wait_ends_what_was_agreed(
    database: Database, said: Callable[[], list[Contract]], gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate)
    with database.unit_of_work() as uow:
        let_go(uow, walk.id, gate.id, COORDINATOR)
    act(database, gate, Action.ACCEPT)
    act(database, gate, Action.FINISH, FINISHED)

    assert turns_in(said) == []


def test_a_closed_plan_takes_no_agreement(database: Database, gate: Commitment, walk: Commitment) -> None:
    with database.unit_of_work() as uow:
        close_plan(uow, walk.plan_id, 1, "All done", {}, COORDINATOR)

    with pytest.raises(PlanClosed):
        agreed(database, walk, gate)


def test_what_was_agreed_goes_on_where_a_commitment_is_carried_over(
    database: Database, said: Callable[[], list[Contract]], gate: Commitment, walk: Commitment
) -> None:
    agreed(database, walk, gate)
    other = make_plan(database, name="Next year")
    with database.unit_of_work() as uow:
        close_plan(uow, walk.plan_id, 1, "On we go", {gate.id: other.id, walk.id: other.id}, COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        pair = uow.session.execute(select(agreements.c.commitment_id, agreements.c.on_id)).one()
        there = [uow.session.get_one(Commitment, each).plan_id for each in pair]
    assert (there, turns_in(said)) == ([other.id, other.id], [])
