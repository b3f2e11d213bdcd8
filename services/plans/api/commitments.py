"""Commitments, of one plan and across plans."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import flask
import msgspec
from flask.views import MethodView

from services.plans.api import commitment_schemas, examples, fact_schemas
from services.plans.api.listed import ready, some
from services.plans.api.requests import (
    IF_MATCH,
    ONCE,
    READ,
    READ_AT_ONCE,
    WRITE,
    blueprint,
    expected_version,
    readable,
    speaker,
)
from services.plans.api.steps import shown_steps
from services.plans.db.queries.commitments import (
    CommitmentRow,
    find_commitments,
    find_with_today,
    rows_of,
)
from services.plans.db.queries.days import today_here, today_in, today_where
from services.plans.db.queries.filters import Filters
from services.plans.db.queries.orders import SORTINGS, Order, Place
from services.plans.domain.commitments import Commitment as Changed
from services.plans.domain.steps import SheetStep, steps_of
from services.plans.use_cases.commitments import NewCommitment, add_commitment
from services.plans.use_cases.facts import note_facts
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork
from shared.http.once import writing
from shared.http.pages import key_of, link_header, page_of, strange_cursor
from shared.http.site import site, thing
from shared.http.snapshot import snapshot
from shared.http.tags import tagged


def present(changed: Changed) -> dict[str, Any]:
    """Return the commitment that somebody else changed first, as it stands now."""
    with site().database.unit_of_work(read_only=True) as uow:
        shown = some_shown(uow, changed.community_id, [changed.id])
    current: dict[str, Any] = commitment_schemas.Commitment().dump(shown[changed.id])
    return current


routes = blueprint("commitments", "", "What organisations promised to do, and by when.", present=present)

FOR_THE_COMMUNITY = ("contact_id", "last_note", "reason", "nudged_at")
"""What people see only of their own communities; it may name somebody."""


@routes.route("/plans/<uuid:plan_id>/commitments")
class PlanCommitments(MethodView):
    """The commitments of one plan."""

    @READ_AT_ONCE
    @routes.arguments(commitment_schemas.PlanCommitmentQuery, location="query")
    @routes.response(200, commitment_schemas.CommitmentPage, example=examples.COMMITMENT_PAGE)
    def get(self, query: dict[str, Any], plan_id: UUID) -> flask.Response:
        """List the plan's commitments, by due date or as `sort` says; all filters given must hold."""
        with snapshot() as uow:
            today = today_where(uow, thing().told["timezone"])
            return _listed(uow, query, today, plan_id=plan_id)

    @WRITE
    @ONCE
    @routes.arguments(commitment_schemas.NewCommitment, example=examples.NEW_COMMITMENT)
    @routes.response(201, commitment_schemas.Commitment, example=examples.COMMITMENT)
    def post(self, body: dict[str, Any], plan_id: UUID) -> Any:
        """Write a commitment down, as offered by its organisation."""
        steps = [SheetStep(text=text) for text in body.pop("steps", ())]
        supporting = tuple(body.pop("supporting", ()))
        parts = {each["organisation_id"]: each["part"] for each in body.pop("parts", ())}
        new = NewCommitment(**body, supporting=supporting, parts=parts)
        with writing() as uow:
            new = replace(new, steps=steps_of(steps, (), uow.now))
            made = add_commitment(uow, plan_id, new, speaker())
            answer = one_shown(uow, made.id)
        return answer, 201, {"Location": f"/plans/api/v1/commitments/{made.id}"}


@routes.route("/commitments")
class Commitments(MethodView):
    """The commitments of all plans that the caller may see."""

    @READ_AT_ONCE
    @routes.arguments(commitment_schemas.CommitmentQuery, location="query")
    @routes.response(200, commitment_schemas.CommitmentPage, example=examples.COMMITMENT_PAGE)
    def get(self, query: dict[str, Any]) -> flask.Response:
        """List commitments across plans, by due date or as `sort` says; all filters given must hold."""
        plan_id = query.pop("plan", None)
        with snapshot() as uow:
            today = today_here(uow, readable())
            return _listed(uow, query, today, plan_id=plan_id, communities=readable(), public_too=True)


@routes.route("/commitments/<uuid:commitment_id>")
class OneCommitment(MethodView):
    """One commitment."""

    @READ
    @routes.response(200, commitment_schemas.Commitment, example=examples.COMMITMENT)
    def get(self, commitment_id: UUID) -> dict[str, Any]:
        """Read the commitment."""
        with site().database.unit_of_work(read_only=True) as uow:
            return one_shown(uow, commitment_id)

    @WRITE
    @routes.doc(parameters=[IF_MATCH])
    @routes.arguments(fact_schemas.CommitmentChange, example=fact_schemas.COMMITMENT_CHANGE)
    @routes.response(200, commitment_schemas.Commitment, example=examples.COMMITMENT)
    def patch(self, body: dict[str, Any], commitment_id: UUID) -> dict[str, Any]:
        """Note its priority, its place or which of the Four Co's it is; how it goes is said by updates."""
        with site().database.unit_of_work() as uow:
            note_facts(uow, commitment_id, expected_version(), body, speaker())
            return one_shown(uow, commitment_id)


def one_shown(uow: UnitOfWork, commitment_id: UUID) -> dict[str, Any]:
    """Return the commitment as the caller may see it, and tag the answer with its version."""
    found = find_with_today(uow, commitment_id)
    if found is None:
        raise NotFound
    row, today = found
    tagged(row.version)
    return _shown(row, today)


def some_shown(uow: UnitOfWork, community_id: UUID, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Return these commitments of the community as the caller may see them, by their ids."""
    today = today_in(uow, community_id)
    return {row.id: _shown(row, today) for row in rows_of(uow, ids)}


def shown_of_plan(uow: UnitOfWork, plan_id: UUID, today: date) -> list[dict[str, Any]]:
    """Return all of the plan's commitments as the caller may see them."""
    return [_shown(row, today) for row in find_commitments(uow, Filters(plan_id=plan_id), today, limit=None)]


def _listed(uow: UnitOfWork, query: dict[str, Any], today: date, **narrowed: Any) -> flask.Response:
    limit, order = query.pop("limit"), query.pop("sort")
    wanted, place = query.pop("wanted", None), _place(order, query.pop("after", None))
    filters = Filters(**query, **narrowed)
    found = find_commitments(uow, filters, today, order=order, after=place, limit=limit + 1)
    page = page_of(found, limit, lambda row: row.stands(order).told)
    items = [ready(some(_shown(row, today), wanted)) for row in page.items]
    response = flask.Response(
        msgspec.json.encode({"items": items, "next": page.next}), content_type="application/json"
    )
    response.headers.update(link_header(page))
    return response


def _shown(row: CommitmentRow, today: date) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in _SHOWN}
    within = row.community_id in readable()
    hidden = () if within else FOR_THE_COMMUNITY
    made = {
        "overdue": row.overdue(today),
        "steps": shown_steps(row.steps, within=within),
        "place": fact_schemas.shown_place(row.place),
        "parts": [{"organisation_id": each, "part": part} for each, part in row.parts.items()],
    }
    return shown | dict.fromkeys(hidden) | made


_SHOWN = tuple(
    name
    for name in commitment_schemas.Commitment().fields
    if name not in {"overdue", "steps", "place", "parts"}
)


def _place(order: Order, after: str | None) -> Place | None:
    try:
        return SORTINGS[order].place(key_of(after))
    except ValueError as fault:
        raise strange_cursor() from fault
