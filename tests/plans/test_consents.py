"""Who consented to a plan's vision: noted once each, told as far as the reader may know."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from services.plans.db.queries.consents import ConsentRow, consents_of
from services.plans.domain.plans import Plan, PlanClosed
from services.plans.domain.refusals import Refused
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.consents import forget_consent, note_consent, note_consents_of
from shared.contracts import OrganisationNamed
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR, make_contact, make_plan
from tests.plans.workshops.making import make_workshop
from tests.services import said_in

DAY = date(2026, 2, 20)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def oak(database: Database) -> UUID:
    return make_contact(database, "Oak Trust", "sam@example.org")[0]


def rows(database: Database, plan: Plan, *, within: bool = True) -> list[ConsentRow]:
    with database.unit_of_work(read_only=True) as uow:
        return consents_of(uow, plan.id, within=within)


def test_those_who_are_named_consented_at_the_workshop_and_the_newer_word_counts(
    database: Database, plan: Plan, oak: UUID
) -> None:
    workshop = make_workshop(database, plan)
    with database.unit_of_work() as uow:
        note_consent(uow, plan.id, oak, date(2026, 1, 1))
        note_consents_of(uow, plan.id, ["Elm Scouts", "oak  trust"], DAY, workshop.id)

    found = rows(database, plan)

    assert [(each.organisation, each.given_on) for each in found] == [("Elm Scouts", DAY), ("Oak Trust", DAY)]
    assert {(each.workshop_id, each.place) for each in found} == {(workshop.id, workshop.place)}
    assert {each.workshop_id for each in rows(database, plan, within=False)} == {None}
    named = [each.name for each in said_in(database) if isinstance(each, OrganisationNamed)]
    assert named.count("Elm Scouts") == 1


def test_a_consent_is_taken_back(database: Database, plan: Plan, oak: UUID) -> None:
    with database.unit_of_work() as uow:
        note_consent(uow, plan.id, oak, DAY)
    with database.unit_of_work() as uow:
        forget_consent(uow, plan.id, oak)
        forget_consent(uow, plan.id, uuid4())

    assert rows(database, plan) == []


def test_a_closed_plan_takes_no_consent_and_loses_none(database: Database, plan: Plan, oak: UUID) -> None:
    with database.unit_of_work() as uow:
        note_consent(uow, plan.id, oak, DAY)
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "The meadow is open", {}, COORDINATOR)

    with pytest.raises(PlanClosed), database.unit_of_work() as uow:
        note_consents_of(uow, plan.id, ["Elm Scouts"], DAY, None)
    with pytest.raises(PlanClosed), database.unit_of_work() as uow:
        forget_consent(uow, plan.id, oak)

    assert [each.organisation for each in rows(database, plan)] == ["Oak Trust"]


def test_strangers_and_workshops_that_led_elsewhere_are_refused(
    database: Database, plan: Plan, oak: UUID
) -> None:
    elsewhere = make_workshop(database, make_plan(database, name="Other"))

    with pytest.raises(Refused, match="no such organisation"), database.unit_of_work() as uow:
        note_consent(uow, plan.id, uuid4(), DAY)
    with pytest.raises(Refused, match="No such workshop"), database.unit_of_work() as uow:
        note_consent(uow, plan.id, oak, DAY, elsewhere.id)

    assert rows(database, plan) == []
