"""A small site with one route of each kind."""

from typing import Any
from uuid import UUID

import flask
from flask.views import MethodView
from flask_wtf.csrf import generate_csrf

from shared.contracts import Role
from shared.http.access import ANYONE, LOCAL, SIGNED_IN, access, allow
from shared.http.api import Blueprint
from shared.http.fields import Int, StrictSchema, Text
from shared.http.pages import PageQuery
from shared.http.site import thing
from shared.http.snapshot import snapshot
from tests.shared.http.cast import THING, THING_AND_KIND

READ = allow(Role.COORDINATOR, Role.OFFICER, scope="things:read", public=True)
WRITE = allow(Role.COORDINATOR, scope="things:write")


class ThingBody(StrictSchema):
    name = Text(20, required=True)
    count = Int()


def api() -> Blueprint:
    routes = Blueprint("things", __name__, url_prefix="/things")

    @routes.route("/<uuid:thing_id>")
    class One(MethodView):
        @access(READ)
        @routes.response(200, ThingBody)
        def get(self, thing_id: UUID) -> Any:
            return {"name": str(thing_id)}

        @access(WRITE)
        @routes.arguments(ThingBody)
        @routes.response(200, ThingBody)
        def post(self, body: Any, thing_id: UUID) -> Any:
            return body | {"name": str(thing_id)}

    @routes.route("/")
    @access(READ)
    @routes.arguments(PageQuery, location="query")
    def collection(_query: Any) -> Any:
        return {"items": [], "next": None}

    return routes


def pages() -> flask.Blueprint:
    routes = flask.Blueprint("thing_pages", __name__)
    _read_at_once(routes)

    @routes.get("/things/<uuid:thing_id>")
    @access(READ)
    def shown(thing_id: UUID) -> str:
        return str(thing_id)

    @routes.post("/things/<uuid:thing_id>")
    @access(WRITE)
    def changed(thing_id: UUID) -> str:
        return str(thing_id)

    @routes.get("/mine")
    @access(SIGNED_IN)
    def mine() -> str:
        return str(generate_csrf())

    @routes.get("/here")
    @access(LOCAL)
    def here() -> str:
        return "here"

    @routes.route("/anyone", methods=["GET", "POST"])
    @access(ANYONE)
    def anyone() -> str:
        return str(generate_csrf())

    @routes.post("/one-click")
    @access(ANYONE, csrf=False)
    def one_click() -> str:
        return "done"

    @routes.get("/crash")
    @access(ANYONE)
    def crash() -> str:
        raise RuntimeError("the token is s3cret")

    @routes.get("/u/<token>")
    @access(ANYONE)
    def by_link(token: str) -> str:
        return token

    @routes.get("/forgot")
    def forgot() -> str:
        return "open to all"

    return routes


def _read_at_once(routes: flask.Blueprint) -> None:
    @routes.get("/things/<uuid:thing_id>/at-once")
    @access(READ, reads=True)
    def read_at_once(thing_id: UUID) -> str:
        with snapshot() as uow:
            known = uow.session.execute(THING, {"thing_id": thing_id}).one_or_none()
        return str(known is not None)

    @routes.get("/things/<uuid:thing_id>/kind")
    @access(READ, finds={"thing_id": THING_AND_KIND})
    def kind(thing_id: UUID) -> str:
        return f"{thing_id} is {thing().told['kind']}"

    @routes.get("/things/<uuid:thing_id>/unread")
    @access(READ, reads=True)
    def unread(thing_id: UUID) -> str:
        raise RuntimeError(str(thing_id))
