"""The API and its description: OpenAPI for programs, a readable page for people."""

import threading
from typing import Any

import flask
import flask_smorest
import marshmallow
from flask_smorest.spec.plugins import FlaskPlugin

from shared.http import audience, headers
from shared.http.access import OPEN, access, declared
from shared.http.api import Blueprint
from shared.http.assets import FOLDER
from shared.http.problems import JSON
from shared.http.site import Site

BUNDLE = FOLDER / "built" / "swagger" / "swagger-ui-bundle.js"


class FieldProblem(marshmallow.Schema):
    """One faulty field."""

    field = marshmallow.fields.String(metadata={"description": "JSON pointer to the field"})
    message = marshmallow.fields.String()


class ProblemBody(marshmallow.Schema):
    """A problem after RFC 9457."""

    type = marshmallow.fields.String()
    title = marshmallow.fields.String()
    status = marshmallow.fields.Integer()
    detail = marshmallow.fields.String()
    request_id = marshmallow.fields.String()
    errors = marshmallow.fields.List(marshmallow.fields.Nested(FieldProblem))
    current = marshmallow.fields.Dict(
        metadata={"description": "How the thing stands now, where somebody else changed it first (412)"}
    )


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest has no types.
    """flask-smorest's API, whose errors are our problems.

    It is described when somebody first asks for its description: that takes longer than all else of a start,
    and most processes are never asked.
    """

    ERROR_SCHEMA = ProblemBody

    def __init__(self, app: flask.Flask) -> None:
        super().__init__(app)
        self._blueprints: list[Blueprint] = []
        self._describing = threading.Lock()
        self._description: dict[str, Any] | None = None

    def register_blueprint(self, blueprint: Blueprint, **options: Any) -> None:
        """Register the blueprint's routes, and keep it to be described."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint, **options)
        self._blueprints.append(blueprint)

    def description(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        with self._describing:
            if self._description is None:
                self._description = self._describe()
            return self._description

    def _describe(self) -> dict[str, Any]:
        for name, scheme in audience.schemes(self._app.config["SESSION_COOKIE_NAME"]).items():
            self.spec.components.security_scheme(name, scheme)
        for each in self._blueprints:
            each.register_views_in_doc(self, self._app, self.spec, name=each.name, parameters=None)
            self.spec.tag({"name": each.name, "description": each.description})
        description: dict[str, Any] = self.spec.to_dict()
        self._say_for_whom(description["paths"])
        return description

    def _say_for_whom(self, paths: dict[str, Any]) -> None:
        """Add to each operation who may use it, as its view declares to the gate."""
        for route in self._app.url_map.iter_rules():
            for method, operation in paths.get(FlaskPlugin.flaskpath2openapi(route.rule), {}).items():
                said = declared(self._app.view_functions[route.endpoint], method.upper())
                if said is not None:
                    operation["security"] = audience.security(said.rule)
                    words = (operation.get("description"), audience.told(said.rule))
                    operation["description"] = "\n\n".join(filter(None, words))

    def _register_responses(self) -> None:
        """Describe errors by the content type that problems have."""
        self.DEFAULT_RESPONSE_CONTENT_TYPE = JSON
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE

    def _register_error_handlers(self) -> None:
        """Leave the faults to the application, which answers them all in one way."""


def config(site: Site) -> dict[str, object]:
    """Return what flask-smorest reads from the application's configuration."""
    return {
        "API_TITLE": f"Backcast: {site.title}",
        "API_VERSION": "1.0",
        "OPENAPI_VERSION": "3.1.0",
        "API_SPEC_OPTIONS": {"servers": [{"url": site.settings.base_url}]},
    }


def register(app: flask.Flask, site: Site) -> None:
    """Add the service's API under `/<service>/api/v1`, with its description beside it."""
    api = Api(app)
    for blueprint in site.api:
        inner = blueprint.url_prefix or ""
        api.register_blueprint(blueprint, url_prefix=f"/{site.name}/api/v1{inner}")
    app.register_blueprint(_pages(site, api))


def _pages(site: Site, api: Api) -> flask.Blueprint:
    routes = flask.Blueprint("documentation", __name__, url_prefix=f"/{site.name}/api")

    @routes.get("/openapi.json")
    @access(OPEN)
    def openapi() -> dict[str, Any]:
        return api.description()

    @routes.get("/docs")
    @access(OPEN)
    def docs() -> str:
        return flask.render_template(
            "documentation.html", site=site, description=api.description(), may_try=BUNDLE.is_file()
        )

    @routes.get("/docs/try")
    @access(OPEN)
    def attempt() -> str:
        setattr(flask.g, headers.CONNECT, True)
        return flask.render_template("documentation_try.html", site=site)

    return routes
