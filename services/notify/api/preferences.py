"""Preferences: which e-mails the caller wants."""

from collections.abc import Mapping
from uuid import UUID

from flask.views import MethodView

from services.notify.api import examples, schemas
from services.notify.domain.preferences import Topic
from services.notify.use_cases.preferences import prefer, wanted
from shared.http.access import SIGNED_IN, access
from shared.http.api import Blueprint
from shared.http.caller import caller
from shared.http.problems import Problem
from shared.http.site import site

routes = Blueprint("preferences", __name__, url_prefix="/preferences", description="Who wants which e-mails.")


@routes.route("")
class Preferences(MethodView):
    """The caller's own preferences."""

    @access(SIGNED_IN)
    @routes.response(200, schemas.Preferences, example=examples.PREFERENCES)
    def get(self) -> Mapping[Topic, bool]:
        """Tell which e-mails the caller wants."""
        with site().database.unit_of_work(read_only=True) as uow:
            return wanted(uow, _who())

    @access(SIGNED_IN)
    @routes.arguments(schemas.Preferences, example=examples.PREFERENCES)
    @routes.response(200, schemas.Preferences, example=examples.PREFERENCES)
    def put(self, body: dict[str, bool]) -> Mapping[Topic, bool]:
        """Choose which e-mails to get from now on."""
        with site().database.unit_of_work() as uow:
            prefer(uow, _who(), {Topic(name): choice for name, choice in body.items()})
            return wanted(uow, _who())


def _who() -> UUID:
    person_id = caller().person_id
    if person_id is None:
        raise Problem.not_found()
    return person_id
