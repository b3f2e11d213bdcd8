"""The one set of answers behind page, API and export."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from services.plans.db.queries.commitments import CommitmentRow, find_commitment, find_commitments
from services.plans.db.queries.days import moment_in, today_in
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.orders import Order
from services.plans.db.queries.plans import find_plans
from services.plans.db.queries.roadmap import roadmap_of
from services.plans.db.tables import communities
from services.plans.use_cases.milestones import add_milestone
from shared.contracts import CommitmentState
from shared.db.unit_of_work import Database
from tests.clock import Clock
from tests.plans.factories import (
    COMMUNITY,
    NOON,
    TODAY,
    make_commitment,
    make_contact,
    make_plan,
)


@pytest.fixture
def rows(database: Database) -> list[CommitmentRow]:
    """Five commitments of two plans, one public; two undated."""
    organisation, _contact = make_contact(database, "Oak Trust", "sam@example.org")
    plan, public = make_plan(database), make_plan(database, public=True)
    make_commitment(database, plan, reference="late", due=TODAY - timedelta(days=1), text="Mend 100% of it")
    make_commitment(database, plan, reference="today", due=TODAY, organisation_id=organisation)
    make_commitment(database, plan, reference="undated")
    make_commitment(database, public, reference="soon", due=TODAY + timedelta(days=3))
    make_commitment(database, public, reference="undated too")
    return found(database, Filters())


def found(database: Database, filters: Filters) -> list[CommitmentRow]:
    with database.unit_of_work(read_only=True) as uow:
        return find_commitments(uow, filters, TODAY)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(overdue=True), {"late"}),
        (Filters(overdue=False), {"today", "undated", "soon", "undated too"}),
        (Filters(due_before=TODAY), {"late"}),
        (Filters(due_after=TODAY), {"soon"}),
        (Filters(q="OAK"), {"today"}),
        (Filters(q="gate  oak NORTH"), {"today"}),
        (Filters(q="late oak"), set()),
        (Filters(q="100%"), {"late"}),
        (Filters(q="%"), set()),
        (Filters(state=CommitmentState.DONE), set()),
        (Filters(changed_since=NOON), {"late", "today", "undated", "soon", "undated too"}),
        (Filters(changed_since=NOON + timedelta(seconds=1)), set()),
        (Filters(communities=[]), set()),
        (Filters(communities=[], public_too=True), {"soon", "undated too"}),
        (Filters(communities=[COMMUNITY], overdue=True), {"late"}),
    ],
)
def test_filters_leave_what_they_say(database: Database, filters: Filters, wanted: set[str]) -> None:
    assert {row.reference for row in found(database, filters)} == wanted


def test_the_list_goes_by_due_date_with_the_undated_last(rows: list[CommitmentRow]) -> None:
    assert [row.reference for row in rows][:3] == ["late", "today", "soon"]
    assert {row.reference for row in rows[3:]} == {"undated", "undated too"}


def test_pages_joined_are_the_whole_list(database: Database, rows: list[CommitmentRow]) -> None:
    joined: list[CommitmentRow] = []

    with database.unit_of_work(read_only=True) as uow:
        for _ in rows:
            place = joined[-1].stands() if joined else None
            joined += find_commitments(uow, Filters(), TODAY, after=place, limit=1)

    assert joined == rows


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("order", Order)
def test_pages_of_every_order_joined_are_the_whole_list(database: Database, order: Order) -> None:
    joined: list[CommitmentRow] = []

    with database.unit_of_work(read_only=True) as uow:
        whole = find_commitments(uow, Filters(), TODAY, order=order)
        for _ in whole:
            place = joined[-1].stands(order) if joined else None
            joined += find_commitments(uow, Filters(), TODAY, order=order, after=place, limit=1)

    assert joined == whole
    keys = [row.stands(order).key for row in whole if row.stands(order).key is not None]
    assert keys == sorted(keys, reverse=order.value.startswith("-"))  # type: ignore[type-var]  # All of one kind.
    assert all(row.due is None for row in whole[len(keys) :])


def test_a_row_names_owner_and_contact(database: Database) -> None:
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org", name="Sam Reed")
    made = make_commitment(database, make_plan(database), organisation_id=organisation, contact_id=contact)

    with database.unit_of_work(read_only=True) as uow:
        row = find_commitment(uow, made.id)

    assert row is not None
    assert (row.organisation, row.contact, row.nudged_at) == ("Oak Trust", "Sam Reed", None)


def test_the_roadmap_reads_from_the_horizon_back(database: Database) -> None:
    plan = make_plan(database)
    with database.unit_of_work() as uow:
        near = add_milestone(uow, plan.id, "Gates open", date(2027, 1, 1))
        far = add_milestone(uow, plan.id, "Paths joined", date(2029, 1, 1))
    make_commitment(database, plan, reference="gate", milestone_id=near.id)
    make_commitment(database, plan, reference="loose")

    with database.unit_of_work(read_only=True) as uow:
        roadmap = roadmap_of(uow, plan, moment_in(uow, COMMUNITY))

    assert [step.milestone.id for step in roadmap.steps] == [far.id, near.id]
    assert [row.reference for row in roadmap.steps[1].commitments] == ["gate"]
    assert [row.reference for row in roadmap.loose] == ["loose"]
    assert roadmap.status.total == 2


def test_today_is_the_communitys_own(database: Database, clock: Clock) -> None:
    clock.at = NOON.replace(hour=23)
    place = {"id": COMMUNITY, "community_id": COMMUNITY, "version": 1, "name": "Here"}

    days = []
    for zone in ("Europe/London", "Asia/Tokyo"):
        with database.unit_of_work() as uow:
            uow.session.execute(delete(communities))
            uow.session.execute(communities.insert(), {**place, "timezone": zone})
            days.append(today_in(uow, COMMUNITY))

    assert days == [TODAY, TODAY + timedelta(days=1)]


def test_a_stranger_finds_only_public_plans(database: Database) -> None:
    make_plan(database)
    public = make_plan(database, public=True)

    with database.unit_of_work(read_only=True) as uow:
        seen = find_plans(uow, [], public_too=True)
        own = find_plans(uow, [COMMUNITY])

    assert [plan.id for plan in seen] == [public.id]
    assert len(own) == 2
