"""Requests with an Idempotency-Key: sent again, they get the same answer and nothing is done twice."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

import flask
from sqlalchemy import Table

from shared.db.answers import Answer, Asked, OtherRequest, StillRunning, keep_answer, take
from shared.db.unit_of_work import UnitOfWork
from shared.http.api import describe
from shared.http.caller import caller
from shared.http.communities import chosen_community
from shared.http.problems import Problem
from shared.http.site import site
from shared.http.tags import answered_version, tagged

View = TypeVar("View", bound=Callable[..., Any])

HEADER, AGAIN = "Idempotency-Key", "Idempotent-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")

PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": (
        "A key of the caller's own making, such as a UUID. The same request with the same key within 24 "
        "hours is answered as the first time, and nothing is done twice."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "example": "8e03978e-40d5-43e8-bc93-6894a57f9324",
}


class _Replayed(Exception):
    """It was answered before."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("answered before")
        self.answer = answer


class _Once:
    """A request with a key: its transaction begins where the view first writes, and ends with its answer."""

    def __init__(self, answers: Table, asked: Asked, stack: ExitStack) -> None:
        self._answers, self._asked, self._stack = answers, asked, stack
        self._uow: UnitOfWork | None = None

    def begin(self) -> UnitOfWork:
        """Return the transaction, with the key taken in it."""
        if self._uow is None:
            self._uow = self._stack.enter_context(site().database.unit_of_work())
            answer = take(self._uow, self._answers, self._asked)
            if answer is not None:
                raise _Replayed(answer)
        return self._uow

    def keep(self, response: flask.Response) -> None:
        """Keep what is answered."""
        if self._uow is not None:
            keep_answer(self._uow, self._answers, self._asked, _answer_of(response), _community())


def once(answers: Table) -> Callable[[View], View]:
    """Let the view's requests carry an Idempotency-Key, whose answers are kept in the table.

    It stands directly under the rule of access, and the view writes within `writing()`. What is refused
    changed nothing, so it is not kept: sent again it is judged anew.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def call(*args: Any, **arguments: Any) -> Any:
            key = flask.request.headers.get(HEADER)
            return view(*args, **arguments) if key is None else _do(key, lambda: view(*args, **arguments))

        def _do(key: str, work: Callable[[], Any]) -> flask.Response:
            asked = _asked(key)
            try:
                with ExitStack() as stack:
                    flask.g.once = at_work = _Once(answers, asked, stack)
                    response = flask.make_response(work())
                    at_work.keep(response)
                    return response
            except _Replayed as replayed:
                return _again(replayed.answer)
            except StillRunning as fault:
                detail = "The first request with this key has not been answered yet."
                raise Problem(409, "It is still being done", detail, headers={"Retry-After": "1"}) from fault
            except OtherRequest as fault:
                detail = "The key came before with another request. Take a new key for each."
                raise Problem(422, "The key was used for something else", detail) from fault
            finally:
                flask.g.pop("once", None)

        describe(call, parameters=[PARAMETER])
        return cast("View", call)

    return decorate


@contextmanager
def writing() -> Iterator[UnitOfWork]:
    """Open the transaction of what the request writes; with a key, its answer is kept in the same one."""
    at_work = flask.g.get("once")
    if at_work is not None:
        yield at_work.begin()
        return
    with site().database.unit_of_work() as uow:
        yield uow


def _asked(key: str) -> Asked:
    """Return who asks for what; raise a Problem for a key that is none."""
    if not _KEY.fullmatch(key):
        errors = [{"field": f"/headers/{HEADER}", "message": "Send 1 to 255 visible ASCII characters."}]
        raise Problem(400, "The key cannot be used", errors=errors)
    who = caller()
    return Asked(
        caller=f"{who.kind}:{who.token_id or who.person_id}",
        key_sha256=_sum(key.encode()),
        request_sha256=_sum(*_sent()),
    )


def _sent() -> Iterator[bytes]:
    """Yield what makes the request this one; not the boundary of a form's parts, made up at each sending."""
    request = flask.request
    yield from map(_bytes, (request.method, request.full_path, request.mimetype))
    yield _bytes(request.headers.get("If-Match", ""))
    if request.mimetype != "multipart/form-data":
        yield request.get_data()
        return
    for name, value in request.form.items(multi=True):
        yield from (_bytes(name), _bytes(value))
    for name, file in request.files.items(multi=True):
        yield from (_bytes(name), _bytes(file.filename or ""), file.stream.read())
        file.stream.seek(0)


def _bytes(text: str | None) -> bytes:
    """Return the text as bytes, whatever strange letters somebody sent; a form's part may lack its name."""
    return (text or "").encode(errors="surrogatepass")


def _sum(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8))
        whole.update(part)
    return whole.hexdigest()


def _community() -> UUID:
    """Return the community of what was made: that of the thing in the URL, or else the one chosen."""
    thing = flask.g.get("thing")
    if thing is not None:
        return cast("UUID", thing.community_id)
    named = (flask.request.get_json(silent=True) or {}).get("community_id")
    return chosen_community({"community_id": UUID(named) if named else None})


def _answer_of(response: flask.Response) -> Answer:
    return Answer(
        status=response.status_code,
        content_type=response.content_type,
        body=response.get_data(as_text=True),
        location=response.headers.get("Location"),
        version=answered_version(),
    )


def _again(answer: Answer) -> flask.Response:
    response = flask.Response(answer.body, answer.status, content_type=answer.content_type)
    response.headers[AGAIN] = "true"
    if answer.location:
        response.headers["Location"] = answer.location
    if answer.version is not None:
        tagged(answer.version)
    return response
