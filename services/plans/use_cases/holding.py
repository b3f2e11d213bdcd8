"""Holding an import while something is done to it."""

from uuid import UUID

from services.plans.domain.imports import Import, ImportState
from services.plans.domain.refusals import Refused
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.plans import locked_plan
from shared.db.unit_of_work import UnitOfWork


def locked_import(uow: UnitOfWork, import_id: UUID, *, by_worker: bool = False) -> Import:
    """Return the import, held until the transaction ends; its plan is held first, as everywhere.

    Raises:
        NotFound: there is no such import.
        Refused: the worker imports it just now, and this is not the worker.
    """
    found = uow.session.get(Import, import_id)
    if found is None:
        raise NotFound
    locked_plan(uow, found.plan_id)
    kept = uow.session.get_one(Import, import_id, with_for_update=True, populate_existing=True)
    if kept.state is ImportState.IMPORTING and not by_worker:
        raise Refused("This sheet is being imported just now. Wait until that is done.")
    return kept
