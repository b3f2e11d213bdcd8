"""API tokens."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.partners.api import examples, schemas
from services.partners.api.requests import blueprint, listed
from services.partners.db import queries
from services.partners.domain.tokens import Token
from services.partners.use_cases.tokens import create_token, revoke_token
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.caller import caller
from shared.http.communities import chosen_community
from shared.http.pages import PageQuery
from shared.http.site import site

routes = blueprint("tokens", "Secrets by which programs call the APIs of all services.")


@routes.route("")
class Tokens(MethodView):
    """All tokens, those that were revoked included."""

    @access(allow(Role.COORDINATOR))
    @routes.arguments(PageQuery, location="query")
    @routes.response(200, schemas.TokenPage, example=examples.TOKEN_PAGE)
    def get(self, query: dict[str, Any]) -> Any:
        """List the tokens, in the order of their ids."""
        return listed(Token, query, (Role.COORDINATOR,))

    @access(allow(Role.COORDINATOR))
    @routes.arguments(schemas.NewToken, example=examples.NEW_TOKEN)
    @routes.response(201, schemas.TokenWithSecret, example=examples.TOKEN_WITH_SECRET)
    def post(self, body: dict[str, Any]) -> dict[str, Any]:
        """Make a token; its secret is in this answer and nowhere else, ever."""
        community_id = chosen_community(body)
        with site().database.unit_of_work() as uow:
            made = create_token(
                uow, community_id, name=body["name"], scopes=body["scopes"], created_by=caller().person_id
            )
        return {**vars(made.token), "secret": made.secret}


@routes.route("/<uuid:token_id>")
class OneToken(MethodView):
    """One token."""

    @access(allow(Role.COORDINATOR))
    @routes.response(204)
    def delete(self, token_id: UUID) -> None:
        """Revoke the token for good."""
        with site().database.unit_of_work() as uow:
            token = queries.to_change(uow.session, Token, token_id)
            if token:
                revoke_token(uow, token)
