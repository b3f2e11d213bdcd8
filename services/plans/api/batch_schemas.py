"""What the API reads and writes of batches: many updates at a time."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.plans.api.commitment_schemas import Commitment
from services.plans.api.update_schemas import NewUpdate
from shared.http.documentation import ProblemBody
from shared.http.fields import Bool, Id, Int, StrictSchema, Text

MOST_UPDATES = 500


class BatchUpdate(NewUpdate):
    """One update of a batch, and of which commitment: by its id, or by its reference in the plan."""

    commitment_id = Id()
    reference = Text(40)
    version = Int(
        minimum=1, required=True, metadata={"description": "The version that the update is meant for."}
    )

    @validates_schema
    def names_one(self, data: Any, **_options: Any) -> None:
        """Refuse an update that names its commitment twice or not at all."""
        if ("commitment_id" in data) == ("reference" in data):
            raise ValidationError("Give either commitment_id or reference.", "commitment_id")


class NewBatch(StrictSchema):
    """Updates to do, each in its turn."""

    all_or_nothing = Bool(
        load_default=False, metadata={"description": "Do none of them when one cannot be done."}
    )
    updates = fields.List(
        fields.Nested(BatchUpdate), required=True, validate=validate.Length(1, MOST_UPDATES)
    )


class Result(StrictSchema):
    """What came of one update."""

    status = Int(required=True, metadata={"description": "As the update by itself would be answered."})
    commitment = fields.Nested(
        Commitment,
        required=True,
        allow_none=True,
        metadata={"description": "As it stands now, done or not."},
    )
    problem = fields.Nested(ProblemBody, required=True, allow_none=True)


class BatchReport(StrictSchema):
    """What came of each update, in the order in which they were sent."""

    done = Int(required=True)
    refused = Int(required=True)
    items = fields.List(fields.Nested(Result), required=True)
