"""The blueprint of an API: JSON read strictly, faults told as problems."""

import json
from collections.abc import Callable
from typing import Any, NoReturn, Protocol, TypeVar, cast

import flask
import flask_smorest
import marshmallow
from webargs import core
from webargs.flaskparser import FlaskParser, is_json_request

from shared.http.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])
Schema = marshmallow.Schema | type[marshmallow.Schema]


class Decorator(Protocol):
    """Takes a view and gives back one of the same kind."""

    def __call__(self, view: View) -> View:
        """Decorate the view."""


INVALID = "The body is not JSON that we can read"


class StrictParser(FlaskParser):
    """Refuses unknown arguments everywhere, other formats than JSON, and JSON that only Python would read."""

    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION = {  # noqa: RUF012  # The shape that webargs reads.
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": marshmallow.RAISE,
        "querystring": marshmallow.RAISE,
        "form": marshmallow.RAISE,
    }

    def _raw_load_json(self, req: flask.Request) -> Any:
        body = req.get_data(cache=True)
        if not body:
            return core.missing
        if not is_json_request(req):
            raise Problem.of_status(415)
        return loads(body)


def loads(body: bytes) -> Any:
    """Return the JSON value.

    Raises:
        Problem: 400 for what is no JSON, nests too deeply or holds NaN, Infinity or a giant number.
    """
    try:
        return json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise Problem(400, INVALID) from fault


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def describe(view: Any, **added: Any) -> None:
    """Add to what the API's description says of the view, which has been decorated already; lists grow."""
    described = view._apidoc = dict(getattr(view, "_apidoc", {}))  # noqa: SLF001  # Where flask-smorest keeps it.
    manual = described["manual_doc"] = dict(described.get("manual_doc", {}))
    for name, value in added.items():
        manual[name] = [*manual.get(name, []), *value] if isinstance(value, list) else value


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types.
    """A part of a service's API, read by the strict parser; its decorators keep the types of views."""

    ARGUMENTS_PARSER = StrictParser()

    def route(self, rule: str, **options: Any) -> Decorator:
        """Register a view, or a class of views, for the path."""
        return cast("Decorator", super().route(rule, **options))

    def arguments(self, schema: Schema, **options: Any) -> Decorator:
        """Give the view what the schema reads from the request.

        A class is made a schema here, once: webargs would make one for each request.
        """
        made = schema() if isinstance(schema, type) else schema
        return cast("Decorator", super().arguments(made, **options))

    def response(self, status: int, schema: Schema | None = None, **options: Any) -> Decorator:
        """Answer what the view returns as the schema writes it."""
        return cast("Decorator", super().response(status, schema, **options))

    def alt_response(self, status: int, **options: Any) -> Decorator:
        """Describe an answer besides the usual one."""
        return cast("Decorator", super().alt_response(status, **options))

    def doc(self, **options: Any) -> Decorator:
        """Add to the view's description."""
        return cast("Decorator", super().doc(**options))

    def etag(self, view: View) -> View:
        """Let the view's answers carry an ETag, and its writes need If-Match."""
        return cast("View", super().etag(view))
