"""What the API's calls have in common: who may read and write, which version is meant, how rules say no."""

import re
import zlib
from uuid import UUID

import flask

from services.plans.domain.commitments import NotAllowed
from services.plans.domain.plans import PlanClosed
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.outcomes import Conflict, NotFound
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.api import Blueprint
from shared.http.caller import caller
from shared.http.problems import Problem, respond

READ_SCOPE, WRITE_SCOPE = "plans:read", "plans:write"

READ = access(allow(*Role, scope=READ_SCOPE, public=True))
"""What is public is for everybody, the rest for the community's people and their programs."""

READ_WITHIN = access(allow(*Role, scope=READ_SCOPE))
"""What people said may name others, so it is for the community even where the plan is public."""

WRITE = access(allow(Role.COORDINATOR, scope=WRITE_SCOPE))

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag, or just the version in quotes, of the state that the change is meant for.",
    "schema": {"type": "string"},
    "example": '"3"',
}

_TAG = re.compile(r'(?:W/)?("?)(\d{1,9})(?:\.[0-9a-f]{1,8})?\1', re.ASCII)


def blueprint(noun: str, prefix: str, description: str) -> Blueprint:
    """Return the blueprint of the noun, which tags what it answers and tells refusals as problems."""
    routes = Blueprint(noun, noun, url_prefix=prefix, description=description)
    routes.after_request(_tag)
    routes.register_error_handler(NotFound, _not_found)
    routes.register_error_handler(Conflict, _conflict)
    routes.register_error_handler(NotAllowed, _not_allowed)
    routes.register_error_handler(PlanClosed, _closed)
    routes.register_error_handler(Refused, _refused)
    return routes


def tagged(version: int) -> None:
    """Let the answer carry an ETag: the thing's version, and a sum over what the answer shows of it."""
    flask.g.answered_version = version


def expected_version() -> int:
    """Return the version that the call means by its If-Match.

    Raises:
        Problem: 428 when it names none, 412 when what it names was never one of our tags.
    """
    header = flask.request.headers.get("If-Match")
    if header is None:
        raise Problem(428, "Say which version you mean", "Send the thing's ETag as If-Match.")
    meant = _TAG.fullmatch(header.strip())
    if meant is None:
        raise Problem(412, "It is not at that version")
    return int(meant[2])


def readable() -> frozenset[UUID]:
    """Return the communities of which the caller may read what is not public."""
    who = caller()
    if who.kind == "token" and READ_SCOPE not in who.scopes:
        return frozenset()
    return who.communities()


def speaker(on_behalf_of: UUID | None = None) -> Actor:
    """Return the caller as the history names them."""
    return Actor(channel=Channel.API, person_id=caller().person_id, on_behalf_of=on_behalf_of)


def _tag(response: flask.Response) -> flask.Response:
    version = flask.g.get("answered_version")
    if version is not None:
        response.set_etag(f"{version}.{zlib.crc32(response.get_data()):08x}")
        if flask.request.method in {"GET", "HEAD"}:
            response.make_conditional(flask.request)
    return response


def _not_found(_outcome: NotFound) -> flask.Response:
    return respond(Problem.not_found())


def _conflict(outcome: Conflict) -> flask.Response:
    version = outcome.current.version
    detail = f"It is at version {version} now. Read it again, then decide whether your change still fits."
    return respond(Problem(412, "It was changed in the meantime", detail, headers={"ETag": f'"{version}"'}))


def _not_allowed(refusal: NotAllowed) -> flask.Response:
    errors = [
        {"field": f"/{detail}", "message": f"Give {' or '.join(group)}."}
        for group in refusal.missing
        for detail in group
    ]
    return respond(Problem(422 if errors else 409, "That cannot be done", str(refusal), errors or None))


def _closed(refusal: PlanClosed) -> flask.Response:
    return respond(Problem(409, "The plan is closed", str(refusal)))


def _refused(refusal: Refused) -> flask.Response:
    return respond(Problem(422, "That cannot be done", str(refusal)))
