"""How the API tells why something cannot be done."""

from collections.abc import Callable, Mapping
from typing import Any

from services.plans.domain.commitments import NotAllowed
from services.plans.domain.plans import PlanClosed
from services.plans.domain.refusals import Refused
from services.plans.use_cases.outcomes import Conflict, NotFound
from shared.http.problems import Problem

REFUSALS = (NotFound, Conflict, NotAllowed, Refused)

Present = Callable[[Any], Mapping[str, Any]]
"""Shows a thing that somebody else has changed, as it stands now, to the caller."""


def problem_of(refusal: Exception, present: Present | None = None) -> Problem:
    """Return the problem that tells the refusal."""
    if isinstance(refusal, Conflict):
        return _changed(refusal, present)
    if isinstance(refusal, NotAllowed):
        return _not_allowed(refusal)
    if isinstance(refusal, PlanClosed):
        return Problem(409, "The plan is closed", str(refusal))
    if isinstance(refusal, Refused):
        return Problem(422, "That cannot be done", str(refusal))
    return Problem.not_found()


def _changed(conflict: Conflict, present: Present | None) -> Problem:
    version = conflict.current.version
    detail = f"It is at version {version} now. Read it again, then decide whether your change still fits."
    return Problem(
        412,
        "It was changed in the meantime",
        detail,
        headers={"ETag": f'"{version}"'},
        members={"current": present(conflict.current)} if present else None,
    )


def _not_allowed(refusal: NotAllowed) -> Problem:
    errors = [
        {"field": f"/{detail}", "message": f"Give {' or '.join(group)}."}
        for group in refusal.missing
        for detail in group
    ]
    return Problem(422 if errors else 409, "That cannot be done", str(refusal), errors or None)
