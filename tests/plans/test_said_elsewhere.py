"""What somebody said elsewhere is recorded in their name, with where they said it and who recorded it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from services.plans.db.queries.history import Said, history_of
from services.plans.db.tables import memberships
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.spoken import Spoken
from services.plans.domain.updates import ELSEWHERE, Channel
from services.plans.use_cases.spoken import note_down
from shared.contracts import Role
from shared.db.unit_of_work import Database
from tests.pages import Visitor
from tests.plans.factories import COMMUNITY, make_commitment, make_contact, make_plan
from tests.shared.http.cast import Cast

API = "/plans/api/v1"


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database, public=True)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    organisation_id, contact_id = make_contact(database, "Oak Trust", "sam@example.org")
    return make_commitment(database, plan, organisation_id=organisation_id, contact_id=contact_id)


def a_known_contact(database: Database) -> tuple[UUID, UUID]:
    """Somebody who is in an organisation, as partners told us."""
    organisation_id, person_id = make_contact(database, "Elm School", "ali@example.org", "Ali Dean")
    with database.unit_of_work() as uow:
        member = {"organisation_id": organisation_id, "person_id": person_id, "role": Role.MEMBER}
        row = {**member, "id": uuid4(), "version": 1, "active": True, "community_id": COMMUNITY}
        uow.session.execute(insert(memberships).values(**row))
    return organisation_id, person_id


def last_said(database: Database, commitment: Commitment) -> Said:
    with database.unit_of_work(read_only=True) as uow:
        return history_of(uow, commitment.id)[-1]


def recorded(people: Cast, commitment: Commitment, **told: Any) -> Any:
    coordinator = Visitor(people.person(Role.COORDINATOR, COMMUNITY))
    form = coordinator.look(f"/plans/commitments/{commitment.id}").form_with("say")
    return coordinator.send(form, say="accept", **told)


@pytest.mark.parametrize("channel", ELSEWHERE)
def test_the_history_tells_where_the_owner_said_it(
    people: Cast, commitment: Commitment, channel: Channel
) -> None:
    page = recorded(people, commitment, channel=channel.value)

    assert f"Oak Trust said {ELSEWHERE[channel]}, recorded by" in page.text


def test_a_known_contact_is_named_to_those_who_keep_the_plan(
    people: Cast, database: Database, commitment: Commitment
) -> None:
    elm, ali = a_known_contact(database)

    page = recorded(people, commitment, channel="phone", speaker=f"{elm}:{ali}")

    update = last_said(database, commitment).update
    assert (update.on_behalf_of, update.said_by_id, update.said_by) == (elm, ali, None)
    assert "Ali Dean , Elm School, said by phone, recorded by" in page.text
    for client in (people.person(Role.MEMBER, COMMUNITY), people.nobody()):
        shown = Visitor(client).look(f"/plans/commitments/{commitment.id}").text
        assert "Elm School said by phone, recorded by a coordinator" in shown
        assert "Ali Dean" not in shown


def test_somebody_whom_nobody_knows_is_named_to_the_community_alone(
    people: Cast, database: Database, commitment: Commitment
) -> None:
    recorded(people, commitment, channel="meeting", said_by="The chair of the walkers")

    said = last_said(database, commitment)
    assert (said.update.said_by, said.on_behalf_of) == ("The chair of the walkers", "Oak Trust")
    path = f"/plans/commitments/{commitment.id}"
    member, stranger = (
        Visitor(each).look(path).text for each in (people.person(Role.MEMBER, COMMUNITY), people.nobody())
    )
    assert "The chair of the walkers , Oak Trust, said at the meeting" in member
    assert "The chair of the walkers" not in stranger


def test_one_person_said_it_and_somewhere(people: Cast, database: Database, commitment: Commitment) -> None:
    elm, ali = a_known_contact(database)

    both = recorded(people, commitment, channel="phone", speaker=f"{elm}:{ali}", said_by="Somebody")
    nowhere, here = (
        recorded(people, commitment, **told) for told in ({"said_by": "Somebody"}, {"speaker": f"{elm}:"})
    )

    assert (both.status, nowhere.status, here.status) == (400, 400, 400)
    assert "not both" in both.text
    assert "Choose where they said it" in nowhere.text
    assert last_said(database, commitment).update.action == "offer"


def test_what_the_owner_says_on_the_page_itself_is_told_as_before(
    people: Cast, database: Database, commitment: Commitment
) -> None:
    page = recorded(people, commitment)

    assert last_said(database, commitment).update.channel is Channel.PAGE
    assert "recorded by" not in page.text


def test_what_is_typed_from_a_walk_sheet_says_so(database: Database, commitment: Commitment) -> None:
    with database.unit_of_work() as uow:
        note_down(uow, commitment.id, Spoken.YES, None, None)

    said = last_said(database, commitment)
    assert (said.update.channel, said.on_behalf_of) == (Channel.WALK, "Oak Trust")


def test_a_program_records_who_said_what_where(
    people: Cast, database: Database, commitment: Commitment
) -> None:
    client: FlaskClient = people.nobody()
    token = people.token("plans:read", "plans:write", community=COMMUNITY)
    elm, ali = a_known_contact(database)
    path, headers = f"{API}/commitments/{commitment.id}", {**token, "If-Match": '"1"'}
    said = {
        "action": "accept",
        "channel": "email",
        "on_behalf_of": str(elm),
        "said_by_id": str(ali),
        "note": "Gladly",
    }

    unknown = client.post(f"{path}/updates", json={**said, "said_by_id": str(commitment.id)}, headers=headers)
    claimed = client.post(f"{path}/updates", json={**said, "channel": "link"}, headers=headers)
    made = client.post(f"{path}/updates", json=said, headers=headers)
    told = client.get(f"{path}/updates", headers=token).get_json()["items"][-1]

    assert (unknown.status_code, claimed.status_code, made.status_code) == (422, 400, 201)
    assert claimed.get_json()["errors"][0]["field"] == "/channel"
    assert {name: told[name] for name in said} == said
