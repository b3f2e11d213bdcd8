"""What the API reads and writes of moderation, field by field."""

from marshmallow import fields, validate

from services.plans.api.update_schemas import HistoryEntry
from services.plans.domain.moderation import Verdict
from shared.http.fields import Id, Instant, QueryBool, StrictSchema, Text

WHY, WORDS = 500, 4000


class ModerationQuery(StrictSchema):
    """Which part of what was said is wanted."""

    decided = QueryBool(load_default=False)


class NewVerdict(StrictSchema):
    """Whether anyone may read what an update says; what stays private needs a reason."""

    verdict = fields.Enum(
        Verdict,
        by_value=True,
        required=True,
        validate=validate.NoneOf([Verdict.WAITING], error="Choose shown or private."),
    )
    reason = Text(WHY, lines=True, load_default=None, allow_none=True)


class Moderated(StrictSchema):
    """An update whose words, proofs and ask anyone may read once they are shown.

    `wording` is a new one of the commitment, which counts nowhere until it is shown.
    """

    update = fields.Nested(HistoryEntry, required=True)
    commitment = Text(WORDS, required=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True)
    reason = Text(WHY, required=True, allow_none=True)
    decided_at = Instant(required=True, allow_none=True)
    decided_by = Id(required=True, allow_none=True)
    wording = Text(WORDS, required=True, allow_none=True)


class ModerationList(StrictSchema):
    """What waits, the oldest first; or what was decided lately, the newest first."""

    items = fields.List(fields.Nested(Moderated), required=True)
