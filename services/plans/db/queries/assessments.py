"""How coordinators assessed commitments."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from services.plans.db.tables import assessments, commitments, people
from services.plans.domain.assessments import Assessment, Completion
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """An assessment with the name of who made it, which is for people with a role."""

    assessment: Assessment
    person: str | None


def assessments_of(uow: UnitOfWork, commitment_id: UUID) -> list[Assessed]:
    """Return all assessments of the commitment, the newest, which counts, first."""
    found = (
        select(Assessment, people.c.name)
        .outerjoin(people, assessments.c.person_id == people.c.id)
        .where(assessments.c.commitment_id == commitment_id)
        .order_by(assessments.c.number.desc())
    )
    return [Assessed(assessment=each, person=name) for each, name in uow.session.execute(found)]


def newest_in_plan(uow: UnitOfWork, plan_id: UUID) -> dict[UUID, Assessment]:
    """Return the assessment that counts of each assessed commitment of the plan, by the commitment's id."""
    found = select(Assessment).where(assessments.c.plan_id == plan_id).order_by(assessments.c.number)
    return {each.commitment_id: each for each in uow.session.scalars(found)}


def is_assessed(completion: Completion) -> ColumnElement[bool]:
    """The assessment of the commitment that counts says so."""
    of_it = assessments.c.commitment_id == commitments.c.id
    newest = (
        select(assessments.c.completion)
        .where(of_it)
        .order_by(assessments.c.number.desc())
        .limit(1)
        .correlate(commitments)
        .scalar_subquery()
    )
    return newest == completion


def is_unassessed() -> ColumnElement[bool]:
    """Nobody has assessed the commitment."""
    return ~exists().where(assessments.c.commitment_id == commitments.c.id)


def last_number(uow: UnitOfWork, commitment_id: UUID) -> int:
    """Return the number of the commitment's newest assessment; 0 where there is none."""
    found = select(func.max(assessments.c.number)).where(assessments.c.commitment_id == commitment_id)
    return uow.session.scalar(found) or 0
