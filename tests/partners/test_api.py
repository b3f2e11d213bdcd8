"""The API as a program meets it."""

import pytest
from openapi_spec_validator import validate

from shared.contracts import OrganisationChanged, Role
from tests.partners.cast import Cast
from tests.partners.stage import Stage

API = "/partners/api/v1"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here; what differs between the two is in test_at_once and test_use_cases."""
    return sqlite_url


def test_a_collection_is_read_a_page_at_a_time(stage: Stage, cast: Cast) -> None:
    made = {str(cast.organisation.id)} | {str(stage.organisation(f"Group {n}").id) for n in range(4)}
    reader, path, seen = cast.reader(), f"{API}/organisations?limit=2", []

    while path:
        answer = reader.get(path)
        assert answer.json
        seen += [item["id"] for item in answer.json["items"]]
        cursor = answer.json["next"]
        path = f"{API}/organisations?limit=2&after={cursor}" if cursor else ""
        assert ("Link" in answer.headers) == bool(cursor)

    assert len(seen) == len(set(seen)) == 5
    assert set(seen) == made


def test_an_organisation_is_made_read_and_renamed(cast: Cast) -> None:
    coordinator = cast.coordinator()
    made = coordinator.call("POST", f"{API}/organisations", {"name": " Friends of  the Green "})
    read = coordinator.get(made.headers["Location"])

    renamed = coordinator.call(
        "PATCH", made.headers["Location"], {"name": "Green Friends"}, **{"If-Match": read.headers["ETag"]}
    )

    assert made.status_code == 201
    assert read.json == made.json
    assert renamed.json == {**(made.json or {}), "name": "Green Friends", "version": 2}
    assert renamed.headers["ETag"] == coordinator.get(made.headers["Location"]).headers["ETag"]


def test_a_copy_that_is_still_fresh_is_not_sent_again(cast: Cast) -> None:
    path = f"{API}/organisations/{cast.organisation.id}"
    etag = cast.reader().get(path).headers["ETag"]

    assert cast.reader().get(path, **{"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(("if_match", "status"), [({}, 428), ({"If-Match": '"old"'}, 412)])
def test_a_change_of_what_one_has_not_seen_is_refused(
    stage: Stage, cast: Cast, if_match: dict[str, str], status: int
) -> None:
    path = f"{API}/organisations/{cast.organisation.id}"

    answer = cast.coordinator().call("PATCH", path, {"name": "Walkers"}, **if_match)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert len(stage.said(OrganisationChanged)) == 1


def test_a_name_that_is_taken_is_told_by_field(cast: Cast) -> None:
    answer = cast.coordinator().call("POST", f"{API}/organisations", {"name": "riverside WALKERS"})

    assert answer.status_code == 422
    assert answer.json
    assert [error["field"] for error in answer.json["errors"]] == ["/name"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": 7},
        {"name": ""},
        {"name": "\u200b"},
        {"name": "a\x00b"},
        {"name": "\ud800"},
        {"name": "x" * 201},
        {"name": "Walkers\nBcc: eve@example.org"},
        [],
        "text",
        None,
    ],
)
def test_a_bad_body_is_refused_with_a_problem(stage: Stage, cast: Cast, body: object) -> None:
    answer = cast.coordinator().call("POST", f"{API}/organisations", body)

    assert answer.status_code in {400, 415}
    assert answer.content_type == "application/problem+json"
    assert len(stage.rows("organisations")) == 1


def test_a_role_is_given_and_listed_by_organisation(cast: Cast) -> None:
    coordinator = cast.coordinator()
    organisation_id = str(cast.organisation.id)
    body = {"name": "Amina", "email": "Amina@example.org", "role": "member"}
    body["organisation_id"] = organisation_id

    made = coordinator.call("POST", f"{API}/memberships", body)
    listed = cast.reader().get(f"{API}/memberships?organisation_id={organisation_id}")

    assert made.status_code == 201
    assert listed.json == {"items": [made.json], "next": None}
    people = coordinator.get(f"{API}/people").json
    assert people
    assert "amina@example.org" in {item["email"] for item in people["items"]}


def test_a_member_without_an_organisation_is_refused_by_field(cast: Cast) -> None:
    body = {"name": "Amina", "email": "amina@example.org", "role": "member"}

    answer = cast.coordinator().call("POST", f"{API}/memberships", body)

    assert answer.status_code == 422
    assert answer.json
    assert answer.json["errors"][0]["field"] == "/organisation_id"


def test_a_tokens_secret_is_in_the_answer_to_its_making_alone(stage: Stage, cast: Cast) -> None:
    coordinator = cast.coordinator()
    body = {"name": "Dashboard", "scopes": ["partners:read"]}

    made = coordinator.call("POST", f"{API}/tokens", body)

    assert made.json
    secret = made.json["secret"]
    assert made.headers["Cache-Control"] == "no-store"
    assert secret not in coordinator.get(f"{API}/tokens").text
    assert secret not in coordinator.get("/partners/tokens").text
    assert secret not in repr(stage.state())
    assert cast.nobody().get(f"{API}/communities", Authorization=f"Bearer {secret}").status_code == 200


def test_an_officer_reads_roles_and_no_addresses(stage: Stage, cast: Cast) -> None:
    stage.person("Amina Example", Role.MEMBER, cast.organisation.id)

    answer = cast.officer().get(f"{API}/memberships")

    assert answer.status_code == 200
    assert "example.org" not in answer.text


def test_the_description_is_valid_openapi_and_names_every_collection(cast: Cast) -> None:
    answer = cast.nobody().get("/partners/api/openapi.json")

    assert answer.json
    validate(answer.json)
    assert {f"{API}/{noun}" for noun in ("organisations", "people", "memberships", "tokens")} <= set(
        answer.json["paths"]
    )
