"""What a field does not take is refused by its name, and nothing is lost or half kept."""

from collections.abc import Mapping
from typing import Any

import pytest
from requests import Response

from tests.hostile_words import CONTROLS, LINES
from tests.system.journey import send
from tests.system.typed.plan import PLANS, Typed

pytestmark = pytest.mark.xdist_group("typed")

SURE = {"text": "Open the gate"}
FIELDS: Mapping[str, Any] = {
    "/text": lambda text: {"text": text},
    "/evidence": lambda text: {"evidence": text},
    "/reference": lambda text: {"reference": text},
    "/place/name": lambda text: {"place": {"name": text}},
    "/steps/0": lambda text: {"steps": [text]},
}
"""Where the API names a field of a new commitment, and a body that has a text there."""

ONE_LINE = ("/reference", "/place/name", "/steps/0")


@pytest.mark.parametrize("field", FIELDS)
def test_a_control_character_is_refused_with_its_fields_name_and_keeps_nothing(
    world: Typed, field: str
) -> None:
    before = kept(world)

    answers = [offered(world, field, text) for text in CONTROLS]

    assert {(answer.status_code, named_in(answer)) for answer in answers} == {(400, field)}
    assert kept(world) == before


@pytest.mark.parametrize("field", ONE_LINE)
def test_several_lines_are_refused_where_one_fits(world: Typed, field: str) -> None:
    answers = [offered(world, field, text) for text in LINES]

    assert {(answer.status_code, named_in(answer)) for answer in answers} == {(400, field)}


def test_an_address_that_is_more_than_one_reaches_nobody(world: Typed) -> None:
    before = kept(world)
    addresses = ("a@example.org, b@example.org", "a@example.org\nBcc: b@example.org", '"<b@example.org>"@x')

    pages = [added(world, address) for address in addresses]

    assert ["There is a problem" in page for page in pages] == [True] * len(addresses)
    assert kept(world) == before


def offered(world: Typed, field: str, text: str) -> Response:
    """Offer a commitment with the text in this field."""
    heading = world.api("GET", f"{PLANS}/plans/{world.plan_id}")["headings"][0]
    body = {**SURE, "heading": heading, **FIELDS[field](text)}
    return world.ask("POST", f"{PLANS}/plans/{world.plan_id}/commitments", body)


def named_in(answer: Response) -> str:
    """Return the fields that the problem names."""
    return " ".join(error["field"] for error in answer.json().get("errors", ()))


def added(world: Typed, address: str) -> str:
    """Add somebody of this address by the coordinator's page, and return what it says."""
    who = {"name": "Ash Walker", "email": address, "role": "member"}
    return send(world.coordinator, "/partners/people", "email", **who).text


def kept(world: Typed) -> list[tuple[Any, ...]]:
    """Count what there is of commitments, of what was said of them, and of people."""
    return [
        *world.stage.rows("plans", "SELECT count(*) FROM commitments UNION ALL SELECT count(*) FROM updates"),
        *world.stage.rows("partners", "SELECT count(*) FROM people"),
    ]
