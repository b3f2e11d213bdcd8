"""The page on which it is noted who consented to a vision, and where that shows."""

import pytest

from services.plans.domain.plans import Plan
from services.plans.use_cases.closings import close_plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COORDINATOR, make_plan
from tests.plans.web.conftest import SignIn
from tests.plans.workshops.making import make_workshop


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def test_consents_are_noted_shown_on_the_plan_and_taken_back(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    workshop = make_workshop(database, plan)
    form = coordinator.look(f"/plans/{plan.id}/consents").form_with("names")

    page = coordinator.send(
        form, names="Oak Trust\r\nElm Scouts", given_on=["20", "2", "2026"], workshop=str(workshop.id)
    )

    assert f"Oak Trust 20 February 2026, at the workshop in {workshop.place}" in page.text
    assert "Elm Scouts, 20 February 2026" in coordinator.look(f"/plans/{plan.id}").text
    exported = coordinator.client.get(f"/plans/api/v1/plans/{plan.id}/export.json").get_json()
    assert [each["organisation"] for each in exported["consents"]] == ["Elm Scouts", "Oak Trust"]
    remove = next(form for form in page.forms if form.action.endswith("/end"))
    assert "Elm Scouts" not in coordinator.send(remove).text


def test_what_cannot_be_noted_is_told_and_stays(coordinator: Visitor, plan: Plan) -> None:
    form = coordinator.look(f"/plans/{plan.id}/consents").form_with("names")

    page = coordinator.send(form, names="Oak Trust\r\nElm\x07", given_on=["31", "2", "2026"])

    assert page.status == 400
    assert "Enter a real date" in page.text
    assert "cannot be shown" in page.text or "control character" in page.text
    assert page.form_with("names").fields["names"].startswith("Oak Trust")


def test_anyone_sees_who_consented_to_a_public_vision_and_nobody_else_sees_at_which_workshop(
    coordinator: Visitor, visitor: Visitor, database: Database
) -> None:
    plan = make_plan(database, public=True)
    workshop = make_workshop(database, plan)
    form = coordinator.look(f"/plans/{plan.id}/consents").form_with("names")
    coordinator.send(form, names="Oak Trust", given_on=["20", "2", "2026"], workshop=str(workshop.id))

    within = coordinator.look(f"/plans/{plan.id}").text
    outside = visitor.look(f"/plans/{plan.id}").text

    assert f"Oak Trust, 20 February 2026, at the workshop in {workshop.place}" in within
    assert "Oak Trust, 20 February 2026" in outside
    assert workshop.place not in outside


def test_a_closed_plan_shows_its_consents_and_takes_no_more(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    form = coordinator.look(f"/plans/{plan.id}/consents").form_with("names")
    page = coordinator.send(form, names="Oak Trust", given_on=["20", "2", "2026"])
    remove = next(form for form in page.forms if form.action.endswith("/end"))
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "The meadow is open", {}, COORDINATOR)

    late = coordinator.send(form, names="Elm Scouts", given_on=["20", "2", "2026"])
    kept = coordinator.send(remove)

    assert late.status == 400
    assert late.form_with("names").fields["names"] == "Elm Scouts"
    assert "Elm Scouts" not in kept.text
    assert all("plan is closed" in each.text for each in (late, kept))
    assert "Oak Trust" in kept.text
    assert [each for each in kept.forms if "names" in each.fields or each.action.endswith("/end")] == []
