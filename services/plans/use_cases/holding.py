"""Holding an import while something is done to it."""

from uuid import UUID

from services.plans.domain.imports import Import
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.plans import locked_plan
from shared.db.unit_of_work import UnitOfWork


def locked_import(uow: UnitOfWork, import_id: UUID) -> Import:
    """Return the import, held until the transaction ends; its plan is held first, as everywhere."""
    found = uow.session.get(Import, import_id)
    if found is None:
        raise NotFound
    locked_plan(uow, found.plan_id)
    return uow.session.get_one(Import, import_id, with_for_update=True, populate_existing=True)
