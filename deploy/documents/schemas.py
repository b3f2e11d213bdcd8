"""JSON Schemas of events, as msgspec makes them from the classes."""

import inspect
from collections.abc import Iterable
from typing import Any

import msgspec

from shared.contracts import Contract

Json = dict[str, Any]


def schema(contract: type[Contract]) -> Json:
    """Return the schema of the event's data, which needs nothing but itself."""
    (reference,), definitions = msgspec.json.schema_components([contract], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:backcast:schema:{contract.TYPE}",
        **reference,
        "$defs": _described(definitions),
    }


def draft_7(classes: Iterable[Any], ref_template: str) -> dict[str, Json]:
    """Return the classes' schemas by name, in the older draft that AsyncAPI speaks."""
    _, definitions = msgspec.json.schema_components(classes, ref_template=ref_template)
    return {name: _older(each) for name, each in _described(definitions).items()}


def _described(definitions: dict[str, Json]) -> dict[str, Json]:
    """Take the source code's indentation out of the descriptions."""
    return {
        name: each | {key: inspect.cleandoc(each[key]) for key in ("description",) if key in each}
        for name, each in definitions.items()
    }


def _older(node: Any) -> Any:
    """Say of a tuple what is in each place in the words of draft 7, which does not know the newer ones."""
    if isinstance(node, list):
        return [_older(each) for each in node]
    if not isinstance(node, dict):
        return node
    older = {key: _older(each) for key, each in node.items()}
    if "prefixItems" in older:
        older |= {"additionalItems": older.pop("items"), "items": older.pop("prefixItems")}
    return older
