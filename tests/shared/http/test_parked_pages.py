"""Coordinators see what could not be passed on in their community, and say what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.events.inbox import Consumer
from shared.events.relay import relay_once
from shared.events.transport import Delivery
from tests.pages import Page, Visitor
from tests.shared.http.cast import ELSEWHERE, HERE, MISSING, NOW, Cast
from tests.shared.http.ear import Ear
from tests.shared.samples import organisation, sealed
from tests.shared.transports import Sink

LIST = "/plans/parked"
ANY_PAGE = f"/things/{MISSING}"
Park = Callable[..., UUID]


@pytest.fixture
def unapplied(database: Database, consumer: Consumer) -> Park:
    """A function that parks an event which could not be applied, and returns its id."""

    def park(community: UUID = HERE) -> UUID:
        consumer.receive([Delivery(body=sealed(replace(organisation("Canary"), community_id=community)))])
        return parked(database, "failures")

    return park


@pytest.fixture
def unsent(database: Database) -> Park:
    """A function that parks an event which no transport takes, and returns its id."""

    def park(community: UUID = HERE) -> UUID:
        with database.unit_of_work() as uow:
            uow.publish(replace(organisation("Canary"), community_id=community))
        return parked(database, "outbox")

    return park


def parked(database: Database, name: str) -> UUID:
    table = getattr(database.event_tables, name)
    with database.unit_of_work() as uow:
        event_id: UUID = uow.session.scalars(
            select(table.c.event_id).where(table.c.parked_at.is_(None))
        ).one()
        one = update(table).where(table.c.event_id == event_id)
        uow.session.execute(one.values(parked_at=NOW, reason="the reason why", attempts=5))
    return event_id


@pytest.fixture
def coordinator(people: Cast) -> FlaskClient:
    return people.person(Role.COORDINATOR)


def test_where_nothing_is_parked_the_page_says_so_and_no_menu_leads_there(coordinator: FlaskClient) -> None:
    page = Visitor(coordinator).look(LIST)

    assert "Nothing waits to be passed on" in page.text
    assert "Not passed on (" not in page.text


def test_both_kinds_are_shown_with_their_reason_and_without_what_is_in_them(
    coordinator: FlaskClient, unsent: Park, unapplied: Park
) -> None:
    unsent(), unapplied()

    page = Visitor(coordinator).look(LIST)

    assert "2 changes of your community" in page.text
    assert page.text.count("Organisation changed") == 2 + 4
    assert page.text.count("the reason why") == 2
    assert page.text.count("(less than an hour)") == 2
    assert "It could not be sent, in 5 attempts." in page.text
    assert "It arrived here and could not be used, in 5 attempts." in page.text
    assert "Canary" not in page.source
    assert "Bloggs" not in page.source


def test_the_menu_leads_coordinators_there_and_nobody_else(
    people: Cast, coordinator: FlaskClient, unapplied: Park
) -> None:
    unapplied()
    others = [
        people.nobody(),
        people.person(Role.OFFICER),
        people.person(Role.MEMBER),
        people.person(Role.COORDINATOR, ELSEWHERE),
    ]

    assert "Not passed on (1)" in coordinator.get(ANY_PAGE).text
    assert [client for client in others if "Not passed on" in client.get(ANY_PAGE).text] == []


@pytest.mark.parametrize("act", ["replay", "drop"])
def test_only_coordinators_of_its_community_may_touch_an_event(
    people: Cast, database: Database, unapplied: Park, act: str
) -> None:
    path = f"{LIST}/{unapplied()}/{act}"
    before = rows(database)
    others = [
        people.person(Role.OFFICER),
        people.person(Role.MEMBER),
        people.person(Role.COORDINATOR, ELSEWHERE),
    ]

    assert {client.get(path).status_code for client in others} == {404}
    assert {prove(client).post(path).status_code for client in others} == {404}
    assert people.nobody().get(path).status_code == 303
    assert rows(database) == before


def test_a_coordinator_elsewhere_cannot_tell_a_parked_event_from_none(people: Cast, unapplied: Park) -> None:
    stranger = people.person(Role.COORDINATOR, ELSEWHERE)

    answers = [stranger.get(f"{LIST}/{event_id}/drop") for event_id in (unapplied(), uuid4())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "the reason" not in stranger.get(LIST).text


def test_what_cannot_be_read_is_for_the_command_line_alone(
    coordinator: FlaskClient, database: Database, consumer: Consumer
) -> None:
    consumer.receive([Delivery(body=b"not json")])
    (row,) = rows(database)

    assert "Nothing waits to be passed on" in coordinator.get(LIST).text
    assert coordinator.get(f"{LIST}/{row}/drop").status_code == 404


def test_looking_at_the_question_changes_nothing(
    coordinator: FlaskClient, database: Database, unapplied: Park
) -> None:
    event_id = unapplied()

    page = Visitor(coordinator).look(f"{LIST}/{event_id}/drop")

    assert "Give this change up?" in page.text
    assert rows(database) == [event_id]


def test_a_mended_event_is_passed_on_by_a_button(
    coordinator: FlaskClient, database: Database, unapplied: Park, ear: Ear
) -> None:
    page = Visitor(coordinator).look(f"{LIST}/{unapplied()}/replay")
    ear.mended = True

    after = press(coordinator, page)

    assert "The change was passed on." in after.text
    assert rows(database) == []


def test_an_event_that_fails_again_is_said_to(coordinator: FlaskClient, unapplied: Park) -> None:
    page = Visitor(coordinator).look(f"{LIST}/{unapplied()}/replay")

    assert "It did not work this time." in press(coordinator, page).text


def test_an_event_that_could_not_be_sent_goes_out_again(
    coordinator: FlaskClient, database: Database, unsent: Park
) -> None:
    page = Visitor(coordinator).look(f"{LIST}/{unsent()}/replay")

    after = press(coordinator, page)

    assert "on its way again" in after.text
    assert (relay_once(database, sink := Sink()), sink.names) == (1, ["Canary"])


@pytest.mark.parametrize("kind", ["unsent", "unapplied"])
def test_an_event_that_is_given_up_is_gone(
    coordinator: FlaskClient, database: Database, request: pytest.FixtureRequest, kind: str
) -> None:
    park: Park = request.getfixturevalue(kind)
    page = Visitor(coordinator).look(f"{LIST}/{park()}/drop")

    after = press(coordinator, page)

    assert "The change was given up." in after.text
    assert "Nothing waits to be passed on" in after.text
    assert relay_once(database, Sink()) == 0


def prove(client: FlaskClient) -> FlaskClient:
    """Let the client's requests come from one of our pages."""
    client.environ_base["HTTP_X_CSRFTOKEN"] = client.get("/mine").text
    return client


def press(client: FlaskClient, page: Page) -> Page:
    """Press the page's only button, and load the page that it leads to."""
    (form,) = page.forms
    return Visitor(client).send(form)


def rows(database: Database) -> list[UUID]:
    with database.unit_of_work(read_only=True) as uow:
        return list(uow.session.scalars(select(database.event_tables.failures.c.event_id)))
