"""Assessments: how far a commitment is fulfilled in a coordinator's judgement, whatever its owner says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Completion(StrEnum):
    """How far it is fulfilled, on the scale by which open government's commitments are assessed."""

    NO_EVIDENCE = "no_evidence"
    NOT_STARTED = "not_started"
    LIMITED = "limited"
    SUBSTANTIAL = "substantial"
    COMPLETE = "complete"


COMPLETION_WORDS: Mapping[Completion, str] = {
    Completion.NO_EVIDENCE: "No evidence",
    Completion.NOT_STARTED: "Not started",
    Completion.LIMITED: "Limited",
    Completion.SUBSTANTIAL: "Substantial",
    Completion.COMPLETE: "Complete",
}
"""What people read for each."""


@dataclass(eq=False, kw_only=True)
class Assessment:
    """One judgement, with the reason. It is never changed: the one with the highest number counts."""

    id: UUID
    community_id: UUID
    plan_id: UUID
    commitment_id: UUID
    number: int
    completion: Completion
    why: str
    at: datetime
    person_id: UUID | None
