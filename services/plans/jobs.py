"""What the plans service does by itself: it takes away files that lost their photos, and old answers."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from services.plans.db.queries.photos import photos_with_rows
from services.plans.db.queries.proofs import proofs_with_rows
from services.plans.db.tables import ANSWERS
from services.plans.use_cases.photo_files import PhotoStore
from shared.db.answers import sweep_answers
from shared.service import Job, Runtime


def sweep_photos(runtime: Runtime) -> None:
    """Remove the files that a crash left without a row."""

    def known(ids: Collection[UUID]) -> set[UUID]:
        with runtime.database.unit_of_work(read_only=True) as uow:
            return photos_with_rows(uow, ids) | proofs_with_rows(uow, ids)

    PhotoStore(runtime.settings.photos_folder).sweep(runtime.clock(), known)


def sweep_kept_answers(runtime: Runtime) -> None:
    """Remove the answers to requests with a key that nobody may ask for again."""
    sweep_answers(runtime.database, ANSWERS)


JOBS = (
    Job(name="sweep_photos", every=timedelta(hours=1), run=sweep_photos, on_events=False),
    Job(name="sweep_answers", every=timedelta(hours=1), run=sweep_kept_answers, on_events=False),
)
