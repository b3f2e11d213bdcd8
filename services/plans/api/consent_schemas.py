"""What the API reads and writes of consents, with examples."""

from typing import Any

from marshmallow import fields

from shared.contracts.names import LONGEST_NAME
from shared.http.fields import Day, Id, StrictSchema, Text

_WHERE = "The workshop where it was agreed; null for none, and for those outside the community."


class NewConsent(StrictSchema):
    """That an organisation consents to a plan's vision."""

    given_on = Day(required=True)
    workshop_id = Id(
        allow_none=True,
        load_default=None,
        metadata={"description": "The workshop where it was agreed: one that led to the plan."},
    )


class Consent(StrictSchema):
    """An organisation's consent to a plan's vision."""

    organisation_id = Id(required=True)
    organisation = Text(LONGEST_NAME, required=True)
    given_on = Day(required=True)
    workshop_id = Id(required=True, allow_none=True, metadata={"description": _WHERE})
    place = fields.String(
        required=True, allow_none=True, metadata={"description": "Where that workshop was."}
    )


class ConsentList(StrictSchema):
    """All consents to a plan's vision, by the organisations' names."""

    items = fields.List(fields.Nested(Consent), required=True)


NEW_CONSENT: dict[str, Any] = {
    "given_on": "2026-11-02",
    "workshop_id": "7c1d2b52-8d0b-4c39-a1a7-2f4b8e6d9c03",
}

CONSENT: dict[str, Any] = {
    "organisation_id": "3c9b8a10-1f1d-5a63-9d53-7f8f0d1f6a02",
    "organisation": "Walking Friends",
    **NEW_CONSENT,
    "place": "The community hall",
}

CONSENT_LIST: dict[str, Any] = {"items": [CONSENT]}
