"""What plans says about commitments, with every field filled in."""

from typing import Any
from uuid import UUID, uuid4

from shared.contracts import CommitmentChanged, CommitmentState
from tests.partners.stage import Stage


def commitment(stage: Stage, organisation_id: UUID | None, **facts: Any) -> CommitmentChanged:
    defaults: dict[str, Any] = {
        "id": uuid4(),
        "version": 1,
        "community_id": stage.community.id,
        "plan_id": UUID(int=7),
        "reference": "A1",
        "text": "Clear the path by the river",
        "heading": "The range of activities",
        "milestone": None,
        "organisation_id": organisation_id,
        "contact_id": None,
        "supporting": (),
        "due": None,
        "evidence": None,
        "state": CommitmentState.OFFERED,
        "health": None,
        "reason": None,
        "last_note": None,
        "slips": 0,
        "import_id": None,
        "changed_at": stage.clock(),
        "done_at": None,
    }
    return CommitmentChanged(**{**defaults, **facts})
