"""The one gate that every request passes before its view."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import NoReturn
from urllib.parse import quote
from uuid import UUID

import flask
import structlog
from flask import request
from sqlalchemy import Connection

from shared.http import csrf, snapshot
from shared.http.access import Declared, Rule, admits, declared, in_scope, reaches
from shared.http.caller import ANONYMOUS, Caller, bearer_token, has_credentials, identify
from shared.http.lookup import Lookup, Named
from shared.http.paths import is_api
from shared.http.problems import Problem
from shared.http.site import Thing, site

SIGN_IN = "/partners/sign-in"
LARGEST_BODY = 10 * 1024 * 1024
LARGEST_BODIES = {"application/x-www-form-urlencoded": 256 * 1024, "application/json": 1024 * 1024}
"""How many bytes a request may bring, by what they are; multipart forms have bounds for each part too."""

READING = frozenset({"GET", "HEAD"})
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="Backcast"'}

log = structlog.get_logger("backcast.http")


def gate() -> None:
    """Refuse what the view's rule does not admit, and what declares no rule at all."""
    if request.url_rule is None or request.method == "OPTIONS":
        return
    declaration = declared(flask.current_app.view_functions[request.url_rule.endpoint], request.method)
    if declaration is None:
        _refuse_undeclared()
    _pass(declaration)


def _pass(declaration: Declared) -> None:
    request.max_content_length = declaration.max_body or LARGEST_BODIES.get(request.mimetype, LARGEST_BODY)
    if declaration.max_text:
        request.max_form_memory_size = declaration.max_text
    who, things = _look_up(declaration)
    flask.g.caller = who
    flask.g.thing = things[-1] if things else None
    if declaration.rule.asks:
        _admit(declaration.rule, who, things)
    if who.kind == "token" and not in_scope(declaration.rule, who):
        # It came in because anyone may, so the view shows it what anyone may see.
        flask.g.caller = ANONYMOUS
    if declaration.csrf and who.kind != "token":
        csrf.protect()


def _look_up(declaration: Declared) -> tuple[Caller, list[Thing | None]]:
    """Return who calls and the things that the URL names.

    A view that reads goes on in the snapshot in which they were looked up; for others a glance is enough.
    """
    named = _named_things(declaration)
    if not declaration.rule.asks or not (named or has_credentials()):
        return ANONYMOUS, []
    with _connected(reads=declaration.reads) as connection:
        lookup = Lookup(connection, named, _arguments())
        return identify(lookup), lookup.things()


def _connected(*, reads: bool) -> AbstractContextManager[Connection]:
    return nullcontext(snapshot.begin().session.connection()) if reads else site().database.glance()


def _named_things(declaration: Declared) -> Named:
    """Return how what the URL names is found; the view may ask more of its thing than whose it is."""
    if declaration.rule.anyone:
        return ()
    finds = {**site().things, **declaration.finds}
    return tuple((name, finds[name]) for name in _arguments() if name in site().things)


def _arguments() -> Mapping[str, UUID]:
    return request.view_args or {}


def _admit(rule: Rule, who: Caller, things: list[Thing | None]) -> None:
    if who.kind == "anonymous" and bearer_token() is not None:
        raise Problem(401, "The token is not known", "It may have been revoked.", headers=CHALLENGE)
    if None not in things and all(admits(rule, who, thing) for thing in things or [None]):
        return
    if who.kind == "anonymous":
        _ask_to_sign_in()
    known = all(thing is not None and reaches(who, thing) for thing in things)
    if who.kind == "token" and known and not in_scope(rule, who):
        needed = f"It needs the scope {rule.scope}." if rule.scope else "This is for people who sign in."
        raise Problem(403, "The token may not do this", needed)
    raise Problem.not_found()


def _ask_to_sign_in() -> NoReturn:
    if is_api(request.path):
        raise Problem(401, "Say who you are", "Send a bearer token, or sign in.", headers=CHALLENGE)
    wanted = request.full_path.rstrip("?") if request.method in READING else request.path
    flask.abort(flask.redirect(f"{SIGN_IN}?next={quote(wanted, safe='/')}", 303))


def _refuse_undeclared() -> NoReturn:
    log.error("route declares no access", endpoint=request.endpoint)
    raise Problem.not_found()
