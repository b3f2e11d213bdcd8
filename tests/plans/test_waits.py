"""What waits on what: no circle ever comes to be, and each side is told of the other."""

import threading
from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from services.plans.db.queries.waits import waits_about, waits_in_plan
from services.plans.db.tables import waits
from services.plans.domain.commitments import Commitment, Details
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.transitions import Action
from services.plans.domain.waits import Circle, check_no_circle
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.plans import create_plan
from services.plans.use_cases.updates import record_update
from services.plans.use_cases.waits import wait_no_more, wait_on, wait_on_called
from shared.db.unit_of_work import Database
from tests.plans.factories import COMMUNITY, COORDINATOR, a_plan, make_commitment, make_contact, make_plan
from tests.shared.http.cast import ELSEWHERE

MANY = tuple(UUID(int=number) for number in range(8))
PAIRS = st.lists(st.tuples(st.sampled_from(MANY), st.sampled_from(MANY)), max_size=30)

Pair = tuple[UUID, UUID]


def accepted(pairs: list[Pair]) -> tuple[set[Pair], set[Pair]]:
    """Note one wait after the other, and return which were taken and which refused."""
    taken: set[Pair] = set()
    refused: set[Pair] = set()
    for waiting, on in pairs:
        try:
            check_no_circle(waiting, on, lambda ids: [pair for pair in taken if pair[0] in ids])
        except Circle:
            refused.add((waiting, on))
        else:
            taken.add((waiting, on))
    return taken, refused


def in_order(pairs: Collection[Pair]) -> bool:
    """Return whether all of them can be done one after the other, by taking away what waits on nothing."""
    left = set(pairs)
    while left:
        free = {on for _, on in left} - {waiting for waiting, _ in left}
        if not free:
            return False
        left = {pair for pair in left if pair[1] not in free}
    return True


@given(PAIRS)
def test_what_is_taken_can_always_be_done_in_some_order(pairs: list[Pair]) -> None:
    taken, _ = accepted(pairs)

    assert in_order(taken)


@given(PAIRS)
def test_only_what_would_close_a_circle_is_refused(pairs: list[Pair]) -> None:
    taken, refused = accepted(pairs)

    assert not any(in_order(taken | {pair}) for pair in refused)


def test_a_circle_says_by_which_way_it_closes() -> None:
    first, second, third = MANY[:3]
    known = [(second, third), (third, first)]

    with pytest.raises(Circle) as refusal:
        check_no_circle(first, second, lambda ids: [pair for pair in known if pair[0] in ids])

    assert refusal.value.way == (second, third, first)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


def noted(database: Database, waiting: Commitment, on: Commitment) -> None:
    with database.unit_of_work() as uow:
        wait_on(uow, waiting.id, on.id, COORDINATOR.person_id)


def pairs_in(database: Database) -> list[Pair]:
    with database.unit_of_work(read_only=True) as uow:
        return [(row.commitment_id, row.on_id) for row in uow.session.execute(select(waits))]


def test_a_wait_is_told_on_both_sides_with_the_owners(database: Database, plan: Plan) -> None:
    owner, contact = make_contact(database, "Oak Trust", "sam@example.org")
    gate = make_commitment(database, plan, organisation_id=owner, contact_id=contact, due=date(2026, 9, 1))
    walk = make_commitment(database, plan, text="Lead a walk", due=date(2026, 6, 1))

    noted(database, walk, gate)
    noted(database, walk, gate)

    with database.unit_of_work(read_only=True) as uow:
        (about_walk,) = waits_about(uow, walk.id, [COMMUNITY])
        assert waits_about(uow, gate.id, [COMMUNITY]) == [about_walk]
        assert waits_in_plan(uow, plan.id, [COMMUNITY]) == [about_walk]
    assert (about_walk.commitment.text, about_walk.on.organisation) == ("Lead a walk", "Oak Trust")
    assert about_walk.too_late


def test_what_has_ended_holds_up_nobody_in_the_plan_but_is_still_told(database: Database, plan: Plan) -> None:
    gate, walk = make_commitment(database, plan), make_commitment(database, plan)
    noted(database, walk, gate)

    with database.unit_of_work() as uow:
        record_update(uow, gate.id, 1, Action.DECLINE, Details(reason="No money"), COORDINATOR)

    with database.unit_of_work(read_only=True) as uow:
        assert waits_in_plan(uow, plan.id, [COMMUNITY]) == []
        assert len(waits_about(uow, walk.id, [COMMUNITY])) == 1
    with pytest.raises(Refused, match="has ended"):
        noted(database, walk, gate)


def test_two_that_are_to_wait_on_each_other_are_refused(database: Database, plan: Plan) -> None:
    gate, walk = make_commitment(database, plan), make_commitment(database, plan)
    noted(database, walk, gate)

    for waiting, on in ((gate, walk), (gate, gate)):
        with pytest.raises(Refused):
            noted(database, waiting, on)

    assert pairs_in(database) == [(walk.id, gate.id)]


def test_two_at_once_close_no_circle(database: Database, plan: Plan) -> None:
    gate, walk = make_commitment(database, plan), make_commitment(database, plan)
    begin = threading.Barrier(2)
    refused: list[Refused] = []

    def note(waiting: Commitment, on: Commitment) -> None:
        begin.wait()
        try:
            noted(database, waiting, on)
        except Refused as refusal:
            refused.append(refusal)

    both = [threading.Thread(target=note, args=pair) for pair in ((gate, walk), (walk, gate))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert (len(pairs_in(database)), len(refused)) == (1, 1)


def test_it_waits_no_more_once_told_so(database: Database, plan: Plan) -> None:
    gate, walk = make_commitment(database, plan), make_commitment(database, plan)
    noted(database, walk, gate)

    for _ in range(2):
        with database.unit_of_work() as uow:
            wait_no_more(uow, walk.id, gate.id)

    assert pairs_in(database) == []


def test_another_community_has_nothing_to_wait_on(database: Database, plan: Plan) -> None:
    walk = make_commitment(database, plan)
    theirs = a_plan()
    with database.unit_of_work() as uow:
        other = create_plan(uow, ELSEWHERE, name="Theirs", vision=theirs.vision, horizon=theirs.horizon)
    far = make_commitment(database, other)

    for on_id in (far.id, uuid4()):
        with database.unit_of_work() as uow, pytest.raises(Refused, match="no such commitment"):
            wait_on(uow, walk.id, on_id, None)
    with database.unit_of_work() as uow, pytest.raises(NotFound):
        wait_on(uow, uuid4(), walk.id, None)


def test_a_plan_that_is_not_public_tells_strangers_nothing_of_its_side(database: Database) -> None:
    open_plan, closed_plan = make_plan(database, public=True), make_plan(database, name="Closed")
    walk, gate = make_commitment(database, open_plan), make_commitment(database, closed_plan)
    noted(database, walk, gate)

    with database.unit_of_work(read_only=True) as uow:
        assert waits_about(uow, walk.id, []) == waits_in_plan(uow, open_plan.id, []) == []
        assert len(waits_about(uow, walk.id, [COMMUNITY])) == 1


def test_the_other_is_found_by_what_people_call_it(database: Database, plan: Plan) -> None:
    gate = make_commitment(database, plan, reference="a7")
    exact = make_commitment(database, plan, reference="A7")
    walk = make_commitment(database, plan, reference="B1")

    with database.unit_of_work() as uow:
        wait_on_called(uow, walk.id, " A7 ", None)
        wait_on_called(uow, exact.id, "a7", None)
    with database.unit_of_work() as uow, pytest.raises(Refused, match="no commitment 'C9'"):
        wait_on_called(uow, walk.id, "C9", None)

    assert set(pairs_in(database)) == {(walk.id, exact.id), (exact.id, gate.id)}
