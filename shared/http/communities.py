"""Which of the caller's communities a call is about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.contracts.states import Role
from shared.http.caller import caller
from shared.http.problems import Problem


def chosen_community(body: Mapping[str, Any]) -> UUID:
    """Return the community that the body names, or the only one that the caller coordinates.

    Raises:
        Problem: 422 when it is not one of theirs; whether it exists at all is not told.
    """
    theirs = caller().communities(Role.COORDINATOR)
    chosen = body.get("community_id") or (next(iter(theirs)) if len(theirs) == 1 else None)
    if chosen not in theirs:
        message = "Name a community that you coordinate."
        raise Problem(422, "Which community?", errors=[{"field": "/community_id", "message": message}])
    return UUID(str(chosen))
