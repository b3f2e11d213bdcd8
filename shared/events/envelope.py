"""The envelope that every event travels in: CloudEvents 1.0 in its JSON format."""

import re
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from shared import logs
from shared.contracts import CONTRACTS, Contract, Instant
from shared.contracts.instants import instants_of, lies_within
from shared.events.identifiers import event_id

CONTENT_TYPE = "application/cloudevents+json"
LONGEST_TYPE = 100
LARGEST_BODY = 256 * 1024
"""Bytes. An event carries one thing's public state; what is larger is a mistake or an attack."""


class InvalidEvent(Exception):
    """These bytes are no event that this release understands; the message says why."""


def _means(text: str, **schema: str) -> msgspec.Meta:
    return msgspec.Meta(description=text, extra_json_schema=schema)


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event with the attributes that a transport and a log need, its data still encoded.

    `community`, `causation` and `traceparent` are extension attributes. The documents are made from what is
    said here of each attribute.
    """

    specversion: Annotated[Literal["1.0"], _means("the version of CloudEvents")]
    id: Annotated[UUID, _means("the id of this event, by which the inbox knows it again")]
    source: Annotated[str, _means("who says it: `/plans`, `/partners` or `/notify`", format="uri-reference")]
    type: Annotated[
        str, msgspec.Meta(max_length=LONGEST_TYPE), _means("the event's name with the version of its shape")
    ]
    subject: Annotated[UUID, _means("the id of the thing")]
    time: Annotated[Instant, _means("when the change was made, UTC")]
    datacontenttype: Annotated[Literal["application/json"], _means("the form of the data")]
    dataschema: Annotated[str, _means("the name of the data's schema", format="uri")]
    community: Annotated[UUID, _means("the id of the community that the thing belongs to")]
    data: Annotated[msgspec.Raw, _means("the thing's whole public state")]
    causation: Annotated[UUID | None, _means("the id of the event that led to this one, if one did")] = None
    traceparent: Annotated[str | None, _means("W3C trace context, if there is one")] = None


class _Traced(msgspec.Struct):
    """The one attribute of an envelope that a tracer wants."""

    traceparent: str | None = None


_ENCODER = msgspec.json.Encoder()
_TRACED = msgspec.json.Decoder(_Traced)
_ENVELOPE = msgspec.json.Decoder(Envelope)
_CONTRACTS = {name: msgspec.json.Decoder(contract) for name, contract in CONTRACTS.items()}
_INSTANTS = {name: instants_of(contract) for name, contract in CONTRACTS.items()}
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_FAULTS = (msgspec.MsgspecError, ValueError, RecursionError)


def seal(contract: Contract, *, source: str, now: datetime) -> Envelope:
    """Put a contract into a new envelope.

    The data is read back at once, so that a value which consumers would refuse (a naive time, say) fails
    here, inside the transaction that says it.

    Raises:
        InvalidEvent: when the contract holds a value that its class does not allow.
    """
    data = _ENCODER.encode(contract)
    _refuse_nul(data)
    _read(contract.TYPE, data)
    causation = logs.bound("event_id")
    return Envelope(
        specversion="1.0",
        id=event_id(now),
        source=source,
        type=contract.TYPE,
        subject=contract.id,
        time=now,
        datacontenttype="application/json",
        dataschema=f"urn:backcast:schema:{contract.TYPE}",
        community=contract.community_id,
        data=msgspec.Raw(data),
        causation=UUID(causation) if causation else None,
        traceparent=logs.bound("traceparent"),
    )


def unseal(envelope: Envelope) -> Contract:
    """Take the contract out of its envelope.

    Raises:
        InvalidEvent: when the type is unknown here or the data is not of that type.
    """
    contract = _read(envelope.type, envelope.data)
    if (contract.id, contract.community_id) != (envelope.subject, envelope.community):
        raise InvalidEvent("the envelope and its data name different things")
    return contract


def _read(name: str, data: bytes | msgspec.Raw) -> Contract:
    if name not in _CONTRACTS:
        raise InvalidEvent(f"unknown type {name}")
    try:
        contract = _CONTRACTS[name].decode(data)
    except _FAULTS as fault:
        raise InvalidEvent(f"{name}: {fault}") from fault
    for field in _INSTANTS[name]:
        if not lies_within(getattr(contract, field)):
            raise InvalidEvent(f"{name}: the year of `$.{field}` is not one that every database can tell")
    return contract


def encode(envelope: Envelope) -> bytes:
    """Return the envelope as it goes into the outbox and over the wire."""
    body = _ENCODER.encode(envelope)
    if len(body) > LARGEST_BODY:
        raise InvalidEvent(f"{envelope.type} of {len(body)} bytes is larger than {LARGEST_BODY}")
    return body


def decode(body: bytes) -> Envelope:
    """Read an envelope that came over the wire.

    Raises:
        InvalidEvent: when it is too large, no JSON, lacks or misstates an attribute, or holds NUL.
    """
    if len(body) > LARGEST_BODY:
        raise InvalidEvent(f"{len(body)} bytes are more than {LARGEST_BODY}")
    _refuse_nul(body)
    try:
        return _ENVELOPE.decode(body)
    except _FAULTS as fault:
        raise InvalidEvent(str(fault)) from fault


def _refuse_nul(body: bytes) -> None:
    """Refuse the one character that PostgreSQL cannot keep, before it is in a reason or a row."""
    if b"\\u0000" in body and _NUL.search(body):
        raise InvalidEvent("it has the character NUL in a text")


def traceparent_in(body: bytes) -> str | None:
    """Return the traceparent of a sealed event, without reading all of it."""
    return _TRACED.decode(body).traceparent


def unversioned(name: str) -> str:
    """Return an event type without its version: "plans.plan_changed" of "plans.plan_changed.v1"."""
    return name.rpartition(".v")[0] or name


def routing_key(envelope: Envelope) -> str:
    """Return the key by which the event finds the queues of those who hear it."""
    return f"{unversioned(envelope.type)}.{envelope.community}"
