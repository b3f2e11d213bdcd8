"""How a plan stands, and how a community's plans stand together."""

import contextlib
import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import flask
import msgspec
from flask.views import MethodView

from services.plans.api import status_examples, status_schemas
from services.plans.api.requests import READ_BY_HEAD, READ_WITHIN_AT_ONCE, blueprint, naming, readable
from services.plans.db.queries.days import moment_in
from services.plans.db.queries.heads import Head, head_from, head_of
from services.plans.db.queries.names import part_names
from services.plans.db.queries.status import Ahead, Figures, Known, figures_by, figures_of, next_milestones
from services.plans.db.queries.tallies import Extent
from services.plans.domain.moments import Moment
from services.plans.domain.status import Scope, Status
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.tallies import keep_tallies
from shared.db.unit_of_work import UnitOfWork
from shared.events.transactions import DatabaseUnavailable
from shared.http.problems import Problem
from shared.http.site import site, thing
from shared.http.snapshot import snapshot

routes = blueprint("status", "", "How plans stand, today and as at any past day.")


@routes.route("/plans/<uuid:plan_id>/status")
class PlanStatus(MethodView):
    """How one plan stands."""

    @READ_BY_HEAD
    @routes.arguments(status_schemas.PlanStatusQuery, location="query")
    @routes.response(200, status_schemas.PlanStatus, example=status_examples.STATUS)
    def get(self, query: dict[str, Any], plan_id: UUID) -> flask.Response:
        """Count the plan's commitments in the community's time zone, today or as at a past day."""
        scope, as_at = query.get("by"), query.get("as_at")
        with naming("as_at"):
            head = head_from(thing().told, site().clock(), as_at)
        tag = _tag_of(head, scope)
        if tag is not None and tag in flask.request.if_none_match:
            return _tagged(flask.Response(status=304), tag)
        body = site().remembered.recall((plan_id, scope), head.stamp) if head.stamp else None
        if body is None:
            head, body = _counted(plan_id, scope, as_at)
        return _answer(body, _tag_of(head, scope), head.version)


@routes.route("/status")
class CommunityStatus(MethodView):
    """How all plans of a community stand together."""

    @READ_WITHIN_AT_ONCE
    @routes.arguments(status_schemas.StatusQuery, location="query")
    @routes.response(200, status_schemas.CommunityStatus, example=status_examples.COMMUNITY_STATUS)
    def get(self, query: dict[str, Any]) -> flask.Response:
        """Add up a community's plans, today or as at a past day."""
        community_id, scope = _community(query), query.get("by")
        extent = Extent.community(community_id)
        with snapshot() as uow:
            with naming("as_at"):
                moment = moment_in(uow, community_id, query.get("as_at"))
            figures = figures_of(uow, extent, moment, [scope] if scope else [])
            names = part_names(uow, community_id, scope) if scope else {}
        if figures.worth_keeping:
            _keep(extent, moment)
        shown = {"community_id": community_id, **_shown(figures.whole)}
        return _answer(msgspec.json.encode(shown | _parts(figures, scope, names)), None, 1)


def _counted(plan_id: UUID, scope: Scope | None, as_at: date | None) -> tuple[Head, bytes]:
    """Count how the plan stands, all in one snapshot, and remember it until anything of it changes."""
    with snapshot() as uow:
        head = head_of(uow, plan_id, as_at)
        if head is None:
            raise NotFound
        figures = _figures(uow, plan_id, head, scope)
        ahead = next_milestones(uow, plan_id, head.moment, figures)
        names = part_names(uow, thing().community_id, scope) if scope else {}
    if figures.worth_keeping:
        _keep(Extent.plan(plan_id), head.moment)
    steps = [_step(each) for each in ahead]
    shown = {"plan_id": plan_id, **_shown(figures.whole), "next_milestones": steps}
    body = msgspec.json.encode(shown | _parts(figures, scope, names))
    if head.stamp:
        site().remembered.keep((plan_id, scope), head.stamp, body)
    return head, body


def _figures(uow: UnitOfWork, plan_id: UUID, head: Head, scope: Scope | None) -> Figures:
    scopes = {Scope.MILESTONE, scope} if scope else {Scope.MILESTONE}
    known = Known(head.update_interval, some_lack_tallies=not head.fresh, some_changed=head.changed)
    return figures_by(uow, Extent.plan(plan_id), head.moment, sorted(scopes), [known])


def _keep(extent: Extent, moment: Moment) -> None:
    """Keep what was counted for the next who asks; what was asked is answered whether that works or not."""
    with contextlib.suppress(DatabaseUnavailable), site().database.unit_of_work() as uow:
        keep_tallies(uow, extent, moment)


def _shown(status: Status) -> dict[str, Any]:
    return {name: getattr(status, name) for name in status_schemas.FIGURES}


def _step(ahead: Ahead) -> dict[str, Any]:
    status = ahead.status
    told = {"id": ahead.id, "text": ahead.text, "target": ahead.target, "in_reach": ahead.in_reach}
    counts = {"total": status.total, "done": status.done, "percent_done": status.percent_done}
    return told | counts | {"in_the_way": status.in_the_way}


def _parts(figures: Figures, scope: Scope | None, names: Mapping[str, str]) -> dict[str, Any]:
    if scope is None:
        return {"by": None, "parts": []}
    parts = [
        {
            "id": UUID(key) if key and scope is not Scope.HEADING else None,
            "name": key if scope is Scope.HEADING else names.get(key),
            **_shown(status),
        }
        for key, status in figures.parts[scope].items()
    ]
    return {"by": scope, "parts": sorted(parts, key=lambda part: (part["name"] is None, part["name"] or ""))}


def _tag_of(head: Head, scope: Scope | None) -> str | None:
    if head.stamp is None:
        return None
    return f"{head.version}.{zlib.crc32(f'{head.stamp} {scope}'.encode()):08x}"


def _answer(body: bytes, tag: str | None, version: int) -> flask.Response:
    response = flask.Response(body, content_type="application/json")
    _tagged(response, tag or f"{version}.{zlib.crc32(body):08x}")
    response.make_conditional(flask.request)
    return response


def _tagged(response: flask.Response, tag: str) -> flask.Response:
    response.set_etag(tag)
    return response


def _community(query: Mapping[str, Any]) -> UUID:
    theirs = readable()
    chosen = query.get("community") or (next(iter(theirs)) if len(theirs) == 1 else None)
    if chosen not in theirs:
        errors = [{"field": "/community", "message": "Name a community of yours."}]
        raise Problem(422, "Which community?", errors=errors)
    return UUID(str(chosen))
