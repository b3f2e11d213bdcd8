"""The pages of 100-day runs."""

from datetime import timedelta

import pytest

from services.plans.domain.plans import Plan
from services.plans.domain.runs import Run
from services.plans.use_cases.runs import begin_run, check_in, put_in
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import TODAY, make_commitment
from tests.plans.web.conftest import SignIn


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


@pytest.fixture
def run(database: Database, plan: Plan) -> Run:
    """A run on its 37th day, with one commitment in it, of which day 0 was looked at."""
    began = TODAY - timedelta(days=37)
    gate = make_commitment(database, plan, reference="G1")
    with database.unit_of_work() as uow:
        run = begin_run(uow, plan.id, None, title="Spring", purpose="To begin", first_day=began)
        put_in(uow, run.id, gate.id, None)
        check_in(uow, run.id, None, day=0, note="Ivy has the key")
        return run


def test_a_coordinator_begins_a_run_from_the_plans_page(coordinator: Visitor, plan: Plan) -> None:
    assert f"/plans/{plan.id}/runs" in coordinator.look(f"/plans/{plan.id}").source
    form = coordinator.look(f"/plans/{plan.id}/runs/new").form_with("title")

    nameless = coordinator.send(form, title="", purpose="To begin", first_day=["2", "3", "2026"])
    begun = coordinator.send(form, title="Spring", purpose="To begin", first_day=["2", "3", "2026"])

    assert (nameless.status, "Give the run a name" in nameless.text) == (400, True)
    assert nameless.form_with("purpose").fields["purpose"] == "To begin"
    assert "Day 0 of 100" in begun.text
    assert "Spring" in coordinator.look(f"/plans/{plan.id}/runs").text


def test_the_page_says_which_day_it_is_and_what_was_not_looked_at(coordinator: Visitor, run: Run) -> None:
    page = coordinator.look(f"/plans/runs/{run.id}")

    assert "Day 37 of 100" in page.text
    assert "1 not yet accepted" in page.text
    assert "Ivy has the key" in page.text
    assert page.text.count("Not looked at yet") == 1
    assert page.text.count("Still to come") == 3


def test_a_coordinator_puts_one_in_and_takes_one_out(
    coordinator: Visitor, database: Database, plan: Plan, run: Run
) -> None:
    make_commitment(database, plan, text="Lead a walk", reference="W1")
    form = coordinator.look(f"/plans/runs/{run.id}").form_with("reference")

    unknown = coordinator.send(form, reference="X9")
    put = coordinator.send(form, reference="w1")
    out = coordinator.send(next(each for each in put.forms if each.action.endswith("/end")))

    assert (unknown.status, "The plan has no commitment 'X9'." in unknown.text) == (400, True)
    assert "Lead a walk" in put.text
    assert "It is out of the run, and stays in the plan." in out.text


def test_a_check_in_is_kept_with_its_note(coordinator: Visitor, run: Run) -> None:
    form = coordinator.look(f"/plans/runs/{run.id}/check-in").form_with("note")

    wordless = coordinator.send(form, day="25", note="")
    kept = coordinator.send(form, day="25", note="It goes well")

    assert (wordless.status, "Say how it goes" in wordless.text) == (400, True)
    assert "It goes well" in kept.text
    assert "Not looked at yet" not in kept.text
    assert "No check-in is due now." in coordinator.look(f"/plans/runs/{run.id}/check-in").text


def test_a_review_ends_the_run_and_offers_to_carry_on_what_is_open(
    coordinator: Visitor, plan: Plan, run: Run
) -> None:
    form = coordinator.look(f"/plans/runs/{run.id}/review").form_with("success")

    blank = coordinator.send(form, success="", failure="", conflicting="", remedy="")
    ended = coordinator.send(form, success="", failure="No seats yet", conflicting="", remedy="")
    begin = coordinator.look(f"/plans/{plan.id}/runs/new?from={run.id}")
    next_one = coordinator.send(
        begin.form_with("title"), title="Summer", purpose="On", first_day=["2", "3", "2026"]
    )

    assert (blank.status, "Say at least one thing" in blank.text) == (400, True)
    assert "No seats yet" in ended.text
    assert "1 of its commitments is still open, and stays in the plan." in ended.text
    assert f"/plans/{plan.id}/runs/new?from={run.id}" in ended.source
    assert "What is still open of “Spring” is put in." in begin.text
    assert "Open the north gate" in next_one.text


def test_members_read_and_a_list_can_be_narrowed_to_a_run(
    signed_in: SignIn, database: Database, plan: Plan, run: Run
) -> None:
    make_commitment(database, plan, text="Lead a walk", reference="W1")
    member = signed_in(Role.MEMBER)

    page = member.look(f"/plans/runs/{run.id}")
    narrowed = member.look(f"/plans/commitments/?plan={plan.id}&run={run.id}")

    assert "Ivy has the key" in page.text
    assert not any("reference" in form.fields for form in page.forms)
    assert "Open the north gate" in narrowed.text
    assert "Lead a walk" not in narrowed.text
