"""Who may do what: every route of the service, tried by everybody."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import flask
import pytest
from werkzeug.test import TestResponse

from shared.contracts import Role
from tests.partners.cast import Cast, Visitor
from tests.partners.stage import Stage

API = "/partners/api/v1"
CHARACTERS: dict[str, Callable[[Cast], Visitor]] = {
    "nobody": Cast.nobody,
    "member": Cast.member,
    "officer": Cast.officer,
    "coordinator": Cast.coordinator,
    "stranger": Cast.stranger,
    "reader": Cast.reader,
    "planner": Cast.planner,
}
PROGRAMS = {"reader", "planner"}
EVERYBODY = {"nobody", "member", "officer", "coordinator", "stranger", "reader", "planner"}
PEOPLE = {"member", "officer", "coordinator", "stranger"}
COORDINATORS = {"coordinator", "stranger"}
"""Where no thing is named: the stranger sees and changes what is theirs, in their own community."""

MAY: dict[tuple[str, str], set[str]] = {
    ("GET", "/partners/sign-in"): EVERYBODY,
    ("POST", "/partners/sign-in"): EVERYBODY,
    ("GET", "/partners/sign-in/sent"): EVERYBODY,
    ("GET", "/partners/sign-in/<token>"): EVERYBODY,
    ("POST", "/partners/sign-in/<token>"): EVERYBODY,
    ("GET", "/partners/sign-out"): EVERYBODY,
    ("POST", "/partners/sign-out"): PEOPLE,
    ("GET", "/partners/organisations"): PEOPLE,
    ("POST", "/partners/organisations"): COORDINATORS,
    ("GET", "/partners/organisations/<uuid:organisation_id>"): {"member", "officer", "coordinator"},
    ("POST", "/partners/organisations/<uuid:organisation_id>"): {"coordinator"},
    ("GET", "/partners/people"): COORDINATORS,
    ("POST", "/partners/people"): COORDINATORS,
    ("POST", "/partners/memberships/<uuid:membership_id>/end"): {"coordinator"},
    ("GET", "/partners/tokens"): COORDINATORS,
    ("POST", "/partners/tokens"): COORDINATORS,
    ("POST", "/partners/tokens/<uuid:token_id>/revoke"): {"coordinator"},
    ("GET", f"{API}/communities"): PEOPLE | {"reader"},
    ("GET", f"{API}/organisations"): PEOPLE | {"reader"},
    ("POST", f"{API}/organisations"): COORDINATORS,
    ("GET", f"{API}/organisations/<uuid:organisation_id>"): {"member", "officer", "coordinator", "reader"},
    ("PATCH", f"{API}/organisations/<uuid:organisation_id>"): {"coordinator"},
    ("GET", f"{API}/people"): COORDINATORS,
    ("GET", f"{API}/memberships"): {"officer", "coordinator", "stranger", "reader"},
    ("POST", f"{API}/memberships"): COORDINATORS,
    ("GET", f"{API}/tokens"): COORDINATORS,
    ("POST", f"{API}/tokens"): COORDINATORS,
    ("DELETE", f"{API}/tokens/<uuid:token_id>"): {"coordinator"},
}
NOUNS = ("communities", "organisations", "people", "memberships", "tokens")
OF_EVERY_SERVICE = re.compile(r"/partners/(static|health|metrics|parked|api/docs|api/openapi)")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here; what differs between the two is in test_at_once and test_use_cases."""
    return sqlite_url


@pytest.fixture
def things(stage: Stage, cast: Cast) -> dict[str, UUID]:
    """Something of the community for each argument, and a person whose role can end."""
    cast.program("notify:read")
    return {
        "uuid:organisation_id": cast.organisation.id,
        "uuid:membership_id": stage.person("Ola Example", Role.OFFICER).id,
        "uuid:token_id": stage.rows("tokens")[0]["id"],
    }


def knock(visitor: Visitor, method: str, path: str) -> TestResponse:
    if method == "GET":
        return visitor.get(path)
    if path.startswith(API) or visitor.bearer:
        return visitor.call(method, path, {})
    return visitor.submit(path)


def filled(path: str, things: dict[str, UUID]) -> str:
    for argument, value in things.items():
        path = path.replace(f"<{argument}>", str(value))
    return path.replace("<token>", "x")


def fault_of(answer: TestResponse) -> str:
    """The field that the problem names."""
    assert answer.json
    return str(answer.json["errors"][0]["field"])


def was_let_in(answer: TestResponse) -> bool:
    asked_to_sign_in = answer.status_code == 303 and answer.location.startswith("/partners/sign-in?next=")
    return not asked_to_sign_in and answer.status_code not in {401, 403, 404}


def refusal_of(character: str, path: str) -> int:
    """Nobody is asked who they are; programs are told no; people learn nothing of what is not theirs."""
    if character == "nobody":
        return 401 if path.startswith(API) else 303
    return 403 if character in PROGRAMS else 404


def test_every_route_says_here_who_may_use_it(app: flask.Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not OF_EVERY_SERVICE.match(rule.rule)
    }

    assert routes == set(MAY)


@pytest.mark.parametrize("character", CHARACTERS)
def test_everybody_gets_in_where_they_may_and_nowhere_else(
    cast: Cast, things: dict[str, UUID], character: str
) -> None:
    for (method, path), allowed in MAY.items():
        answer = knock(CHARACTERS[character](cast), method, filled(path, things))

        if character in allowed:
            assert was_let_in(answer), (method, path, answer.status_code)
        elif character in PROGRAMS and path.endswith("_id>") and "stranger" in allowed:
            assert answer.status_code == 404, (method, path)
        else:
            assert answer.status_code == refusal_of(character, path), (method, path)


@pytest.mark.parametrize("character", ["nobody", "stranger", "member"])
def test_what_is_somebody_elses_answers_as_what_does_not_exist(
    stage: Stage, cast: Cast, things: dict[str, UUID], character: str
) -> None:
    visitor, before = CHARACTERS[character](cast), None
    for (method, path), allowed in MAY.items():
        if "uuid:" in path and character not in allowed:
            before = before or stage.state()
            own, none = (
                knock(visitor, method, filled(path, dict.fromkeys(things, uuid4()) if missing else things))
                for missing in (False, True)
            )

            assert (own.status_code, anonymised(own)) == (none.status_code, anonymised(none))
    assert stage.state() == before


def anonymised(answer: TestResponse) -> str:
    """The body without what differs between any two answers: the id of the thing and of the request."""
    return re.sub(r'nonce="[^"]+"|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}', "", answer.text)


def test_lists_hold_nothing_of_another_community(stage: Stage, cast: Cast) -> None:
    stage.organisation("Canary Trust")
    stage.person("Canary Example", Role.OFFICER)
    cast.program("partners:read")
    stranger = cast.stranger()

    pages = [
        stranger.get(path).text
        for path in (
            "/partners/organisations",
            "/partners/people",
            "/partners/tokens",
            *(
                f"{API}/{noun}"
                for noun in ("communities", "organisations", "people", "memberships", "tokens")
            ),
            f"{API}/memberships?organisation_id={cast.organisation.id}",
        )
    ]

    for page in pages:
        assert "anary" not in page
        assert "for the board" not in page
        assert str(stage.community.id) not in page


def test_members_see_no_addresses_and_no_names_of_people(stage: Stage, cast: Cast) -> None:
    stage.person("Canary Example", Role.MEMBER, cast.organisation.id)

    page = f"/partners/organisations/{cast.organisation.id}"

    assert "canary@example.org" in cast.coordinator().get(page).text
    for visitor in (cast.member(), cast.officer()):
        assert "anary" not in visitor.get(page).text


def test_a_coordinator_of_one_community_makes_nothing_in_another(stage: Stage, cast: Cast) -> None:
    stranger = cast.stranger()
    before = stage.state()
    bodies: dict[str, dict[str, object]] = {
        "organisations": {"name": "Trojan Trust"},
        "memberships": {"name": "Eve", "email": "eve@example.org", "role": "coordinator"},
        "tokens": {"name": "t", "scopes": ["plans:read"]},
    }

    for noun, body in bodies.items():
        for community in (stage.community.id, uuid4()):
            answer = stranger.call("POST", f"{API}/{noun}", {**body, "community_id": str(community)})
            assert answer.status_code == 422
            assert fault_of(answer) == "/community_id"

    assert stage.state() == before


def test_somebody_in_another_community_cannot_be_put_into_an_organisation_of_ours(
    stage: Stage, cast: Cast
) -> None:
    stranger, before = cast.stranger(), stage.rows("people")
    body = {"name": "Eve", "email": "eve@example.org", "role": "member"}

    answer = stranger.call(
        "POST", f"{API}/memberships", {**body, "organisation_id": str(cast.organisation.id)}
    )

    assert answer.status_code == 422
    assert stage.rows("people")[: len(before)] == before
    assert "eve@example.org" not in repr(stage.said())


@pytest.mark.parametrize(
    "extra", [{"role": "admin"}, {"version": 9}, {"id": str(uuid4())}, {"created_at": "2026-01-01"}]
)
def test_fields_that_are_not_the_callers_to_set_are_refused(cast: Cast, extra: dict[str, object]) -> None:
    answer = cast.coordinator().call("POST", f"{API}/organisations", {"name": "Allotments", **extra})

    assert answer.status_code == 400
    assert fault_of(answer) == f"/{next(iter(extra))}"


@pytest.mark.parametrize(
    "query", ["organisation_id=x", "org=b", "sort=email", "limit=0", "limit=1e3", "after=%00", "after=WzFd"]
)
def test_questions_that_the_api_does_not_know_are_refused(cast: Cast, query: str) -> None:
    assert cast.coordinator().get(f"{API}/memberships?{query}").status_code == 400


def test_a_person_whose_role_ends_is_out_at_once(stage: Stage, cast: Cast) -> None:
    officer = stage.person("Olu Example", Role.OFFICER)
    visitor = cast.signed_in(officer.person_id)
    assert visitor.get("/partners/organisations").status_code == 200

    cast.coordinator().submit(f"/partners/memberships/{officer.id}/end")

    assert visitor.get("/partners/organisations").status_code == 303


def test_a_revoked_token_is_refused_at_once(stage: Stage, cast: Cast) -> None:
    reader = cast.reader()
    assert reader.get(f"{API}/organisations").status_code == 200

    cast.coordinator().call("DELETE", f"{API}/tokens/{stage.rows('tokens')[0]['id']}")

    assert reader.get(f"{API}/organisations").status_code == 401
