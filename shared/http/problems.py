"""What is said when something cannot be done: RFC 9457 for programs, a page for people."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import flask
import structlog
from werkzeug.exceptions import HTTPException

from shared.http.paths import is_api

JSON = "application/problem+json"
Errors = Sequence[Mapping[str, str]]

log = structlog.get_logger("backcast.http")

TEXTS: Mapping[int, tuple[str, str]] = {
    404: ("Page not found", "It may have moved, or it may not be yours to see. Check the address."),
    405: ("That cannot be done here", "The page does not take this kind of request."),
    410: ("This link no longer works", "It is too old or has been replaced."),
    413: ("That is too large", "Send a smaller file or less text."),
    415: ("That format is not understood", "Send JSON with the content type application/json."),
    429: ("Too many tries", "Wait a minute, then try again."),
    500: ("Sorry, something went wrong", "It has been noted. What you sent was not saved: try again later."),
    503: ("Sorry, this is out of reach for a moment", "Nothing was lost. Try again in a minute."),
}
"""What people and programs are told, where nobody said anything better."""


class Problem(Exception):
    """The request cannot be done.

    Attributes:
        errors: `{"field": pointer, "message": why}` for each faulty field.
        members: what else the problem tells programs.
    """

    def __init__(  # noqa: PLR0913  # What RFC 9457 gives a problem.
        self,
        status: int,
        title: str,
        detail: str | None = None,
        errors: Errors | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(title)
        self.members = dict(members or {})
        self.status, self.title, self.detail = status, title, detail
        self.errors, self.headers = errors, dict(headers or {})

    @classmethod
    def of_status(cls, status: int, headers: Mapping[str, str] | None = None) -> "Problem":
        """Return the problem with the usual words for the status."""
        title, detail = TEXTS.get(status, (HTTPStatus(status).phrase, None))
        return cls(status, title, detail, headers=headers)

    @classmethod
    def not_found(cls) -> "Problem":
        """Return the one answer for what is not there and for what is not the caller's to know of."""
        return cls.of_status(404)

    def body(self) -> dict[str, Any]:
        """Return the members of the RFC 9457 object."""
        members: dict[str, Any] = {"type": "about:blank", "title": self.title, "status": self.status}
        members |= {"detail": self.detail} if self.detail else {}
        members |= {"errors": list(self.errors)} if self.errors else {}
        members |= self.members
        request_id = flask.g.get("request_id")
        return members | ({"request_id": request_id} if request_id else {})


def respond(problem: Problem) -> flask.Response:
    """Return the answer that tells the problem, in the form that the path's readers want."""
    if is_api(flask.request.path):
        response = flask.Response(flask.json.dumps(problem.body()), content_type=JSON)
    else:
        response = flask.Response(_page(problem), content_type="text/html; charset=utf-8")
    response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _page(problem: Problem) -> str:
    try:
        return flask.render_template("problem.html", problem=problem)
    except Exception:
        log.exception("the page of a problem failed")
        return f"<!DOCTYPE html><title>{problem.status}</title><h1>{HTTPStatus(problem.status).phrase}</h1>"


def from_http(fault: HTTPException) -> flask.Response:
    """Answer what Flask, webargs or flask-smorest refused."""
    if fault.response is not None or (fault.code or 500) < HTTPStatus.BAD_REQUEST:
        return flask.current_app.make_response(fault.get_response(flask.request.environ))
    headers = {name: value for name, value in fault.get_headers() if name in {"Allow", "Retry-After"}}
    problem = Problem.of_status(fault.code or 500, headers)
    messages = getattr(fault, "data", {}).get("messages")
    if messages:
        problem.title, problem.detail = "Some of what was sent cannot be used", None
        problem.errors = pointers(messages)
    return respond(problem)


def pointers(messages: Any) -> list[dict[str, str]]:
    """Return marshmallow's nested messages as a flat list of JSON pointers and messages.

    The outermost key is where webargs found the value ("json", "query"); for a body it is left out.
    """
    found: list[dict[str, str]] = []
    for location, inner in messages.items() if isinstance(messages, Mapping) else [("json", messages)]:
        _flatten(inner, "" if location == "json" else f"/{location}", found)
    return found


def _flatten(messages: Any, pointer: str, found: list[dict[str, str]]) -> None:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            step = "" if key == "_schema" else "/" + str(key).replace("~", "~0").replace("/", "~1")
            _flatten(inner, pointer + step, found)
    elif isinstance(messages, list | tuple):
        for inner in messages:
            _flatten(inner, pointer, found)
    else:
        found.append({"field": pointer, "message": str(messages)})
