"""What the API's calls have in common: whose things they are about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notify.db.listings import Cut
from shared.contracts import LEADING
from shared.http.caller import caller
from shared.http.pages import key_of, strange_cursor
from shared.http.problems import Problem

SCOPE = "notify:read"


def cut_of(query: Mapping[str, Any]) -> Cut:
    """Return the part of a list that the query asks for, and one item more to know whether there is any."""
    return Cut(
        communities=[chosen_community(query)] if "community_id" in query else caller().communities(*LEADING),
        limit=query["limit"] + 1,
        after=last_seen(query.get("after")),
    )


def chosen_community(query: Mapping[str, Any]) -> UUID:
    """Return the community that the query names, or the caller's only one.

    Raises:
        Problem: it is not one of theirs; whether it exists at all is not told.
    """
    theirs = caller().communities(*LEADING)
    chosen = query.get("community_id") or (next(iter(theirs)) if len(theirs) == 1 else None)
    if chosen is None:
        message = "Name one of your communities."
        raise Problem(422, "Which community?", errors=[{"field": "/query/community_id", "message": message}])
    if chosen not in theirs:
        raise Problem.not_found()
    return UUID(str(chosen))


def last_seen(after: str | None) -> tuple[datetime, UUID] | None:
    """Return the place that the cursor of a list by time holds.

    Raises:
        Problem: 400 when the cursor is not one of ours.
    """
    key = key_of(after)
    if key is None:
        return None
    try:
        at, last = key
        return datetime.fromisoformat(at), UUID(last)
    except (ValueError, TypeError, AttributeError) as fault:
        raise strange_cursor() from fault
