"""Who may do what: every route of the service, tried by everybody."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.contracts import Role, TokenChanged
from tests.browsers import browser_of
from tests.notify.doors import DOORS
from tests.notify.house import House
from tests.notify.stage import Cast

API = "/notify/api/v1"
FAR = "192.0.2.7"

Who = tuple[FlaskClient, dict[str, str]]


def here(house: House) -> Who:
    return house.nobody(), {}


def far(client: FlaskClient, headers: dict[str, str] | None = None) -> Who:
    client.environ_base["REMOTE_ADDR"] = FAR
    return client, headers or {}


def stranger(house: House) -> Who:
    elsewhere = Cast(house.stage.clock)
    person = elsewhere.person("Stan")
    house.stage.hear(*elsewhere.scenery(), person, elsewhere.membership(person.id, Role.COORDINATOR))
    return far(browser_of(house.app, person.id, house.stage.clock(), proves_its_page=True))


def program(house: House, scope: str, community_id: UUID | None = None) -> Who:
    secret = uuid4().hex
    house.stage.hear(
        TokenChanged(
            id=uuid4(),
            version=1,
            community_id=community_id or house.stage.cast.community_id,
            name="dashboard",
            sha256=hashlib.sha256(secret.encode()).hexdigest(),
            scopes=(scope,),
            revoked=False,
        )
    )
    return far(house.app.test_client(), {"Authorization": f"Bearer {secret}"})


CHARACTERS: dict[str, Callable[[House], Who]] = {
    "here": here,
    "nobody": lambda house: far(house.nobody()),
    "member": lambda house: far(house.person(Role.MEMBER)[1]),
    "officer": lambda house: far(house.person(Role.OFFICER)[1]),
    "coordinator": lambda house: far(house.person(Role.COORDINATOR)[1]),
    "stranger": stranger,
    "reader": lambda house: program(house, "notify:read"),
    "other": lambda house: program(house, "plans:read"),
    "foreigner": lambda house: program(house, "notify:read", uuid4()),
}
"""All are far away but the first, who is nobody on this machine; the stranger leads another community."""

PROGRAMS = {"reader", "other", "foreigner"}
EVERYBODY = frozenset(CHARACTERS)
PEOPLE = {"member", "officer", "coordinator", "stranger"}
LEADING = {"officer", "coordinator", "stranger"}
READING = LEADING | {"reader", "foreigner"}
"""No route names a thing, so whoever comes from elsewhere sees what is theirs."""

MAY: dict[tuple[str, str], set[str] | frozenset[str]] = {
    ("GET", "/notify/nudges"): LEADING,
    ("GET", "/notify/digest"): LEADING,
    ("GET", "/notify/mailbox"): {"here"},
    ("GET", "/notify/mailbox/<uuid:delivery_id>"): {"here"},
    ("GET", "/notify/mailbox/<uuid:delivery_id>/html"): {"here"},
    ("GET", "/notify/unsubscribe/<token>"): EVERYBODY,
    ("POST", "/notify/unsubscribe/<token>"): EVERYBODY,
    ("GET", f"{API}/nudges"): READING,
    ("GET", f"{API}/nudges/coming"): READING,
    ("GET", f"{API}/deliveries"): READING,
    ("GET", f"{API}/digests/preview"): READING,
    ("GET", f"{API}/preferences"): PEOPLE,
    ("PUT", f"{API}/preferences"): PEOPLE,
}
LISTS = ("/notify/nudges", "/notify/digest", f"{API}/nudges", f"{API}/nudges/coming", f"{API}/deliveries")
OF_EVERY_SERVICE = re.compile(r"/notify/(static|health|metrics|parked|api/docs|api/openapi)")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough here: what is asked is the same on both."""
    return sqlite_url


@pytest.fixture
def paths(house: House) -> Callable[[str], str]:
    """A function that fills in the arguments of a route."""
    amina = house.stage.cast.person()
    house.stage.hear(amina, house.stage.cast.commitment(amina.id, text="Canary path"))
    house.run()
    delivery = house.stage.rows("deliveries")[0]["id"]
    token = house.runtime.links.make("unsubscribe", {"person": str(amina.id), "kind": "nudges"})
    return lambda path: path.replace("<uuid:delivery_id>", str(delivery)).replace("<token>", token)


def knock(who: Who, method: str, path: str) -> TestResponse:
    client, headers = who
    body = {"nudges": True, "digest": True} if method == "PUT" else None
    return client.open(path, method=method, headers=headers, json=body)


def refusal_of(character: str, path: str) -> int:
    if character in {"here", "nobody"}:
        return 401 if path.startswith(API) else 303
    return 403 if character in PROGRAMS else 404


def test_every_route_says_here_who_may_use_it(house: House) -> None:
    routes = {
        (method, rule.rule)
        for rule in house.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not OF_EVERY_SERVICE.match(rule.rule)
    }

    assert routes == set(MAY) | set(DOORS)


@pytest.mark.parametrize("character", CHARACTERS)
def test_everybody_gets_in_where_they_may_and_nowhere_else(
    house: House, paths: Callable[[str], str], character: str
) -> None:
    who = CHARACTERS[character](house)

    answers = {(method, path): knock(who, method, paths(path)).status_code for method, path in MAY}

    assert answers == {
        (method, path): 200 if character in allowed else refusal_of(character, path)
        for (method, path), allowed in MAY.items()
    }


@pytest.mark.usefixtures("paths")
@pytest.mark.parametrize("character", ["stranger", "foreigner"])
def test_lists_hold_nothing_of_another_community(house: House, character: str) -> None:
    client, headers = CHARACTERS[character](house)
    community = house.stage.cast.community_id

    for path in LISTS:
        page = client.get(path, headers=headers).text
        assert "Canary" not in page
        assert "Amina" not in page
        assert str(house.stage.rows("deliveries")[0]["person_id"]) not in page
    for path in LISTS[2:]:
        theirs, none = (
            client.get(f"{path}?community_id={each}", headers=headers) for each in (community, uuid4())
        )
        assert (theirs.status_code, none.status_code) == (404, 404)


def test_somebody_who_left_is_out_at_once(house: House) -> None:
    cast = house.stage.cast
    person = cast.person("Olga")
    membership = cast.membership(person.id, Role.OFFICER)
    house.stage.hear(person, membership)
    browser = browser_of(house.app, person.id, house.stage.clock())
    before = browser.get(f"{API}/nudges").status_code

    house.stage.hear(replace(membership, version=membership.version + 1, active=False))

    assert (before, browser.get(f"{API}/nudges").status_code) == (200, 401)


@pytest.mark.parametrize("purpose", ["update", "sign-in", "session", "cookie-session"])
def test_a_token_of_another_purpose_opens_nothing_here(house: House, purpose: str) -> None:
    person = house.stage.cast.person()
    house.stage.hear(person)
    token = house.runtime.links.make(purpose, {"person": str(person.id), "kind": "nudges"})
    serializer = SecureCookieSessionInterface().get_signing_serializer(house.app)
    assert serializer is not None
    cookie = str(serializer.dumps({"person": str(person.id), "kind": "nudges"})).replace(".", "~")

    answers = [house.nobody().post(f"/notify/unsubscribe/{each}") for each in (token, cookie)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert house.stage.rows("preferences") == []
