"""The AsyncAPI document: who says what to whom, and how it travels."""

import inspect
from typing import Any

from deploy.documents.examples import enveloped
from deploy.documents.schemas import Json, draft_7
from shared.contracts import CONTRACTS, Contract
from shared.contracts.routing import HEARS
from shared.events.envelope import CONTENT_TYPE, Envelope, unversioned
from shared.events.topology import EXCHANGE, parked_queue

_SCHEMAS = "#/components/schemas/{name}"
_AMQP = "0.3.0"
"""The version of AsyncAPI's own words for AMQP."""

PERSONAL = {
    "name": "personal",
    "description": "It carries a person's name or address; only services that must reach people hear it.",
}


def asyncapi() -> Json:
    """Return the document."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Backcast's events",
            "version": "1",
            "description": "CloudEvents 1.0 in JSON. Each carries the whole public state of one thing and "
            "its version; keep the highest version, and duplicates and reordering do no harm.",
            "license": {"name": "MIT"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {"here": _server("amqp", 5672, _HERE), "afar": _server("amqps", 5671, _AFAR)},
        "channels": {name: _events(name) for name in CONTRACTS} | {name: _queue(name) for name in HEARS},
        "operations": {f"{_sayer(name)}.says.{name}": _says(name) for name in CONTRACTS}
        | {f"{service}.hears": _hears(service) for service in HEARS},
        "components": {
            "messages": {name: _message(contract) for name, contract in CONTRACTS.items()},
            "schemas": draft_7([*CONTRACTS.values(), Envelope], _SCHEMAS),
            "securitySchemes": {"user": {"type": "userPassword", "description": "A user of the broker."}},
        },
    }


_HERE = "A broker on the same machine or in a private network."
_AFAR = "A broker anywhere else is spoken to through TLS alone."


def _server(protocol: str, port: int, text: str) -> Json:
    return {
        "host": f"{{host}}:{port}",
        "protocol": protocol,
        "protocolVersion": "0.9.1",
        "description": f"{text} BACKCAST_BROKER_URL names it.",
        "variables": {"host": {"default": "127.0.0.1"}},
        "security": [{"$ref": "#/components/securitySchemes/user"}],
    }


def _events(name: str) -> Json:
    return {
        "address": f"{unversioned(name)}.{{community}}",
        "description": "Every event of this name, by its routing key.",
        "parameters": {"community": {"description": "The id of the community that the thing belongs to."}},
        "messages": {name: _reference("messages", name)},
        "bindings": _bound("routingKey", exchange={"name": EXCHANGE, "type": "topic", "durable": True}),
    }


def _queue(service: str) -> Json:
    queue = {
        "name": service,
        "durable": True,
        "exclusive": False,
        "autoDelete": False,
        "x-queue-type": "quorum",
    }
    return {
        "address": service,
        "description": f"What {service} hears, of every community. "
        f"What the broker gave up delivering goes to {parked_queue(service)}.",
        "messages": {contract.TYPE: _reference("messages", contract.TYPE) for contract in HEARS[service]},
        "bindings": _bound("queue", queue=queue),
    }


def _bound(kind: str, **details: Json) -> Json:
    return {"amqp": {"is": kind, **details, "bindingVersion": _AMQP}}


def _says(name: str) -> Json:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{name}"},
        "summary": f"Says that {CONTRACTS[name].SAYS}.",
        "bindings": {"amqp": {"deliveryMode": 2, "mandatory": True, "bindingVersion": _AMQP}},
    }


def _hears(service: str) -> Json:
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{service}"},
        "summary": f"Applies each event once to what {service} keeps.",
        "bindings": {"amqp": {"ack": True, "bindingVersion": _AMQP}},
    }


def _message(contract: type[Contract]) -> Json:
    name = contract.TYPE
    return {
        "name": name,
        "title": contract.__name__,
        "summary": f"Says that {contract.SAYS}.",
        "description": inspect.cleandoc(contract.__doc__ or ""),
        "contentType": CONTENT_TYPE,
        "correlationId": {
            "description": "The id of the event that led to this one, if one did.",
            "location": "$message.payload#/causation",
        },
        "tags": [{"name": _sayer(name)}, *([PERSONAL] if contract.PERSONAL else [])],
        "bindings": {"amqp": {"messageType": name, "bindingVersion": _AMQP}},
        "payload": {
            "allOf": [
                _reference("schemas", Envelope.__name__),
                {"properties": {"type": {"const": name}, "data": _reference("schemas", contract.__name__)}},
            ]
        },
        "examples": [{"name": name, "payload": enveloped(name)}],
    }


def _sayer(name: str) -> str:
    return name.partition(".")[0]


def _reference(kind: str, name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/{kind}/{name}"}
