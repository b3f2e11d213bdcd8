"""What the API reads and writes about webhooks, field by field."""

from marshmallow import fields, validate

from services.notify.domain.targets import LONGEST_URL
from services.notify.domain.webhook_deliveries import WebhookDeliveryState
from services.notify.domain.webhooks import EVENT_TYPES, WebhookState
from shared.http.fields import Id, Instant, Int, StrictSchema, Text
from shared.http.pages import PageQuery

LONGEST_DESCRIPTION = 200
_MANY_TYPES = validate.Length(1, len(EVENT_TYPES))
_TYPES = fields.String(validate=validate.OneOf(EVENT_TYPES))


class NewWebhook(StrictSchema):
    """A webhook to make; it may name its community, which only those need who coordinate several."""

    community_id = Id(metadata={"description": "Needed only by those who coordinate several communities."})
    url = Text(LONGEST_URL, required=True)
    description = Text(LONGEST_DESCRIPTION, empty=True, load_default="")
    event_types = fields.List(_TYPES, required=True, validate=_MANY_TYPES)


class WebhookChange(StrictSchema):
    """What is to change of a webhook; the rest stays. `state` pauses it, or begins it again."""

    url = Text(LONGEST_URL)
    description = Text(LONGEST_DESCRIPTION, empty=True)
    event_types = fields.List(_TYPES, validate=_MANY_TYPES)
    state = fields.String(validate=validate.OneOf([WebhookState.ACTIVE.value, WebhookState.PAUSED.value]))


class Webhook(StrictSchema):
    """A webhook. Once `ended`, because its receiver answered 410, it is called again when made active.

    The secret before the last one signs too until `previous_until`.
    """

    id = Id(required=True)
    version = Int(minimum=1, required=True)
    community_id = Id(required=True)
    url = fields.String(required=True)
    description = fields.String(required=True)
    event_types = fields.List(fields.String(validate=validate.OneOf(EVENT_TYPES)), required=True)
    state = fields.Enum(WebhookState, by_value=True, required=True)
    reason = fields.String(required=True, allow_none=True)
    made_at = Instant(required=True)
    previous_until = Instant(required=True, allow_none=True)


class WebhookWithSecret(Webhook):
    """A webhook with its secret, which is in this answer alone."""

    secret = fields.String(required=True)


class WebhookList(StrictSchema):
    """The webhooks of the caller's communities."""

    items = fields.List(fields.Nested(Webhook), required=True)


class WebhookDeliveryQuery(PageQuery):
    """Which deliveries to list."""

    state = fields.Enum(WebhookDeliveryState, by_value=True)


class WebhookDelivery(StrictSchema):
    """One event on its way to the webhook; `id` is what the receiver is sent as `webhook-id`."""

    id = Id(required=True)
    version = Int(minimum=1, required=True)
    event_id = Id(required=True)
    event_type = fields.String(required=True)
    state = fields.Enum(WebhookDeliveryState, by_value=True, required=True)
    attempts = Int(required=True)
    made_at = Instant(required=True)
    due_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    status = Int(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class WebhookDeliveryPage(StrictSchema):
    """A page of a webhook's deliveries, the newest first."""

    items = fields.List(fields.Nested(WebhookDelivery), required=True)
    next = fields.String(required=True, allow_none=True)


class Replayed(StrictSchema):
    """How many deliveries were put on their way again."""

    count = Int(required=True)
