"""The generated documents are those of this release, and are what they claim to be."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from deploy.documents import DOCS, documents
from deploy.documents.examples import enveloped
from shared.contracts import CONTRACTS
from shared.contracts.routing import HEARS
from shared.events.envelope import encode, seal
from tests.contracts.frozen import stems, type_of
from tests.shared.samples import NOON, contract_of

ROOT = Path(__file__).parents[2]
DOCUMENT: dict[str, Any] = json.loads((DOCS / "asyncapi.json").read_text("utf-8"))
OFFICIAL = ROOT / "node_modules" / "@asyncapi" / "specs" / "schemas"


def test_the_documents_on_disk_are_those_of_this_release() -> None:
    on_disk = {path: (DOCS / path).read_text("utf-8") for path in documents()}

    assert on_disk == documents()
    assert {path.stem for path in (DOCS / "schemas").iterdir()} == set(CONTRACTS)


def test_the_asyncapi_document_is_valid_by_the_official_schema_of_its_version() -> None:
    official = json.loads((OFFICIAL / f"{DOCUMENT['asyncapi']}-without-$id.json").read_text("utf-8"))

    errors = [
        f"{list(each.absolute_path)}: {each.message}"
        for each in Draft7Validator(official).iter_errors(DOCUMENT)
    ]

    assert errors == []


def test_every_reference_in_the_asyncapi_document_leads_somewhere() -> None:
    dangling = [reference for reference in references(DOCUMENT) if not leads(DOCUMENT, reference)]

    assert references(DOCUMENT)
    assert dangling == []


@pytest.mark.parametrize("stem", stems())
def test_what_travels_is_valid_by_the_asyncapi_document(stem: str) -> None:
    name = type_of(stem)
    sealed = json.loads(encode(seal(contract_of(stem), source=f"/{name.partition('.')[0]}", now=NOON)))

    assert faults(name, sealed) == []
    assert faults(name, enveloped(stem)) == []


@pytest.mark.parametrize(
    "change", [{"type": "plans.other.v1"}, {"data": {}}, {"subject": "green"}, {"time": None}]
)
def test_what_does_not_fit_is_not_valid_by_the_asyncapi_document(change: dict[str, Any]) -> None:
    name = "plans.commitment_changed.v1"

    assert faults(name, enveloped(name) | change) != []


def test_the_asyncapi_document_marks_the_events_that_carry_an_address() -> None:
    messages = DOCUMENT["components"]["messages"]
    marked = {
        name for name, message in messages.items() if "personal" in {tag["name"] for tag in message["tags"]}
    }

    assert marked == {name for name, contract in CONTRACTS.items() if contract.PERSONAL}
    assert marked == {
        name for name, message in messages.items() if "email" in message["examples"][0]["payload"]["data"]
    }


def test_the_asyncapi_document_tells_each_service_its_queue_and_what_comes_through_it() -> None:
    operations = DOCUMENT["operations"]
    told = {name: DOCUMENT["channels"][name] for name in HEARS}

    assert {name: set(queue["messages"]) for name, queue in told.items()} == {
        name: {contract.TYPE for contract in heard} for name, heard in HEARS.items()
    }
    assert {operations[f"{name}.hears"]["channel"]["$ref"] for name in HEARS} == {
        f"#/channels/{name}" for name in HEARS
    }
    assert {queue["bindings"]["amqp"]["queue"]["x-queue-type"] for queue in told.values()} == {"quorum"}


def faults(name: str, event: dict[str, Any]) -> list[str]:
    payload = DOCUMENT["components"]["messages"][name]["payload"] | {"components": DOCUMENT["components"]}
    return [
        each.message for each in Draft7Validator(payload, format_checker=FormatChecker()).iter_errors(event)
    ]


def references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [each for value in node.values() for each in references(value)]
    return [each for value in node for each in references(value)] if isinstance(node, list) else []


def leads(document: Any, reference: str) -> bool:
    for step in reference.removeprefix("#/").split("/"):
        document = document.get(step, {})
    return bool(document)
