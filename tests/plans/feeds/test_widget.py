"""How a public plan stands, in a frame of anybody's page."""

import html
from datetime import timedelta

import flask
import pytest

from services.plans.domain.plans import Plan
from services.plans.use_cases.milestones import add_milestone
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Page, Visitor
from tests.plans.factories import COMMUNITY, TODAY, make_commitment, make_plan
from tests.shared.http.cast import Cast


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, name='Parks & "greens"', public=True)


def test_it_tells_percent_states_and_the_next_step(app: flask.Flask, database: Database, plan: Plan) -> None:
    with database.unit_of_work() as uow:
        add_milestone(uow, plan.id, "Gates open", TODAY + timedelta(days=9))
        add_milestone(uow, plan.id, "Benches stand", TODAY + timedelta(days=90))
    make_commitment(database, plan)

    page = Visitor(app.test_client()).look(f"/plans/{plan.id}/widget")

    assert "0% done" in page.text
    assert "Not yet accepted 1" in page.text
    assert "Next milestone: Gates open, by 11 March 2026" in page.text
    assert "Benches" not in page.text


def test_any_site_may_frame_it_and_it_brings_no_script_no_cookie_and_no_link_that_stays(
    app: flask.Flask, plan: Plan
) -> None:
    answer = app.test_client().get(f"/plans/{plan.id}/widget")

    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "Set-Cookie" not in answer.headers
    page = Page(answer)
    assert page.attributes("script") == []
    assert {each["target"] for each in page.attributes("a")} == {"_blank"}


def test_no_other_page_may_be_framed(app: flask.Flask, plan: Plan) -> None:
    for path in (f"/plans/{plan.id}", f"/plans/{plan.id}/waits", "/plans/"):
        policy = app.test_client().get(path).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy


def test_a_private_plan_has_none_even_for_those_who_keep_it(people: Cast, database: Database) -> None:
    private = make_plan(database)
    keeper = people.person(Role.COORDINATOR, COMMUNITY)

    assert keeper.get(f"/plans/{private.id}/widget").status_code == 404
    assert "iframe" not in keeper.get(f"/plans/{private.id}").text


def test_the_plans_page_has_what_to_copy(app: flask.Flask, plan: Plan) -> None:
    page = app.test_client().get(f"/plans/{plan.id}").text

    copied = html.unescape(page.partition('id="snippet"')[2].partition(">")[2].partition("</textarea>")[0])
    assert copied.startswith('<iframe src="http')
    assert f"/plans/{plan.id}/widget" in copied
    assert 'title="How Parks &amp; &#34;greens&#34; stands"' in copied
