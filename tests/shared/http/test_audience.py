"""An API says of each operation who may use it, as the gate holds it."""

import pytest
from flask.testing import FlaskClient

from shared.contracts import Role
from shared.http.access import ANYONE, SIGNED_IN, Rule, allow
from shared.http.audience import security, told

TOKEN: dict[str, list[str]] = {"token": []}
SESSION: dict[str, list[str]] = {"session": []}
LED = allow(Role.COORDINATOR, Role.OFFICER, scope="notify:read")
TO_ALL_ROLES = "For everybody with a role in the community and tokens with the scope plans:read."
PUBLIC = allow(*Role, scope="plans:read", public=True)


@pytest.mark.parametrize(
    ("rule", "ways", "words"),
    [
        (ANYONE, [{}], "For everybody."),
        (SIGNED_IN, [SESSION], "For everybody who signed in."),
        (allow(Role.COORDINATOR), [SESSION], "For coordinators of the community."),
        (
            LED,
            [TOKEN, SESSION],
            "For coordinators and officers of the community and tokens with the scope notify:read.",
        ),
        (PUBLIC, [{}, TOKEN, SESSION], f"{TO_ALL_ROLES} What is public is for everybody."),
    ],
)
def test_a_rule_is_told_to_programs_and_to_people(
    rule: Rule, ways: list[dict[str, list[str]]], words: str
) -> None:
    assert (security(rule), told(rule)) == (ways, words)


def test_each_operation_of_a_description_tells_who_may_use_it(client: FlaskClient) -> None:
    description = client.get("/plans/api/openapi.json").json

    assert description
    thing = description["paths"]["/plans/api/v1/things/{thing_id}"]
    assert thing["get"]["security"] == [{}, TOKEN, SESSION]
    assert thing["post"]["security"] == [TOKEN, SESSION]
    assert thing["post"]["description"].endswith(
        "For coordinators of the community and tokens with the scope things:write."
    )
    assert description["components"]["securitySchemes"]["session"]["name"] == "backcast"
