"""Who helps with a commitment, by name and with the part that each plays."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from services.plans.db.queries.names import UNNAMED
from services.plans.db.tables import organisations
from services.plans.domain.supporters import Parts
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Supporter:
    """An organisation that helps; its part, if anybody said what it contributes."""

    organisation_id: UUID
    organisation: str
    part: str | None


def supporters_of(uow: UnitOfWork, supporting: Collection[UUID], parts: Parts) -> list[Supporter]:
    """Return the supporters in the order in which they were named."""
    column = organisations.c
    rows = uow.session.execute(select(column.id, column.name).where(column.id.in_(supporting)))
    names = {row.id: row.name for row in rows}
    return [
        Supporter(organisation_id=each, organisation=names.get(each, UNNAMED), part=parts.get(each))
        for each in supporting
    ]
