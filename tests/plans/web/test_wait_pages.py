"""The pages that say who is waiting on whom."""

from datetime import date
from uuid import UUID

import pytest

from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.use_cases.waits import wait_on
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import make_commitment
from tests.plans.web.conftest import SignIn


@pytest.fixture
def gate(database: Database, plan: Plan, owner: dict[str, UUID]) -> Commitment:
    return make_commitment(database, plan, reference="G1", due=date(2026, 9, 1), **owner)


@pytest.fixture
def walk(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan, text="Lead a walk", reference="W1", due=date(2026, 6, 1))


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def noted(database: Database, waiting: Commitment, on: Commitment) -> None:
    with database.unit_of_work() as uow:
        wait_on(uow, waiting.id, on.id, None)


def test_a_coordinator_lets_one_wait_on_another_and_no_more(
    coordinator: Visitor, gate: Commitment, walk: Commitment
) -> None:
    path = f"/plans/commitments/{walk.id}/waits"

    after = coordinator.send(coordinator.look(path).form_with("reference"), reference="g1")
    shown = coordinator.look(f"/plans/commitments/{gate.id}")
    ended = coordinator.send(next(form for form in after.forms if form.action.endswith("/end")))

    assert "It waits on that one now." in after.text
    assert "What waits on it Lead a walk" in shown.text
    assert "It waits on nothing so far." in ended.text


def test_what_cannot_be_waited_on_is_said_beside_what_was_typed(
    coordinator: Visitor, database: Database, gate: Commitment, walk: Commitment
) -> None:
    noted(database, gate, walk)
    form = coordinator.look(f"/plans/commitments/{walk.id}/waits").form_with("reference")

    answers = {typed: coordinator.send(form, reference=typed) for typed in ("", "X9", "G1")}

    assert "Give the reference of the other commitment" in answers[""].text
    assert "The plan has no commitment 'X9'." in answers["X9"].text
    assert "waits on this one already" in answers["G1"].text
    assert {page.status for page in answers.values()} == {400}
    assert answers["G1"].form_with("reference").fields["reference"] == "G1"


def test_the_plans_page_says_who_is_waited_on_and_what_comes_too_late(
    coordinator: Visitor, database: Database, plan: Plan, gate: Commitment, walk: Commitment
) -> None:
    noted(database, walk, gate)

    page = coordinator.look(f"/plans/{plan.id}/waits")

    assert "Waiting on Oak Trust (1)" in page.text
    assert "Comes too late" in page.text
    assert f"/plans/{plan.id}/waits" in coordinator.look(f"/plans/{plan.id}").source


def test_a_plan_in_which_nobody_waits_says_so(coordinator: Visitor, plan: Plan) -> None:
    assert "Nobody is waiting on anybody." in coordinator.look(f"/plans/{plan.id}/waits").text


def test_a_coordinator_notes_what_was_agreed_and_the_pages_say_it(
    coordinator: Visitor, plan: Plan, gate: Commitment, walk: Commitment
) -> None:
    path = f"/plans/commitments/{walk.id}/waits"
    form = coordinator.look(path).form_with("reference")

    wordless = coordinator.send(form, reference="G1", when="done", agreed=" ")
    after = coordinator.send(form, reference="G1", when="done", agreed="You open it, we lead the walk")

    assert (wordless.status, "Say in a line what was agreed" in wordless.text) == (400, True)
    assert wordless.form_with("reference").fields["reference"] == "G1"
    shown = coordinator.look(f"/plans/commitments/{gate.id}"), coordinator.look(f"/plans/{plan.id}/waits")
    for page in (after, *shown):
        assert "We will, when they have done it. You open it, we lead the walk" in page.text
    assert "noted what was agreed" in coordinator.look(f"/plans/commitments/{walk.id}").text


def test_what_was_agreed_is_a_plain_wait_again_once_noted_so(
    coordinator: Visitor, gate: Commitment, walk: Commitment
) -> None:
    form = coordinator.look(f"/plans/commitments/{walk.id}/waits").form_with("reference")
    coordinator.send(form, reference=gate.reference, when="done", agreed="You first, then we")

    after = coordinator.send(form, reference=gate.reference, when="", agreed="")

    assert "It waits on that one now." in after.text
    assert "You first, then we" not in after.text
