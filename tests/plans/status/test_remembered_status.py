"""A status that a process remembers is told for as long as it is true, and to those who may see it alone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from services.plans.app import SERVICE
from services.plans.db.tables import organisations
from services.plans.domain.commitments import Details
from services.plans.domain.plans import Plan
from services.plans.domain.transitions import Action
from services.plans.use_cases.closings import close_plan, reopen_plan
from services.plans.use_cases.milestones import add_milestone, change_milestone, remove_milestone
from services.plans.use_cases.updates import record_update
from shared.contracts import OrganisationChanged, Role
from shared.db.copies import keep
from shared.db.unit_of_work import Database
from shared.http.remembered import Remembered
from shared.http.site import EXTENSION, Site
from tests.clock import Clock
from tests.plans.factories import COMMUNITY, COORDINATOR, TODAY, make_commitment, make_contact, make_plan
from tests.services import runtime_over
from tests.shared.http.cast import ELSEWHERE, Cast

API = "/plans/api/v1"


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.person(Role.COORDINATOR, COMMUNITY)


@pytest.fixture
def asked(database: Database) -> list[str]:
    """The statements that the database was asked."""
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    return seen


@pytest.fixture
def ask_newcomer(database: Database, clock: Clock, tmp_path: Path) -> Callable[[str], Any]:
    """Ask a process that remembers nothing yet, and return what it tells."""
    app = runtime_over(database, SERVICE, clock, tmp_path).app()
    client = Cast(app, database, SERVICE.principals).person(Role.COORDINATOR, COMMUNITY)
    site: Site = app.extensions[EXTENSION]

    def ask(path: str) -> Any:
        app.extensions[EXTENSION] = replace(site, remembered=Remembered())
        return client.get(path).json

    return ask


def test_a_status_of_which_nothing_changed_is_told_again_by_one_statement(
    client: FlaskClient, database: Database, plan: Plan, asked: list[str]
) -> None:
    make_commitment(database, plan)
    path = f"{API}/plans/{plan.id}/status?by=heading"
    client.get(path)  # Whoever asks first has it counted and kept.
    first = client.get(path)
    asked.clear()

    again = client.get(path)

    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert len([each for each in asked if each.startswith("SELECT")]) == 1


def test_it_is_for_nobody_who_may_not_see_the_plan(
    client: FlaskClient, database: Database, plan: Plan, people: Cast
) -> None:
    path = f"{API}/plans/{plan.id}/status"
    make_commitment(database, plan)
    for _ in range(3):
        client.get(path)

    assert people.person(Role.COORDINATOR, ELSEWHERE).get(path).status_code == 404
    assert people.nobody().get(path).status_code == 401


class Story:
    """What happens to a plan, one thing after the other."""

    def __init__(self, database: Database, plan: Plan, clock: Clock) -> None:
        self.database, self.plan, self.clock = database, plan, clock
        self.owner, _contact = make_contact(database, "Oak Trust", "sam@example.org")
        self.first = make_commitment(database, plan, organisation_id=self.owner)
        with database.unit_of_work() as uow:
            self.step = add_milestone(uow, plan.id, "Paths joined", TODAY)

    def written_down(self) -> None:
        make_commitment(self.database, self.plan, organisation_id=self.owner, due=TODAY)

    def updated(self) -> None:
        with self.database.unit_of_work() as uow:
            record_update(uow, self.first.id, 1, Action.ACCEPT, Details(), COORDINATOR)

    def renamed(self) -> None:
        told = OrganisationChanged(id=self.owner, version=2, community_id=COMMUNITY, name="Elm Trust")
        with self.database.unit_of_work() as uow:
            keep(organisations)(uow, told)

    def moved(self) -> None:
        with self.database.unit_of_work() as uow:
            self.step = change_milestone(
                uow, self.plan.id, self.step.id, 1, {"target": TODAY + timedelta(days=9)}
            )

    def replaced(self) -> None:
        with self.database.unit_of_work() as uow:
            remove_milestone(uow, self.plan.id, self.step.id, self.step.version)
            self.step = add_milestone(uow, self.plan.id, "Gates open", TODAY)

    def closed(self) -> None:
        with self.database.unit_of_work() as uow:
            close_plan(uow, self.plan.id, 1, "It is done", {}, COORDINATOR)

    def opened(self) -> None:
        with self.database.unit_of_work() as uow:
            reopen_plan(uow, self.plan.id, 2)

    def slept(self) -> None:
        self.clock.at += timedelta(days=1)


@pytest.mark.parametrize("by", ["", "?by=organisation", "?by=milestone"])
def test_whatever_happens_it_is_what_another_process_would_count(  # noqa: PLR0913, PLR0917  # Fixtures.
    client: FlaskClient,
    ask_newcomer: Callable[[str], Any],
    database: Database,
    plan: Plan,
    clock: Clock,
    by: str,
) -> None:
    story = Story(database, plan, clock)
    path = f"{API}/plans/{plan.id}/status{by}"

    for happens in (
        story.written_down,
        story.updated,
        story.renamed,
        story.moved,
        story.replaced,
        story.closed,
        story.opened,
        story.slept,
    ):
        for _ in range(3):
            client.get(path)
        happens()
        assert client.get(path).json == ask_newcomer(path), happens.__name__


def test_a_plan_has_a_status_of_its_own(client: FlaskClient, database: Database, plan: Plan) -> None:
    other = make_plan(database, name="Play streets")
    for _ in range(3):
        answers = [client.get(f"{API}/plans/{each.id}/status").text for each in (plan, other)]

    assert str(plan.id) in answers[0]
    assert str(other.id) in answers[1]
