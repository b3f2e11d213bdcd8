"""What the API reads and writes of commitments, field by field."""

from typing import Any

from marshmallow import fields, validate

from services.plans.api.fact_schemas import Facts, FactsQuery, Place, four_co_of, priority_of
from services.plans.api.lengths import LINE, NAME, WORDS
from services.plans.api.step_schemas import Step
from services.plans.api.supporter_schemas import SupporterPart
from services.plans.db.queries.orders import Order
from services.plans.domain.assessments import Completion
from services.plans.domain.steps import LONGEST_STEP, MOST_STEPS
from services.plans.domain.supporters import MOST_SUPPORTERS
from shared.contracts import CommitmentState, Health
from shared.http.fields import Bool, Day, FieldNames, Id, Instant, Int, QueryBool, StrictSchema, Text


def state_of(**options: Any) -> fields.Enum[CommitmentState]:
    """Return the field of a state."""
    return fields.Enum(CommitmentState, by_value=True, **options)


def health_of(**options: Any) -> fields.Enum[Health]:
    """Return the field of a health."""
    return fields.Enum(Health, by_value=True, **options)


class PlanCommitmentQuery(FactsQuery):
    """Which of a plan's commitments to list."""

    state = state_of()
    health = health_of()
    assessed = fields.Enum(
        Completion, by_value=True, metadata={"description": "What a coordinator's newest assessment says."}
    )
    overdue = QueryBool()
    organisation = Id()
    run = Id(metadata={"description": "The 100-day run that they are in."})
    due_before = Day()
    due_after = Day()
    changed_since = Instant()
    q = Text(
        100,
        metadata={
            "description": "Words that must all occur in text, reference, evidence or owner's name, in any "
            "order. Case and accents do not count; of each word the beginning is enough."
        },
    )
    sort = fields.Enum(Order, by_value=True, load_default=Order.DUE)
    wanted = FieldNames(
        lambda: Commitment, data_key="fields", metadata={"description": "Which fields to show, by commas."}
    )


class CommitmentQuery(PlanCommitmentQuery):
    """Which commitments to list, across plans."""

    plan = Id()


class NewCommitment(Facts):
    """A commitment to write down. Without a reference it gets the plan's next number."""

    text = Text(WORDS, lines=True, required=True)
    heading = Text(NAME, required=True)
    reference = Text(40, allow_none=True)
    milestone_id = Id(allow_none=True)
    organisation_id = Id(allow_none=True)
    contact_id = Id(allow_none=True)
    supporting = fields.List(Id(), validate=validate.Length(max=MOST_SUPPORTERS))
    parts = fields.List(fields.Nested(SupporterPart), validate=validate.Length(max=MOST_SUPPORTERS))
    due = Day(allow_none=True)
    evidence = Text(WORDS, lines=True, allow_none=True)
    steps = fields.List(Text(LONGEST_STEP), validate=validate.Length(max=MOST_STEPS))


class Commitment(StrictSchema):
    """A commitment. What may name people is null for those who see it only because the plan is public."""

    id = Id(required=True)
    version = Int(required=True)
    community_id = Id(required=True)
    plan_id = Id(required=True)
    plan_name = Text(NAME, required=True)
    reference = Text(40, required=True)
    text = Text(WORDS, required=True)
    heading = Text(NAME, required=True)
    milestone_id = Id(required=True, allow_none=True)
    milestone = Text(LINE, required=True, allow_none=True)
    organisation_id = Id(required=True, allow_none=True)
    organisation = Text(NAME, required=True, allow_none=True)
    contact_id = Id(required=True, allow_none=True)
    supporting = fields.List(Id(), required=True)
    parts = fields.List(fields.Nested(SupporterPart), required=True)
    due = Day(required=True, allow_none=True)
    overdue = Bool(required=True)
    evidence = Text(WORDS, required=True, allow_none=True)
    steps = fields.List(fields.Nested(Step), required=True)
    priority = priority_of(required=True, allow_none=True)
    place = fields.Nested(Place, required=True, allow_none=True)
    four_co = four_co_of(required=True, allow_none=True)
    state = state_of(required=True)
    health = health_of(required=True, allow_none=True)
    reason = Text(WORDS, required=True, allow_none=True)
    last_note = Text(WORDS, required=True, allow_none=True)
    slips = Int(required=True)
    created_at = Instant(required=True)
    changed_at = Instant(required=True)
    done_at = Instant(required=True, allow_none=True)
    nudged_at = Instant(required=True, allow_none=True)


class CommitmentFields(Commitment):
    """A commitment in a list: all of its fields, or those that were asked for."""


class CommitmentPage(StrictSchema):
    """A page of commitments; where some fields were asked for, each has just those."""

    items = fields.List(fields.Nested(lambda: CommitmentFields(partial=True)), required=True)
    next = fields.String(required=True, allow_none=True)
