"""The steps of an import, each in a transaction of its own."""

from sqlalchemy import func, select

from services.plans.db.queries.imports import by_reference
from services.plans.db.tables import commitments
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.use_cases.applying import apply_import
from services.plans.use_cases.imports import preview_import
from services.plans.use_cases.previews import Preview
from shared.db.unit_of_work import Database
from tests.plans.factories import COORDINATOR
from tests.plans.imports.sheets import FORTY, a_sheet


def previewed(database: Database, plan: Plan, content: bytes = FORTY) -> Preview:
    with database.unit_of_work() as uow:
        return preview_import(uow, plan.id, "workshop.csv", content, COORDINATOR)


def applied(database: Database, preview: Preview) -> Preview:
    with database.unit_of_work() as uow:
        return apply_import(uow, preview.id)


def imported(database: Database, plan: Plan, *lines: list[str]) -> Preview:
    return applied(database, previewed(database, plan, a_sheet(*lines)))


def the_commitment(database: Database, plan: Plan, reference: str = "A1") -> Commitment:
    with database.unit_of_work(read_only=True) as uow:
        return by_reference(uow, plan.id)[reference.casefold()]


def counted(database: Database) -> int:
    with database.unit_of_work(read_only=True) as uow:
        return uow.session.scalar(select(func.count()).select_from(commitments)) or 0
