"""Noting down what people said against the codes of a walk sheet."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import commitments
from services.plans.domain.codes import code_of
from services.plans.domain.commitments import NOTHING, Commitment
from services.plans.domain.spoken import Spoken, meant
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.updates import locked_commitment, record_update
from shared.db.unit_of_work import UnitOfWork


def coded_in(uow: UnitOfWork, plan_id: UUID) -> Mapping[str, list[UUID]]:
    """Return the plan's commitments by their codes; among very many, two may have the same."""
    found: dict[str, list[UUID]] = defaultdict(list)
    for commitment_id in uow.session.scalars(
        select(commitments.c.id).where(commitments.c.plan_id == plan_id)
    ):
        found[code_of(commitment_id)].append(commitment_id)
    return found


def note_down(
    uow: UnitOfWork, commitment_id: UUID, spoken: Spoken, note: str | None, person_id: UUID | None
) -> Commitment:
    """Record the answer on behalf of the commitment's organisation, as said now.

    Raises:
        NotAllowed: the answer does not fit the commitment as it stands, or a note is missing.
    """
    commitment = locked_commitment(uow, commitment_id)
    actor = Actor(channel=Channel.WALK, person_id=person_id, on_behalf_of=commitment.organisation_id)
    answer = meant(spoken, note, commitment.state)
    *steps, last = answer.steps
    for step in steps:
        record_update(uow, commitment_id, commitment.version, step, NOTHING, actor)
    return record_update(uow, commitment_id, commitment.version, last, answer.details, actor)
