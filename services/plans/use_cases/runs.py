"""Beginning a 100-day run, putting commitments in, looking at how it goes, and ending it with a review."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select

from services.plans.db.queries.days import today_in
from services.plans.db.queries.filters import is_open
from services.plans.db.queries.references import commitment_called
from services.plans.db.queries.runs import counts_in, days_made
from services.plans.db.tables import commitments, run_check_ins, run_commitments, run_entries
from services.plans.domain.commitments import Commitment
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.runs import MOST_IN_A_RUN, Review, Run, RunDeed
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.plans import open_plan
from shared.db.unit_of_work import UnitOfWork


def begin_run(  # noqa: PLR0913  # One keyword a field.
    uow: UnitOfWork,
    plan_id: UUID,
    person_id: UUID | None,
    *,
    title: str,
    purpose: str,
    first_day: date,
    carries_on: UUID | None = None,
) -> Run:
    """Begin a run of the plan; what is still open of the run that it carries on is in it at once.

    Raises:
        NotFound: there is no such plan.
        Refused: the plan is closed (`PlanClosed`), or has no such run to carry on.
    """
    plan = open_plan(uow, plan_id)
    facts = {"title": title, "purpose": purpose, "first_day": first_day, "created_at": uow.now}
    run = Run(id=uuid4(), community_id=plan.community_id, plan_id=plan_id, **facts)  # type: ignore[arg-type]  # Each fits.
    uow.session.add(run)
    uow.session.flush()
    _write(uow, run, person_id, RunDeed.BEGAN, title)
    if carries_on is not None:
        for commitment in _still_open(uow, plan_id, carries_on):
            _put_in(uow, run, commitment, person_id)
    return run


def put_in(uow: UnitOfWork, run_id: UUID, commitment_id: UUID, person_id: UUID | None) -> None:
    """Put a commitment of the plan into the run; what is in it already stays so.

    Raises:
        NotFound: there is no such run.
        Refused: the plan is closed, the run has ended or is full, or the plan has no such commitment.
    """
    run = _going_on(uow, run_id)
    commitment = uow.session.get(Commitment, commitment_id)
    if commitment is None or commitment.plan_id != run.plan_id:
        raise Refused("The plan has no such commitment.")
    _put_in(uow, run, commitment, person_id)


def put_in_called(uow: UnitOfWork, run_id: UUID, reference: str, person_id: UUID | None) -> None:
    """Put the commitment of the plan in that people call so; raise as `put_in`."""
    run = _going_on(uow, run_id)
    called = reference.strip()
    commitment_id = commitment_called(uow, run.plan_id, called)
    if commitment_id is None:
        raise Refused(f"The plan has no commitment {called!r}.")
    put_in(uow, run_id, commitment_id, person_id)


def take_out(uow: UnitOfWork, run_id: UUID, commitment_id: UUID, person_id: UUID | None) -> None:
    """Take a commitment out of the run, whether it was in it or not; it stays in the plan.

    Raises:
        NotFound: there is no such run.
        Refused: the plan is closed or the run has ended.
    """
    run = _going_on(uow, run_id)
    if commitment_id not in _ids_in(uow, run.id):
        return
    pair = (run_commitments.c.run_id == run.id, run_commitments.c.commitment_id == commitment_id)
    uow.session.execute(delete(run_commitments).where(*pair))
    reference = uow.session.get_one(Commitment, commitment_id).reference
    _note(uow, run, person_id, RunDeed.TOOK_OUT, reference)


def check_in(uow: UnitOfWork, run_id: UUID, person_id: UUID | None, *, day: int, note: str) -> None:
    """Keep how the run stands on one of its days, with a note; it is never changed afterwards.

    Raises:
        NotFound: there is no such run.
        Refused: the plan is closed, the run has ended, or it cannot be looked at for that day.
    """
    run = _going_on(uow, run_id)
    run.check_may_be_looked_at(day, today_in(uow, run.community_id), days_made(uow, run.id))
    made = {"run_id": run.id, "day": day, "at": uow.now, "person_id": person_id, "note": note}
    uow.session.execute(insert(run_check_ins).values(**made, counts=counts_in(uow, run.id)))
    _note(uow, run, person_id, RunDeed.CHECKED_IN, f"day {day}")


def end_run(uow: UnitOfWork, run_id: UUID, review: Review, person_id: UUID | None) -> Run:
    """End the run with what came of it, on whichever day; its commitments stay in the plan as they are.

    Raises:
        NotFound: there is no such run.
        Refused: the plan is closed, the run has ended, or the review says nothing.
    """
    run = _going_on(uow, run_id)
    run.end(review, uow.now)
    _note(uow, run, person_id, RunDeed.ENDED, f"day {run.number_of(today_in(uow, run.community_id))}")
    return run


def _going_on(uow: UnitOfWork, run_id: UUID) -> Run:
    """Return the run, held, with its plan open."""
    run = uow.session.get(Run, run_id, with_for_update=True, populate_existing=True)
    if run is None:
        raise NotFound
    uow.session.get_one(Plan, run.plan_id).check_open()
    run.check_goes_on()
    return run


def _still_open(uow: UnitOfWork, plan_id: UUID, former_id: UUID) -> Iterable[Commitment]:
    former = uow.session.get(Run, former_id)
    if former is None or former.plan_id != plan_id:
        raise Refused("The plan has no such run to carry on.")
    still_open = select(Commitment).where(commitments.c.id.in_(_ids_in(uow, former_id)), is_open())
    return uow.session.scalars(still_open.order_by(commitments.c.reference)).all()


def _put_in(uow: UnitOfWork, run: Run, commitment: Commitment, person_id: UUID | None) -> None:
    there = _ids_in(uow, run.id)
    if commitment.id in there:
        return
    if len(there) >= MOST_IN_A_RUN:
        raise Refused(f"A run has {MOST_IN_A_RUN} commitments or fewer.")
    pair = {"run_id": run.id, "commitment_id": commitment.id}
    uow.session.execute(insert(run_commitments).values(**pair, community_id=run.community_id))
    _note(uow, run, person_id, RunDeed.PUT_IN, commitment.reference)


def _ids_in(uow: UnitOfWork, run_id: UUID) -> set[UUID]:
    column = run_commitments.c
    return set(uow.session.scalars(select(column.commitment_id).where(column.run_id == run_id)))


def _note(uow: UnitOfWork, run: Run, person_id: UUID | None, deed: RunDeed, about: str) -> None:
    run.version += 1
    uow.session.flush()
    _write(uow, run, person_id, deed, about)


def _write(uow: UnitOfWork, run: Run, person_id: UUID | None, deed: RunDeed, about: str) -> None:
    line = {"run_id": run.id, "number": run.version, "at": uow.now, "person_id": person_id}
    uow.session.execute(insert(run_entries).values(**line, deed=deed, about=about))
