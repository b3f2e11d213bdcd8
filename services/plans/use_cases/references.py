"""References of new commitments: those that somebody gave them, and the next numbers for the others.

Only those that matter are asked for, so that it costs the same in a plan of any size.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from services.plans.db.tables import commitments
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from shared.db.unit_of_work import UnitOfWork
from shared.events.sets import VALUES, among, dialect_of

_MOST = 500
"""How many values a statement may have is bounded on both engines."""


def references_for(uow: UnitOfWork, plan: Plan, wanted: Sequence[str | None]) -> list[str]:
    """Return a reference for each new commitment of the plan, which is held: the wanted one, or a number.

    Raises:
        Refused: one that is wanted is taken, or wanted twice.
    """
    given = [each for each in wanted if each]
    twice = taken_among(uow, plan.id, given) | {each for each, times in Counter(given).items() if times > 1}
    if twice:
        raise Refused(f"The plan already has a commitment with the reference {min(twice)!r}.")
    free = free_numbers(uow, plan, given)
    numbers = [next(free) for each in wanted if not each]
    plan.written_down += len(wanted)
    plan.numbered_to = max([plan.numbered_to, *numbers])
    left = iter(numbers)
    return [each or str(next(left)) for each in wanted]


def free_numbers(uow: UnitOfWork, plan: Plan, others: Collection[str]) -> Iterator[int]:
    """Yield the numbers that are no reference yet, from the one after as many as there are.

    `others` will be references of the plan, too.
    """
    begin, ahead = max(plan.written_down + len(others), plan.numbered_to) + 1, 1
    while True:
        numbers = range(begin, begin + ahead)
        taken = taken_among(uow, plan.id, map(str, numbers)).union(others)
        yield from (each for each in numbers if str(each) not in taken)
        begin, ahead = begin + ahead, min(2 * ahead, _MOST)


def taken_among(uow: UnitOfWork, plan_id: UUID, references: Iterable[str]) -> set[str]:
    """Return those of the references that commitments of the plan have."""
    statement = _taken(dialect_of(uow.session))
    asked, taken = list(references), set[str]()
    for start in range(0, len(asked), _MOST):
        part = asked[start : start + _MOST]
        taken.update(uow.session.scalars(statement, {"plan_id": plan_id, VALUES: part}))
    return taken


@lru_cache
def _taken(dialect: str) -> Select[tuple[str]]:
    column = commitments.c
    of_plan = column.plan_id == bindparam("plan_id", type_=column.plan_id.type)
    return select(column.reference).where(of_plan, among(column.reference, dialect))
