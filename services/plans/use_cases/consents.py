"""Noting which organisations consented to a plan's vision."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from services.plans.db.tables import consents, contributions
from services.plans.db.upserts import put
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.use_cases.commitments import check_organisations
from services.plans.use_cases.naming import name_organisation
from services.plans.use_cases.plans import open_plan
from shared.db.unit_of_work import UnitOfWork


class WrongWorkshop(Refused):
    """The workshop did not lead to the plan, so nobody can have consented there."""

    def __init__(self) -> None:
        super().__init__("No such workshop led to this plan.")


def note_consent(
    uow: UnitOfWork, plan_id: UUID, organisation_id: UUID, given_on: date, workshop_id: UUID | None = None
) -> None:
    """Note that the organisation said yes on that day; said again, the newer word counts.

    Raises:
        NotFound: there is no such plan.
        Refused: the community has no such organisation, the plan is closed (`PlanClosed`), or the workshop
            did not lead to it (`WrongWorkshop`).
    """
    plan = open_plan(uow, plan_id)
    check_organisations(uow, plan.community_id, [organisation_id])
    _note(uow, plan, [organisation_id], given_on, workshop_id)


def note_consents_of(
    uow: UnitOfWork, plan_id: UUID, names: Iterable[str], given_on: date, workshop_id: UUID | None
) -> None:
    """Note the consent of each organisation by its name; one that is new to the community is made.

    Raises:
        NotFound: there is no such plan.
        Refused: the plan is closed (`PlanClosed`), or the workshop did not lead to it (`WrongWorkshop`).
    """
    plan = open_plan(uow, plan_id)
    # One that is named twice, in other letters perhaps, consented once.
    ids = {name_organisation(uow, plan.community_id, name) for name in names}
    _note(uow, plan, ids, given_on, workshop_id)


def forget_consent(uow: UnitOfWork, plan_id: UUID, organisation_id: UUID) -> None:
    """Take the organisation's consent away, whether it had given one or not.

    Raises:
        NotFound: there is no such plan.
        PlanClosed: the plan is closed.
    """
    open_plan(uow, plan_id)
    pair = (consents.c.plan_id == plan_id, consents.c.organisation_id == organisation_id)
    uow.session.execute(delete(consents).where(*pair))


def _note(uow: UnitOfWork, plan: Plan, ids: Iterable[UUID], given_on: date, workshop_id: UUID | None) -> None:
    led_here = select(contributions.c.workshop_id).where(contributions.c.plan_id == plan.id)
    if workshop_id and workshop_id not in set(uow.session.scalars(led_here)):
        raise WrongWorkshop
    said = {"community_id": plan.community_id, "given_on": given_on, "workshop_id": workshop_id}
    put(uow, consents, [{"plan_id": plan.id, "organisation_id": each, **said} for each in sorted(ids)])
