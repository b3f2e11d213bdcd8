"""A large sheet, which the worker imports some lines at a time while people watch how far it is.

What was imported is marked in the transaction that imports it. So whenever the worker dies, the next one goes
on where it was, and no line is imported twice or left out.
"""

from collections.abc import Mapping
from uuid import UUID

from services.plans.domain.imports import Import, ImportState
from services.plans.domain.rows import CheckedRow
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.applying import apply_import, apply_lines, close_import, keep_drafts
from services.plans.use_cases.fates import Fate
from services.plans.use_cases.holding import locked_import
from services.plans.use_cases.plans import open_plan
from services.plans.use_cases.previews import Preview, preview_again, preview_of
from services.plans.use_cases.resolving import Resolver
from shared.db.unit_of_work import UnitOfWork

AT_ONCE = 200
"""Sheets of up to so many lines are imported while people wait for the answer."""

BATCH = 200
"""How many lines the worker imports in one transaction, so that it holds up nobody for long."""

Checked = Mapping[int, CheckedRow]
"""Lines that are ready, by their numbers."""


def import_or_begin(uow: UnitOfWork, import_id: UUID, actor: Actor | None = None) -> Preview:
    """Import a small sheet at once; leave a large one to the worker, after whatever would refuse it.

    Raises:
        NotFound: there is no such import.
        PlanClosed: the plan takes nothing more.
        Refused: the columns are not understood, or the plan would get too many headings.
    """
    kept = locked_import(uow, import_id)
    preview = preview_of(uow, kept)
    if len(preview.ready) <= AT_ONCE:
        return apply_import(uow, import_id, actor)
    plan = open_plan(uow, kept.plan_id)
    Resolver(uow, plan, [line.draft for line in preview.with_fate(Fate.NEW, Fate.CHANGES)])
    kept.begin(len(preview.ready), actor.person_id if actor else kept.uploaded_by)
    uow.session.flush()
    return preview


def lines_to_import(uow: UnitOfWork, import_id: UUID) -> Checked:
    """Return the lines that the worker has still to import."""
    preview = preview_of(uow, uow.session.get_one(Import, import_id))
    return {line.kept.number: line.checked for line in preview.ready}


def import_some(uow: UnitOfWork, import_id: UUID, lines: Checked) -> None:
    """Import these lines, unless somebody else did or the import was stopped."""
    kept = locked_import(uow, import_id, by_worker=True)
    if kept.state is not ImportState.IMPORTING:
        return
    preview = preview_again(uow, kept, lines)
    apply_lines(uow, preview, Actor(channel=Channel.IMPORT, person_id=kept.asked_by))
    kept.done = min(kept.total, kept.done + len(preview.ready))
    uow.session.flush()


def end_import(uow: UnitOfWork, import_id: UUID) -> None:
    """Keep the other lines as drafts and tell that it is done, unless lines became ready meanwhile."""
    kept = locked_import(uow, import_id, by_worker=True)
    if kept.state is not ImportState.IMPORTING:
        return
    preview = preview_of(uow, kept)
    if not preview.ready:
        keep_drafts(uow, preview, preview.to_keep)
        kept.done = kept.total
        close_import(uow, kept)


def stop_import(uow: UnitOfWork, import_id: UUID, reason: str) -> None:
    """Go no further with the import, and tell of what it made so far."""
    kept = locked_import(uow, import_id, by_worker=True)
    if kept.state is ImportState.IMPORTING:
        if kept.done:
            close_import(uow, kept)
        kept.stop(reason)
        uow.session.flush()
