"""What the API reads and writes of a commitment's supporters, with examples."""

from typing import Any

from marshmallow import fields

from services.plans.domain.supporters import LONGEST_PART
from shared.contracts.names import LONGEST_NAME
from shared.http.fields import Id, StrictSchema, Text


class Support(StrictSchema):
    """The part that a supporter plays."""

    part = Text(
        LONGEST_PART, allow_none=True, load_default=None, metadata={"description": "What it contributes."}
    )


class SupporterPart(StrictSchema):
    """A supporter's part in a commitment."""

    organisation_id = Id(required=True)
    part = Text(LONGEST_PART, required=True)


class Supporter(StrictSchema):
    """An organisation that helps with a commitment; a null part says that nobody said what it contributes."""

    organisation_id = Id(required=True)
    organisation = Text(LONGEST_NAME, required=True)
    part = Text(LONGEST_PART, required=True, allow_none=True)


class SupporterList(StrictSchema):
    """All who help with a commitment, in the order in which they were named."""

    items = fields.List(fields.Nested(Supporter), required=True)


SUPPORT: dict[str, Any] = {"part": "Lends gloves and hoops"}
PART: dict[str, Any] = {"organisation_id": "8a4e2f5b-60c1-5d3e-9a7f-2b1c0d9e8f07", **SUPPORT}
SUPPORTER_LIST: dict[str, Any] = {"items": [{**PART, "organisation": "Tree Friends"}]}
