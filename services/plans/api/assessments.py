"""How far commitments are fulfilled in a coordinator's judgement."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import assessment_examples as examples
from services.plans.api import assessment_schemas as schemas
from services.plans.api.requests import ONCE, READ, WRITE, blueprint, readable
from services.plans.db.queries.assessments import assessments_of
from services.plans.domain.assessments import Assessment
from services.plans.use_cases.assessments import assess
from shared.http.caller import caller
from shared.http.once import writing
from shared.http.site import site

routes = blueprint(
    "assessments", "/commitments/<uuid:commitment_id>/assessments", "A coordinator's judgement of each."
)

FOR_THE_COMMUNITY = ("why", "person_id")


@routes.route("")
class Assessments(MethodView):
    """How one commitment was assessed."""

    @READ
    @routes.response(200, schemas.AssessmentList, example=examples.ASSESSMENT_LIST)
    def get(self, commitment_id: UUID) -> dict[str, Any]:
        """List all assessments; the first is the newest, and counts."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": [_shown(each.assessment) for each in assessments_of(uow, commitment_id)]}

    @WRITE
    @ONCE
    @routes.arguments(schemas.NewAssessment, example=examples.NEW_ASSESSMENT)
    @routes.response(201, schemas.Assessment, example=examples.ASSESSMENT)
    def post(self, body: dict[str, Any], commitment_id: UUID) -> dict[str, Any]:
        """Say how far it is fulfilled. Its state stays what its owner says; earlier assessments stay too."""
        with writing() as uow:
            return _shown(assess(uow, commitment_id, **body, person_id=caller().person_id))


def _shown(assessment: Assessment) -> dict[str, Any]:
    own = {name: getattr(assessment, name) for name in schemas.Assessment().fields}
    hidden = () if assessment.community_id in readable() else FOR_THE_COMMUNITY
    return own | dict.fromkeys(hidden)
