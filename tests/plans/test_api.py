"""The API as programs meet it."""

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from services.plans.api import (
    commitment_schemas,
    examples,
    milestone_schemas,
    plan_schemas,
    status_examples,
    status_schemas,
    update_schemas,
    wait_schemas,
)
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from shared.contracts import Role
from shared.db.unit_of_work import Database
from shared.http.fields import StrictSchema
from tests.plans.factories import COMMUNITY, make_commitment, make_contact, make_plan
from tests.shared.http.cast import ELSEWHERE, Cast

API = "/plans/api/v1"
NEW_PLAN = {
    "name": "Green spaces",
    "vision": {"what": "Shade", "how": "Together", "why": "It is loved"},
    "horizon": "2030-01-01",
}


@pytest.fixture
def client(people: Cast) -> FlaskClient:
    return people.nobody()


@pytest.fixture
def token(people: Cast) -> dict[str, str]:
    return people.token("plans:read", "plans:write", community=COMMUNITY)


@pytest.fixture
def plan(database: Database) -> Plan:
    return make_plan(database)


@pytest.fixture
def commitment(database: Database, plan: Plan) -> Commitment:
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org")
    return make_commitment(database, plan, organisation_id=organisation, contact_id=contact)


def body_of(answer: TestResponse, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json


def say(
    client: FlaskClient, token: dict[str, str], commitment: Commitment, tag: str, **said: Any
) -> TestResponse:
    path = f"{API}/commitments/{commitment.id}/updates"
    return client.post(path, headers={**token, "If-Match": tag}, json=said)


def test_a_plan_is_made_and_read_back(client: FlaskClient, token: dict[str, str]) -> None:
    made = client.post(f"{API}/plans", headers=token, json=NEW_PLAN)

    read = client.get(made.headers["Location"], headers=token)

    assert body_of(made, 201) == body_of(read)
    assert body_of(read)["headings"][0] == "The range of activities"
    assert body_of(read)["public"] is False


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": "a\x00b"}, "/name"),
        ({"horizon": "2026-02-31"}, "/horizon"),
        ({"vision": {"what": "a"}}, "/vision/how"),
        ({"public": "yes"}, "/public"),
        ({"headings": []}, "/headings"),
        ({"owner": "me"}, "/owner"),
    ],
)
def test_a_faulty_field_is_pointed_at(
    client: FlaskClient, token: dict[str, str], change: dict[str, Any], pointer: str
) -> None:
    answer = client.post(f"{API}/plans", headers=token, json={**NEW_PLAN, **change})

    assert pointer in {fault["field"] for fault in body_of(answer, 400)["errors"]}


def test_a_program_makes_no_plan_in_another_community(client: FlaskClient, token: dict[str, str]) -> None:
    answer = client.post(f"{API}/plans", headers=token, json={**NEW_PLAN, "community_id": str(ELSEWHERE)})

    assert body_of(answer, 422)["errors"][0]["field"] == "/community_id"


def test_a_plan_changes_only_at_the_version_that_was_seen(
    client: FlaskClient, token: dict[str, str], plan: Plan
) -> None:
    path = f"{API}/plans/{plan.id}"
    tag = client.get(path, headers=token).headers["ETag"]

    unsaid, first, second = (
        client.patch(path, headers={**token, **match}, json={"name": name})
        for match, name in (({}, "A"), ({"If-Match": tag}, "B"), ({"If-Match": tag}, "C"))
    )

    assert unsaid.status_code == 428
    assert body_of(first)["version"] == 2
    assert body_of(second, 412)["detail"].startswith("It is at version 2 now.")
    assert body_of(client.get(path, headers=token))["name"] == "B"


def test_what_has_not_changed_is_not_sent_again(
    client: FlaskClient, token: dict[str, str], plan: Plan, commitment: Commitment
) -> None:
    for path in (f"{API}/plans/{plan.id}", f"{API}/commitments/{commitment.id}"):
        first = client.get(path, headers=token)
        again = client.get(path, headers={**token, "If-None-Match": first.headers["ETag"]})

        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_an_update_shows_everywhere_at_once(
    client: FlaskClient, token: dict[str, str], plan: Plan, commitment: Commitment
) -> None:
    accepted = say(client, token, commitment, '"1"', action="accept", note="Gladly")
    tag = accepted.headers["ETag"]
    finished = say(client, token, commitment, tag, action="finish", note="Open since Monday")

    assert body_of(finished, 201)["state"] == "done"
    status = body_of(client.get(f"{API}/plans/{plan.id}/status", headers=token))
    assert (status["total"], status["done"], status["percent_done"]) == (1, 1, 100)
    updates = body_of(client.get(f"{API}/commitments/{commitment.id}/updates", headers=token))
    assert [each["note"] for each in updates["items"]] == [None, "Gladly", "Open since Monday"]
    history = body_of(client.get(f"{API}/commitments/{commitment.id}/history", headers=token))
    assert history["items"][1]["after"] == {"state": "agreed"}


def test_who_comes_second_learns_the_version_to_read(
    client: FlaskClient, token: dict[str, str], commitment: Commitment
) -> None:
    say(client, token, commitment, '"1"', action="accept")

    answer = say(client, token, commitment, '"1"', action="decline", reason="No time")

    assert (answer.status_code, answer.headers["ETag"]) == (412, '"2"')


def test_what_the_table_forbids_says_what_is_possible(
    client: FlaskClient, token: dict[str, str], commitment: Commitment
) -> None:
    forbidden = say(client, token, commitment, '"1"', action="finish", note="Done")
    incomplete = say(client, token, commitment, '"1"', action="decline")

    assert "Possible: accept, reword, decline, hand_over" in body_of(forbidden, 409)["detail"]
    assert body_of(incomplete, 422)["errors"] == [{"field": "/reason", "message": "Give reason."}]


@pytest.mark.parametrize("tag", ["", "abc", "*", '"1', '"1.zz"', '"99999999999"'])
def test_a_tag_that_was_never_ours_matches_nothing(
    client: FlaskClient, token: dict[str, str], commitment: Commitment, tag: str
) -> None:
    answer = say(client, token, commitment, tag, action="accept")

    assert answer.status_code == 412


def test_lists_go_on_where_the_last_page_ended(
    client: FlaskClient, token: dict[str, str], database: Database, plan: Plan
) -> None:
    for day in (3, 1, 2):
        make_commitment(database, plan, reference=str(day), due=plan.horizon.replace(day=day))
    make_commitment(database, plan, reference="undated")

    path, references = f"{API}/plans/{plan.id}/commitments?limit=1", []
    after: str | None = ""
    while after is not None:
        page = body_of(client.get(f"{path}&after={after}" if after else path, headers=token))
        references += [each["reference"] for each in page["items"]]
        after = page["next"]

    assert references == ["1", "2", "3", "undated"]


@pytest.mark.parametrize("collection", ["plans", "commitments"])
@pytest.mark.parametrize("after", ["x", "WyJhIl0", "bnVsbA", "WzEsMl0", "eyJhIjoxfQ"])
def test_a_cursor_that_we_never_gave_out_is_refused(
    client: FlaskClient, token: dict[str, str], collection: str, after: str
) -> None:
    assert client.get(f"{API}/{collection}?after={after}", headers=token).status_code == 400


def test_filters_leave_what_they_say(
    client: FlaskClient, token: dict[str, str], commitment: Commitment
) -> None:
    counts = [
        len(body_of(client.get(f"{API}/commitments?{query}", headers=token))["items"])
        for query in ("state=offered", "state=done", f"organisation={commitment.organisation_id}", "q=north")
    ]

    assert counts == [1, 0, 1, 1]
    assert client.get(f"{API}/commitments?sort=owner", headers=token).status_code == 400


@pytest.mark.parametrize(
    "asked", ['"', "'", "' OR 1=1 --", '"north*', "north:*", "-north", "north &", "\\", "%", "½ ﷺ", "a" * 100]
)
def test_signs_among_the_words_that_are_looked_for_mean_nothing(
    client: FlaskClient, token: dict[str, str], commitment: Commitment, asked: str
) -> None:
    answer = client.get(f"{API}/commitments", query_string={"q": asked}, headers=token)

    found = [item["id"] for item in body_of(answer)["items"]]
    assert found == ([str(commitment.id)] if asked.casefold().strip('-"*:&( ') == "north" else [])


def test_a_milestone_is_added_and_listed(client: FlaskClient, token: dict[str, str], plan: Plan) -> None:
    path = f"{API}/plans/{plan.id}/milestones"

    made = body_of(client.post(path, headers=token, json={"text": "Gates open"}), 201)

    assert body_of(client.get(path, headers=token)) == {"items": [made]}


def test_a_milestone_is_changed_and_removed_at_the_version_that_is_meant(
    client: FlaskClient, token: dict[str, str], plan: Plan
) -> None:
    path = f"{API}/plans/{plan.id}/milestones"
    made = body_of(client.post(path, headers=token, json={"text": "Gates open"}), 201)
    one = f"{path}/{made['id']}"
    tag = {"If-Match": client.get(one, headers=token).headers["ETag"]}

    assert client.patch(one, headers=token, json={"target": "2027-05-01"}).status_code == 428
    changed = client.patch(one, headers=token | tag, json={"target": "2027-05-01"})
    assert body_of(changed) == {**made, "target": "2027-05-01", "version": 2}
    assert client.delete(one, headers=token | tag).status_code == 412
    tag = {"If-Match": changed.headers["ETag"]}
    assert client.delete(one, headers=token | tag).status_code == 204
    assert client.get(one, headers=token).status_code == 404


def test_a_commitment_is_written_down(client: FlaskClient, token: dict[str, str], plan: Plan) -> None:
    new = {"text": "Plant ten trees", "heading": plan.headings[0], "due": "2027-01-31"}

    made = client.post(f"{API}/plans/{plan.id}/commitments", headers=token, json=new)
    strange = client.post(
        f"{API}/plans/{plan.id}/commitments", headers=token, json={**new, "organisation_id": str(uuid4())}
    )

    assert body_of(made, 201)["reference"] == "1"
    assert made.headers["ETag"].startswith('"1.')
    assert body_of(strange, 422)["detail"] == "The community has no such organisation."


@pytest.mark.parametrize("path", ["plans/{plan}", "plans/{plan}/status", "plans/{plan}/commitments"])
@pytest.mark.parametrize(
    ("role", "community", "status"),
    [(role, COMMUNITY, 200) for role in Role] + [(Role.COORDINATOR, ELSEWHERE, 404)],
)
def test_a_private_plan_is_for_its_community(  # noqa: PLR0913, PLR0917  # A table of who may what.
    people: Cast, plan: Plan, path: str, role: Role, community: Any, status: int
) -> None:
    client = people.person(role, community)

    assert client.get(f"{API}/{path.format(plan=plan.id)}").status_code == status


def test_a_stranger_sees_of_a_public_plan_what_names_nobody(
    client: FlaskClient, token: dict[str, str], database: Database
) -> None:
    public = make_plan(database, public=True)
    organisation, contact = make_contact(database, "Oak Trust", "sam@example.org", name="Sam Reed")
    made = make_commitment(database, public, organisation_id=organisation, contact_id=contact)
    say(client, token, made, '"1"', action="accept", note="Ring Sam Reed")

    texts = [
        client.get(f"{API}/{path}").text
        for path in (f"plans/{public.id}/commitments", "commitments", f"commitments/{made.id}")
    ]

    assert all("Oak Trust" in text for text in texts)
    assert not any(word in text for text in texts for word in ("Sam", "sam@", str(contact)))
    assert client.get(f"{API}/commitments/{made.id}/updates").status_code == 401


def test_a_stranger_finds_public_plans_alone(client: FlaskClient, database: Database, plan: Plan) -> None:
    public = make_plan(database, public=True)
    make_commitment(database, plan)

    assert [each["id"] for each in body_of(client.get(f"{API}/plans"))["items"]] == [str(public.id)]
    assert body_of(client.get(f"{API}/commitments"))["items"] == []
    assert client.get(f"{API}/plans/{plan.id}").status_code == 401


def test_a_token_that_may_only_write_reads_no_more_than_a_stranger(
    people: Cast, client: FlaskClient, plan: Plan
) -> None:
    writer = people.token("plans:write", community=COMMUNITY)

    assert body_of(client.get(f"{API}/plans", headers=writer))["items"] == []
    assert client.get(f"{API}/plans/{plan.id}", headers=writer).status_code == 403


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER])
def test_only_coordinators_write(people: Cast, commitment: Commitment, role: Role) -> None:
    client = people.person(role, COMMUNITY)

    assert say(client, {}, commitment, '"1"', action="accept").status_code == 404


def test_a_browser_needs_proof_of_its_page_to_write(people: Cast, commitment: Commitment) -> None:
    client = people.person(Role.COORDINATOR, COMMUNITY)

    assert say(client, {}, commitment, '"1"', action="accept").status_code == 403


def test_the_description_is_valid_openapi(client: FlaskClient) -> None:
    description = body_of(client.get("/plans/api/openapi.json"))

    validate(description)
    assert {f"{API}/plans/{{plan_id}}/status", f"{API}/commitments/{{commitment_id}}/updates"} <= set(
        description["paths"]
    )


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (plan_schemas.NewPlan, examples.NEW_PLAN),
        (plan_schemas.Plan, examples.PLAN),
        (plan_schemas.PlanChange, examples.PLAN_CHANGE),
        (milestone_schemas.NewMilestone, examples.NEW_MILESTONE),
        (wait_schemas.WaitList, examples.WAITS),
        (status_schemas.PlanStatus, status_examples.STATUS),
        (status_schemas.CommunityStatus, status_examples.COMMUNITY_STATUS),
        (commitment_schemas.NewCommitment, examples.NEW_COMMITMENT),
        (commitment_schemas.Commitment, examples.COMMITMENT),
        (update_schemas.NewUpdate, examples.NEW_UPDATE),
    ],
)
def test_every_example_is_one_that_its_schema_takes(
    schema: type[StrictSchema], example: dict[str, Any]
) -> None:
    assert schema().validate(example) == {}


def test_a_contact_of_no_organisation_is_refused_since_their_link_would_be_dead(
    client: FlaskClient, token: dict[str, str], plan: Plan, commitment: Commitment
) -> None:
    new = {"text": "Plant a tree", "heading": plan.headings[0], "contact_id": str(commitment.contact_id)}

    answer = client.post(f"{API}/plans/{plan.id}/commitments", headers=token, json=new)

    assert "name that too" in body_of(answer, 422)["detail"]


def test_a_program_lets_one_commitment_wait_on_another_and_reads_who_waits(
    client: FlaskClient, token: dict[str, str], database: Database, plan: Plan, commitment: Commitment
) -> None:
    walk = make_commitment(database, plan, text="Lead a walk")
    path = f"{API}/commitments/{walk.id}/waits"

    noted = [client.put(f"{path}/{commitment.id}", headers=token).status_code for _ in range(2)]
    circle = client.put(f"{API}/commitments/{commitment.id}/waits/{walk.id}", headers=token)
    (wait,) = body_of(client.get(f"{API}/plans/{plan.id}/waits", headers=token))["items"]
    ended = client.delete(f"{path}/{commitment.id}", headers=token)

    assert (noted, circle.status_code, ended.status_code) == ([204, 204], 422, 204)
    assert (wait["commitment"]["text"], wait["on"]["organisation"]) == ("Lead a walk", "Oak Trust")
    assert wait_schemas.WaitList().validate({"items": [wait]}) == {}
    assert body_of(client.get(path, headers=token)) == {"items": []}


def test_a_program_notes_what_was_agreed_and_finds_it_wherever_waits_are(
    client: FlaskClient, token: dict[str, str], database: Database, plan: Plan, commitment: Commitment
) -> None:
    walk = make_commitment(database, plan, text="Lead a walk")
    path = f"{API}/commitments/{walk.id}/waits"
    terms = {"when": "done", "agreed": "You open it, we lead the walk"}

    wordless = client.put(f"{path}/{commitment.id}/reciprocal", headers=token, json={**terms, "agreed": " "})
    agreed = client.put(f"{path}/{commitment.id}/reciprocal", headers=token, json=terms)
    circle_path = f"{API}/commitments/{commitment.id}/waits/{walk.id}/reciprocal"
    circle = client.put(circle_path, headers=token, json=terms)
    (wait,) = body_of(client.get(path, headers=token))["items"]
    (told,) = body_of(client.get(f"{API}/plans/{plan.id}/export.json", headers=token))["waits"]
    sheet = client.get(f"{API}/plans/{plan.id}/export.csv", headers=token).text
    ended = client.delete(f"{path}/{commitment.id}/reciprocal", headers=token)

    assert body_of(wordless, 400)["errors"][0]["field"] == "/agreed"
    assert (agreed.status_code, ended.status_code) == (204, 204)
    assert "Let one side go first" in body_of(circle, 422)["detail"]
    assert wait["reciprocal"] == {**terms, "turn_came_at": None}
    assert told == wait
    assert "You open it, we lead the walk (we will, when they have done it" in sheet
    assert [each["reciprocal"] for each in body_of(client.get(path, headers=token))["items"]] == [None]
