"""What organisations need is kept with what they said, until somebody has given it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from services.plans.db.queries.asks import Asked, asks_of, open_asks
from services.plans.domain.asks import AskKind, Need
from services.plans.domain.commitments import Commitment, Details, NotAllowed
from services.plans.domain.plans import Plan, PlanClosed
from services.plans.domain.transitions import Action
from services.plans.use_cases.asks import mark_answered, mark_own_answered
from services.plans.use_cases.closings import close_plan
from services.plans.use_cases.holders import say
from services.plans.use_cases.links import Holder
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.updates import record_update
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, COORDINATOR, make_commitment, make_contact, make_plan, payload_of
from tests.shared.http.cast import Cast

API = "/plans/api/v1"
ROOM = Need(text="A dry room for twelve", kind=AskKind.ROOMS)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def holder(database: Database, plan: Plan) -> Holder:
    organisation_id, person_id = make_contact(database, "Oak Trust", "sam@example.org")
    return Holder(
        person_id=person_id, organisation_id=organisation_id, plan_id=plan.id, community_id=COMMUNITY
    )


@pytest.fixture
def commitment(database: Database, plan: Plan, holder: Holder) -> Commitment:
    owner = {"organisation_id": holder.organisation_id, "contact_id": holder.person_id}
    return make_commitment(database, plan, **owner)


@pytest.fixture
def asked(database: Database, commitment: Commitment, holder: Holder) -> Asked:
    with database.unit_of_work() as uow:
        say(uow, holder, commitment.id, 1, Action.START, Details(), ROOM)
        return asks_of(uow, commitment.id)[-1]


def still_open(database: Database, plan: Plan) -> list[Asked]:
    with database.unit_of_work(read_only=True) as uow:
        return open_asks(uow, plan.id)


def test_an_ask_is_told_in_the_name_of_who_said_it_until_it_is_answered(
    database: Database, plan: Plan, commitment: Commitment, asked: Asked
) -> None:
    (told,) = still_open(database, plan)

    with database.unit_of_work() as uow:
        mark_answered(uow, commitment.id, asked.ask.id, UUID(int=1))
        mark_answered(uow, commitment.id, asked.ask.id, UUID(int=2))

    assert (told.ask.text, told.ask.kind, told.organisation) == (ROOM.text, AskKind.ROOMS, "Oak Trust")
    assert still_open(database, plan) == []
    with database.unit_of_work(read_only=True) as uow:
        (kept,) = asks_of(uow, commitment.id)
    assert (kept.ask.answered_by, kept.ask.version) == (UUID(int=1), 2)


def test_who_speaks_for_an_organisation_asks_in_its_name(
    database: Database, plan: Plan, commitment: Commitment, holder: Holder
) -> None:
    actor = type(COORDINATOR)(channel=COORDINATOR.channel, on_behalf_of=holder.organisation_id)
    with database.unit_of_work() as uow:
        record_update(uow, commitment.id, 1, Action.ACCEPT, Details(), actor, ROOM)

    assert [each.organisation for each in still_open(database, plan)] == ["Oak Trust"]


def test_an_answer_that_is_not_taken_asks_for_nothing(
    database: Database, plan: Plan, commitment: Commitment, holder: Holder
) -> None:
    with pytest.raises(NotAllowed), database.unit_of_work() as uow:
        say(uow, holder, commitment.id, 1, Action.FINISH, Details(), ROOM)

    assert still_open(database, plan) == []


def test_only_who_asked_marks_it_answered_by_link(
    database: Database, plan: Plan, commitment: Commitment, asked: Asked, holder: Holder
) -> None:
    other, person = make_contact(database, "Elm School", "ali@example.org", "Ali Dean")
    stranger = Holder(person_id=person, organisation_id=other, plan_id=plan.id, community_id=COMMUNITY)

    for who, commitment_id in ((stranger, commitment.id), (holder, uuid4())):
        with pytest.raises(NotFound), database.unit_of_work() as uow:
            mark_own_answered(uow, who, commitment_id, asked.ask.id)
    assert len(still_open(database, plan)) == 1
    with database.unit_of_work() as uow:
        mark_own_answered(uow, holder, commitment.id, asked.ask.id)

    assert still_open(database, plan) == []


def test_in_a_closed_plan_what_was_asked_for_stays_as_it_is(
    database: Database, plan: Plan, commitment: Commitment, asked: Asked
) -> None:
    with database.unit_of_work() as uow:
        close_plan(uow, plan.id, plan.version, "It came to an end", {}, COORDINATOR)

    with pytest.raises(PlanClosed), database.unit_of_work() as uow:
        mark_answered(uow, commitment.id, asked.ask.id, UUID(int=1))

    assert len(still_open(database, plan)) == 1


def test_the_form_behind_a_link_asks_and_says_when_it_was_given(
    app: Any, database: Database, plan: Plan, commitment: Commitment, holder: Holder
) -> None:
    visitor = Visitor(app.test_client())
    token = app.extensions["backcast"].links.make(
        "update", payload_of(holder.person_id, holder.organisation_id, plan.id)
    )
    path = f"/plans/u/{token}/{commitment.id}"

    visitor.send(visitor.look(path).form_with("say"), say="start", health="at_risk", ask=ROOM.text)
    page = visitor.look(path)
    assert ROOM.text in page.text
    after = visitor.send(next(form for form in page.forms if form.action.endswith("/answered")))

    assert ROOM.text not in after.text
    assert still_open(database, plan) == []


def test_the_plans_pages_list_what_is_needed_for_the_community_alone(
    people: Cast, plan: Plan, commitment: Commitment, asked: Asked
) -> None:
    coordinator = Visitor(people.person(Role.COORDINATOR, COMMUNITY))
    stranger = Visitor(people.nobody())

    for path in (f"/plans/{plan.id}", f"/plans/{plan.id}/status", f"/plans/commitments/{commitment.id}"):
        assert asked.ask.text in coordinator.look(path).text
    for path in (f"/plans/{plan.id}", f"/plans/commitments/{commitment.id}"):
        assert asked.ask.text not in stranger.look(path).text
    page = coordinator.look(f"/plans/commitments/{commitment.id}")
    coordinator.send(next(form for form in page.forms if form.action.endswith("/answered")))

    assert asked.ask.text not in coordinator.look(f"/plans/{plan.id}").text


def test_a_program_asks_reads_and_marks_answered(people: Cast, plan: Plan, commitment: Commitment) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    said = {"action": "accept", "ask": {"text": ROOM.text, "kind": "rooms"}}
    path = f"{API}/commitments/{commitment.id}"

    made = client.post(f"{path}/updates", json=said, headers={**token, "If-Match": '"1"'})
    (told,) = client.get(f"{API}/plans/{plan.id}/asks", headers=token).get_json()["items"]
    answered = client.put(f"{path}/asks/{told['id']}/answered", headers=token)

    assert (made.status_code, answered.status_code) == (201, 204)
    assert (told["kind"], told["reference"], told["answered_at"]) == ("rooms", commitment.reference, None)
    assert client.get(f"{API}/plans/{plan.id}/asks", headers=token).get_json()["items"] == []
    assert client.get(f"{path}/asks", headers=token).get_json()["items"][0]["answered_at"]


def test_each_update_of_a_batch_may_ask(people: Cast, plan: Plan, commitment: Commitment) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    update = {"reference": commitment.reference, "version": 1, "action": "accept", "ask": {"text": ROOM.text}}

    sent = client.post(f"{API}/plans/{plan.id}/updates", json={"updates": [update]}, headers=token)

    assert sent.get_json()["done"] == 1
    (told,) = client.get(f"{API}/plans/{plan.id}/asks", headers=token).get_json()["items"]
    assert (told["text"], told["kind"]) == (ROOM.text, "other")
