"""The page of a person's calendars, and the links that their program reads."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import flask
import pytest
from icalendar import Calendar
from sqlalchemy import insert, update

from services.plans.db.tables import METADATA, memberships, people
from services.plans.domain.plans import Plan
from services.plans.use_cases.calendars import CALENDAR_AGE
from services.plans.web.feeds import MOST, WITHIN
from services.plans.web.pace import MOST_KEYS, Pace
from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.http.links import Links
from tests.browsers import browser_of
from tests.clock import Clock
from tests.pages import Page, Visitor
from tests.plans.factories import COMMUNITY, NOON, TODAY, make_commitment, make_contact, make_plan

LINK = re.compile(r'value="https?://[^/"]+(/plans/calendar/[^"]+\.ics)"')


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def member(app: flask.Flask, database: Database, clock: Clock) -> Visitor:
    person_id = uuid4()
    common = {"version": 1, "community_id": COMMUNITY}
    with database.unit_of_work() as uow:
        uow.session.execute(
            insert(people).values(id=person_id, name="Kit Marlow", email="kit@example.org", **common)
        )
        uow.session.execute(
            insert(memberships).values(
                id=uuid4(), person_id=person_id, role=Role.MEMBER, active=True, **common
            )
        )
    return Visitor(browser_of(app, person_id, clock.at - timedelta(minutes=5)))


def key_of(plan: Plan) -> str:
    return f"plan:{plan.id}"


def choose(visitor: Visitor, key: str) -> Page:
    form = next(each for each in visitor.look("/plans/calendars").forms if each.action == "/plans/calendars")
    return visitor.send(form, calendar=key)


def make_link(visitor: Visitor, key: str) -> str:
    """The path that the page shows last."""
    assert "The link is made" in choose(visitor, key).text
    found: list[str] = LINK.findall(visitor.client.get("/plans/calendars").text)
    return found[-1]


def test_a_person_makes_a_link_and_a_program_without_a_session_reads_it(
    app: flask.Flask, database: Database, member: Visitor, plan: Plan
) -> None:
    oak, sam = make_contact(database, "Oak Trust", "sam@example.org")
    made = make_commitment(database, plan, organisation_id=oak, contact_id=sam, due=TODAY)

    answer = app.test_client().get(make_link(member, key_of(plan)))

    read_back: Any = Calendar.from_ical(answer.data)
    (event,) = read_back.events
    assert answer.mimetype == "text/calendar"
    assert str(event["summary"]) == "Oak Trust: Open the north gate"
    assert event["url"].endswith(f"/plans/commitments/{made.id}")
    assert "Sam" not in answer.text
    assert "example.org" not in answer.text.replace(str(event["url"]), "")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_program_that_has_it_already_is_told_that_nothing_changed(
    app: flask.Flask, database: Database, member: Visitor, plan: Plan
) -> None:
    make_commitment(database, plan, due=TODAY)
    path, client = make_link(member, key_of(plan)), app.test_client()
    tag = client.get(path).headers["ETag"]

    same = client.get(path, headers={"If-None-Match": tag})
    make_commitment(database, plan, due=TODAY)
    other = client.get(path, headers={"If-None-Match": tag})

    assert (same.status_code, same.data) == (304, b"")
    assert (other.status_code, other.headers["ETag"] == tag) == (200, False)
    assert same.headers["Cache-Control"] == "private, no-cache"


def test_a_revoked_link_works_no_more_and_one_made_later_does(
    app: flask.Flask, member: Visitor, plan: Plan, clock: Clock
) -> None:
    first = make_link(member, key_of(plan))
    clock.at += timedelta(minutes=1)
    page = member.look("/plans/calendars")

    gone = member.send(next(each for each in page.forms if each.action.endswith("/revoke")))
    clock.at += timedelta(minutes=1)
    second = make_link(member, key_of(plan))

    assert "The link to Green spaces works no more." in gone.text
    client = app.test_client()
    assert [client.get(path).status_code for path in (first, second)] == [404, 200]


def test_who_has_left_the_community_reads_its_calendars_no_more(
    app: flask.Flask, database: Database, member: Visitor, plan: Plan
) -> None:
    path = make_link(member, key_of(plan))
    with database.unit_of_work() as uow:
        uow.session.execute(update(memberships).values(active=False))

    assert app.test_client().get(path).status_code == 404


def test_every_link_that_does_not_work_answers_alike(
    app: flask.Flask, member: Visitor, plan: Plan, clock: Clock
) -> None:
    path, links = make_link(member, key_of(plan)), app.extensions["backcast"].links
    assert isinstance(links, Links)
    person = {"person": str(UUID(int=8)), "kind": "plan", "of": str(plan.id)}
    tokens = [
        "x",
        links.make("calendar", person),
        links.make("update", person),
        links.make("calendar", {**person, "kind": "everything"}),
        links.make("calendar", {**person, "of": 7}),
        links.make("calendar", {}),
    ]
    clock.at += CALENDAR_AGE + timedelta(days=1)

    answers = [app.test_client().get(each) for each in (path, *(f"/plans/calendar/{t}.ics" for t in tokens))]

    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r'nonce="[^"]+"', "", answer.text) for answer in answers}) == 1


def test_nothing_is_read_by_a_link_that_its_person_never_made(
    app: flask.Flask, database: Database, member: Visitor, plan: Plan
) -> None:
    path = make_link(member, key_of(plan))
    with database.unit_of_work() as uow:
        uow.session.execute(METADATA.tables["calendar_links"].delete())

    assert app.test_client().get(path).status_code == 404


def test_a_calendar_of_somebody_elses_cannot_be_chosen(
    database: Database, member: Visitor, plan: Plan
) -> None:
    with database.unit_of_work() as uow:
        elsewhere = METADATA.tables["plans"].update().values(community_id=UUID(int=5))
        uow.session.execute(elsewhere.where(METADATA.tables["plans"].c.id == plan.id))

    page = choose(member, key_of(plan))

    assert page.status == 400
    assert "Not a valid choice" in page.text


def test_a_form_without_a_choice_says_so(member: Visitor) -> None:
    page = choose(member, "")

    assert (page.status, page.title.startswith("Error: ")) == (400, True)
    assert "Choose what you want in your calendar" in page.text


def test_the_plans_page_leads_members_there_with_the_plan_chosen(
    app: flask.Flask, database: Database, member: Visitor
) -> None:
    plan = make_plan(database, name="Open park", public=True)
    make_commitment(database, plan)
    path = f"/plans/calendars?of=plan:{plan.id}"

    assert path in member.client.get(f"/plans/{plan.id}").text
    assert "/plans/calendars" not in app.test_client().get(f"/plans/{plan.id}").text
    assert f'value="plan:{plan.id}" selected' in member.client.get(path).text


def test_a_program_gone_wild_is_told_to_wait_and_the_others_are_answered(
    app: flask.Flask, member: Visitor, plan: Plan, clock: Clock
) -> None:
    mine = make_link(member, f"mine:{COMMUNITY}")
    theirs = make_link(member, key_of(plan))
    client = app.test_client()

    answers = [client.get(mine) for _ in range(MOST + 1)]

    assert [answer.status_code for answer in answers] == [200] * MOST + [429]
    assert answers[-1].headers["Retry-After"] == str(int(WITHIN.total_seconds()) + 1)
    assert client.get(theirs).status_code == 200
    clock.at += WITHIN
    assert client.get(mine).status_code == 200


def test_what_is_counted_stays_bounded() -> None:
    pace = Pace(1, timedelta(minutes=1))

    for key in range(MOST_KEYS + 1):
        assert pace.wait(key, NOON) is None

    assert pace.wait(MOST_KEYS, NOON) == timedelta(minutes=1)
    assert pace.wait(0, NOON) is None
