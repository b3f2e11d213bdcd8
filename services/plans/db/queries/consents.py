"""Who consented to a plan's vision, with the names behind the ids."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.plans.db.queries.names import UNNAMED
from services.plans.db.tables import consents, organisations, workshops
from shared.db.unit_of_work import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class ConsentRow:
    """A consent as pages show it. The workshop's place is for the community, as workshops are."""

    organisation_id: UUID
    organisation: str
    given_on: date
    workshop_id: UUID | None
    place: str | None


def consents_of(uow: UnitOfWork, plan_id: UUID, *, within: bool) -> list[ConsentRow]:
    """Return the consents by the organisations' names; `within` the community with their workshops."""
    rows = uow.session.execute(
        select(consents, organisations.c.name, workshops.c.place)
        .outerjoin(organisations, organisations.c.id == consents.c.organisation_id)
        .outerjoin(workshops, workshops.c.id == consents.c.workshop_id)
        .where(consents.c.plan_id == plan_id)
    )
    found = [
        ConsentRow(
            organisation_id=row.organisation_id,
            organisation=row.name or UNNAMED,
            given_on=row.given_on,
            workshop_id=row.workshop_id if within else None,
            place=row.place if within else None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.organisation.casefold(), row.organisation_id))
