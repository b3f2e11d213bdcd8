"""Assessing a commitment: it changes nothing about how its owner says that it stands."""

from uuid import UUID, uuid4

from services.plans.db.queries.assessments import last_number
from services.plans.domain.assessments import Assessment, Completion
from services.plans.use_cases.updates import open_commitment
from shared.db.unit_of_work import UnitOfWork


def assess(
    uow: UnitOfWork, commitment_id: UUID, completion: Completion, why: str, person_id: UUID | None
) -> Assessment:
    """Keep a coordinator's judgement; it counts in place of earlier ones, which stay.

    Raises:
        NotFound: there is no such commitment.
        PlanClosed: its plan is closed.
    """
    commitment = open_commitment(uow, commitment_id)
    assessment = Assessment(
        id=uuid4(),
        community_id=commitment.community_id,
        plan_id=commitment.plan_id,
        commitment_id=commitment_id,
        number=last_number(uow, commitment_id) + 1,
        completion=completion,
        why=why,
        at=uow.now,
        person_id=person_id,
    )
    uow.session.add(assessment)
    uow.session.flush()
    return assessment
