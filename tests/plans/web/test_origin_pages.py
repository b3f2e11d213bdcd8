"""The pages on which assets are written down, and on which commitments are tied to them."""

from uuid import UUID

import pytest

from services.plans.db.queries.assets import assets_of, built_on, origin_of
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.workshops import Workshop
from services.plans.use_cases.assets import add_assets
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import make_commitment
from tests.plans.web.conftest import SignIn
from tests.plans.workshops.making import make_workshop


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def workshop(database: Database, plan: Plan) -> Workshop:
    return make_workshop(database, plan, method="rich_pictures")


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    return make_commitment(database, plan, reference="A1")


def texts(database: Database, workshop_id: UUID) -> list[str]:
    with database.unit_of_work(read_only=True) as uow:
        return [each.text for each in assets_of(uow, workshop_id)]


def test_a_coordinator_writes_down_what_is_good_already(
    coordinator: Visitor, database: Database, workshop: Workshop
) -> None:
    path = f"/plans/workshops/{workshop.id}"

    page = coordinator.send(coordinator.look(f"{path}/assets").form_with("text"), text="Old limes\n\nA choir")
    shown = coordinator.look(path)
    coordinator.send(next(form for form in page.forms if form.action.endswith("/remove")))
    long = coordinator.send(page.form_with("text"), text="x" * 201)

    assert "Old limes" in shown.text
    assert "Change what is good already" in shown.text
    assert "Say it in 200 characters or fewer" in long.text
    assert texts(database, workshop.id) == ["A choir"]


def test_a_coordinator_says_in_other_words_what_is_good_already(
    coordinator: Visitor, database: Database, workshop: Workshop
) -> None:
    with database.unit_of_work() as uow:
        add_assets(uow, workshop.id, ["Old lims", "A choir"])
    path = f"/plans/workshops/{workshop.id}/assets"

    page = coordinator.send(coordinator.look(path).form_with("words"), words="Old limes  by the river")
    blank = coordinator.send(page.form_with("words"), words=" ")
    long = coordinator.send(page.form_with("words"), words="x" * 201)

    assert "It is changed" in page.text
    assert (blank.status, long.status) == (400, 400)
    assert "Write what is good already" in blank.text
    assert "Say it in 200 characters or fewer" in long.text
    assert long.form_with("words").fields["words"] == "x" * 201
    assert texts(database, workshop.id) == ["Old limes by the river", "A choir"]


def test_a_commitment_is_tied_to_its_workshop_and_to_what_it_builds_on(
    coordinator: Visitor, database: Database, workshop: Workshop, commitment: Commitment
) -> None:
    with database.unit_of_work() as uow:
        first, second = add_assets(uow, workshop.id, ["Old limes", "A choir"])
    path = f"/plans/commitments/{commitment.id}"
    form = coordinator.look(f"{path}/origin").form_with("note")

    page = coordinator.send(
        form, workshop=str(workshop.id), note="walk + trees!", assets=[str(first.id), str(second.id)]
    )

    with database.unit_of_work(read_only=True) as uow:
        origin, linked = origin_of(uow, commitment.id), built_on(uow, commitment.id)
    assert origin is not None
    assert (origin.note, len(linked)) == ("walk + trees!", 2)
    assert "Came from Rich pictures, 24 January 2026 walk + trees!" in page.text
    assert "Builds on Old limes A choir" in page.text
    assert "noted which assets it builds on" in page.text
    refused = coordinator.send(
        next(
            each
            for each in coordinator.look(f"/plans/workshops/{workshop.id}/assets").forms
            if each.action.endswith(f"{first.id}/remove")
        )
    )
    assert "1 commitment builds on this. Take it from there first." in refused.text


def test_where_no_workshop_led_to_the_plan_one_is_led_to_record_it(
    coordinator: Visitor, commitment: Commitment
) -> None:
    page = coordinator.look(f"/plans/commitments/{commitment.id}/origin")

    assert "No workshop is recorded that led to this plan." in page.text
