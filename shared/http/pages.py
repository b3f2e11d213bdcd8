"""Collections a page at a time, by a cursor that callers hand back unread."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import flask
import msgspec

from shared.http.fields import QueryInt, StrictSchema, Text
from shared.http.problems import Problem

T = TypeVar("T")
PAGE = 50
LARGEST_PAGE = 200


class PageQuery(StrictSchema):
    """The query arguments of every collection."""

    after = Text(500)
    limit = QueryInt(minimum=1, maximum=LARGEST_PAGE, load_default=PAGE)


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some items and, where there are more, the cursor of what comes next."""

    items: Sequence[T]
    next: str | None = None


def page_of(found: Sequence[T], limit: int, key: Callable[[T], Sequence[Any]]) -> Page[T]:
    """Return the page of what was found, where one item more than the limit was asked for."""
    if len(found) <= limit:
        return Page(found)
    kept = found[:limit]
    return Page(kept, cursor(key(kept[-1])))


def cursor(key: Sequence[Any]) -> str:
    """Return the opaque cursor of the item with this sort key."""
    return base64.urlsafe_b64encode(msgspec.json.encode(list(key))).decode().rstrip("=")


def key_of(after: str | None) -> list[Any] | None:
    """Return the sort key that the cursor holds.

    Raises:
        Problem: 400 when the cursor is not one of ours.
    """
    if after is None:
        return None
    try:
        key = msgspec.json.decode(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (binascii.Error, msgspec.DecodeError, ValueError) as fault:
        raise strange_cursor() from fault
    return key if isinstance(key, list) else [key]


def id_after(after: str | None) -> UUID | None:
    """Return the id that the cursor of a collection in the order of ids holds.

    Raises:
        Problem: 400 when the cursor is not one of ours.
    """
    key = key_of(after)
    try:
        return UUID(str(key[0])) if key else None
    except ValueError as fault:
        raise strange_cursor() from fault


def strange_cursor() -> Problem:
    """Return the refusal of a cursor that is not one of ours, or of another collection."""
    return Problem(400, "The cursor is not one that we gave out")


def link_header(page: Page[Any]) -> dict[str, str]:
    """Return the Link header of the page: where the next one is, if there is one."""
    if page.next is None:
        return {}
    query = urlencode({**flask.request.args.to_dict(), "after": page.next})
    return {"Link": f'<{flask.request.path}?{query}>; rel="next"'}
