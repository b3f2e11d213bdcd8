"""The pages on which steps are written and ticked, by coordinators and by those who promised."""

from uuid import UUID

import pytest
from werkzeug.datastructures import MultiDict

from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.use_cases.steps import add_steps, tick_step
from services.plans.web.forms.step import turned_in
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Form, Page, Visitor
from tests.plans.factories import COORDINATOR, make_commitment
from tests.plans.web.conftest import SignIn


@pytest.fixture
def commitment(database: Database, plan: Plan, owner: dict[str, UUID]) -> Commitment:
    made = make_commitment(database, plan, reference="W1", **owner)
    with database.unit_of_work() as uow:
        add_steps(uow, made.id, ["Print the maps", "Walk the way"], COORDINATOR)
    return made


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def steps_of(database: Database, commitment: Commitment) -> dict[str, UUID]:
    with database.unit_of_work(read_only=True) as uow:
        return {step.text: step.id for step in uow.session.get_one(Commitment, commitment.id).steps}


def done_in(database: Database, commitment: Commitment) -> list[str]:
    with database.unit_of_work(read_only=True) as uow:
        return [step.text for step in uow.session.get_one(Commitment, commitment.id).steps if step.done]


def test_a_coordinator_writes_rewords_and_removes_steps(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    path = f"/plans/commitments/{commitment.id}/steps"
    maps = steps_of(database, commitment)["Print the maps"]

    coordinator.send(coordinator.look(path).form_with("text"), text="Rest\n\nGo home")
    page = coordinator.look(path)
    coordinator.send(form_to(page, f"/{maps}"), words="Print 30 maps")
    coordinator.send(form_to(coordinator.look(path), f"/{steps_of(database, commitment)['Rest']}/remove"))

    assert list(steps_of(database, commitment)) == ["Print 30 maps", "Walk the way", "Go home"]


def form_to(page: Page, ending: str) -> Form:
    return next(form for form in page.forms if form.action.endswith(ending))


def test_what_is_no_step_is_said_and_kept(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    path = f"/plans/commitments/{commitment.id}/steps"
    page = coordinator.look(path)
    maps = steps_of(database, commitment)["Print the maps"]

    nothing = coordinator.send(page.form_with("text"), text="")
    long = coordinator.send(page.form_with("text"), text="x" * 201)
    many = coordinator.send(page.form_with("text"), text="\n".join("abcdefghijklmnopqrs"))
    blank = coordinator.send(form_to(page, f"/{maps}"), words=" ")

    assert "Write what has to be done" in nothing.text
    assert "Say it in 200 characters or fewer" in long.text
    assert "20 steps at most" in many.text
    assert "Write what has to be done." in blank.text
    assert list(steps_of(database, commitment)) == ["Print the maps", "Walk the way"]


def test_a_coordinator_ticks_and_unticks_on_the_page_of_the_commitment(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    ids = steps_of(database, commitment)
    path = f"/plans/commitments/{commitment.id}"

    ticked = coordinator.send(form_to(coordinator.look(path), "/steps/done"), done=str(ids["Walk the way"]))
    first = done_in(database, commitment)
    coordinator.send(form_to(ticked, "/steps/done"), done=str(ids["Print the maps"]))

    assert "Its steps: 1 of 2 done" in ticked.text
    assert "by Kit Marlow" in ticked.text
    assert first == ["Walk the way"]
    assert done_in(database, commitment) == ["Print the maps"]


def test_what_somebody_else_ticked_meanwhile_stays_ticked(
    coordinator: Visitor, database: Database, commitment: Commitment
) -> None:
    ids = steps_of(database, commitment)
    form = form_to(coordinator.look(f"/plans/commitments/{commitment.id}"), "/steps/done")
    with database.unit_of_work() as uow:
        tick_step(uow, commitment.id, ids["Print the maps"], done=True, actor=COORDINATOR)

    coordinator.send(form, done=str(ids["Walk the way"]))

    assert done_in(database, commitment) == ["Print the maps", "Walk the way"]


def test_whoever_promised_ticks_by_their_link(
    visitor: Visitor, database: Database, link: str, commitment: Commitment, plan: Plan
) -> None:
    ids = steps_of(database, commitment)
    foreign = make_commitment(database, plan)
    with database.unit_of_work() as uow:
        (step,) = add_steps(uow, foreign.id, ["Not theirs"], COORDINATOR)

    form = form_to(visitor.look(f"{link}/{commitment.id}"), "/steps")
    page = visitor.send(form, done=str(ids["Walk the way"]))
    other = visitor.client.post(f"{link}/{foreign.id}/steps", data={"done": str(step.id)})

    assert "Its steps: 1 of 2 done" in page.text
    assert done_in(database, commitment) == ["Walk the way"]
    assert other.status_code == 404
    assert done_in(database, foreign) == []


def test_others_read_the_steps_without_names(
    signed_in: SignIn, database: Database, commitment: Commitment, coordinator: Visitor
) -> None:
    ids = steps_of(database, commitment)
    path = f"/plans/commitments/{commitment.id}"
    coordinator.send(form_to(coordinator.look(path), "/steps/done"), done=str(ids["Walk the way"]))

    page = signed_in(Role.MEMBER).look(path)

    assert "Its steps: 1 of 2 done" in page.text
    assert "by Kit Marlow" not in page.text
    assert not any(form.action.endswith("/steps/done") for form in page.forms)


def test_a_commitment_is_written_down_with_its_steps(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    form = coordinator.look(f"/plans/{plan.id}/commitments/new").form_with("text")

    coordinator.send(form, text="Lead a walk", heading=DEFAULT_HEADINGS[0], steps="Print the maps\nWalk")

    with database.unit_of_work(read_only=True) as uow:
        (made,) = uow.session.query(Commitment).filter_by(plan_id=plan.id)
    assert [step.text for step in made.steps] == ["Print the maps", "Walk"]


def test_only_the_boxes_that_were_turned_count() -> None:
    untouched, unticked, ticked = (UUID(int=number) for number in range(3))
    was = [("was", str(each)) for each in (untouched, unticked)]
    done = [("done", each) for each in (str(untouched), str(ticked), "no step")]

    assert turned_in(MultiDict([*was, *done])) == {ticked: True, unticked: False}
