"""What the API writes of a plan as a whole, field by field."""

from marshmallow import fields

from services.plans.api.commitment_schemas import Commitment
from services.plans.api.consent_schemas import Consent
from services.plans.api.milestone_schemas import Milestone
from services.plans.api.plan_schemas import Plan
from services.plans.api.proof_schemas import Proof
from shared.http.fields import StrictSchema


class PlanExport(StrictSchema):
    """The whole of a plan."""

    plan = fields.Nested(Plan, required=True)
    consents = fields.List(fields.Nested(Consent), required=True)
    milestones = fields.List(fields.Nested(Milestone), required=True)
    commitments = fields.List(fields.Nested(Commitment), required=True)
    proofs = fields.List(fields.Nested(Proof), required=True)
