"""Every event has a schema and a frozen example, and the routing table knows only real events."""

import json
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from deploy.documents import DOCS
from shared.contracts import CONTRACTS, CommitmentChanged, CommunityChanged, Contract, NudgeSent
from shared.contracts.routing import HEARS
from tests.contracts.frozen import digests, example, frozen_digests, stems, type_of

EACH = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
EACH_EXAMPLE = pytest.mark.parametrize("stem", stems())


def decoded(contract: type[Contract], value: object) -> Contract:
    return msgspec.json.decode(json.dumps(value), type=contract)


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=FormatChecker())


@EACH_EXAMPLE
def test_an_example_is_valid_by_the_published_schema(stem: str) -> None:
    schema = json.loads((DOCS / "schemas" / f"{type_of(stem)}.json").read_text("utf-8"))

    errors = [error.message for error in validator(schema).iter_errors(example(stem))]

    assert errors == []


@EACH_EXAMPLE
def test_an_example_is_read_and_written_back_with_nothing_lost(stem: str) -> None:
    contract = CONTRACTS[type_of(stem)]
    read = decoded(contract, example(stem))

    written = json.loads(msgspec.json.encode(read))

    # A later release may have added fields, which then stand at their defaults.
    assert written | example(stem) == written
    assert decoded(contract, written) == read


@EACH
def test_a_type_is_named_for_the_service_that_says_it(contract: type[Contract]) -> None:
    service, _, name = contract.TYPE.partition(".")

    assert service in HEARS
    assert name.endswith(".v1")


def test_there_is_an_example_for_each_event_and_none_besides() -> None:
    assert {type_of(stem) for stem in stems()} == set(CONTRACTS)
    assert set(CONTRACTS) <= set(stems())


def test_no_frozen_example_has_been_changed_or_taken_away() -> None:
    """CONTRIBUTING.md says how one is added; an event that was said once is said for ever."""
    assert digests() == frozen_digests()


def test_what_is_heard_is_known_and_all_that_is_known_is_heard() -> None:
    heard = {contract.TYPE for contracts in HEARS.values() for contract in contracts}

    assert heard == set(CONTRACTS)


def test_only_events_about_people_carry_an_address() -> None:
    with_address = {name for name in CONTRACTS if "email" in example(name)}

    assert with_address == {name for name, contract in CONTRACTS.items() if contract.PERSONAL}


@pytest.mark.parametrize("at", ["2026-11-23T08:00:05", "2026-11-23", "yesterday", 1795420805])
def test_an_instant_without_a_time_zone_is_refused(at: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        decoded(NudgeSent, example(NudgeSent.TYPE) | {"at": at})


@pytest.mark.parametrize("version", [0, -1, 2**31, 1.5, "1", None])
def test_a_version_that_is_no_positive_number_is_refused(version: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        decoded(CommunityChanged, example(CommunityChanged.TYPE) | {"version": version})


@pytest.mark.parametrize("slips", [-1, 2**31, 1.5, "1", None])
def test_a_count_that_a_database_could_not_hold_is_refused(slips: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        decoded(CommitmentChanged, example(CommitmentChanged.TYPE) | {"slips": slips})
