"""Organisations."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.partners.api import examples, schemas
from services.partners.api.requests import SCOPE, blueprint, listed
from services.partners.db import queries
from services.partners.domain.organisations import Organisation
from services.partners.use_cases.organisations import name_organisation, rename_organisation
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.communities import chosen_community
from shared.http.pages import PageQuery
from shared.http.problems import Problem
from shared.http.site import site

routes = blueprint("organisations", "Charities, universities, NHS teams, council departments, groups.")


@routes.route("")
class Organisations(MethodView):
    """All organisations."""

    @access(allow(*Role, scope=SCOPE))
    @routes.arguments(PageQuery, location="query")
    @routes.response(200, schemas.OrganisationPage, example=examples.ORGANISATION_PAGE)
    def get(self, query: dict[str, Any]) -> Any:
        """List the organisations, in the order of their ids."""
        return listed(Organisation, query, tuple(Role))

    @access(allow(Role.COORDINATOR))
    @routes.arguments(schemas.NewOrganisation, example=examples.NEW_ORGANISATION)
    @routes.response(201, schemas.Organisation, example=examples.ORGANISATION)
    def post(self, body: dict[str, Any]) -> Any:
        """Make an organisation; its name must be free."""
        community_id = chosen_community(body)
        with site().database.unit_of_work() as uow:
            made = name_organisation(uow, community_id, body["name"])
        return made, 201, {"Location": f"/partners/api/v1/organisations/{made.id}"}


@routes.route("/<uuid:organisation_id>")
class OneOrganisation(MethodView):
    """One organisation."""

    @access(allow(*Role, scope=SCOPE))
    @routes.etag
    @routes.response(200, schemas.Organisation, example=examples.ORGANISATION)
    def get(self, organisation_id: UUID) -> Organisation:
        """Read the organisation."""
        with site().database.unit_of_work(read_only=True) as uow:
            return _there(uow.session.get(Organisation, organisation_id))

    @access(allow(Role.COORDINATOR))
    @routes.etag
    @routes.arguments(schemas.OrganisationChange, example=examples.ORGANISATION_CHANGE)
    @routes.response(200, schemas.Organisation, example=examples.ORGANISATION)
    def patch(self, body: dict[str, Any], organisation_id: UUID) -> Organisation:
        """Rename the organisation, if it is still as the caller last saw it."""
        with site().database.unit_of_work() as uow:
            organisation = _there(queries.to_change(uow.session, Organisation, organisation_id))
            routes.check_etag(organisation, schemas.Organisation)
            rename_organisation(uow, organisation, body["name"])
        return organisation


def _there(found: Organisation | None) -> Organisation:
    if found is None:
        raise Problem.not_found()
    return found
