"""People."""

from typing import Any

from flask.views import MethodView

from services.partners.api import examples, schemas
from services.partners.api.requests import blueprint, listed
from services.partners.domain.people import Person
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.pages import PageQuery

routes = blueprint("people", "People by name and address, for coordinators alone.")


@routes.route("")
class People(MethodView):
    """All people."""

    @access(allow(Role.COORDINATOR))
    @routes.arguments(PageQuery, location="query")
    @routes.response(200, schemas.PersonPage, example=examples.PERSON_PAGE)
    def get(self, query: dict[str, Any]) -> Any:
        """List the people, in the order of their ids."""
        return listed(Person, query, (Role.COORDINATOR,))
