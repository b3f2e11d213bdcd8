"""Memberships."""

from typing import Any

from flask.views import MethodView

from services.partners.api import examples, schemas
from services.partners.api.requests import SCOPE, blueprint, listed
from services.partners.domain.memberships import Membership
from services.partners.use_cases.people import add_person_with_role
from shared.contracts import LEADING, Role
from shared.http.access import access, allow
from shared.http.communities import chosen_community
from shared.http.site import site

routes = blueprint("memberships", "Who is what in a community, and for which organisation.")


@routes.route("")
class Memberships(MethodView):
    """All memberships, those that have ended included."""

    @access(allow(*LEADING, scope=SCOPE))
    @routes.arguments(schemas.MembershipQuery, location="query")
    @routes.response(200, schemas.MembershipPage, example=examples.MEMBERSHIP_PAGE)
    def get(self, query: dict[str, Any]) -> Any:
        """List the memberships, in the order of their ids."""
        equal = {name: query.get(name) for name in ("organisation_id", "person_id")}
        return listed(Membership, query, LEADING, **equal)

    @access(allow(Role.COORDINATOR))
    @routes.arguments(schemas.NewMembership, example=examples.NEW_MEMBERSHIP)
    @routes.response(201, schemas.Membership, example=examples.MEMBERSHIP)
    def post(self, body: dict[str, Any]) -> Membership:
        """Give the person at this address a role; giving it twice gives it once."""
        community_id = chosen_community(body)
        with site().database.unit_of_work() as uow:
            return add_person_with_role(
                uow,
                community_id,
                name=body["name"],
                email=body["email"],
                role=Role(body["role"]),
                organisation_id=body["organisation_id"],
            )
