"""What the API reads and writes, field by field."""

from marshmallow import fields, validate

from services.notify.db.listings import STATES
from services.notify.domain.deliveries import DeliveryState, Kind
from services.notify.domain.digests import SECTIONS
from shared.contracts import CommitmentState, Health
from shared.http.fields import Bool, Day, Id, Instant, Int, QueryInt, StrictSchema
from shared.http.pages import PageQuery

_WHICH_COMMUNITY = {"description": "Needed only by those who lead several communities."}


class CommunityQuery(StrictSchema):
    """Which community is asked about."""

    community_id = Id(metadata=_WHICH_COMMUNITY)


class NudgeQuery(PageQuery):
    """Which nudges to list."""

    community_id = Id(metadata=_WHICH_COMMUNITY)
    state = fields.String(validate=validate.OneOf(STATES))


class Nudge(StrictSchema):
    """A nudge of the ledger; `reason` says why it was skipped, failed or is uncertain."""

    id = Id(required=True)
    person_id = Id(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    period = fields.String(required=True)
    made_at = Instant(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reason = fields.String(required=True, allow_none=True)
    ended_at = Instant(required=True, allow_none=True)
    commitment_ids = fields.List(Id(), required=True)


class NudgePage(StrictSchema):
    """A page of the ledger, the newest first."""

    items = fields.List(fields.Nested(Nudge), required=True)
    next = fields.String(required=True, allow_none=True)


class ComingQuery(CommunityQuery):
    """How far to look ahead."""

    days = QueryInt(minimum=0, maximum=60, load_default=7)


class ComingItem(StrictSchema):
    """A commitment in a nudge to come, with the rung of the ladder that it will be on."""

    commitment_id = Id(required=True)
    rung = fields.String(required=True)


class ComingNudge(StrictSchema):
    """A nudge that will go, as things stand."""

    day = Day(required=True)
    person_id = Id(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    items = fields.List(fields.Nested(ComingItem), required=True)


class Coming(StrictSchema):
    """What is coming, day by day."""

    items = fields.List(fields.Nested(ComingNudge), required=True)


class DeliveryQuery(PageQuery):
    """Which deliveries to list."""

    community_id = Id(metadata=_WHICH_COMMUNITY)
    state = fields.Enum(DeliveryState, by_value=True)


class Delivery(StrictSchema):
    """One e-mail on its way, without what it says."""

    id = Id(required=True)
    version = Int(minimum=1, required=True)
    person_id = Id(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    state = fields.Enum(DeliveryState, by_value=True, required=True)
    attempts = Int(required=True)
    made_at = Instant(required=True)
    ended_at = Instant(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class DeliveryPage(StrictSchema):
    """A page of deliveries, the newest first."""

    items = fields.List(fields.Nested(Delivery), required=True)
    next = fields.String(required=True, allow_none=True)


class DigestNumbers(StrictSchema):
    """The figures that pages and e-mails show too."""

    total = Int(required=True)
    done = Int(required=True)
    overdue = Int(required=True)
    stuck = Int(required=True)
    due_soon = Int(required=True)


class DigestPlan(StrictSchema):
    """One plan's figures."""

    plan_id = Id(required=True)
    name = fields.String(required=True)
    numbers = fields.Nested(DigestNumbers, required=True)


class DigestLine(StrictSchema):
    """One commitment in a digest."""

    commitment_id = Id(required=True)
    plan_id = Id(required=True)
    plan = fields.String(required=True)
    organisation = fields.String(required=True, allow_none=True)
    reference = fields.String(required=True)
    text = fields.String(required=True)
    state = fields.Enum(CommitmentState, by_value=True, required=True)
    health = fields.Enum(Health, by_value=True, required=True, allow_none=True)
    due = Day(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    is_new_word = Bool(required=True)
    stuck_since = Instant(required=True, allow_none=True)


class DigestWindow(StrictSchema):
    """From `since`, which is in it, up to `until`, which is not."""

    since = Instant(required=True)
    until = Instant(required=True)


class _DigestFacts(StrictSchema):
    community_id = Id(required=True)
    today = Day(required=True)
    window = fields.Nested(DigestWindow, required=True)
    numbers = fields.Nested(DigestNumbers, required=True)
    changed_count = Int(required=True)
    is_empty = Bool(required=True)
    plans = fields.List(fields.Nested(DigestPlan), required=True)


DigestPreview = _DigestFacts.from_dict(
    {name: fields.List(fields.Nested(DigestLine), required=True) for name, _ in SECTIONS},
    name="DigestPreview",
)
"""What the next digest would say now; its lists are those of the e-mail."""


class Preferences(StrictSchema):
    """Which e-mails a person wants."""

    nudges = Bool(required=True)
    digest = Bool(required=True)
