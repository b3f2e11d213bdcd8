"""What a coordinator types into a plan by hand: commitments and steps."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from services.plans.db.queries.history import history_of
from services.plans.db.queries.roadmap import milestones_of
from services.plans.db.tables import organisations, people
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import DEFAULT_HEADINGS, Plan
from services.plans.domain.updates import Channel
from services.plans.use_cases.milestones import add_milestone
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import make_commitment
from tests.plans.web.conftest import SignIn

TYPED: dict[str, str | list[str]] = {
    "text": "Put a bench at the gate",
    "organisation": "Elm Scouts",
    "contact_name": "Ada Lovel",
    "contact_email": "ada@example.org",
    "due": ["31", "3", "2027"],
    "supporting": "Oak Trust; Parish Hall",
    "evidence": "People sit on it",
}


@pytest.fixture
def coordinator(signed_in: SignIn) -> Visitor:
    return signed_in(Role.COORDINATOR)


def written(database: Database) -> list[Commitment]:
    with database.unit_of_work(read_only=True) as uow:
        return list(uow.session.scalars(select(Commitment)))


def test_a_commitment_is_written_down_with_whoever_is_named_in_it(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    with database.unit_of_work() as uow:
        step = add_milestone(uow, plan.id, "Seats at every gate").id
    form = coordinator.look(f"/plans/{plan.id}/commitments/new").form_with("text")

    page = coordinator.send(form, **TYPED | {"milestone": str(step), "heading": DEFAULT_HEADINGS[2]})

    (made,) = written(database)
    assert (made.reference, made.text, made.due) == ("1", TYPED["text"], date(2027, 3, 31))
    assert (made.milestone_id, made.heading, made.evidence) == (step, DEFAULT_HEADINGS[2], TYPED["evidence"])
    with database.unit_of_work(read_only=True) as uow:
        names = {row.id: row.name for row in uow.session.execute(select(organisations))}
        mail = {row.id: row.email for row in uow.session.execute(select(people))}
        (said,) = history_of(uow, made.id)
    assert names[made.organisation_id] == "Elm Scouts"
    assert mail[made.contact_id] == "ada@example.org"
    assert [names[each] for each in made.supporting] == ["Oak Trust", "Parish Hall"]
    assert said.update.channel is Channel.PAGE
    assert "Written down: Put a bench at the gate" in page.text
    assert page.form_with("text").fields["text"] == ""


def test_what_will_be_done_is_enough(coordinator: Visitor, database: Database, plan: Plan) -> None:
    form = coordinator.look(f"/plans/{plan.id}/commitments/new").form_with("text")

    coordinator.send(form, text="Plant a lime", heading=DEFAULT_HEADINGS[0])

    (made,) = written(database)
    assert (made.organisation_id, made.contact_id, made.due) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"text": ""}, "Write what will be done"),
        ({"organisation": ""}, "Write above which organisation they answer for"),
        ({"contact_email": "ada"}, "This is not an e-mail address. Type it like name@example.org"),
        ({"due": ["31", "2", "2027"]}, "Enter a real date"),
        ({"reference": "taken"}, "already has a commitment with the reference 'taken'"),
        ({"text": "x" * 2001}, "Use 2000 characters or fewer"),
        ({"milestone": str(UUID(int=5))}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_written_down_is_told_beside_the_field_and_stays_typed(
    coordinator: Visitor, database: Database, plan: Plan, typed: dict[str, str | list[str]], message: str
) -> None:
    make_commitment(database, plan, reference="taken")
    with database.unit_of_work() as uow:
        add_milestone(uow, plan.id, "Seats at every gate")
    form = coordinator.look(f"/plans/{plan.id}/commitments/new").form_with("text")

    page = coordinator.send(form, **{"heading": DEFAULT_HEADINGS[0], "milestone": "", **TYPED} | typed)

    assert page.status == 400
    assert message in page.text
    assert page.form_with("text").fields["evidence"] == TYPED["evidence"]
    assert [each.reference for each in written(database)] == ["taken"]


def test_a_step_is_added_to_the_way_back_from_the_horizon(
    coordinator: Visitor, database: Database, plan: Plan
) -> None:
    form = coordinator.look(f"/plans/{plan.id}/milestones/new").form_with("text")

    page = coordinator.send(form, text="Shade at every gate", target=["1", "6", "2028"])

    with database.unit_of_work(read_only=True) as uow:
        (step,) = milestones_of(uow, plan.id)
    assert (step.text, step.target) == ("Shade at every gate", date(2028, 6, 1))
    assert page.path == f"/plans/{plan.id}"
    assert "True by 1 June 2028" in page.text


def test_a_step_that_says_nothing_is_not_added(coordinator: Visitor, database: Database, plan: Plan) -> None:
    form = coordinator.look(f"/plans/{plan.id}/milestones/new").form_with("text")

    page = coordinator.send(form, text=" ", target=["1", "6", "2028"])

    assert page.status == 400
    assert "Say what must be true" in page.text
    assert page.form_with("text").fields["target"] == "2028"
    with database.unit_of_work(read_only=True) as uow:
        assert milestones_of(uow, plan.id) == []


@pytest.mark.parametrize("what", ["commitments/new", "milestones/new", "edit"])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER])
def test_only_coordinators_type_into_a_plan(signed_in: SignIn, plan: Plan, role: Role, what: str) -> None:
    assert signed_in(role).look(f"/plans/{plan.id}/{what}").status == 404
