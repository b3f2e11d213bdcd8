"""What the API reads and writes of assessments, field by field."""

from marshmallow import fields

from services.plans.domain.assessments import Completion
from shared.http.fields import Id, Instant, Int, StrictSchema, Text

WHY = 1000


class NewAssessment(StrictSchema):
    """How far a commitment is fulfilled, and why one thinks so."""

    completion = fields.Enum(Completion, by_value=True, required=True)
    why = Text(WHY, lines=True, required=True)


class Assessment(StrictSchema):
    """A coordinator's judgement. Why, and by whom, is null for those who only see a public plan."""

    id = Id(required=True)
    commitment_id = Id(required=True)
    number = Int(required=True)
    completion = fields.Enum(Completion, by_value=True, required=True)
    why = Text(WHY, required=True, allow_none=True)
    at = Instant(required=True)
    person_id = Id(required=True, allow_none=True)


class AssessmentList(StrictSchema):
    """All assessments of a commitment; the first is the newest, and counts."""

    items = fields.List(fields.Nested(Assessment), required=True)
