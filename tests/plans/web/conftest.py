from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import flask
import pytest
from sqlalchemy import insert

from services.plans.db.tables import communities, memberships, people
from services.plans.domain.plans import Plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.http.links import Links
from tests.browsers import browser_of
from tests.clock import Clock
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, make_contact, make_plan, payload_of

SignIn = Callable[..., Visitor]


@pytest.fixture
def visitor(app: flask.Flask) -> Visitor:
    return Visitor(app.test_client())


@pytest.fixture
def signed_in(app: flask.Flask, database: Database, clock: Clock) -> SignIn:
    """A function that signs somebody with the role in."""

    def visit(role: Role, community: UUID = COMMUNITY) -> Visitor:
        person_id = uuid4()
        common = {"version": 1, "community_id": community}
        facts = {"name": "Kit Marlow", "email": f"{person_id}@example.org", **common}
        member = {"person_id": person_id, "role": role, "active": True, **common}
        with database.unit_of_work() as uow:
            uow.session.execute(insert(people).values(id=person_id, **facts))
            uow.session.execute(insert(memberships).values(id=uuid4(), **member))
        return Visitor(browser_of(app, person_id, clock.at - timedelta(minutes=5)))

    return visit


@pytest.fixture
def community(database: Database) -> UUID:
    facts = {"id": COMMUNITY, "version": 1, "community_id": COMMUNITY, "name": "Riverside"}
    with database.unit_of_work() as uow:
        uow.session.execute(insert(communities).values(**facts, timezone="Europe/London"))
    return COMMUNITY


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def owner(database: Database) -> dict[str, UUID]:
    """Oak Trust and its contact Sam Reed, as the facts of a commitment of theirs."""
    organisation_id, contact_id = make_contact(database, "Oak Trust", "sam@example.org")
    return {"organisation_id": organisation_id, "contact_id": contact_id}


@pytest.fixture
def link(app: flask.Flask, plan: Plan, owner: dict[str, UUID]) -> str:
    """The path of Sam Reed's update link."""
    links: Links = app.extensions["backcast"].links
    return "/plans/u/" + links.make(
        "update", payload_of(owner["contact_id"], owner["organisation_id"], plan.id)
    )
