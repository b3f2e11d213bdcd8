"""What the API reads and writes of what commitments need, field by field."""

from marshmallow import fields

from services.plans.domain.asks import AskKind
from shared.http.fields import Id, Instant, Int, StrictSchema, Text

LINE, WORDS = 500, 4000


class NewAsk(StrictSchema):
    """What is needed, said along with an update."""

    text = Text(LINE, lines=True, required=True)
    kind = fields.Enum(AskKind, by_value=True, load_default=AskKind.OTHER)


class Ask(StrictSchema):
    """What an organisation says it needs to keep a commitment; open until `answered_at`."""

    id = Id(required=True)
    version = Int(required=True)
    plan_id = Id(required=True)
    commitment_id = Id(required=True)
    reference = Text(40, required=True)
    commitment = Text(WORDS, required=True)
    update_id = Id(required=True)
    organisation_id = Id(required=True, allow_none=True)
    organisation = Text(200, required=True, allow_none=True)
    kind = fields.Enum(AskKind, by_value=True, required=True)
    text = Text(LINE, required=True)
    asked_at = Instant(required=True)
    answered_at = Instant(required=True, allow_none=True)
    answered_by = Id(required=True, allow_none=True)


class AskList(StrictSchema):
    """What is needed, the oldest first."""

    items = fields.List(fields.Nested(Ask), required=True)
