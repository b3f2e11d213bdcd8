"""Notice when the whole of an import has arrived."""

from sqlalchemy import ColumnElement, exists, func, select, update

from services.notify.db.tables import commitments, imports
from shared.db.unit_of_work import UnitOfWork


def any_arrived(uow: UnitOfWork) -> bool:
    """Return whether there is an import to mark."""
    return bool(uow.session.scalar(select(exists().where(_has_arrived()))))


def mark_arrived(uow: UnitOfWork) -> None:
    """Mark the imports of which every commitment has arrived.

    Once marked they stay so: a later import may take over some of their commitments.
    """
    uow.session.execute(update(imports).where(_has_arrived()).values(completed_at=uow.now))


def _has_arrived() -> ColumnElement[bool]:
    arrived = (
        select(func.count())
        .select_from(commitments)
        .where(commitments.c.import_id == imports.c.id)
        .correlate(imports)
        .scalar_subquery()
    )
    return imports.c.completed_at.is_(None) & (imports.c.commitment_count <= arrived)
