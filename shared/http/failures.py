"""Which fault becomes which problem."""

import flask
import structlog
from werkzeug.exceptions import HTTPException

from shared.http.problems import Problem, from_http, respond
from shared.unavailable import Unavailable

RETRY_AFTER = {"Retry-After": "5"}

log = structlog.get_logger("backcast.http")


def register(app: flask.Flask) -> None:
    """Let the application answer every fault as a problem."""
    app.register_error_handler(Problem, respond)
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(Exception, _unexpected)


def note(fault: Unavailable) -> None:
    """Let the log tell what is away."""
    log.warning("dependency down", dependency=fault.what, reason=fault.reason)


def _unavailable(fault: Unavailable) -> flask.Response:
    note(fault)
    return respond(Problem.of_status(503, RETRY_AFTER))


def _unexpected(fault: Exception) -> flask.Response:
    log.error("request failed", exc_info=fault)
    return respond(Problem.of_status(500))
