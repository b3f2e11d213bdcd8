"""Workshops: where people met, how they worked, who came, and what came out."""

from datetime import date
from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import workshop_examples as examples
from services.plans.api import workshop_schemas as schemas
from services.plans.api.requests import (
    IF_MATCH,
    ONCE,
    READ_WITHIN,
    WRITE,
    blueprint,
    expected_version,
    readable,
)
from services.plans.db.queries.workshops import Place, WorkshopRow, find_workshop, find_workshops, row_of
from services.plans.domain.workshops import Attendance, Contribution, Workshop
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.workshops import NewWorkshop, change_workshop, record_workshop
from shared.http.communities import chosen_community
from shared.http.once import writing
from shared.http.pages import key_of, link_header, page_of, strange_cursor
from shared.http.site import site
from shared.http.tags import tagged


def _present(changed: Workshop) -> dict[str, Any]:
    with site().database.unit_of_work(read_only=True) as uow:
        shown: dict[str, Any] = schemas.Workshop().dump(_shown(row_of(uow, changed)))
    return shown


routes = blueprint("workshops", "/workshops", "Where people met, and what came of it.", present=_present)


@routes.route("")
class Workshops(MethodView):
    """The workshops of the caller's communities."""

    @READ_WITHIN
    @routes.arguments(schemas.WorkshopQuery, location="query")
    @routes.response(200, schemas.WorkshopPage, example=examples.WORKSHOP_PAGE)
    def get(self, query: dict[str, Any]) -> Any:
        """List the workshops, the newest first."""
        limit, after = query["limit"], _place(query.get("after"))
        with site().database.unit_of_work(read_only=True) as uow:
            found = find_workshops(uow, readable(), plan_id=query.get("plan"), after=after, limit=limit + 1)
        page = page_of(found, limit, lambda row: [row.place.held_on.isoformat(), str(row.place.id)])
        shown = {"items": [_shown(row) for row in page.items], "next": page.next}
        return shown, 200, link_header(page)

    @WRITE
    @ONCE
    @routes.arguments(schemas.NewWorkshop, example=examples.NEW_WORKSHOP)
    @routes.response(201, schemas.Workshop, example=examples.WORKSHOP)
    def post(self, body: dict[str, Any]) -> Any:
        """Record a workshop."""
        community_id = chosen_community(body)
        body.pop("community_id", None)
        with writing() as uow:
            made = row_of(uow, record_workshop(uow, community_id, NewWorkshop(**_facts(body))))
        tagged(made.workshop.version)
        return _shown(made), 201, {"Location": f"/plans/api/v1/workshops/{made.workshop.id}"}


@routes.route("/<uuid:workshop_id>")
class OneWorkshop(MethodView):
    """One workshop."""

    @READ_WITHIN
    @routes.response(200, schemas.Workshop, example=examples.WORKSHOP)
    def get(self, workshop_id: UUID) -> dict[str, Any]:
        """Read the workshop."""
        with site().database.unit_of_work(read_only=True) as uow:
            row = find_workshop(uow, workshop_id)
        if row is None:
            raise NotFound
        tagged(row.workshop.version)
        return _shown(row)

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.arguments(schemas.WorkshopChange, example=examples.WORKSHOP_CHANGE)
    @routes.response(200, schemas.Workshop, example=examples.WORKSHOP)
    def patch(self, body: dict[str, Any], workshop_id: UUID) -> dict[str, Any]:
        """Change the workshop, if it is still at the version that the caller means."""
        with site().database.unit_of_work() as uow:
            row = row_of(uow, change_workshop(uow, workshop_id, expected_version(), _facts(body)))
        tagged(row.workshop.version)
        return _shown(row)


def _facts(body: dict[str, Any]) -> dict[str, Any]:
    facts = dict(body)
    if "attendance" in body:
        facts["attendance"] = [Attendance(**{"name": "", **group}) for group in body["attendance"]]
    if "contributions" in body:
        facts["contributions"] = [Contribution(**{"part": "", **each}) for each in body["contributions"]]
    return facts


def _shown(row: WorkshopRow) -> dict[str, Any]:
    own = {name: getattr(row.workshop, name) for name in schemas.Workshop().fields}
    return own | {"attendance": row.groups, "contributions": row.led_to}


def _place(after: str | None) -> Place | None:
    key = key_of(after)
    try:
        return Place(held_on=date.fromisoformat(key[0]), id=UUID(key[1])) if key else None
    except (ValueError, TypeError, AttributeError, IndexError) as fault:
        raise strange_cursor() from fault
