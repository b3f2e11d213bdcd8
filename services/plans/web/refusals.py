"""Doing what a page asks for, or finding out why it cannot be done."""

from collections.abc import Callable

from services.plans.domain.refusals import Refused
from services.plans.use_cases.outcomes import NotFound
from shared.db.unit_of_work import UnitOfWork
from shared.http.problems import Problem
from shared.http.site import site


def refusal_of(do: Callable[[UnitOfWork], object]) -> str | None:
    """Do it in a transaction, or return why it cannot be; what is not there is not found."""
    try:
        with site().database.unit_of_work() as uow:
            do(uow)
    except Refused as refusal:
        return str(refusal)
    except NotFound as fault:
        raise Problem.not_found() from fault
    return None
