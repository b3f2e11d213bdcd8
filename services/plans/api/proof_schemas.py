"""What the API reads and writes of the links, photos and files that show what updates say."""

from typing import Any

from marshmallow import ValidationError, fields

from services.plans.domain.proofs import LONGEST_ADDRESS, ProofKind, checked_address
from services.plans.domain.refusals import Refused
from shared.http.fields import Id, Instant, Int, StrictSchema, Text

NAME = 200


def fits(address: str) -> None:
    """Refuse an address that leads nowhere on the web."""
    try:
        checked_address(address)
    except Refused as refusal:
        raise ValidationError(str(refusal)) from refusal


class WebAddress(Text):
    """The address of a page on the web."""

    def __init__(self, **options: Any) -> None:
        super().__init__(LONGEST_ADDRESS, **options)
        self.validators.append(fits)


class Proof(StrictSchema):
    """A link, photo or file that shows what an update says; photos and files are read at `file`.

    Of one that was removed only the kind is still known, and that there was one.
    """

    id = Id(required=True)
    commitment_id = Id(required=True)
    update_id = Id(required=True)
    kind = fields.Enum(ProofKind, by_value=True, required=True)
    address = Text(LONGEST_ADDRESS, required=True, allow_none=True)
    name = Text(NAME, required=True, allow_none=True)
    media_type = Text(NAME, required=True, allow_none=True)
    size = Int(required=True, allow_none=True, metadata={"description": "Bytes, as it was sent."})
    sha256 = Text(64, required=True, allow_none=True)
    file = fields.String(required=True, allow_none=True)
    added_at = Instant(required=True)
    added_by = Id(required=True, allow_none=True)
    removed_at = Instant(required=True, allow_none=True)
    removed_by = Id(required=True, allow_none=True)


class ProofList(StrictSchema):
    """Proofs, the oldest first."""

    items = fields.List(fields.Nested(Proof), required=True)
