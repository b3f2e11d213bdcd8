from uuid import UUID

import pytest
from flask.testing import FlaskClient

from shared.contracts import Role
from tests.shared.http.cast import ELSEWHERE, MISSING, PRIVATE, PUBLIC, Cast

API, PAGE = "/plans/api/v1/things/", "/things/"


def test_a_route_that_declares_nothing_is_refused_to_all(people: Cast) -> None:
    clients = [people.nobody(), people.person(Role.COORDINATOR)]

    assert [client.get("/forgot").status_code for client in clients] == [404, 404]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.COORDINATOR, 200), (Role.OFFICER, 200), (Role.MEMBER, 404)]
)
def test_a_private_page_is_for_the_roles_that_it_names(people: Cast, role: Role, status: int) -> None:
    assert people.person(role).get(PAGE + str(PRIVATE)).status_code == status


@pytest.mark.parametrize("role", list(Role))
def test_a_public_page_is_for_everyone(people: Cast, role: Role) -> None:
    assert people.person(role, ELSEWHERE).get(PAGE + str(PUBLIC)).status_code == 200
    assert people.nobody().get(PAGE + str(PUBLIC)).status_code == 200


def test_a_coordinator_of_another_community_cannot_tell_a_private_thing_from_none(people: Cast) -> None:
    stranger = people.person(Role.COORDINATOR, ELSEWHERE)

    private, missing = (stranger.get(f"{API}{thing}") for thing in (PRIVATE, MISSING))

    assert (private.status_code, missing.status_code) == (404, 404)
    assert {**(private.json or {}), "request_id": ""} == {**(missing.json or {}), "request_id": ""}


@pytest.mark.parametrize("thing", [PRIVATE, MISSING])
def test_nobody_is_asked_to_sign_in_and_comes_back_to_the_page(people: Cast, thing: UUID) -> None:
    answer = people.nobody().get(f"{PAGE}{thing}?tab=two")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/partners/sign-in?next=/things/{thing}%3Ftab%3Dtwo"


@pytest.mark.parametrize("thing", [PRIVATE, MISSING])
def test_a_program_without_a_token_is_told_to_send_one(client: FlaskClient, thing: UUID) -> None:
    answer = client.get(f"{API}{thing}")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_opens_what_its_scope_names_in_its_community(people: Cast, client: FlaskClient) -> None:
    token = people.token("things:read")

    assert client.get(f"{API}{PRIVATE}", headers=token).status_code == 200
    assert client.get(API, headers=token).status_code == 200


def test_a_token_without_the_scope_is_told_which_one_is_missing(people: Cast, client: FlaskClient) -> None:
    answer = client.post(f"{API}{PRIVATE}", headers=people.token("things:read"), json={"name": "a"})

    assert answer.status_code == 403
    assert "things:write" in answer.text


def test_a_token_of_another_community_finds_nothing(people: Cast, client: FlaskClient) -> None:
    foreign = people.token("things:read", "things:write", community=ELSEWHERE)

    assert client.get(f"{API}{PRIVATE}", headers=foreign).status_code == 404
    assert client.post(f"{API}{PRIVATE}", headers=foreign, json={"name": "a"}).status_code == 404


def test_a_revoked_or_unknown_token_is_refused_even_where_anyone_may_look(
    people: Cast, client: FlaskClient
) -> None:
    revoked = people.token("things:read", revoked=True)

    answers = [
        client.get(f"{API}{PUBLIC}", headers=each) for each in (revoked, {"Authorization": "Bearer x"})
    ]

    assert [answer.status_code for answer in answers] == [401, 401]


def test_a_token_writes_without_the_proof_that_forms_need(people: Cast, client: FlaskClient) -> None:
    answer = client.post(f"{API}{PRIVATE}", headers=people.token("things:write"), json={"name": "a"})

    assert answer.status_code == 200


HERE_BY = {"base_url": "http://127.0.0.1:8000", "environ_base": {"REMOTE_ADDR": "127.0.0.1"}}


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.0.0.9"])
def test_a_local_page_is_for_callers_on_this_machine(client: FlaskClient, host: str) -> None:
    near = client.get("/here", headers={"Host": host}, environ_base={"REMOTE_ADDR": "127.0.0.1"})
    far = client.get("/here", headers={"Host": host}, environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert (near.status_code, far.status_code) == (200, 303)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.0.2.7", "[", ""]
)
def test_a_name_that_leads_here_opens_no_local_page(client: FlaskClient, host: str) -> None:
    answer = client.get("/here", headers={"Host": host}, environ_base={"REMOTE_ADDR": "127.0.0.1"})

    assert answer.status_code in {303, 400}


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host"])
def test_what_a_gateway_on_this_machine_hands_on_opens_no_local_page(client: FlaskClient, name: str) -> None:
    assert client.get("/here", headers={name: "127.0.0.1"}, **HERE_BY).status_code == 303
    old = client.get("/here", **{**HERE_BY, "environ_overrides": {"SERVER_PROTOCOL": "HTTP/1.0"}})
    assert old.status_code == 303
