"""Each request's id and trace, its line in the log and its place in the figures."""

import re
import time
import uuid
from contextlib import AbstractContextManager, ExitStack
from http import HTTPStatus

import flask
import structlog
from flask import g, request

from shared import logs, tracing
from shared.crash_points import reach
from shared.http import metrics
from shared.http.site import Site

HEADER = "X-Request-Id"
TRACE_HEADER = "traceparent"
_ACCEPTABLE = re.compile(r"[A-Za-z0-9-]{8,64}")

log = structlog.get_logger("backcast.request")


def register(app: flask.Flask, site: Site) -> None:
    """Follow every request of the application from its arrival to its answer."""

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        sent = request.headers.get(HEADER, "")
        g.request_id = sent if _ACCEPTABLE.fullmatch(sent) else uuid.uuid4().hex
        g.following = following = ExitStack()
        following.enter_context(logs.bind(request_id=g.request_id, service=site.name))
        g.span = following.enter_context(_span(site))
        if request.method == "POST":
            reach("request.begun")

    @app.after_request
    def end(response: flask.Response) -> flask.Response:
        response.headers[HEADER] = g.request_id
        seconds = time.perf_counter() - g.started
        metrics.count(site.name, request.method, route(), response.status_code, seconds)
        _note(g.span, response.status_code)
        log.info(
            "request",
            method=request.method,
            route=route(),
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
        )
        if request.method == "POST":
            reach("request.answering")
        return response

    @app.teardown_request
    def unbind(_fault: BaseException | None) -> None:
        following = g.pop("following", None)
        if following:
            following.close()


def route() -> str:
    """Return the template of the request's URL; never the path itself, which may hold a token."""
    return request.url_rule.rule if request.url_rule else "(no such route)"


def _span(site: Site) -> AbstractContextManager[tracing.Span]:
    """Begin the request's part of its trace, which its caller may have begun."""
    return tracing.span(
        f"{request.method} {route()}",
        tracing.Kind.SERVER,
        parent=request.headers.get(TRACE_HEADER),
        facts={"service": site.name, "http.request.method": request.method, "http.route": route()},
    )


def _note(span: tracing.Span, status: int) -> None:
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    span.note({"http.response.status_code": status}, failed=failed)
