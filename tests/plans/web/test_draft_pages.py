"""Finishing drafts as a coordinator does."""

import pytest

from services.plans.db.queries.assets import origin_of
from services.plans.domain.facts import FourCo, Priority
from services.plans.domain.places import Place, Point
from services.plans.domain.plans import Plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import make_contact
from tests.plans.imports.sheets import csv_of, line
from tests.plans.imports.steps import applied, counted, imported, previewed, the_commitment
from tests.plans.web.conftest import SignIn
from tests.plans.workshops.making import make_workshop

CHOSEN: dict[str, str | list[str]] = {
    "heading": "A new part",
    "milestone": "as-typed",
    "due": ["31", "3", "2027"],
}

COMMITMENT = {"Reference": "A1", "Commitment": "Prune the limes", "Owner organisation": "Oak Trust"}


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def test_the_plan_leads_to_its_drafts_and_each_is_finished_in_the_usual_form(
    coordinator: Visitor, plan: Plan, database: Database
) -> None:
    imported(
        database, plan, line(1), line(2, due="31/02/2027", heading="A new part"), line(3, contact_email="x")
    )
    assert "2 drafts to finish" in coordinator.look(f"/plans/{plan.id}").text
    listed = coordinator.look(f"/plans/{plan.id}/drafts")
    assert "Due date “31/02/2027”: February 2027 has 28 days" in listed.text
    first = next(each["href"] for each in listed.attributes("a") if "/drafts/" in each.get("href", ""))

    page = coordinator.look(first)
    assert "The sheet says “31/02/2027”." in page.text
    form = page.form_with("organisation")
    assert 'value="A new part" selected' in page.source
    assert "Step 2 (a new milestone)" in page.text
    assert form.fields["text"] == "Do the thing number 2"
    assert form.fields["contact_email"] == "person2@example.org"
    empty = coordinator.send(form, text="", **CHOSEN)
    assert (empty.status, "Write what will be done" in empty.text) == (400, True)
    done = coordinator.send(form, **CHOSEN | {"due": ["28", "2", "2027"]})
    assert "In the plan now: Do the thing number 2" in done.text
    assert (counted(database), the_commitment(database, plan, "A2").heading) == (2, "A new part")


def test_a_finished_draft_keeps_all_that_its_row_says_besides(
    coordinator: Visitor, plan: Plan, database: Database
) -> None:
    besides = {"steps": "Print the maps", "priority": "High", "place": "Mill Lane gate"}
    besides |= {"coordinates": "52.481, -1.772", "four_co": "Co-delivery", "parts": "Group 2: Lends gloves"}
    imported(database, plan, line(1, due="31/02/2027", heading="A new part", **besides))
    page = coordinator.look(draft_of(coordinator, plan))
    form = page.form_with("organisation")

    coordinator.send(form, priority="low", four_co="co_delivery", **CHOSEN)

    made = the_commitment(database, plan, "A1")
    asked = {name: form.fields[name] for name in ("place", "coordinates", "steps")}
    assert asked == {name: besides[name] for name in asked}
    assert 'value="high" selected' in page.source
    assert 'value="co_delivery" selected' in page.source
    assert (made.priority, made.four_co) == (Priority.LOW, FourCo.DELIVERY)
    assert made.place == Place(name="Mill Lane gate", point=Point(latitude=52.481, longitude=-1.772))
    assert [step.text for step in made.steps] == ["Print the maps"]
    assert list(made.parts.values()) == ["Lends gloves"]


def test_a_workshop_that_nobody_knows_is_set_right_in_the_form(
    coordinator: Visitor, plan: Plan, database: Database
) -> None:
    workshop = make_workshop(database, plan, method="rich_pictures")
    cells = {**COMMITMENT, "Workshop": "Rich pictures in the hall", "Note on the wall": "walk +\ntrees!"}
    applied(database, previewed(database, plan, csv_of([[*cells], [*cells.values()]])))

    page = coordinator.look(draft_of(coordinator, plan))
    form = page.form_with("workshop")
    coordinator.send(form, workshop="2026-01-24, Rich pictures, Canary hall")

    assert "If it is “2026-01-24, Rich pictures, Canary hall”, write that." in page.text
    with database.unit_of_work(read_only=True) as uow:
        origin = origin_of(uow, the_commitment(database, plan, "A1").id)
    assert origin is not None
    assert (origin.workshop_id, origin.note) == (workshop.id, "walk +\ntrees!")


def test_a_name_in_doubt_is_asked_about_in_the_form(
    coordinator: Visitor, plan: Plan, database: Database
) -> None:
    make_contact(database, "Riverside Walkers", "sam@example.org")
    imported(database, plan, line(1, organisation="Riverside Walkrs", supporting="", heading="A new part"))
    draft = draft_of(coordinator, plan)

    form = coordinator.look(draft).form_with("organisation")
    still = coordinator.send(form, **CHOSEN)
    assert (still.status, "may be “Riverside Walkers”" in still.text) == (422, True)
    assert "In the plan now" in coordinator.send(still.form_with("new_names"), new_names="y", **CHOSEN).text


def test_a_draft_is_thrown_away_after_a_question(
    coordinator: Visitor, plan: Plan, database: Database
) -> None:
    imported(database, plan, line(1, due="soon"))
    draft = draft_of(coordinator, plan)

    asked = coordinator.look(f"{draft}/remove")
    assert "soon" in asked.text
    gone = coordinator.send(asked.form_with("sure"))

    assert "The draft is thrown away." in gone.text
    assert "No draft is waiting." in gone.text
    assert coordinator.client.get(draft).status_code == 404


def draft_of(coordinator: Visitor, plan: Plan) -> str:
    links = coordinator.look(f"/plans/{plan.id}/drafts").attributes("a")
    return next(each["href"] for each in links if "/drafts/" in each.get("href", ""))
