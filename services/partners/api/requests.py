"""What the API's calls have in common: whose things they are about, and how a rule says no."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import flask

from services.partners.db import listings
from services.partners.domain.refusals import Refused
from shared.contracts import Role
from shared.http.api import Blueprint
from shared.http.caller import caller
from shared.http.pages import Page, id_after, link_header, page_of
from shared.http.problems import Problem, respond
from shared.http.site import site

Entity = TypeVar("Entity")
SCOPE = "partners:read"


def blueprint(noun: str, description: str) -> Blueprint:
    """Return the blueprint of the noun's collection, which tells refusals as problems."""
    routes = Blueprint(noun, noun, url_prefix=f"/{noun}", description=description)
    routes.register_error_handler(Refused, _tell)
    return routes


def listed(
    kind: type[Entity], query: Mapping[str, Any], roles: Sequence[Role], **equal: Any
) -> tuple[Page[Entity], int, dict[str, str]]:
    """Return the page that the query asks for, of things in communities where the caller has such a role."""
    limit = query["limit"]
    with site().database.unit_of_work(read_only=True) as uow:
        found = listings.some(
            uow.session,
            kind,
            caller().communities(*roles),
            after=id_after(query.get("after")),
            limit=limit + 1,
            **equal,
        )
    page = page_of(found, limit, lambda thing: [str(thing.id)])  # type: ignore[attr-defined]
    return page, 200, link_header(page)


def _tell(refusal: Refused) -> flask.Response:
    errors = [{"field": f"/{refusal.field}", "message": str(refusal)}] if refusal.field else None
    return respond(Problem(422, "That cannot be done", str(refusal), errors))
