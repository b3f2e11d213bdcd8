"""The page that closes a plan, and how a closed one looks to everybody."""

from uuid import UUID

import pytest

from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.use_cases.closings import close_plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COORDINATOR, make_commitment, make_plan
from tests.plans.web.conftest import SignIn


@pytest.fixture
def gate(database: Database, plan: Plan, owner: dict[str, UUID]) -> Commitment:
    return make_commitment(database, plan, reference="G1", **owner)


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def closed(database: Database, plan: Plan) -> None:
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "The meadow is open", {}, COORDINATOR)


def test_a_coordinator_closes_the_plan_and_sends_on_what_is_open(
    coordinator: Visitor, database: Database, plan: Plan, gate: Commitment
) -> None:
    following = make_plan(database, name="Gardens")
    form = coordinator.look(f"/plans/{plan.id}/close").form_with("line")

    after = coordinator.send(form, line="The meadow is open", **{f"to_{gate.id.hex}": str(following.id)})
    there = coordinator.look(f"/plans/{following.id}")
    old = coordinator.look(f"/plans/commitments/{gate.id}")

    assert "The plan is closed. 1 of its commitments goes on elsewhere." in after.text
    assert "This plan was closed on 2 March 2026" in after.text
    assert "Open the north gate" in there.text
    assert "Carried over to 1 in Gardens" in old.text
    assert "carried it over to another plan" in old.text
    assert "Note down what was said" not in old.text


def test_what_is_wrong_is_said_and_what_was_typed_stays(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    form = coordinator.look(f"/plans/{plan.id}/close").form_with("line")

    empty = coordinator.send(form, line="")
    assert empty.status == 400
    closed(database, plan)
    late = coordinator.send(form, line="We did it")

    assert "Say why the plan is closed and what came of it" in empty.text
    assert "Somebody else changed the plan in the meantime" in late.text
    assert late.form_with("line").fields["line"] == "We did it"


def test_a_closed_plan_is_opened_again_by_a_button_and_only_once(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    closed(database, plan)
    page = coordinator.look(f"/plans/{plan.id}")
    form = next(each for each in page.forms if each.action.endswith("/reopen"))

    first, second = coordinator.send(form), coordinator.send(form)

    assert "Write down a commitment" not in page.text
    assert "The plan is open again." in first.text
    assert "Somebody changed the plan in the meantime" in second.text


def test_everybody_sees_that_it_is_closed(
    coordinator: Visitor, database: Database, plan: Plan, gate: Commitment
) -> None:
    closed(database, plan)

    pages = [f"/plans/{plan.id}", "/plans", f"/plans/{plan.id}/status", f"/plans/commitments/{gate.id}"]

    assert all("losed" in coordinator.look(page).text for page in pages)


def test_a_link_of_a_closed_plan_says_so_kindly_and_takes_no_answer(
    visitor: Visitor, database: Database, plan: Plan, gate: Commitment, link: str
) -> None:
    make_commitment(
        database, plan, text="Lead a walk", organisation_id=gate.organisation_id, contact_id=gate.contact_id
    )
    before = visitor.look(link).forms[0]
    form = visitor.look(f"{link}/{gate.id}").form_with("say")
    closed(database, plan)

    listed = visitor.look(link)
    shown = visitor.look(f"{link}/{gate.id}")
    answered = visitor.send(form, say="accept")
    all_accepted = visitor.send(before)

    assert "This plan is closed, so nothing more is needed from you here." in listed.text
    assert not [each for each in (*listed.forms, *shown.forms) if "say" in each.fields]
    assert "nothing more is needed from you here" in answered.text
    assert "You accepted" not in all_accepted.text
    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.get_one(Commitment, gate.id).version == 1


def test_a_step_typed_into_a_plan_closed_meanwhile_is_refused_beside_it(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    form = coordinator.look(f"/plans/{plan.id}/milestones/new").form_with("text")
    closed(database, plan)

    answer = coordinator.send(form, text="Every gate is open")

    assert "This plan is closed" in answer.text
