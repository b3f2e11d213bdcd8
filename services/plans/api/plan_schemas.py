"""What the API reads and writes of plans, field by field."""

from typing import Any

from marshmallow import fields, validate

from services.plans.api.lengths import LINE, NAME, WORDS
from services.plans.domain.licences import Licence
from services.plans.domain.plans import LONGEST_INTERVAL
from shared.http.fields import Bool, Day, Id, Instant, Int, StrictSchema, Text

MOST_HEADINGS = 20


class Vision(StrictSchema):
    """The three answers that the plan's steps are traced back from."""

    what = Text(WORDS, lines=True, required=True, metadata={"description": "What do we want?"})
    how = Text(WORDS, lines=True, required=True, metadata={"description": "How do we achieve it?"})
    why = Text(
        WORDS, lines=True, required=True, metadata={"description": "Why will this strengthen what is good?"}
    )


def _headings(**options: Any) -> fields.List[str]:
    return fields.List(Text(NAME), validate=validate.Length(1, MOST_HEADINGS), **options)


def _interval(**options: Any) -> Int:
    days = "After how many days without an update an open commitment counts as stale."
    return Int(minimum=1, maximum=LONGEST_INTERVAL, metadata={"description": days}, **options)


def _moderated(**options: Any) -> Bool:
    shows = "Anyone may read what people say in a public plan, once a coordinator has let it pass."
    return Bool(metadata={"description": shows}, **options)


def _licence(**options: Any) -> fields.Enum[Licence]:
    terms = "How others may use the plan's open data, by its SPDX identifier; none: all rights reserved."
    return fields.Enum(Licence, by_value=True, metadata={"description": terms}, **options)


class PlanChange(StrictSchema):
    """What may be changed of a plan; what is left out stays."""

    name = Text(NAME)
    vision = fields.Nested(Vision)
    horizon = Day()
    headings = _headings()
    public = Bool()
    moderated = _moderated()
    update_interval = _interval()
    licence = _licence()


class NewPlan(StrictSchema):
    """A plan to make. Without headings it gets the four usual ones."""

    community_id = Id(metadata={"description": "Needed only by those who coordinate several communities."})
    name = Text(NAME, required=True)
    vision = fields.Nested(Vision, required=True)
    horizon = Day(required=True)
    headings = _headings()
    public = Bool()
    moderated = _moderated()
    update_interval = _interval()
    licence = _licence()


class Plan(StrictSchema):
    """What a backcasting workshop produced."""

    id = Id(required=True)
    version = Int(required=True)
    community_id = Id(required=True)
    name = Text(NAME, required=True)
    vision = fields.Nested(Vision, required=True)
    horizon = Day(required=True)
    headings = _headings(required=True)
    public = Bool(required=True)
    moderated = _moderated(required=True)
    update_interval = _interval(required=True)
    closed_at = Instant(required=True, allow_none=True)
    closing = Text(
        LINE,
        required=True,
        allow_none=True,
        metadata={"description": "Why it was closed and what came of it."},
    )
    licence = _licence(required=True)
    created_at = Instant(required=True)
    changed_at = Instant(required=True)


class PlanPage(StrictSchema):
    """A page of plans."""

    items = fields.List(fields.Nested(Plan), required=True)
    next = fields.String(required=True, allow_none=True)
