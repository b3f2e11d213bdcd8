"""Events travel as CloudEvents that others can read, and only what is sound is sealed."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq_event

from shared import logs
from shared.contracts import CONTRACTS, NudgeSent
from shared.events.envelope import (
    CONTENT_TYPE,
    InvalidEvent,
    decode,
    encode,
    routing_key,
    seal,
    unseal,
)
from tests.contracts.frozen import example
from tests.shared.samples import COMMUNITY, NOON, contract_of, organisation

EACH = pytest.mark.parametrize("name", CONTRACTS)


@EACH
def test_a_contract_comes_out_of_its_envelope_as_it_went_in(name: str) -> None:
    contract = contract_of(name)

    body = encode(seal(contract, source="/partners", now=NOON))

    assert unseal(decode(body)) == contract


@EACH
def test_the_cloudevents_library_reads_our_envelope(name: str) -> None:
    sealed = seal(contract_of(name), source="/plans", now=NOON)

    event = from_rabbitmq_event(RabbitMQMessage(headers={}, content_type=CONTENT_TYPE, body=encode(sealed)))

    assert (event.get_id(), event.get_type(), event.get_source()) == (str(sealed.id), name, "/plans")
    assert (event.get_time(), event.get_data()) == (NOON, example(name))
    assert event.get_extension("community") == str(sealed.community)


def test_the_routing_key_is_the_type_without_its_version_and_the_community() -> None:
    envelope = seal(organisation(), source="/partners", now=NOON)

    assert routing_key(envelope) == f"partners.organisation_changed.{COMMUNITY}"


def test_an_envelope_names_the_event_and_the_trace_that_caused_it() -> None:
    cause, trace = "0192a3b4-0000-7000-8000-00000000cafe", f"00-{'a' * 32}-{'b' * 16}-01"

    with logs.bind(event_id=cause, traceparent=trace):
        envelope = seal(organisation(), source="/partners", now=NOON)

    assert (envelope.causation, envelope.traceparent) == (UUID(cause), trace)


def test_ids_of_events_grow_with_time() -> None:
    earlier, later = (
        seal(organisation(), source="/partners", now=at).id for at in (NOON, NOON.replace(minute=1))
    )

    assert earlier < later
    assert (earlier.version, later.variant) == (7, "specified in RFC 4122")


def test_a_contract_that_consumers_would_refuse_is_not_sealed() -> None:
    contract = contract_of(NudgeSent.TYPE)
    assert isinstance(contract, NudgeSent)

    with pytest.raises(InvalidEvent):
        seal(replace(contract, at=NOON.replace(tzinfo=None)), source="/notify", now=NOON)


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00:00+14:00",
        "0001-12-31T23:59:59Z",
        "9999-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_an_instant_that_no_query_could_read_back_is_neither_sealed_nor_read(at: str) -> None:
    contract = contract_of(NudgeSent.TYPE)
    assert isinstance(contract, NudgeSent)
    body = json.loads(encode(seal(contract, source="/notify", now=NOON)))
    body["data"]["at"] = at

    with pytest.raises(InvalidEvent, match=r"the year of `\$\.at`"):
        seal(replace(contract, at=datetime.fromisoformat(at)), source="/notify", now=NOON)
    with pytest.raises(InvalidEvent, match=r"the year of `\$\.at`"):
        unseal(decode(json.dumps(body).encode()))


@pytest.mark.parametrize("at", ["0002-01-01T00:00:00+14:00", "9998-12-31T23:59:59-14:00"])
def test_an_instant_just_within_the_years_arrives(at: str) -> None:
    contract = contract_of(NudgeSent.TYPE)
    assert isinstance(contract, NudgeSent)
    said = replace(contract, at=datetime.fromisoformat(at))

    assert unseal(decode(encode(seal(said, source="/notify", now=NOON)))) == said


def test_an_event_that_is_too_large_is_not_sent() -> None:
    envelope = seal(organisation("x" * 300_000), source="/partners", now=NOON)

    with pytest.raises(InvalidEvent, match="larger"):
        encode(envelope)


@pytest.mark.parametrize("name", ["a\x00b", "\\\x00"])
def test_the_character_that_postgresql_cannot_keep_is_neither_sealed_nor_read(name: str) -> None:
    body = json.loads(encode(seal(organisation(), source="/partners", now=NOON)))
    body["data"]["name"] = name

    with pytest.raises(InvalidEvent, match="NUL"):
        seal(organisation(name), source="/partners", now=NOON)
    with pytest.raises(InvalidEvent, match="NUL"):
        decode(json.dumps(body).encode())


def test_a_text_that_only_looks_like_that_character_is_a_text() -> None:
    contract = organisation(r"\u0000 and \\u0000")

    assert unseal(decode(encode(seal(contract, source="/partners", now=NOON)))) == contract


def test_attributes_that_others_add_are_passed_over() -> None:
    body: dict[str, Any] = json.loads(encode(seal(organisation(), source="/partners", now=NOON)))

    decoded = decode(json.dumps(body | {"tracestate": "x=1"}).encode())

    assert str(decoded.id) == body["id"]


@pytest.mark.parametrize("change", [{"subject": str(UUID(int=7))}, {"community": str(UUID(int=7))}])
def test_an_envelope_about_another_thing_than_its_data_is_refused(change: dict[str, str]) -> None:
    body = json.loads(encode(seal(organisation(), source="/partners", now=NOON)))

    with pytest.raises(InvalidEvent, match="different things"):
        unseal(decode(json.dumps(body | change).encode()))
