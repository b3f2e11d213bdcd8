"""What the API's calls have in common: who may read and write, which version is meant, how rules say no."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import flask

from services.plans.api.refusals import REFUSALS, Present, problem_of
from services.plans.db.queries.heads import HEAD, HERE
from services.plans.db.tables import ANSWERS
from services.plans.domain.asks import Need
from services.plans.domain.proofs import NewProof
from services.plans.domain.refusals import Refused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.proofs import link_to
from shared.contracts import Role
from shared.http.access import View, access, allow
from shared.http.api import Blueprint, describe
from shared.http.caller import caller
from shared.http.once import once
from shared.http.problems import Problem, respond
from shared.http.site import Find
from shared.http.tags import add_tag

READ_SCOPE, WRITE_SCOPE = "plans:read", "plans:write"

_WITHIN = allow(*Role, scope=READ_SCOPE)


def _for_all(*, reads: bool = False, **finds: Find) -> Callable[[View], View]:
    """Let everybody in where the plan is public, and say in the description that they need no token."""
    declare = access(allow(*Role, scope=READ_SCOPE, public=True), reads=reads, finds=finds)

    def read(view: View) -> View:
        describe(view, security=[{}, {"token": []}])
        return declare(view)

    return read


READ, READ_AT_ONCE, READ_BY_HEAD = _for_all(), _for_all(reads=True, plan_id=HERE), _for_all(plan_id=HEAD)
"""What is public is for everybody, the rest for the community's people and their programs.

What programs ask for often is answered in the snapshot in which they are let in, or by the plan's head, which
is found with them.
"""

READ_WITHIN, READ_WITHIN_AT_ONCE = access(_WITHIN), access(_WITHIN, reads=True)
"""What people said may name others, so it is for the community even where the plan is public."""

COORDINATE = access(allow(Role.COORDINATOR, scope=READ_SCOPE))
"""What is for coordinators' eyes, and for the community's programs that may read."""

WRITE = access(allow(Role.COORDINATOR, scope=WRITE_SCOPE))

ONCE = once(ANSWERS)
"""Takes an Idempotency-Key; stands under WRITE on whatever makes something."""

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag, or just the version in quotes, of the state that the change is meant for.",
    "schema": {"type": "string"},
    "example": '"3"',
}

_TAG = re.compile(r'(?:W/)?("?)(\d{1,9})(?:\.[0-9a-f]{1,8})?\1', re.ASCII)


def blueprint(noun: str, prefix: str, description: str, *, present: Present | None = None) -> Blueprint:
    """Return the blueprint of the noun, which tags what it answers and tells refusals as problems.

    Where somebody else changed a thing first, `present` says how the problem shows it as it stands now.
    """
    routes = Blueprint(noun, noun, url_prefix=prefix, description=description)
    routes.after_request(add_tag)
    for kind in REFUSALS:
        routes.register_error_handler(kind, lambda refusal: respond(problem_of(refusal, present)))
    return routes


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


def speaker() -> Actor:
    """Return the caller as the history names them."""
    return Actor(channel=Channel.API, person_id=caller().person_id)


def spoken(update: dict[str, Any]) -> Actor:
    """Take who said it and where out of the body of an update, and return the caller speaking for them."""
    told = {name: update.pop(name, None) for name in ("on_behalf_of", "said_by", "said_by_id")}
    return replace(speaker(), channel=update.pop("channel", None) or Channel.API, **told)


def needed(update: dict[str, Any]) -> Need | None:
    """Take what is asked for out of the body of an update, and return it."""
    told = update.pop("ask", None)
    return Need(**told) if told else None


def linked(update: dict[str, Any]) -> tuple[NewProof, ...]:
    """Take the link that shows it out of the body of an update, and return it."""
    return link_to(update.pop("link", None))


@contextlib.contextmanager
def naming(field: str) -> Iterator[None]:
    """Let a refusal name the argument of the query that is refused."""
    try:
        yield
    except Refused as refusal:
        errors = [{"field": f"/{field}", "message": str(refusal)}]
        raise Problem(422, "That cannot be told", str(refusal), errors=errors) from refusal
