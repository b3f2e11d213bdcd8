"""Events and instants that the tests of shared events use."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec

from shared.contracts import CONTRACTS, Contract, OrganisationChanged
from shared.events.envelope import encode, seal
from tests.contracts.frozen import example, type_of

NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
COMMUNITY = UUID("0192a3b4-0000-7000-8000-000000000001")


def organisation(name: str = "Friends of the Green", version: int = 1) -> OrganisationChanged:
    return OrganisationChanged(id=uuid4(), version=version, community_id=COMMUNITY, name=name)


def sealed(contract: Contract | None = None) -> bytes:
    """Return the bytes of an event as they come over the wire."""
    return encode(seal(contract or organisation(), source="/partners", now=NOON))


def contract_of(stem: str) -> Contract:
    """Return the frozen example of this name."""
    return msgspec.json.decode(json.dumps(example(stem)), type=CONTRACTS[type_of(stem)])
