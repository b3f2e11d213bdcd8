"""A plan as an action tracker for the papers of a meeting."""

from typing import Any
from uuid import UUID

import flask
from flask.views import MethodView

from services.plans.api import status_schemas
from services.plans.api.exports import file_of, files_of
from services.plans.api.plans import plan_of
from services.plans.api.requests import READ, blueprint, naming, readable
from services.plans.db.queries.days import moment_in
from services.plans.db.queries.tracker import actions_of
from services.plans.use_cases.tracker_files import FORMATS, Tracker
from shared.http.site import site

routes = blueprint("trackers", "/plans/<uuid:plan_id>", "A plan for the papers of a meeting.")


@routes.route("/tracker.<any(docx, xlsx):ending>")
class TrackerFile(MethodView):
    """A plan's commitments as an action tracker."""

    @READ
    @routes.arguments(status_schemas.TrackerQuery, location="query")
    @routes.doc(**files_of(FORMATS))
    def get(self, query: dict[str, Any], plan_id: UUID, ending: str) -> flask.Response:
        """Download Ref, Source, Action, Lead, Due, Status and Proposed to close, as at today or a past day.

        People are not named. What they said is in it for the community. Names are told as they are now.
        """
        kind, write = FORMATS[ending]
        with site().database.unit_of_work(read_only=True) as uow:
            plan = plan_of(uow, plan_id)
            with naming("as_at"):
                moment = moment_in(uow, plan.community_id, query.get("as_at"))
            actions = actions_of(uow, plan, moment, within=plan.community_id in readable())
        tracker = Tracker(plan=plan.name, day=moment.day, made_at=uow.now, actions=actions)
        return file_of(write(tracker), kind, f"{plan.name} action tracker {moment.day}.{ending}", plan)
