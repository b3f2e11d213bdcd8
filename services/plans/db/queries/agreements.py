"""What was agreed about the commitments of a plan."""

from uuid import UUID

from sqlalchemy import select

from services.plans.db.tables import agreements, commitments
from services.plans.domain.turns import told_in_short
from shared.db.unit_of_work import UnitOfWork

_WAITING, _ON = commitments.alias("waiting"), commitments.alias("waited_on")


def agreed_in(uow: UnitOfWork, plan_id: UUID) -> dict[UUID, str]:
    """Return for each commitment of the plan that begins by agreement what was agreed, in words.

    What lies in another plan is not called by its reference, since that plan may not be for every reader.
    """
    rows = uow.session.execute(
        select(agreements, _ON.c.reference, _ON.c.plan_id)
        .join(_WAITING, _WAITING.c.id == agreements.c.commitment_id)
        .join(_ON, _ON.c.id == agreements.c.on_id)
        .where(_WAITING.c.plan_id == plan_id)
        .order_by(agreements.c.at, agreements.c.id)
    )
    found: dict[UUID, str] = {}
    for row in rows:
        reference = row.reference if row.plan_id == plan_id else "another plan"
        told = told_in_short(row.begins_when, row.agreed, reference)
        found[row.commitment_id] = (
            f"{found[row.commitment_id]}; {told}" if row.commitment_id in found else told
        )
    return found
