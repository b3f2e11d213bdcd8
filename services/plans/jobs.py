"""What the plans service does by itself: large imports, and taking away what is of no more use."""

import time
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import structlog

from services.plans.db.queries.imports import imports_running
from services.plans.db.queries.photos import photos_with_rows
from services.plans.db.queries.proofs import proofs_with_rows
from services.plans.db.tables import ANSWERS
from services.plans.domain.refusals import Refused
from services.plans.use_cases.photo_files import photo_store
from services.plans.use_cases.running import BATCH, end_import, import_some, lines_to_import, stop_import
from shared.db.answers import sweep_answers
from shared.db.unit_of_work import Database
from shared.service import Job, Runtime

BUSY_SECONDS = 10.0
"""How long one run imports before it looks anew at what there is, and whether the worker stops."""

_log = structlog.get_logger(__name__)


def sweep_photos(runtime: Runtime) -> None:
    """Remove the files that a crash left without a row."""

    def known(ids: Collection[UUID]) -> set[UUID]:
        with runtime.database.unit_of_work(read_only=True) as uow:
            return photos_with_rows(uow, ids) | proofs_with_rows(uow, ids)

    photo_store(runtime.settings).sweep(runtime.clock(), known)


def run_imports(runtime: Runtime) -> None:
    """Import the large sheets that people asked for, some lines in each transaction, for some seconds."""
    until = time.monotonic() + BUSY_SECONDS
    with runtime.database.unit_of_work(read_only=True) as uow:
        running = imports_running(uow)
    for import_id in running:
        try:
            _run_import(runtime.database, import_id, until)
        except Refused as refusal:
            _log.warning("an import was stopped", reason=str(refusal))
            with runtime.database.unit_of_work() as uow:
                stop_import(uow, import_id, str(refusal))


def _run_import(database: Database, import_id: UUID, until: float) -> None:
    with database.unit_of_work(read_only=True) as uow:
        lines = lines_to_import(uow, import_id)
    numbers = list(lines)
    for start in range(0, len(numbers), BATCH):
        with database.unit_of_work() as uow:
            import_some(uow, import_id, {each: lines[each] for each in numbers[start : start + BATCH]})
        # Looked at only now, so that each run gets on, however long the lines took to be checked.
        if time.monotonic() > until:
            return
    with database.unit_of_work() as uow:
        end_import(uow, import_id)


def sweep_kept_answers(runtime: Runtime) -> None:
    """Remove the answers to requests with a key that nobody may ask for again."""
    sweep_answers(runtime.database, ANSWERS)


JOBS = (
    Job(name="imports", every=timedelta(seconds=1), run=run_imports, on_events=False),
    Job(name="sweep_photos", every=timedelta(hours=1), run=sweep_photos, on_events=False),
    Job(name="sweep_answers", every=timedelta(hours=1), run=sweep_kept_answers, on_events=False),
)
