"""Whatever a contract may hold arrives as it was said, also when a newer release says more than we know."""

import json
from collections.abc import Collection
from dataclasses import fields
from datetime import UTC, datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.contracts import CONTRACTS, Contract, Instant
from shared.contracts.contract import Count, Latitude, Longitude, Version
from shared.contracts.instants import FIRST_YEAR, LAST_YEAR
from shared.events.envelope import Envelope, decode, encode, seal, unseal
from tests.shared.samples import NOON

EACH = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
LARGEST = 2**31 - 1
EARLIEST = datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001  # hypothesis adds the time zone itself.
LATEST = datetime(LAST_YEAR, 12, 31)  # noqa: DTZ001  # The same.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
KINDS: dict[Any, st.SearchStrategy[Any]] = {
    Version: st.integers(1, LARGEST),
    Count: st.integers(0, LARGEST),
    Latitude: st.floats(-90, 90),
    Longitude: st.floats(-180, 180),
    Instant: st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)),
    str: TEXTS,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)


OWN_ATTRIBUTES = Envelope.__struct_fields__


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Whatever a field of this kind may hold."""
    if kind in KINDS:
        return KINDS[kind]
    if get_origin(kind) in {Union, UnionType}:
        return st.one_of(*map(values, get_args(kind)))
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        return (
            st.lists(values(inner[0]), max_size=5).map(tuple)
            if inner[1:] == (...,)
            else st.tuples(*map(values, inner))
        )
    return st.from_type(kind)


def contracts(contract: type[Contract]) -> st.SearchStrategy[Contract]:
    hints = get_type_hints(contract, include_extras=True)
    return st.builds(contract, **{field.name: values(hints[field.name]) for field in fields(contract)})


def added(known: Collection[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Fields that this release does not know."""
    return st.dictionaries(TEXTS.filter(lambda name: name not in known), JSON, max_size=3)


@EACH
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_contract_arrives_as_it_was_said_with_what_a_newer_release_adds(
    contract: type[Contract], data: st.DataObject
) -> None:
    said = data.draw(contracts(contract))

    sent = json.loads(encode(seal(said, source="/plans", now=NOON)))
    newer = sent | data.draw(added(OWN_ATTRIBUTES)) | {"data": sent["data"] | data.draw(added(sent["data"]))}

    assert unseal(decode(json.dumps(newer).encode())) == said
