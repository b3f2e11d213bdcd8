"""Communities."""

from collections.abc import Sequence

from flask.views import MethodView

from services.partners.api import examples, schemas
from services.partners.api.requests import SCOPE, blueprint
from services.partners.db import listings
from services.partners.domain.communities import Community
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.site import site

routes = blueprint("communities", "Communities of practice: the groups around a place.")


@routes.route("")
class Communities(MethodView):
    """The caller's communities."""

    @access(allow(*Role, scope=SCOPE))
    @routes.response(200, schemas.Communities, example=examples.COMMUNITIES)
    def get(self) -> dict[str, Sequence[Community]]:
        """List the communities that the caller belongs to."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": listings.communities(uow.session, caller().communities())}
