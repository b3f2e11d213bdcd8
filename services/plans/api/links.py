"""The update links by which those who answer for commitments say how it goes."""

from uuid import UUID

from flask.views import MethodView

from services.plans.api.requests import WRITE, blueprint
from services.plans.use_cases.links import end_links
from shared.http.site import site

routes = blueprint(
    "links", "/commitments/<uuid:commitment_id>/links", "The update links that contacts were sent by e-mail."
)


@routes.route("")
class Links(MethodView):
    """The links by which one commitment's contact speaks for their organisation in its plan."""

    @WRITE
    @routes.response(204)
    def delete(self, commitment_id: UUID) -> None:
        """End those that were sent so far, if one went astray, say; the next e-mail brings a new one."""
        with site().database.unit_of_work() as uow:
            end_links(uow, commitment_id)
